using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary><see cref="LoopAcceleration"/> of one right-hand side: the same numbers in the same order, without seven empty lanes beside them.</summary>
internal sealed unsafe class SingleAcceleration : IDisposable
{
    private const int Depth = LoopAcceleration.Depth;

    private readonly int _capacity;
    private readonly AlignedBuffer<double> _memory;
    private readonly AlignedBuffer<Vector512<double>> _gram = new((Depth + 1) * Depth);
    private bool _isMixed;
    private int _count;
    private int _recorded;
    private int _multiplied;

    /// <summary>Memory for loops of up to so many feedback nodes.</summary>
    public SingleAcceleration(int capacity)
    {
        _capacity = capacity;
        _memory = new AlignedBuffer<double>(checked(capacity * (5 + (2 * Depth))));
    }

    private double* Before => _memory.Start;

    private double* After => Vector(1);

    private double* Residual => Vector(2);

    private double* ScaledResidual => Vector(3);

    private double* Size => Vector(4);

    /// <summary>Starts a loop from what 'state' holds in the feedback nodes.</summary>
    /// <param name="feedback">The feedback nodes.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="state">The state.</param>
    /// <param name="isMixed">Whether terms may cancel.</param>
    public void Begin(int* feedback, int count, double* state, bool isMixed)
    {
        _count = count;
        _recorded = 0;
        _multiplied = 0;
        _isMixed = isMixed;
        for (int q = 0; q < count; q++) Before[q] = state[feedback[q]];
        new Span<double>(Size, count).Clear();
        for (int slot = 0; slot < Depth; slot++)
        {
            new Span<double>(Difference(slot), count).Clear();
            new Span<double>(AfterDifference(slot), count).Clear();
        }

        _gram.Span.Clear();
    }

    /// <summary>Takes what a sweep has made of the feedback nodes.</summary>
    /// <param name="feedback">The feedback nodes.</param>
    /// <param name="state">The state after the sweep.</param>
    /// <param name="move">How far the state has moved since the last sweep began, per unit by which the residual has changed.</param>
    /// <returns>The largest change by the sweep, relative to the size of each component.</returns>
    public double Measure(int* feedback, double* state, out double move)
    {
        double change = 0;
        double moved = 0;
        double answered = 0;
        int slot = (_recorded - 1 + Depth) % Depth;
        double* newest = Difference(slot);
        double* newestAfter = AfterDifference(slot);
        double* before = Before;
        double* after = After;
        double* residual = Residual;
        double* scaledResidual = ScaledResidual;
        for (int q = 0; q < _count; q++)
        {
            double g = state[feedback[q]];
            double f = g - before[q];
            double size = Math.Abs(g);
            if (_isMixed) size = Math.Max(size, MixedSize(f, q));
            double scale = size == 0 ? 0 : 1 / size;
            double scaled = f * scale;
            change = Math.Max(change, Math.Abs(scaled));
            if (_recorded > 0)
            {
                double residualDifference = f - residual[q];
                double afterDifference = g - after[q];
                moved = Math.Max(moved, Math.Abs((afterDifference - residualDifference) * scale));
                residualDifference *= scale;
                answered = Math.Max(answered, Math.Abs(residualDifference));
                newest[q] = residualDifference;
                newestAfter[q] = afterDifference;
            }

            residual[q] = f;
            scaledResidual[q] = scaled;
            after[q] = g;
        }

        move = moved > change * LoopAcceleration.LeastTellingMove ? moved / answered : 0;
        _recorded++;
        return change;
    }

    /// <summary>Starts the next sweep where the last one ended.</summary>
    public void Continue() => new Span<double>(After, _count).CopyTo(new Span<double>(Before, _count));

    /// <summary>Starts the next sweep where the differences point to.</summary>
    public void Extrapolate(int* feedback, double* state)
    {
        if (_recorded < 2)
        {
            Continue();
            return;
        }

        for (; _multiplied < _recorded - 1; _multiplied++) UpdateProducts(_multiplied % Depth);
        Vector512<double>* factors = stackalloc Vector512<double>[Depth];
        LoopAcceleration.SolveNormalEquations(_gram.Start, factors);
        double* before = Before;
        double* after = After;
        for (int i = 0; i < Depth; i++)
        {
            double factor = -factors[i].ToScalar();
            double* from = i == 0 ? after : before;
            double* difference = AfterDifference(i);
            for (int q = 0; q < _count; q++) before[q] = Math.FusedMultiplyAdd(factor, difference[q], from[q]);
        }

        for (int q = 0; q < _count; q++) state[feedback[q]] = before[q];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _gram.Dispose();
    }

    private double MixedSize(double f, int q)
    {
        if (_recorded < LoopAcceleration.MixedSweeps) Size[q] += Math.Abs(f);
        return Size[q];
    }

    private double* Vector(int k) => _memory.Start + (k * (long)_capacity);

    private double* Difference(int slot) => Vector(5 + slot);

    private double* AfterDifference(int slot) => Vector(5 + Depth + slot);

    private void UpdateProducts(int newest)
    {
        double* b = Difference(newest);
        double* residual = ScaledResidual;
        for (int i = 0; i < Depth; i++)
        {
            double product = 0;
            double right = 0;
            double* a = Difference(i);
            for (int q = 0; q < _count; q++)
            {
                product = Math.FusedMultiplyAdd(a[q], b[q], product);
                right = Math.FusedMultiplyAdd(a[q], residual[q], right);
            }

            _gram.Start[(i * Depth) + newest] = Vector512.CreateScalar(product);
            _gram.Start[(newest * Depth) + i] = Vector512.CreateScalar(product);
            _gram.Start[(Depth * Depth) + i] = Vector512.CreateScalar(right);
        }
    }
}
