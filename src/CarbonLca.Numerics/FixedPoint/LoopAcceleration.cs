using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Anderson acceleration of the sweeps over one loop, lane by lane, on its feedback nodes.</summary>
/// <remarks>
/// <para>
/// With x the feedback nodes before a sweep, g after it and f = g − x, the next sweep starts at g − Σ γ_i·Δg_i, where the γ make
/// ‖f − Σ γ_i·Δf_i‖ least over the last few differences (Anderson 1965, J. ACM 12:547–560; Walker &amp; Ni 2011, SIAM J. Numer. Anal.
/// 49:1715–1735). Each component is measured by its own size, since sizes spread over many decades. The slow modes of a loop, few in
/// number, are thus removed together instead of one power at a time.
/// </para>
/// <para>
/// The same differences tell how far the state moves per unit of residual, max |Δx| / max |Δf|: a lower bound of ‖(I − T)⁻¹‖ of the
/// sweep T, which the slow modes soon make a close one.
/// </para>
/// </remarks>
internal sealed unsafe class LoopAcceleration : IDisposable
{
    private const int Lanes = FixedPointSystem.Lanes;

    /// <summary>How many differences are kept.</summary>
    public const int Depth = 4;

    /// <summary>A move is taken for what it tells when it is at least this large beside the change of the sweep.</summary>
    public const double LeastTellingMove = 0.1;

    /// <summary>Sweeps whose changes are the size of a component, where terms cancel.</summary>
    public const int MixedSweeps = 3;

    // Below this share of its column a pivot of the normal equations is rounding.
    private const double PivotFloor = 1e-12;

    private const double LargestFactor = 1e4;

    private readonly int _capacity;
    private readonly AlignedBuffer<double> _memory;
    private readonly AlignedBuffer<double> _gram = new((Depth + 1) * Depth * Lanes);
    private double* _before;
    private double* _after;
    private double* _residual;
    private double* _scaledResidual;
    private double* _size;
    private Vector512<double> _mixed;
    private bool _hasMixed;
    private bool _hasSizes;
    private int _count;
    private int _recorded;
    private int _multiplied;

    /// <summary>Memory for loops of up to so many feedback nodes.</summary>
    public LoopAcceleration(int capacity)
    {
        _capacity = capacity;
        _memory = new AlignedBuffer<double>(checked(capacity * Lanes * (4 + (2 * Depth))));
    }

    /// <summary>Starts a loop: the state is what 'state' holds in the feedback nodes.</summary>
    /// <param name="feedback">The feedback nodes.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="state">The state.</param>
    /// <param name="mixed">All bits set in the lanes whose terms may cancel.</param>
    /// <param name="sizes">How large the components of these lanes are, <c>[feedback node][8]</c>.</param>
    /// <param name="hasSizes">Whether the sizes are known, from an earlier solution; otherwise they are found.</param>
    public void Begin(int* feedback, int count, double* state, Vector512<double> mixed, double* sizes, bool hasSizes)
    {
        _count = count;
        _recorded = 0;
        _multiplied = 0;
        _mixed = mixed;
        _hasMixed = mixed.AsUInt64() != Vector512<ulong>.Zero;
        _before = _memory.Start;
        _after = Vector(1);
        _residual = Vector(2);
        _scaledResidual = Vector(3);
        _size = sizes;
        _hasSizes = hasSizes;
        for (int q = 0; q < count; q++) Vector512.LoadAligned(state + (feedback[q] * (long)Lanes)).StoreAligned(_before + (q * (long)Lanes));
        if (!hasSizes) new Span<double>(_size, count * Lanes).Clear();
        for (int slot = 0; slot < Depth; slot++)
        {
            new Span<double>(Difference(slot), count * Lanes).Clear();
            new Span<double>(AfterDifference(slot), count * Lanes).Clear();
        }

        _gram.Span.Clear();
    }

    /// <summary>Takes what a sweep has made of the feedback nodes.</summary>
    /// <param name="feedback">The feedback nodes.</param>
    /// <param name="state">The state after the sweep.</param>
    /// <param name="move">How far the state has moved since the last sweep began, per unit by which the residual has changed.</param>
    /// <returns>The largest changes by the sweep, relative to the size of each component.</returns>
    public Vector512<double> Measure(int* feedback, double* state, out Vector512<double> move)
    {
        Vector512<double> change = Vector512<double>.Zero;
        Vector512<double> moved = Vector512<double>.Zero;
        Vector512<double> answered = Vector512<double>.Zero;
        int slot = (_recorded - 1 + Depth) % Depth;
        double* newest = Difference(slot);
        double* newestAfter = AfterDifference(slot);
        for (int q = 0; q < _count; q++)
        {
            long at = q * (long)Lanes;
            Vector512<double> x = Vector512.LoadAligned(_before + at);
            Vector512<double> g = Vector512.LoadAligned(state + (feedback[q] * (long)Lanes));
            Vector512<double> f = g - x;
            Vector512<double> size = Vector512.Abs(g);
            if (_hasMixed) size = Vector512.Max(size, MixedSize(f, _size + at));
            Vector512<double> scale = Vector512.ConditionalSelect(Vector512.Equals(size, Vector512<double>.Zero), Vector512<double>.Zero, Vector512<double>.One / size);
            Vector512<double> scaled = f * scale;
            change = Vector512.Max(change, Vector512.Abs(scaled));
            if (_recorded > 0)
            {
                Vector512<double> residualDifference = f - Vector512.LoadAligned(_residual + at);
                Vector512<double> afterDifference = g - Vector512.LoadAligned(_after + at);
                moved = Vector512.Max(moved, Vector512.Abs((afterDifference - residualDifference) * scale));
                residualDifference *= scale;
                answered = Vector512.Max(answered, Vector512.Abs(residualDifference));
                residualDifference.StoreAligned(newest + at);
                afterDifference.StoreAligned(newestAfter + at);
            }

            f.StoreAligned(_residual + at);
            scaled.StoreAligned(_scaledResidual + at);
            g.StoreAligned(_after + at);
        }

        // A state that hardly moves proves nothing; one that moves and changes no residual lies in a loop that makes just what it needs.
        Vector512<double> isTelling = Vector512.GreaterThan(moved, change * LeastTellingMove);
        move = Vector512.ConditionalSelect(isTelling, moved / answered, Vector512<double>.Zero);
        _recorded++;
        return change;
    }

    /// <summary>Starts the next sweep where the last one ended.</summary>
    public void Continue() => new Span<double>(_after, _count * Lanes).CopyTo(new Span<double>(_before, _count * Lanes));

    /// <summary>Starts the next sweep where the differences point to, in the lanes that are active.</summary>
    public void Extrapolate(int* feedback, double* state, Vector512<double> active)
    {
        int used = Math.Min(_recorded - 1, Depth);
        if (used < 1)
        {
            Continue();
            return;
        }

        for (; _multiplied < _recorded - 1; _multiplied++) UpdateProducts(_multiplied % Depth);
        Vector512<double>* factor = stackalloc Vector512<double>[Depth];
        SolveNormalEquations((Vector512<double>*)_gram.Start, factor);
        for (int q = 0; q < _count; q++)
        {
            long at = q * (long)Lanes;
            Vector512<double> x = Vector512.LoadAligned(_after + at);
            for (int i = 0; i < Depth; i++) x = Vector512.FusedMultiplyAdd(-factor[i], Vector512.LoadAligned(AfterDifference(i) + at), x);
            double* place = state + (feedback[q] * (long)Lanes);
            x = Vector512.ConditionalSelect(active, x, Vector512.LoadAligned(place));
            x.StoreAligned(_before + at);
            x.StoreAligned(place);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _gram.Dispose();
    }

    // Where terms cancel, a component is as large as the sum of its first changes, whatever is left of it.
    private Vector512<double> MixedSize(Vector512<double> f, double* place)
    {
        Vector512<double> size = Vector512.LoadAligned(place);
        if (_hasSizes || _recorded >= MixedSweeps) return size & _mixed;
        size += Vector512.Abs(f) & _mixed;
        size.StoreAligned(place);
        return size;
    }

    private double* Vector(int k) => _memory.Start + (k * (long)_capacity * Lanes);

    private double* Difference(int slot) => Vector(4 + slot);

    private double* AfterDifference(int slot) => Vector(4 + Depth + slot);

    private Vector512<double>* Gram(int i, int j) => (Vector512<double>*)(_gram.Start + (((i * Depth) + j) * (long)Lanes));

    private Vector512<double>* Right(int i) => Gram(Depth, i);

    // The products of the newest difference with all, and of the residual with all.
    private void UpdateProducts(int newest)
    {
        for (int i = 0; i < Depth; i++)
        {
            Vector512<double> product = Vector512<double>.Zero;
            Vector512<double> right = Vector512<double>.Zero;
            double* a = Difference(i);
            double* b = Difference(newest);
            for (int q = 0; q < _count; q++)
            {
                long at = q * (long)Lanes;
                Vector512<double> difference = Vector512.LoadAligned(a + at);
                product = Vector512.FusedMultiplyAdd(difference, Vector512.LoadAligned(b + at), product);
                right = Vector512.FusedMultiplyAdd(difference, Vector512.LoadAligned(_scaledResidual + at), right);
            }

            *Gram(i, newest) = product;
            *Gram(newest, i) = product;
            *Right(i) = right;
        }
    }

    /// <summary>(ΔFᵀ·ΔF)·γ = ΔFᵀ·f by LDLᵀ; a column that the others already span is left out.</summary>
    /// <param name="gram">The products of the differences row by row, and behind them their products with the residual.</param>
    /// <param name="factor">Receives γ.</param>
    public static void SolveNormalEquations(Vector512<double>* gram, Vector512<double>* factor)
    {
        Vector512<double>* lower = stackalloc Vector512<double>[Depth * Depth];
        Vector512<double>* inverse = stackalloc Vector512<double>[Depth];
        for (int j = 0; j < Depth; j++)
        {
            Vector512<double> pivot = gram[(j * Depth) + j];
            for (int k = 0; k < j; k++) pivot -= lower[(j * Depth) + k] * lower[(j * Depth) + k] * inverse[k];
            Vector512<double> isSound = Vector512.GreaterThan(pivot, gram[(j * Depth) + j] * PivotFloor);
            inverse[j] = Vector512.ConditionalSelect(isSound, Vector512<double>.One / pivot, Vector512<double>.Zero);
            for (int i = j + 1; i < Depth; i++)
            {
                Vector512<double> entry = gram[(i * Depth) + j];
                for (int k = 0; k < j; k++) entry -= lower[(i * Depth) + k] * lower[(j * Depth) + k] * inverse[k];
                lower[(i * Depth) + j] = entry;
            }
        }

        for (int i = 0; i < Depth; i++)
        {
            Vector512<double> sum = gram[(Depth * Depth) + i];
            for (int k = 0; k < i; k++) sum -= lower[(i * Depth) + k] * factor[k];
            factor[i] = sum * inverse[i];
        }

        for (int i = Depth - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < Depth; k++) factor[i] -= lower[(k * Depth) + i] * inverse[i] * factor[k];
        }

        Vector512<double> finite = Vector512<double>.AllBitsSet;
        for (int i = 0; i < Depth; i++) finite &= Vector512.LessThanOrEqual(Vector512.Abs(factor[i]), Vector512.Create(LargestFactor));
        for (int i = 0; i < Depth; i++) factor[i] = Vector512.ConditionalSelect(finite, factor[i], Vector512<double>.Zero);
    }
}
