using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A system Mᵀ·y = d, prepared for solving sixteen samples at once, each with its own entries of M and d.</summary>
/// <remarks>
/// <para>
/// The unknowns are z = y / |y₀| with y₀ the solution of a reference system: z_j = (c'_j + Σ a'_ij · z_i) / δ_j with the shares
/// a'_ij = w_ij · |y₀_i| / |y₀_j|. Of a system without credits all shares of a node sum to one and every z is one, so that float is
/// safe whatever the range of y. Order, runs and components are those of <see cref="FixedPointSystem"/>; what is 0 in the reference
/// because nothing leads to it is left out.
/// </para>
/// <para>
/// Runs are solved in one pass in double. Each component starts at the reference, is swept in float until every sample is at rest to
/// the precision of float, and then in double, once or more: these sweeps take the rounding of float away and bound the error, sample
/// by sample. A sample that has settled is frozen. Where a component fails in a sample, its nodes are not a number, and so is what depends
/// on them; everything else of the sample goes on as if nothing had happened. All operations are elementwise and in a fixed order, with fused multiply-add, so
/// that the bits of a sample depend on its own draws alone: not on the other fifteen, and not on the width of the processor's vectors.
/// </para>
/// <para>Immutable and safe to share; the workspace belongs to one thread.</para>
/// <code>
/// node    0 … 2 | 3 … 4 | 5        state in double [node][16]; of the present component also in float
/// terms   external: c', entries from nodes before the segment       inner: entries within the component
///         first those with draws (row, factor), then those without (factor): weight = factor · draw[row][lane]
/// </code>
/// </remarks>
public sealed partial class SampleSweep
{
    /// <summary>Samples of a group.</summary>
    public const int Lanes = 16;

    private const int Half = Lanes / 2;
    private const int Dropped = -1;

    private readonly int _columnCount;
    private readonly int[] _columns;
    private readonly int[] _nodeOf;
    private readonly double[] _scales;
    private readonly FixedPointSystem.Segment[] _segments;
    private readonly float[] _referenceRates;
    private readonly SampleTerms _external;
    private readonly SampleTerms _inner;
    private readonly SampleTerms _diagonal;
    private readonly int _allCyclicCount;
    private readonly int _largestComponent;
    private readonly int _largestValues;

    private SampleSweep(int columnCount, int allCyclicCount, int drawRows, int[] columns, double[] scales, FixedPointSystem.Segment[] segments, float[] referenceRates, SampleTerms external, SampleTerms inner, SampleTerms diagonal)
    {
        _columnCount = columnCount;
        _allCyclicCount = allCyclicCount;
        DrawRowCount = drawRows;
        _columns = columns;
        _scales = scales;
        _segments = segments;
        _external = external;
        _inner = inner;
        _diagonal = diagonal;
        _nodeOf = new int[columnCount];
        Array.Fill(_nodeOf, Dropped);
        for (int node = 0; node < columns.Length; node++) _nodeOf[columns[node]] = node;
        _referenceRates = referenceRates;
        for (int s = 0; s < segments.Length; s++)
        {
            if (!segments[s].IsCyclic) continue;
            int drawn = 0;
            for (int node = segments[s].Start; node < segments[s].End; node++) drawn += inner.Splits[node] - inner.Starts[node];
            CyclicNodeCount += segments[s].End - segments[s].Start;
            _largestComponent = Math.Max(_largestComponent, segments[s].End - segments[s].Start);
            _largestValues = Math.Max(_largestValues, drawn);
        }
    }

    /// <summary>How many nodes are solved: columns that are wanted and need not be 0.</summary>
    public int NodeCount => _columns.Length;

    /// <summary>How many of them lie in loops.</summary>
    public int CyclicNodeCount { get; }

    /// <summary>How many terms there are: entries between the nodes, and of the right-hand side.</summary>
    public int TermCount => _external.Targets.Length + _inner.Targets.Length + _diagonal.Targets.Length;

    /// <summary>Rows of draws that <see cref="Solve"/> needs: one more than the largest named.</summary>
    public int DrawRowCount { get; }

    /// <summary>Memory for one thread.</summary>
    public SampleWorkspace CreateWorkspace() => new(this, NodeCount, _largestComponent, _largestValues);

    /// <summary>Solves sixteen samples. Allocates nothing.</summary>
    /// <param name="draws"><c>[draw row][16]</c>, as <see cref="Sampling.SamplingPlan.Fill"/> writes them.</param>
    /// <param name="workspace">Receives the outcome.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <exception cref="ArgumentException">There are too few draws, or the workspace belongs to another system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options make no sense.</exception>
    public unsafe void Solve(ReadOnlySpan<float> draws, SampleWorkspace workspace, SampleSweepOptions? options = null)
    {
        Check(workspace);
        if (draws.Length / Lanes < DrawRowCount) throw new ArgumentException($"'{nameof(draws)}' has length {draws.Length}; expected at least {(long)DrawRowCount * Lanes}, sixteen samples for {DrawRowCount} rows.", nameof(draws));
        options ??= SampleSweepOptions.Default;
        options.Validate();
        workspace.Stalled = Vector512<float>.Zero;
        workspace.NotFinite = Vector512<float>.Zero;
        workspace.BackwardErrors = Vector512<float>.Zero;
        workspace.ErrorEstimates = Vector512<float>.Zero;
        workspace.SingleSweeps = 0;
        workspace.DoubleSweeps = 0;
        fixed (float* rows = draws)
        {
            for (int s = 0; s < _segments.Length; s++)
            {
                if (_segments[s].IsCyclic) SolveLoop(s, rows, workspace, options);
                else SolveRun(_segments[s], rows, workspace);
            }
        }
    }

    /// <summary>The solution of the last group for one column: sixteen numbers, not a number where the column or something it leads to failed.</summary>
    /// <param name="workspace">Where the group was solved.</param>
    /// <param name="column">The column.</param>
    /// <param name="lanes">Receives sixteen numbers; 0 for a column that is 0 in every sample.</param>
    /// <exception cref="ArgumentException">The column was not asked for, or a length is wrong.</exception>
    public void Copy(SampleWorkspace workspace, int column, Span<double> lanes)
    {
        Check(workspace);
        if ((uint)column >= (uint)_columnCount) throw new ArgumentException($"Column {column} is asked for; expected one of {_columnCount} columns.", nameof(column));
        if (lanes.Length != Lanes) throw new ArgumentException($"'{nameof(lanes)}' has length {lanes.Length}; expected {Lanes}.", nameof(lanes));
        CopyNode(workspace, _nodeOf[column], lanes);
    }

    /// <summary>The solution of the last group for every column.</summary>
    /// <param name="workspace">Where the group was solved.</param>
    /// <param name="y">Receives <c>[column][16]</c>, as <see cref="Copy(SampleWorkspace, int, Span{double})"/> would write each.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the workspace belongs to another system.</exception>
    public void CopyAll(SampleWorkspace workspace, Span<double> y)
    {
        Check(workspace);
        if (y.Length != _columnCount * Lanes) throw new ArgumentException($"'{nameof(y)}' has length {y.Length}; expected {_columnCount * Lanes}, sixteen samples for each of {_columnCount} columns.", nameof(y));
        for (int column = 0; column < _columnCount; column++) CopyNode(workspace, _nodeOf[column], y.Slice(column * Lanes, Lanes));
    }

    private void CopyNode(SampleWorkspace workspace, int node, Span<double> lanes)
    {
        if (node == Dropped)
        {
            lanes.Clear();
            return;
        }

        ReadOnlySpan<double> solution = workspace.Solution.Span.Slice(node * Lanes, Lanes);
        double scale = _scales[node];
        for (int lane = 0; lane < Lanes; lane++) lanes[lane] = double.IsFinite(solution[lane]) ? solution[lane] * scale : double.NaN;
    }

    private void Check(SampleWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!ReferenceEquals(workspace.Owner, this)) throw new ArgumentException("The workspace was created by another system; expected one of this system's.", nameof(workspace));
    }

    private unsafe void SolveRun(FixedPointSystem.Segment segment, float* draws, SampleWorkspace workspace)
    {
        Vector512<double> notFinite = Vector512<double>.Zero;
        double* z = workspace.Solution.Start;
        float* ones = workspace.Ones.Start;
        fixed (int* starts = _external.Starts, splits = _external.Splits, targets = _external.Targets, rows = _external.Rows)
        fixed (double* factors = _external.Factors)
        {
            Vector512<double> highNotFinite = notFinite;
            for (int node = segment.Start; node < segment.End; node++)
            {
                Vector512<double> low = Vector512<double>.Zero;
                Vector512<double> high = Vector512<double>.Zero;
                Gather(starts[node], splits[node], starts[node + 1], targets, rows, factors, draws, ones, z, ref low, ref high);
                Divide(node, draws, ones, ref low, ref high);
                double* place = z + (node * (long)Lanes);
                low.StoreAligned(place);
                high.StoreAligned(place + Half);
                notFinite |= NotFinite(low);
                highNotFinite |= NotFinite(high);
            }

            // What only inherits a component that did not settle is no failure of its own.
            workspace.NotFinite |= Vector512.AndNot(Mask(notFinite, highNotFinite), workspace.Stalled);
        }
    }

    private unsafe void SolveLoop(int s, float* draws, SampleWorkspace workspace, SampleSweepOptions options)
    {
        FixedPointSystem.Segment segment = _segments[s];
        int size = segment.End - segment.Start;

        // Errors of loops along a chain add up; each gets its part of the tolerance, the same whatever columns are wanted.
        float tolerance = (float)Math.Max(options.Tolerance * size / _allCyclicCount, 1e-14);
        BeginLoop(segment, draws, workspace);
        SampleConvergence convergence = new(tolerance, _referenceRates[s]);
        while (!convergence.IsDone && convergence.Sweeps < options.MaximumSweeps) SweepSingle(segment, workspace, ref convergence);
        workspace.SingleSweeps = Math.Max(workspace.SingleSweeps, convergence.Sweeps);
        int before = convergence.Sweeps;
        convergence.BeginDouble();
        Widen(segment, workspace);

        // One sweep in double is due even when float has used them all up.
        while (!convergence.IsDone && (convergence.Sweeps == before || convergence.Sweeps < options.MaximumSweeps)) SweepDouble(segment, draws, workspace, ref convergence);
        convergence.End();
        workspace.DoubleSweeps = Math.Max(workspace.DoubleSweeps, convergence.Sweeps - before);
        workspace.NotFinite |= Vector512.AndNot(convergence.NotFinite, workspace.Stalled);
        workspace.Stalled |= convergence.Stalled;
        Spoil(segment, convergence.Stalled | convergence.NotFinite, workspace);
        workspace.BackwardErrors = SampleConvergence.Larger(convergence.BackwardError, workspace.BackwardErrors);
        workspace.ErrorEstimates += convergence.ErrorEstimate;
    }

    // Not a number in the samples that failed, for whatever depends on this component to inherit.
    private static unsafe void Spoil(FixedPointSystem.Segment segment, Vector512<float> failed, SampleWorkspace workspace)
    {
        if (failed.AsUInt32() == Vector512<uint>.Zero) return;
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(failed.AsInt32());
        Vector512<double> nothing = Vector512.Create(double.NaN);
        double* z = workspace.Solution.Start + (segment.Start * (long)Lanes);
        for (int node = segment.Start; node < segment.End; node++, z += Lanes)
        {
            Vector512.ConditionalSelect(low.AsDouble(), nothing, Vector512.LoadAligned(z)).StoreAligned(z);
            Vector512.ConditionalSelect(high.AsDouble(), nothing, Vector512.LoadAligned(z + Half)).StoreAligned(z + Half);
        }
    }

    // What comes from outside, the drawn weights inside, and the start.
    private unsafe void BeginLoop(FixedPointSystem.Segment segment, float* draws, SampleWorkspace workspace)
    {
        float* ones = workspace.Ones.Start;
        float* value = workspace.Values.Start;
        fixed (int* starts = _external.Starts, splits = _external.Splits, targets = _external.Targets, rows = _external.Rows)
        fixed (double* factors = _external.Factors)
        fixed (int* innerStarts = _inner.Starts, innerSplits = _inner.Splits, innerRows = _inner.Rows)
        fixed (double* innerFactors = _inner.Factors)
        {
            for (int node = segment.Start; node < segment.End; node++)
            {
                long place = (node - segment.Start) * (long)Lanes;
                Vector512<double> low = Vector512<double>.Zero;
                Vector512<double> high = Vector512<double>.Zero;
                Gather(starts[node], splits[node], starts[node + 1], targets, rows, factors, draws, ones, workspace.Solution.Start, ref low, ref high);
                Divide(node, draws, ones, ref low, ref high);
                low.StoreAligned(workspace.Base.Start + place);
                high.StoreAligned(workspace.Base.Start + place + Half);
                Vector512.Narrow(low, high).StoreAligned(workspace.SingleBase.Start + place);
                Vector512<float>.One.StoreAligned(workspace.SingleState.Start + place);
                for (int p = innerStarts[node]; p < innerSplits[node]; p++, value += Lanes)
                {
                    (Vector512<double> lowDraw, Vector512<double> highDraw) = Draw(draws, ones, innerRows[p]);
                    Vector512<double> factor = Vector512.Create(innerFactors[p]);
                    lowDraw *= factor;
                    highDraw *= factor;
                    Divide(node, draws, ones, ref lowDraw, ref highDraw);
                    Vector512.Narrow(lowDraw, highDraw).StoreAligned(value);
                }
            }
        }
    }

    private unsafe void SweepSingle(FixedPointSystem.Segment segment, SampleWorkspace workspace, ref SampleConvergence convergence)
    {
        Vector512<float> active = convergence.Active;
        Vector512<float> change = Vector512<float>.Zero;
        Vector512<float> finite = Vector512<float>.AllBitsSet;
        Vector512<float> largest = Vector512.Create(float.MaxValue);
        float* constant = workspace.SingleBase.Start;
        float* place = workspace.SingleState.Start;
        float* z = place - (segment.Start * (long)Lanes);
        float* value = workspace.Values.Start;
        fixed (int* starts = _inner.Starts, splits = _inner.Splits, targets = _inner.Targets)
        fixed (float* factors = _inner.SingleFactors)
        {
            for (int node = segment.Start; node < segment.End; node++, place += Lanes, constant += Lanes)
            {
                Vector512<float> even = Vector512.LoadAligned(constant);
                Vector512<float> odd = Vector512<float>.Zero;
                int p = starts[node];
                int split = splits[node];
                int end = starts[node + 1];
                for (; p + 1 < split; p += 2, value += 2 * Lanes)
                {
                    even = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(value), Vector512.LoadAligned(z + (targets[p] * (long)Lanes)), even);
                    odd = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(value + Lanes), Vector512.LoadAligned(z + (targets[p + 1] * (long)Lanes)), odd);
                }

                if (p < split)
                {
                    even = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(value), Vector512.LoadAligned(z + (targets[p] * (long)Lanes)), even);
                    value += Lanes;
                    p++;
                }

                for (; p < end; p++)
                    odd = Vector512.FusedMultiplyAdd(Vector512.Create(factors[p]), Vector512.LoadAligned(z + (targets[p] * (long)Lanes)), odd);

                Vector512<float> before = Vector512.LoadAligned(place);
                Vector512<float> after = Vector512.ConditionalSelect(active, even + odd, before);
                Vector512<float> size = Vector512.Abs(after);
                Vector512<float> relative = Vector512.ConditionalSelect(Vector512.Equals(after, before), Vector512<float>.Zero, Vector512.Abs(after - before) / size);
                change = SampleConvergence.Larger(relative, change);
                finite &= Vector512.LessThanOrEqual(size, largest);
                after.StoreAligned(place);
            }
        }

        convergence.RecordSingle(change, finite);
    }

    private static unsafe void Widen(FixedPointSystem.Segment segment, SampleWorkspace workspace)
    {
        float* single = workspace.SingleState.Start;
        double* z = workspace.Solution.Start + (segment.Start * (long)Lanes);
        for (int node = segment.Start; node < segment.End; node++, single += Lanes, z += Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadAligned(single));
            low.StoreAligned(z);
            high.StoreAligned(z + Half);
        }
    }

    private unsafe void SweepDouble(FixedPointSystem.Segment segment, float* draws, SampleWorkspace workspace, ref SampleConvergence convergence)
    {
        (Vector512<long> lowActive, Vector512<long> highActive) = Vector512.Widen(convergence.Active.AsInt32());
        Vector512<double> lowChange = Vector512<double>.Zero;
        Vector512<double> highChange = Vector512<double>.Zero;
        Vector512<double> lowNotFinite = Vector512<double>.Zero;
        Vector512<double> highNotFinite = Vector512<double>.Zero;
        float* ones = workspace.Ones.Start;
        double* z = workspace.Solution.Start;
        double* constant = workspace.Base.Start;
        fixed (int* starts = _inner.Starts, splits = _inner.Splits, targets = _inner.Targets, rows = _inner.Rows)
        fixed (double* factors = _inner.Factors)
        {
            for (int node = segment.Start; node < segment.End; node++, constant += Lanes)
            {
                Vector512<double> low = Vector512<double>.Zero;
                Vector512<double> high = Vector512<double>.Zero;
                Gather(starts[node], splits[node], starts[node + 1], targets, rows, factors, draws, ones, z, ref low, ref high);
                Divide(node, draws, ones, ref low, ref high);
                double* place = z + (node * (long)Lanes);
                Move(place, Vector512.LoadAligned(constant) + low, lowActive.AsDouble(), ref lowChange, ref lowNotFinite);
                Move(place + Half, Vector512.LoadAligned(constant + Half) + high, highActive.AsDouble(), ref highChange, ref highNotFinite);
            }
        }

        convergence.RecordDouble(Vector512.Narrow(lowChange, highChange), ~Mask(lowNotFinite, highNotFinite));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Move(double* place, Vector512<double> found, Vector512<double> active, ref Vector512<double> change, ref Vector512<double> notFinite)
    {
        Vector512<double> before = Vector512.LoadAligned(place);
        Vector512<double> after = Vector512.ConditionalSelect(active, found, before);
        Vector512<double> relative = LaneConvergence.RelativeChange(before, after);
        change = Vector512.ConditionalSelect(Vector512.GreaterThan(relative, change), relative, change);
        notFinite |= NotFinite(after);
        after.StoreAligned(place);
    }

    // Σ factor · draw · z over the terms p … end of a node, those from split on without a draw.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Gather(int p, int split, int end, int* targets, int* rows, double* factors, float* draws, float* ones, double* z, ref Vector512<double> low, ref Vector512<double> high)
    {
        for (; p < split; p++)
        {
            (Vector512<double> lowDraw, Vector512<double> highDraw) = Draw(draws, ones, rows[p]);
            Vector512<double> factor = Vector512.Create(factors[p]);
            double* source = z + (targets[p] * (long)Lanes);
            low = Vector512.FusedMultiplyAdd(lowDraw * factor, Vector512.LoadAligned(source), low);
            high = Vector512.FusedMultiplyAdd(highDraw * factor, Vector512.LoadAligned(source + Half), high);
        }

        for (; p < end; p++)
        {
            Vector512<double> factor = Vector512.Create(factors[p]);
            double* source = z + (targets[p] * (long)Lanes);
            low = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source), low);
            high = Vector512.FusedMultiplyAdd(factor, Vector512.LoadAligned(source + Half), high);
        }
    }

    // Divides by the node's diagonal entry relative to the reference, where that differs from sample to sample.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Divide(int node, float* draws, float* ones, ref Vector512<double> low, ref Vector512<double> high)
    {
        if (_diagonal.Starts[node] != _diagonal.Starts[node + 1]) DivideByDraws(node, draws, ones, ref low, ref high);
    }

    private unsafe void DivideByDraws(int node, float* draws, float* ones, ref Vector512<double> low, ref Vector512<double> high)
    {
        Vector512<double> lowDivisor = Vector512<double>.Zero;
        Vector512<double> highDivisor = Vector512<double>.Zero;
        for (int p = _diagonal.Starts[node]; p < _diagonal.Starts[node + 1]; p++)
        {
            (Vector512<double> lowDraw, Vector512<double> highDraw) = Draw(draws, ones, _diagonal.Rows[p]);
            Vector512<double> factor = Vector512.Create(_diagonal.Factors[p]);
            lowDivisor = Vector512.FusedMultiplyAdd(lowDraw, factor, lowDivisor);
            highDivisor = Vector512.FusedMultiplyAdd(highDraw, factor, highDivisor);
        }

        low /= lowDivisor;
        high /= highDivisor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe (Vector512<double> Low, Vector512<double> High) Draw(float* draws, float* ones, int row) =>
        Vector512.Widen(Vector512.Load(row < 0 ? ones : draws + (row * (long)Lanes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> NotFinite(Vector512<double> values) =>
        ~Vector512.LessThanOrEqual(Vector512.Abs(values), Vector512.Create(double.MaxValue));

    private static Vector512<float> Mask(Vector512<double> low, Vector512<double> high) => Vector512.Narrow(low.AsInt64(), high.AsInt64()).AsSingle();
}
