using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A system Mᵀ·y = d, prepared for solving sixteen samples at once, each with its own entries of M and d.</summary>
/// <remarks>
/// <para>
/// One category is solved in one pass, its lanes being the samples. Up to eight categories, which share M, are solved in eight passes of
/// two samples; what differs between categories is the right-hand side alone. What is 0 because nothing leads to it is left out.
/// </para>
/// <para>
/// Runs are solved in one pass in double. Each component starts at the reference solution z₀ and is corrected in cycles: the residual
/// r = c + Wᵀ·z − δ·z is formed in double, δ·e = r + Wᵀ·e is swept in float until every sample is at rest, z + e is formed and swept once
/// in double. That last sweep takes away what float left and bounds the error, sample by sample; a sample that has settled is frozen,
/// the others go into another cycle. Where a component fails in a sample, its nodes are not a number, and so is what depends on
/// them; everything else of the sample goes on as if nothing had happened. Float only ever holds corrections, so its rounding is relative to them. The order of the sweeps is
/// that of <see cref="SampleSchedule"/>; units are powers of two, which change no digit.
/// </para>
/// <para>
/// All operations are elementwise and in a fixed order, with fused multiply-add, so that the bits of a sample depend on its own draws
/// alone: not on the other fifteen, not on the other categories, and not on the width of the processor's vectors.
/// </para>
/// <para>Immutable and safe to share; the workspace belongs to one thread.</para>
/// <code>
/// node    0 … 2 | 3 … 4 | 5        state in double [node][16]; of the present component also in float
/// terms   constant: d     external: entries from nodes before the component     inner: entries within it     diagonal
///         draws are copied into this order once for each group: [pass][term][samples of a pass]
/// </code>
/// </remarks>
public sealed partial class SampleSweep
{
    /// <summary>Samples of a group.</summary>
    public const int Lanes = 16;

    private const int Half = Lanes / 2;
    private const int Dropped = -1;
    private const int Tile = 64;
    private const float SmallestMeasured = 1e-30f;
    private const double SmallestTolerance = 1e-14;

    // No sample is at rest before.
    private const int UnmeasuredSweeps = 7;

    private readonly int _columnCount;
    private readonly int[] _columns;
    private readonly int[] _nodeOf;
    private readonly double[] _units;
    private readonly Part[] _parts;
    private readonly SampleTerms _constant;
    private readonly SampleTerms _external;
    private readonly SampleTerms _inner;
    private readonly SampleTerms _diagonal;
    private readonly SampleTerms _externalFixed;
    private readonly SampleTerms _innerFixed;
    private int[] _drawRows;
    private bool _readsInOrder;
    private readonly int _allCyclicCount;
    private readonly int _largestComponent;
    private readonly int _largestInner;
    private readonly PinnedBuffer<double> _start;
    private readonly PinnedBuffer<double> _sizes;
    private readonly bool _hasSizes;
    private readonly PinnedBuffer<float> _measures;
    private readonly PinnedBuffer<double> _fixedConstants;
    private readonly PinnedBuffer<double> _constantFactors;
    private readonly PinnedBuffer<double> _levels;

    private SampleSweep(int columnCount, int allCyclicCount, int categories, int drawRows, int[] columns, double[] units, Part[] parts, double[] start, double[] sizes, double[] fixedConstants, ReadOnlySpan<SampleTerms> drawn, SampleTerms externalFixed, SampleTerms innerFixed)
    {
        _columnCount = columnCount;
        _allCyclicCount = allCyclicCount;
        Categories = categories;
        DrawRowCount = drawRows;
        _columns = columns;
        _units = units;
        _parts = parts;
        (_constant, _external, _inner, _diagonal) = (drawn[0], drawn[1], drawn[2], drawn[3]);
        (_externalFixed, _innerFixed) = (externalFixed, innerFixed);
        _drawRows = [.. _constant.Rows, .. _external.Rows, .. _inner.Rows, .. _diagonal.Rows];
        _readsInOrder = ReadsInOrder(_drawRows, drawRows);
        _nodeOf = new int[columnCount];
        Array.Fill(_nodeOf, Dropped);
        for (int node = 0; node < columns.Length; node++) _nodeOf[columns[node]] = node;
        _start = PinnedBuffer<double>.Of(start);
        _sizes = PinnedBuffer<double>.Of(sizes);
        _hasSizes = sizes.AsSpan().ContainsAnyExcept(0.0);
        _fixedConstants = PinnedBuffer<double>.Of(fixedConstants);
        _constantFactors = PinnedBuffer<double>.Of(_constant.Factors);
        _levels = PinnedBuffer<double>.Of(Levels(parts, start, Stride));
        _measures = PinnedBuffer<float>.Of(Measures(parts, start, sizes, _levels.Span, Stride));
        foreach (Part part in parts)
        {
            if (!part.IsCyclic) continue;
            CyclicNodeCount += part.End - part.Start;
            _largestInner = Math.Max(_largestInner, _inner.Starts[part.End] - _inner.Starts[part.Start]);
            _largestComponent = Math.Max(_largestComponent, part.End - part.Start);
        }
    }

    /// <summary>How many categories there are, one to eight.</summary>
    public int Categories { get; }

    /// <summary>How many nodes are solved: columns that are wanted and need not be 0.</summary>
    public int NodeCount => _columns.Length;

    /// <summary>How many of them lie in loops.</summary>
    public int CyclicNodeCount { get; }

    /// <summary>How many terms there are: entries between the nodes, and drawn ones of the right-hand side.</summary>
    public int TermCount => _drawRows.Length + _externalFixed.Targets.Length + _innerFixed.Targets.Length;

    /// <summary>Rows of draws that <see cref="Solve"/> needs: one more than the largest named.</summary>
    public int DrawRowCount { get; private set; }

    /// <summary>Whether draws of one category that are written to <see cref="SampleWorkspace.OwnDraws"/> need not be copied: rows are read from the first to the last, each once.</summary>
    internal bool ReadsOwnDraws => _readsInOrder && Categories == 1;

    /// <summary>Passes of a group.</summary>
    internal int Passes => Categories == 1 ? SixteenSamples.Categories : EightCategories.Categories;

    // Numbers of a node that differ between categories.
    private int Stride => Categories == 1 ? SixteenSamples.Categories : EightCategories.Categories;

    private int ExternalDraws => _constant.Rows.Length;

    private int InnerDraws => ExternalDraws + _external.Rows.Length;

    private int DiagonalDraws => InnerDraws + _inner.Rows.Length;

    /// <summary>A number for each row of draws, ascending in the order in which rows are first read; rows that are not read come last.</summary>
    /// <param name="rows">How many rows there are; at least <see cref="DrawRowCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than are read.</exception>
    public int[] NumberRowsAsRead(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, DrawRowCount);
        int[] numbers = new int[rows];
        Array.Fill(numbers, -1);
        int next = 0;
        foreach (int row in _drawRows)
            if (row >= 0 && numbers[row] < 0) numbers[row] = next++;
        for (int row = 0; row < rows; row++)
            if (numbers[row] < 0) numbers[row] = next++;
        return numbers;
    }

    /// <summary>The same system with its rows of draws numbered anew; numbers that keep the order of the terms of every node change no bit.</summary>
    /// <param name="rowOf">The new number of each row.</param>
    /// <exception cref="ArgumentException">There is no number for some row.</exception>
    public SampleSweep Renumbered(ReadOnlySpan<int> rowOf)
    {
        if (rowOf.Length < DrawRowCount) throw new ArgumentException($"'{nameof(rowOf)}' has length {rowOf.Length}; expected {DrawRowCount}, a number for each row.", nameof(rowOf));
        int[] rows = new int[_drawRows.Length];
        int count = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            rows[k] = _drawRows[k] < 0 ? _drawRows[k] : rowOf[_drawRows[k]];
            count = Math.Max(count, rows[k] + 1);
        }

        SampleSweep copy = (SampleSweep)MemberwiseClone();
        copy._drawRows = rows;
        copy.DrawRowCount = count;
        copy._readsInOrder = ReadsInOrder(rows, count);
        return copy;
    }

    /// <summary>Memory for one thread.</summary>
    public SampleWorkspace CreateWorkspace() => new(this, NodeCount, _largestComponent, _drawRows.Length, Passes == 1 ? 0 : 2 * _largestInner, Passes);

    /// <summary>Solves sixteen samples in every category. Allocates nothing.</summary>
    /// <param name="draws"><c>[draw row][16]</c>, as <see cref="Sampling.SamplingPlan.Fill"/> writes them.</param>
    /// <param name="workspace">Receives the outcome.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <exception cref="ArgumentException">There are too few draws, or the workspace belongs to another system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options make no sense.</exception>
    public void Solve(ReadOnlySpan<float> draws, SampleWorkspace workspace, SampleSweepOptions? options = null)
    {
        Check(workspace);
        if (draws.Length / Lanes < DrawRowCount) throw new ArgumentException($"'{nameof(draws)}' has length {draws.Length}; expected at least {(long)DrawRowCount * Lanes}, sixteen samples for {DrawRowCount} rows.", nameof(draws));
        options ??= SampleSweepOptions.Default;
        options.Validate();
        workspace.Reset();
        if (Categories == 1) Solve<SixteenSamples>(draws, workspace, options);
        else Solve<EightCategories>(draws, workspace, options);
    }

    /// <summary>The solution of the last group for one column, not a number where the column or something it leads to failed.</summary>
    /// <param name="workspace">Where the group was solved.</param>
    /// <param name="column">The column.</param>
    /// <param name="values">Receives <c>[category][16]</c>; 0 for a column that is 0 in every sample.</param>
    /// <exception cref="ArgumentException">The column does not exist, or a length is wrong.</exception>
    public void Copy(SampleWorkspace workspace, int column, Span<double> values)
    {
        Check(workspace);
        if ((uint)column >= (uint)_columnCount) throw new ArgumentException($"Column {column} is asked for; expected one of {_columnCount} columns.", nameof(column));
        if (values.Length != Categories * Lanes) throw new ArgumentException($"'{nameof(values)}' has length {values.Length}; expected {Categories * Lanes}, sixteen samples for each of {Categories} categories.", nameof(values));
        CopyNode(workspace, _nodeOf[column], values);
    }

    /// <summary>The solution of the last group for every column.</summary>
    /// <param name="workspace">Where the group was solved.</param>
    /// <param name="y">Receives <c>[column][category][16]</c>, as <see cref="Copy(SampleWorkspace, int, Span{double})"/> would write each.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the workspace belongs to another system.</exception>
    public void CopyAll(SampleWorkspace workspace, Span<double> y)
    {
        Check(workspace);
        int size = Categories * Lanes;
        if (y.Length != _columnCount * size) throw new ArgumentException($"'{nameof(y)}' has length {y.Length}; expected {_columnCount * size}, {size} numbers for each of {_columnCount} columns.", nameof(y));
        for (int column = 0; column < _columnCount; column++) CopyNode(workspace, _nodeOf[column], y.Slice(column * size, size));
    }

    private static bool ReadsInOrder(int[] rows, int count)
    {
        if (rows.Length != count) return false;
        for (int k = 0; k < rows.Length; k++)
            if (rows[k] != k) return false;
        return true;
    }

    private void CopyNode(SampleWorkspace workspace, int node, Span<double> values)
    {
        if (node == Dropped)
        {
            values.Clear();
            return;
        }

        int size = Passes * Lanes;
        ref double results = ref MemoryMarshal.GetReference(workspace.Results.Span.Slice(node * size, size));
        ref double target = ref MemoryMarshal.GetReference(values);
        Vector128<double> unit = Vector128.Create(_units[node]);

        // Pairs of samples stand together in every layout: of one category they follow each other, of eight they stand by passes and categories.
        if (Passes == 1)
        {
            for (int lane = 0; lane < Lanes; lane += 2) Finite(Vector128.LoadUnsafe(ref results, (nuint)lane) * unit).StoreUnsafe(ref target, (nuint)lane);
            return;
        }

        for (int category = 0; category < Categories; category++)
        {
            for (int pass = 0; pass < Passes; pass++)
                Finite(Vector128.LoadUnsafe(ref results, (nuint)((pass * Lanes) + (2 * category))) * unit).StoreUnsafe(ref target, (nuint)((category * Lanes) + (2 * pass)));
        }
    }

    // Infinities are no answers either.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Finite(Vector128<double> found) =>
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(Vector128.Abs(found), Vector128.Create(double.MaxValue)), found, Vector128.Create(double.NaN));

    private void Check(SampleWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!ReferenceEquals(workspace.Owner, this)) throw new ArgumentException("The workspace was created by another system; expected one of this system's.", nameof(workspace));
    }

    // Of each part and category a power of two near its largest value, which brings everything into the range of float.
    private static double[] Levels(Part[] parts, double[] start, int stride)
    {
        double[] levels = new double[parts.Length * stride];
        for (int s = 0; s < parts.Length; s++)
        {
            for (int k = 0; k < stride; k++)
            {
                double largest = 0;
                for (int node = parts[s].Start; node < parts[s].End; node++) largest = Math.Max(largest, Math.Abs(start[(node * stride) + k]));
                levels[(s * stride) + k] = largest is > 1e-300 and < 1e300 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
            }
        }

        return levels;
    }

    // 1 / size of each node, lane by lane, in the units of floats: what changes in float are measured by. 0 where a relative change would mean nothing: the sweep in double sees what happens there.
    private static float[] Measures(Part[] parts, double[] start, double[] sizes, ReadOnlySpan<double> levels, int stride)
    {
        int samples = Lanes / stride;
        float[] measures = new float[start.Length / stride * Lanes];
        for (int s = 0; s < parts.Length; s++)
        {
            for (int at = parts[s].Start * stride; at < parts[s].End * stride; at++)
            {
                float size = (float)(Math.Max(Math.Abs(start[at]), sizes[at]) * levels[(s * stride) + (at % stride)]);
                if (size > SmallestMeasured) measures.AsSpan(at * samples, samples).Fill(1 / size);
            }
        }

        return measures;
    }

    private unsafe void Solve<TLayout>(ReadOnlySpan<float> draws, SampleWorkspace workspace, SampleSweepOptions options)
        where TLayout : struct, ISampleLayout
    {
        Arrange<TLayout>(draws, workspace);
        for (int pass = 0; pass < Passes; pass++)
        {
            float* own = workspace.Draws.Start + (pass * (long)_drawRows.Length * TLayout.Samples);
            for (int s = 0; s < _parts.Length; s++)
            {
                if (_parts[s].IsCyclic) SolveLoop<TLayout>(s, pass, own, workspace, options);
                else SolveRun<TLayout>(_parts[s], pass, own, workspace);
            }

            if (Passes > 1) Keep(pass, workspace);
        }
    }

    // Every pass reads its draws from the first to the last. A tile of terms is small enough to be written out pass by pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Arrange<TLayout>(ReadOnlySpan<float> draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        float* target = workspace.Draws.Start;
        if (ReadsOwnDraws && draws.Overlaps(workspace.Draws.Span, out int offset) && offset == 0) return;
        double** tile = stackalloc double*[Tile];
        double* ones = stackalloc double[Half];
        Vector512<float>.One.Store((float*)ones);
        fixed (float* source = draws)
        fixed (int* rows = _drawRows)
        {
            for (int first = 0; first < _drawRows.Length; first += Tile)
            {
                int count = Math.Min(Tile, _drawRows.Length - first);
                for (int k = 0; k < count; k++)
                {
                    int row = rows[first + k];
                    tile[k] = row < 0 ? ones : (double*)(source + (row * (long)Lanes));
                }

                if (TLayout.Samples == Lanes)
                {
                    for (int k = 0; k < count; k++) Vector512.Load((float*)tile[k]).StoreAligned(target + ((first + k) * (long)Lanes));
                    continue;
                }

                for (int pass = 0; pass < Passes; pass++)
                {
                    double* pairs = (double*)target + (pass * (long)_drawRows.Length) + first;
                    for (int k = 0; k < count; k++) pairs[k] = tile[k][pass];
                }
            }
        }
    }

    private unsafe void Keep(int pass, SampleWorkspace workspace)
    {
        double* source = workspace.Solution.Start;
        double* target = workspace.Results.Start + (pass * Lanes);
        for (int node = 0; node < NodeCount; node++, source += Lanes, target += Passes * Lanes)
        {
            Vector512.LoadAligned(source).StoreAligned(target);
            Vector512.LoadAligned(source + Half).StoreAligned(target + Half);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SolveRun<TLayout>(Part part, int pass, float* draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        Vector512<double> lowNotFinite = Vector512<double>.Zero;
        Vector512<double> highNotFinite = Vector512<double>.Zero;
        for (int node = part.Start; node < part.End; node++)
        {
            (Vector512<double> low, Vector512<double> high) = Outside<TLayout>(node, draws, workspace);
            if (HasDrawnDiagonal(node))
            {
                (Vector512<double> lowDivisor, Vector512<double> highDivisor) = Divisor<TLayout>(node, draws);
                low /= lowDivisor;
                high /= highDivisor;
            }

            double* place = workspace.Solution.Start + (node * (long)Lanes);
            low.StoreAligned(place);
            high.StoreAligned(place + Half);
            lowNotFinite |= NotFinite(low);
            highNotFinite |= NotFinite(high);
        }

        // What only inherits a component that did not settle is no failure of its own.
        workspace.NotFinite[pass] |= Vector512.AndNot(Mask(lowNotFinite, highNotFinite), workspace.Stalled[pass]);
    }

    private unsafe void SolveLoop<TLayout>(int s, int pass, float* draws, SampleWorkspace workspace, SampleSweepOptions options)
        where TLayout : struct, ISampleLayout
    {
        Part part = _parts[s];

        // Errors of loops along a chain add up; each gets its part of the tolerance, the same whatever columns are wanted.
        float tolerance = (float)Math.Max(options.Tolerance * (part.End - part.Start) / _allCyclicCount, SmallestTolerance);
        SampleConvergence convergence = new(tolerance, part.Rate, options.MaximumSweeps);
        int single = 0;
        int wide = 0;
        Begin<TLayout>(s, draws, workspace);
        if (TLayout.Samples != Lanes) Weigh(part, draws, workspace);
        for (int cycle = 0; !convergence.IsDone; cycle++)
        {
            if (cycle > 0) FormResidual<TLayout>(s, draws, workspace);
            convergence.BeginCycle(isFirst: cycle == 0);
            if (cycle == 0)
            {
                for (; single < UnmeasuredSweeps; single++) SweepPlain<TLayout>(part, draws, workspace);
            }

            for (; !convergence.IsAtRest; single++) SweepSingle<TLayout>(part, draws, workspace, ref convergence);
            convergence.EndSingle();
            if (cycle == 0) Adopt<TLayout>(s, workspace, convergence.Active);
            else Correct<TLayout>(s, workspace, convergence.Active);
            do
            {
                SweepDouble<TLayout>(part, draws, workspace, ref convergence);
                wide++;
            }
            while (!convergence.IsAtRest);
        }

        convergence.End();
        workspace.SingleSweeps = Math.Max(workspace.SingleSweeps, single);
        workspace.DoubleSweeps = Math.Max(workspace.DoubleSweeps, wide);
        workspace.NotFinite[pass] |= Vector512.AndNot(convergence.NotFinite, workspace.Stalled[pass]);
        workspace.Stalled[pass] |= convergence.Stalled;
        Spoil(part, convergence.Stalled | convergence.NotFinite, workspace);
        workspace.BackwardErrors[pass] = SampleConvergence.Larger(convergence.BackwardError, workspace.BackwardErrors[pass]);
        workspace.ErrorEstimates[pass] += convergence.ErrorEstimate;
    }

    // Not a number in the samples that failed, for whatever depends on this component to inherit.
    private static unsafe void Spoil(Part part, Vector512<float> failed, SampleWorkspace workspace)
    {
        if (failed.AsUInt32() == Vector512<uint>.Zero) return;
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(failed.AsInt32());
        Vector512<double> nothing = Vector512.Create(double.NaN);
        double* z = workspace.Solution.Start + (part.Start * (long)Lanes);
        for (int node = part.Start; node < part.End; node++, z += Lanes)
        {
            Vector512.ConditionalSelect(low.AsDouble(), nothing, Vector512.LoadAligned(z)).StoreAligned(z);
            Vector512.ConditionalSelect(high.AsDouble(), nothing, Vector512.LoadAligned(z + Half)).StoreAligned(z + Half);
        }
    }

    // What comes from outside, the start, and what floats are divided by. The first cycle sweeps z itself in float; what is left over afterwards is all that later ones have to find.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Begin<TLayout>(int s, float* draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        Part part = _parts[s];
        (Vector512<double> lowLevel, Vector512<double> highLevel) = TLayout.OfCategories(_levels.Start + (s * TLayout.Categories));
        double* constant = workspace.Base.Start;
        double* z = workspace.Solution.Start + (part.Start * (long)Lanes);
        float* inverse = workspace.Inverses.Start;
        float* residual = workspace.Residual.Start;
        float* correction = workspace.Correction.Start;
        for (int node = part.Start; node < part.End; node++, constant += Lanes, z += Lanes, inverse += Lanes, residual += Lanes, correction += Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Outside<TLayout>(node, draws, workspace);
            low.StoreAligned(constant);
            high.StoreAligned(constant + Half);
            Vector512.Narrow(low * lowLevel, high * highLevel).StoreAligned(residual);
            (low, high) = TLayout.OfCategories(_start.Start + (node * (long)TLayout.Categories));
            low.StoreAligned(z);
            high.StoreAligned(z + Half);
            Vector512<float> single = Vector512.Narrow(low * lowLevel, high * highLevel);
            single.StoreAligned(correction);
            if (!HasDrawnDiagonal(node)) continue;
            (low, high) = Divisor<TLayout>(node, draws);
            Vector512.Narrow(Vector512<double>.One / low, Vector512<double>.One / high).StoreAligned(inverse);
        }
    }

    // What the sweeps of the first cycle found.
    private unsafe void Adopt<TLayout>(int s, SampleWorkspace workspace, Vector512<float> active)
        where TLayout : struct, ISampleLayout
    {
        Part part = _parts[s];
        (Vector512<double> lowLevel, Vector512<double> highLevel) = TLayout.OfCategories(_levels.Start + (s * TLayout.Categories));
        lowLevel = Vector512<double>.One / lowLevel;
        highLevel = Vector512<double>.One / highLevel;
        (Vector512<long> lowActive, Vector512<long> highActive) = Vector512.Widen(active.AsInt32());
        float* found = workspace.Correction.Start;
        double* z = workspace.Solution.Start + (part.Start * (long)Lanes);
        for (int node = part.Start; node < part.End; node++, found += Lanes, z += Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadAligned(found));
            Vector512.ConditionalSelect(lowActive.AsDouble(), low * lowLevel, Vector512.LoadAligned(z)).StoreAligned(z);
            Vector512.ConditionalSelect(highActive.AsDouble(), high * highLevel, Vector512.LoadAligned(z + Half)).StoreAligned(z + Half);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void FormResidual<TLayout>(int s, float* draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        Part part = _parts[s];
        (Vector512<double> lowLevel, Vector512<double> highLevel) = TLayout.OfCategories(_levels.Start + (s * TLayout.Categories));
        double* z = workspace.Solution.Start;
        double* constant = workspace.Base.Start;
        float* residual = workspace.Residual.Start;
        float* correction = workspace.Correction.Start;
        float* inner = draws + (InnerDraws * (long)TLayout.Samples);
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (double* factors = _inner.Factors, fixedFactors = _innerFixed.Factors)
        {
            for (int node = part.Start; node < part.End; node++, constant += Lanes, residual += Lanes, correction += Lanes)
            {
                Vector512<double> low = Vector512.LoadAligned(constant);
                Vector512<double> high = Vector512.LoadAligned(constant + Half);
                Gather<TLayout, BothHalves>(starts[node], starts[node + 1], targets, factors, inner, z, ref low, ref high);
                Gather<BothHalves>(fixedStarts[node], fixedStarts[node + 1], fixedTargets, fixedFactors, z, ref low, ref high);
                Vector512<double> lowZ = Vector512.LoadAligned(z + (node * (long)Lanes));
                Vector512<double> highZ = Vector512.LoadAligned(z + (node * (long)Lanes) + Half);
                if (HasDrawnDiagonal(node))
                {
                    (Vector512<double> lowDivisor, Vector512<double> highDivisor) = Divisor<TLayout>(node, draws);
                    lowZ *= lowDivisor;
                    highZ *= highDivisor;
                }

                Vector512.Narrow((low - lowZ) * lowLevel, (high - highZ) * highLevel).StoreAligned(residual);
                Vector512<float>.Zero.StoreAligned(correction);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SweepPlain<TLayout>(Part part, float* draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        long first = part.Start * (long)Lanes;
        float* residuals = workspace.Residual.Start - first;
        float* inverses = workspace.Inverses.Start - first;
        float* e = workspace.Correction.Start - first;
        float* inner = InnerWeights<TLayout>(part, draws, workspace);
        bool hasFixed = !_innerFixed.IsEmpty;
        bool hasDiagonal = !_diagonal.IsEmpty;
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (float* factors = _inner.SingleFactors, fixedFactors = _innerFixed.SingleFactors)
        {
            foreach (Range visit in part.Visits)
            {
                int last = visit.End.Value;
                for (int node = visit.Start.Value; node < last; node++)
                {
                    long at = node * (long)Lanes;
                    Vector512<float> even = Vector512.LoadAligned(residuals + at);
                    Vector512<float> odd = Vector512<float>.Zero;
                    int p = starts[node];
                    int end = starts[node + 1];
                    for (; p + 1 < end; p += 2)
                    {
                        even = Vector512.FusedMultiplyAdd(WeightOf<TLayout>(inner, factors, p), Vector512.LoadAligned(e + targets[p]), even);
                        odd = Vector512.FusedMultiplyAdd(WeightOf<TLayout>(inner, factors, p + 1), Vector512.LoadAligned(e + targets[p + 1]), odd);
                    }

                    if (p < end) even = Vector512.FusedMultiplyAdd(WeightOf<TLayout>(inner, factors, p), Vector512.LoadAligned(e + targets[p]), even);

                    if (hasFixed)
                    {
                        for (p = fixedStarts[node]; p < fixedStarts[node + 1]; p++)
                            odd = Vector512.FusedMultiplyAdd(Vector512.Create(fixedFactors[p]), Vector512.LoadAligned(e + fixedTargets[p]), odd);
                    }

                    Vector512<float> found = even + odd;
                    if (hasDiagonal && HasDrawnDiagonal(node)) found *= Vector512.LoadAligned(inverses + at);
                    found.StoreAligned(e + at);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SweepSingle<TLayout>(Part part, float* draws, SampleWorkspace workspace, ref SampleConvergence convergence)
        where TLayout : struct, ISampleLayout
    {
        Vector512<float> active = convergence.Active;
        Vector512<float> change = Vector512<float>.Zero;
        Vector512<float> finite = Vector512<float>.AllBitsSet;
        Vector512<float> largest = Vector512.Create(float.MaxValue);
        long first = part.Start * (long)Lanes;
        float* residuals = workspace.Residual.Start - first;
        float* measures = _measures.Start;
        float* inverses = workspace.Inverses.Start - first;
        float* e = workspace.Correction.Start - first;
        float* inner = InnerWeights<TLayout>(part, draws, workspace);
        bool hasFixed = !_innerFixed.IsEmpty;
        bool hasDiagonal = !_diagonal.IsEmpty;
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (float* factors = _inner.SingleFactors, fixedFactors = _innerFixed.SingleFactors)
        {
            foreach (Range visit in part.Visits)
            {
                int last = visit.End.Value;
                for (int node = visit.Start.Value; node < last; node++)
                {
                    long at = node * (long)Lanes;
                    Vector512<float> even = Vector512.LoadAligned(residuals + at);
                    Vector512<float> odd = Vector512<float>.Zero;
                    int p = starts[node];
                    int end = starts[node + 1];
                    for (; p + 1 < end; p += 2)
                    {
                        even = Vector512.FusedMultiplyAdd(WeightOf<TLayout>(inner, factors, p), Vector512.LoadAligned(e + targets[p]), even);
                        odd = Vector512.FusedMultiplyAdd(WeightOf<TLayout>(inner, factors, p + 1), Vector512.LoadAligned(e + targets[p + 1]), odd);
                    }

                    if (p < end) even = Vector512.FusedMultiplyAdd(WeightOf<TLayout>(inner, factors, p), Vector512.LoadAligned(e + targets[p]), even);

                    if (hasFixed)
                    {
                        for (p = fixedStarts[node]; p < fixedStarts[node + 1]; p++)
                            odd = Vector512.FusedMultiplyAdd(Vector512.Create(fixedFactors[p]), Vector512.LoadAligned(e + fixedTargets[p]), odd);
                    }

                    Vector512<float> found = even + odd;
                    if (hasDiagonal && HasDrawnDiagonal(node)) found *= Vector512.LoadAligned(inverses + at);
                    Vector512<float> before = Vector512.LoadAligned(e + at);
                    Vector512<float> after = Vector512.ConditionalSelect(active, found, before);
                    change = SampleConvergence.Larger(Vector512.Abs(after - before) * Vector512.LoadAligned(measures + at), change);
                    finite &= Vector512.LessThanOrEqual(Vector512.Abs(after), largest);
                    after.StoreAligned(e + at);
                }
            }
        }

        convergence.RecordSingle(change, finite);
    }

    // What WeightOf reads.
    private unsafe float* InnerWeights<TLayout>(Part part, float* draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout =>
        TLayout.Samples == Lanes ? draws + (InnerDraws * (long)TLayout.Samples) : workspace.Weights.Start - (_inner.Starts[part.Start] * (long)TLayout.Samples);

    // Where a draw takes few bytes, factor · draw was stored beforehand; the product is rounded alike.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<float> WeightOf<TLayout>(float* inner, float* factors, int p)
        where TLayout : struct, ISampleLayout
    {
        Vector512<float> draws = TLayout.Draws(inner + (p * (long)TLayout.Samples));
        return TLayout.Samples == Lanes ? draws * Vector512.Create(factors[p]) : draws;
    }

    // factor · draw of the terms inside a component, pair by pair.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Weigh(Part part, float* draws, SampleWorkspace workspace)
    {
        int p = _inner.Starts[part.Start];
        int end = _inner.Starts[part.End];
        float* pairs = draws + ((InnerDraws + p) * 2L);
        float* weights = workspace.Weights.Start;
        fixed (float* factors = _inner.SingleFactors)
        {
            for (; p + 8 <= end; p += 8, pairs += 16, weights += 16)
            {
                Vector256<float> eight = Vector256.Load(factors + p);
                Vector512<float> doubled = Vector512.Shuffle(Vector512.Create(eight, eight), Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));
                (Vector512.Load(pairs) * doubled).Store(weights);
            }

            for (; p < end; p++, pairs += 2, weights += 2)
            {
                weights[0] = pairs[0] * factors[p];
                weights[1] = pairs[1] * factors[p];
            }
        }
    }

    private unsafe void Correct<TLayout>(int s, SampleWorkspace workspace, Vector512<float> active)
        where TLayout : struct, ISampleLayout
    {
        Part part = _parts[s];
        (Vector512<double> lowLevel, Vector512<double> highLevel) = TLayout.OfCategories(_levels.Start + (s * TLayout.Categories));
        lowLevel = Vector512<double>.One / lowLevel;
        highLevel = Vector512<double>.One / highLevel;
        float* correction = workspace.Correction.Start;
        double* z = workspace.Solution.Start + (part.Start * (long)Lanes);
        for (int node = part.Start; node < part.End; node++, correction += Lanes, z += Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadAligned(correction) & active);
            Vector512.FusedMultiplyAdd(low, lowLevel, Vector512.LoadAligned(z)).StoreAligned(z);
            Vector512.FusedMultiplyAdd(high, highLevel, Vector512.LoadAligned(z + Half)).StoreAligned(z + Half);
        }
    }

    // A half of the lanes that is at rest is left alone.
    private unsafe void SweepDouble<TLayout>(Part part, float* draws, SampleWorkspace workspace, ref SampleConvergence convergence)
        where TLayout : struct, ISampleLayout
    {
        bool hasLow = convergence.Active.GetLower().AsUInt32() != Vector256<uint>.Zero;
        bool hasHigh = convergence.Active.GetUpper().AsUInt32() != Vector256<uint>.Zero;
        if (!hasHigh) SweepDouble<TLayout, LowHalf>(part, draws, workspace, ref convergence);
        else if (!hasLow) SweepDouble<TLayout, HighHalf>(part, draws, workspace, ref convergence);
        else SweepDouble<TLayout, BothHalves>(part, draws, workspace, ref convergence);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SweepDouble<TLayout, THalves>(Part part, float* draws, SampleWorkspace workspace, ref SampleConvergence convergence)
        where TLayout : struct, ISampleLayout
        where THalves : struct, IHalves
    {
        (Vector512<long> lowActive, Vector512<long> highActive) = Vector512.Widen(convergence.Active.AsInt32());
        Vector512<double> lowChange = Vector512<double>.Zero;
        Vector512<double> highChange = Vector512<double>.Zero;
        Vector512<double> lowNotFinite = Vector512<double>.Zero;
        Vector512<double> highNotFinite = Vector512<double>.Zero;
        double* z = workspace.Solution.Start;
        double* constants = workspace.Base.Start - (part.Start * (long)Lanes);
        float* inner = draws + (InnerDraws * (long)TLayout.Samples);
        bool hasFixed = !_innerFixed.IsEmpty;
        bool hasDiagonal = !_diagonal.IsEmpty;
        fixed (int* starts = _inner.Starts, targets = _inner.Targets, fixedStarts = _innerFixed.Starts, fixedTargets = _innerFixed.Targets)
        fixed (double* factors = _inner.Factors, fixedFactors = _innerFixed.Factors)
        {
            foreach (Range visit in part.Visits)
            {
                int last = visit.End.Value;
                for (int node = visit.Start.Value; node < last; node++)
                {
                    long at = node * (long)Lanes;
                    Vector512<double> low = Vector512.LoadAligned(constants + at);
                    Vector512<double> high = Vector512.LoadAligned(constants + at + Half);
                    Gather<TLayout, THalves>(starts[node], starts[node + 1], targets, factors, inner, z, ref low, ref high);
                    if (hasFixed) Gather<THalves>(fixedStarts[node], fixedStarts[node + 1], fixedTargets, fixedFactors, z, ref low, ref high);
                    if (hasDiagonal && HasDrawnDiagonal(node))
                    {
                        (Vector512<double> lowDivisor, Vector512<double> highDivisor) = Divisor<TLayout>(node, draws);
                        low /= lowDivisor;
                        high /= highDivisor;
                    }

                    (Vector512<double> lowSize, Vector512<double> highSize) = _hasSizes ? TLayout.OfCategories(_sizes.Start + (node * (long)TLayout.Categories)) : (Vector512<double>.Zero, Vector512<double>.Zero);
                    if (THalves.HasLow) Move(z + at, low, lowSize, lowActive.AsDouble(), ref lowChange, ref lowNotFinite);
                    if (THalves.HasHigh) Move(z + at + Half, high, highSize, highActive.AsDouble(), ref highChange, ref highNotFinite);
                }
            }
        }

        convergence.RecordDouble(Vector512.Narrow(lowChange, highChange), ~Mask(lowNotFinite, highNotFinite));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Move(double* place, Vector512<double> found, Vector512<double> size, Vector512<double> active, ref Vector512<double> change, ref Vector512<double> notFinite)
    {
        Vector512<double> before = Vector512.LoadAligned(place);
        Vector512<double> after = Vector512.ConditionalSelect(active, found, before);
        Vector512<double> relative = Vector512.Abs(after - before) * Reciprocal(Vector512.Max(Vector512.Abs(after), size));
        change = Vector512.ConditionalSelect(Vector512.GreaterThan(relative, change), relative, change);
        notFinite |= NotFinite(after);
        after.StoreAligned(place);
    }

    // 1 / x for positive x, at most a tenth too large and never too small: a straight line over each binade. A division would cost more than everything else of a node.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reciprocal(Vector512<double> x)
    {
        Vector512<long> exponent = x.AsInt64() & Vector512.Create(0x7FF0_0000_0000_0000);
        Vector512<double> power = (Vector512.Create(0x7FE0_0000_0000_0000) - exponent).AsDouble();
        return Vector512.FusedMultiplyAdd(x * power, Vector512.Create(-0.5), Vector512.Create(1.5)) * power;
    }

    // d and what comes from nodes solved before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe (Vector512<double> Low, Vector512<double> High) Outside<TLayout>(int node, float* draws, SampleWorkspace workspace)
        where TLayout : struct, ISampleLayout
    {
        (Vector512<double> low, Vector512<double> high) = TLayout.OfCategories(_fixedConstants.Start + (node * (long)TLayout.Categories));
        for (int p = _constant.Starts[node]; p < _constant.Starts[node + 1]; p++)
        {
            (Vector512<double> lowDraw, Vector512<double> highDraw) = TLayout.WideDraws(draws + (p * (long)TLayout.Samples));
            (Vector512<double> lowFactor, Vector512<double> highFactor) = TLayout.OfCategories(_constantFactors.Start + (p * (long)TLayout.Categories));
            low = Vector512.FusedMultiplyAdd(lowDraw, lowFactor, low);
            high = Vector512.FusedMultiplyAdd(highDraw, highFactor, high);
        }

        fixed (int* targets = _external.Targets, fixedTargets = _externalFixed.Targets)
        fixed (double* factors = _external.Factors, fixedFactors = _externalFixed.Factors)
        {
            Gather<TLayout, BothHalves>(_external.Starts[node], _external.Starts[node + 1], targets, factors, draws + (ExternalDraws * (long)TLayout.Samples), workspace.Solution.Start, ref low, ref high);
            Gather<BothHalves>(_externalFixed.Starts[node], _externalFixed.Starts[node + 1], fixedTargets, fixedFactors, workspace.Solution.Start, ref low, ref high);
        }

        return (low, high);
    }

    // Σ factor · draw · z over the terms p … end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Gather<TLayout, THalves>(int p, int end, int* targets, double* factors, float* draws, double* z, ref Vector512<double> low, ref Vector512<double> high)
        where TLayout : struct, ISampleLayout
        where THalves : struct, IHalves
    {
        for (; p < end; p++)
        {
            Vector512<float> draw = TLayout.Draws(draws + (p * (long)TLayout.Samples));
            Vector512<double> factor = Vector512.Create(factors[p]);
            double* source = z + targets[p];
            Vector512<double> weight = Vector512.WidenLower(draw) * factor;
            if (THalves.HasLow) low = Vector512.FusedMultiplyAdd(weight, Vector512.LoadAligned(source), low);
            if (THalves.HasHigh) high = Vector512.FusedMultiplyAdd(TLayout.Samples == Lanes ? Vector512.WidenUpper(draw) * factor : weight, Vector512.LoadAligned(source + Half), high);
        }
    }

    // Σ factor · z over the terms p … end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Gather<THalves>(int p, int end, int* targets, double* factors, double* z, ref Vector512<double> low, ref Vector512<double> high)
        where THalves : struct, IHalves
    {
        for (; p < end; p++)
        {
            Vector512<double> factor = Vector512.Create(factors[p]);
            double* source = z + targets[p];
            if (THalves.HasLow) low = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source), low);
            if (THalves.HasHigh) high = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source + Half), high);
        }
    }

    private bool HasDrawnDiagonal(int node) => _diagonal.Starts[node] != _diagonal.Starts[node + 1];

    // A node's diagonal entry relative to the reference, where that differs from sample to sample.
    private unsafe (Vector512<double> Low, Vector512<double> High) Divisor<TLayout>(int node, float* draws)
        where TLayout : struct, ISampleLayout
    {
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        for (int p = _diagonal.Starts[node]; p < _diagonal.Starts[node + 1]; p++)
        {
            (Vector512<double> lowDraw, Vector512<double> highDraw) = TLayout.WideDraws(draws + ((DiagonalDraws + p) * (long)TLayout.Samples));
            Vector512<double> factor = Vector512.Create(_diagonal.Factors[p]);
            low = Vector512.FusedMultiplyAdd(lowDraw, factor, low);
            high = Vector512.FusedMultiplyAdd(highDraw, factor, high);
        }

        return (low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> NotFinite(Vector512<double> values) =>
        ~Vector512.LessThanOrEqual(Vector512.Abs(values), Vector512.Create(double.MaxValue));

    private static Vector512<float> Mask(Vector512<double> low, Vector512<double> high) => Vector512.Narrow(low.AsInt64(), high.AsInt64()).AsSingle();
}
