using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>A matrix with positive diagonal, prepared for solving by sweeps in topological order: M = (I − W)·diag(M).</summary>
/// <remarks>
/// <para>
/// W holds w_ij = −m_ij / m_jj off the diagonal. With it the transposed system Mᵀ·y = d reads y = d/diag + Wᵀ·y, and the direct one
/// M·s = f reads t = f + W·t with t = diag·s. For a productive matrix W is not negative and its spectral radius is below one, so
/// Gauss–Seidel sweeps converge without cancellation: every component is accurate, whatever the range of scales
/// (Varga 2000, Matrix Iterative Analysis, ch. 3).
/// </para>
/// <para>
/// Nodes stand in Tarjan order: what a node leads to stands before it, except inside a strongly connected component. Runs of nodes
/// outside any loop are solved in one pass; each component is iterated by itself until it has converged before anything that
/// depends on it is touched, so that the bits of a node depend only on what it leads to, never on the company it is solved in.
/// </para>
/// <para>
/// State is eight lanes of doubles per node, one cache line: eight categories, or eight demands. A lane that has converged is
/// frozen. Immutable and safe to share; the state belongs to the caller.
/// </para>
/// <code>
/// node   0   1   2 | 3   4 | 5         segments: run 0..2, loop 3..4, run 5..5
/// leads  -   0   0   1,4 3   4         y₀ = c₀, y₁ = c₁ + w·y₀, …; y₃, y₄ swept until settled; y₅ = c₅ + w·y₄
/// </code>
/// </remarks>
public sealed class FixedPointSystem
{
    /// <summary>Lanes of state per node.</summary>
    public const int Lanes = 8;

    private readonly int[] _nodeColumn;
    private readonly int[] _starts;
    private readonly int[] _targets;
    private readonly double[] _weights;
    private readonly double[] _diagonal;
    private readonly Segment[] _segments;

    private FixedPointSystem(int[] nodeColumn, int[] starts, int[] targets, double[] weights, double[] diagonal, Segment[] segments, bool hasNegativeWeights)
    {
        _nodeColumn = nodeColumn;
        _starts = starts;
        _targets = targets;
        _weights = weights;
        _diagonal = diagonal;
        _segments = segments;
        HasNegativeWeights = hasNegativeWeights;
    }

    /// <summary>How many nodes there are: the order of the matrix.</summary>
    public int Count => _nodeColumn.Length;

    /// <summary>Whether some weight is negative, so that convergence is not assured by a spectral radius of W below one.</summary>
    public bool HasNegativeWeights { get; }

    /// <summary>How many nodes lie in loops.</summary>
    public int CyclicNodeCount
    {
        get
        {
            int count = 0;
            foreach (Segment segment in _segments)
                if (segment.IsCyclic) count += segment.End - segment.Start;
            return count;
        }
    }

    /// <summary>The column of each node.</summary>
    internal ReadOnlySpan<int> NodeColumns => _nodeColumn;

    /// <summary>Where the entries of each node begin, and where the last ones end.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <summary>The node each entry leads to.</summary>
    internal ReadOnlySpan<int> Targets => _targets;

    /// <summary>w of each entry.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>The diagonal entry of each node's column.</summary>
    internal ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>Runs and components, in the order they are solved.</summary>
    internal ReadOnlySpan<Segment> NodeSegments => _segments;

    /// <summary>Orders and scales a matrix.</summary>
    /// <param name="matrix">Square, with a positive entry on every place of the diagonal.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or a diagonal entry is not positive.</exception>
    public static FixedPointSystem Prepare(CscMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        StronglyConnectedComponents components = StronglyConnectedComponents.Of(matrix);
        int n = matrix.ColumnCount;
        int[] nodeColumn = components.Members.ToArray();
        int[] nodeOf = new int[n];
        for (int node = 0; node < n; node++) nodeOf[nodeColumn[node]] = node;

        int[] starts = new int[n + 1];
        int[] targets = new int[matrix.EntryCount];
        double[] weights = new double[matrix.EntryCount];
        double[] diagonal = new double[n];
        ReadOnlySpan<int> columnStarts = matrix.ColumnStarts;
        ReadOnlySpan<int> rows = matrix.RowIndices;
        ReadOnlySpan<double> values = matrix.Values;
        bool hasNegative = false;
        int at = 0;
        for (int node = 0; node < n; node++)
        {
            int column = nodeColumn[node];
            double pivot = matrix[column, column];
            if (!(pivot > 0)) throw new ArgumentException($"The diagonal entry of column {column} is {pivot}; expected a positive number.", nameof(matrix));
            diagonal[node] = pivot;
            for (int p = columnStarts[column]; p < columnStarts[column + 1]; p++)
            {
                if (rows[p] == column || values[p] == 0) continue;
                targets[at] = nodeOf[rows[p]];
                weights[at] = -values[p] / pivot;
                hasNegative |= weights[at] < 0;
                at++;
            }

            starts[node + 1] = at;
        }

        return new FixedPointSystem(nodeColumn, starts, targets[..at], weights[..at], diagonal, Segments(components.Starts), hasNegative);
    }

    /// <summary>Solves Mᵀ·y = d for eight right-hand sides at once.</summary>
    /// <param name="d">Right-hand sides, <c>[column][8]</c>.</param>
    /// <param name="y">Receives the solutions, <c>[column][8]</c>.</param>
    /// <param name="options">Tolerance and limits.</param>
    public FixedPointReport SolveTransposed(ReadOnlySpan<double> d, Span<double> y, FixedPointOptions? options = null)
    {
        Check(d.Length, nameof(d));
        Check(y.Length, nameof(y));
        using AlignedBuffer<double> constant = new(Count * Lanes);
        using AlignedBuffer<double> state = new(Count * Lanes);
        for (int node = 0; node < Count; node++)
        {
            double scale = _diagonal[node];
            ReadOnlySpan<double> source = d.Slice(_nodeColumn[node] * Lanes, Lanes);
            Span<double> target = constant.Span.Slice(node * Lanes, Lanes);
            for (int lane = 0; lane < Lanes; lane++) target[lane] = source[lane] / scale;
        }

        FixedPointReport report = FixedPointReport.Start;
        foreach (Segment segment in _segments)
        {
            if (segment.IsCyclic) report = report.Worse(SweepLoop(segment, constant, state, options ?? FixedPointOptions.Default));
            else PassRun(segment, constant, state);
        }

        for (int node = 0; node < Count; node++) state.Span.Slice(node * Lanes, Lanes).CopyTo(y[(_nodeColumn[node] * Lanes)..]);
        return report with { BackwardError = TransposedBackwardError(constant, state) };
    }

    /// <summary>Solves M·s = f for eight right-hand sides at once, on the same arrays in the opposite order.</summary>
    /// <param name="f">Right-hand sides, <c>[column][8]</c>.</param>
    /// <param name="s">Receives the solutions, <c>[column][8]</c>.</param>
    /// <param name="options">Tolerance and limits.</param>
    public FixedPointReport Solve(ReadOnlySpan<double> f, Span<double> s, FixedPointOptions? options = null)
    {
        Check(f.Length, nameof(f));
        Check(s.Length, nameof(s));
        using AlignedBuffer<double> demand = new(Count * Lanes);
        using AlignedBuffer<double> state = new(Count * Lanes);
        CopyIn(f, demand);

        FixedPointReport report = FixedPointReport.Start;
        for (int k = _segments.Length - 1; k >= 0; k--)
        {
            Segment segment = _segments[k];
            if (segment.IsCyclic) report = report.Worse(PushLoop(segment, demand, state, options ?? FixedPointOptions.Default));
            else PushRun(segment, demand, state);
        }

        for (int node = 0; node < Count; node++)
        {
            double scale = _diagonal[node];
            ReadOnlySpan<double> source = state.Span.Slice(node * Lanes, Lanes);
            Span<double> target = s.Slice(_nodeColumn[node] * Lanes, Lanes);
            for (int lane = 0; lane < Lanes; lane++) target[lane] = source[lane] / scale;
        }

        return report with { BackwardError = DirectBackwardError(f, state) };
    }

    private void CopyIn(ReadOnlySpan<double> source, AlignedBuffer<double> target)
    {
        for (int node = 0; node < Count; node++) source.Slice(_nodeColumn[node] * Lanes, Lanes).CopyTo(target.Span[(node * Lanes)..]);
    }

    // max |c + Wᵀ·y − y| / (|c| + |W|ᵀ·|y| + |y|)
    private unsafe double TransposedBackwardError(AlignedBuffer<double> constant, AlignedBuffer<double> state)
    {
        Vector512<double> worst = Vector512<double>.Zero;
        fixed (int* starts = _starts, targets = _targets)
        fixed (double* weights = _weights)
        {
            for (int node = 0; node < Count; node++)
            {
                Vector512<double> c = Vector512.LoadAligned(constant.Start + (node * (long)Lanes));
                Vector512<double> y = Vector512.LoadAligned(state.Start + (node * (long)Lanes));
                Vector512<double> sum = c;
                Vector512<double> size = Vector512.Abs(c) + Vector512.Abs(y);
                for (int p = starts[node]; p < starts[node + 1]; p++)
                {
                    Vector512<double> term = Vector512.Create(weights[p]) * Vector512.LoadAligned(state.Start + (targets[p] * (long)Lanes));
                    sum += term;
                    size += Vector512.Abs(term);
                }

                worst = Vector512.Max(worst, Ratio(sum - y, size));
            }
        }

        return Largest(worst);
    }

    // max |f + W·t − t| / (|f| + |W|·|t| + |t|)
    private unsafe double DirectBackwardError(ReadOnlySpan<double> f, AlignedBuffer<double> state)
    {
        using AlignedBuffer<double> sums = new(Count * Lanes);
        using AlignedBuffer<double> sizes = new(Count * Lanes);
        CopyIn(f, sums);
        for (int i = 0; i < sizes.Length; i++) sizes.Span[i] = Math.Abs(sums.Span[i]) + Math.Abs(state.Span[i]);
        Vector512<double> worst = Vector512<double>.Zero;
        fixed (int* starts = _starts, targets = _targets)
        fixed (double* weights = _weights)
        {
            for (int node = 0; node < Count; node++)
            {
                Vector512<double> t = Vector512.LoadAligned(state.Start + (node * (long)Lanes));
                for (int p = starts[node]; p < starts[node + 1]; p++)
                {
                    long place = targets[p] * (long)Lanes;
                    Vector512<double> term = Vector512.Create(weights[p]) * t;
                    (Vector512.LoadAligned(sums.Start + place) + term).StoreAligned(sums.Start + place);
                    (Vector512.LoadAligned(sizes.Start + place) + Vector512.Abs(term)).StoreAligned(sizes.Start + place);
                }
            }

            for (int node = 0; node < Count; node++)
            {
                long place = node * (long)Lanes;
                worst = Vector512.Max(worst, Ratio(Vector512.LoadAligned(sums.Start + place) - Vector512.LoadAligned(state.Start + place), Vector512.LoadAligned(sizes.Start + place)));
            }
        }

        return Largest(worst);
    }

    private static Vector512<double> Ratio(Vector512<double> residual, Vector512<double> size) =>
        Vector512.ConditionalSelect(Vector512.Equals(residual, Vector512<double>.Zero), Vector512<double>.Zero, Vector512.Abs(residual) / size);

    private static double Largest(Vector512<double> values)
    {
        double largest = 0;
        for (int lane = 0; lane < Lanes; lane++) largest = Math.Max(largest, values[lane]);
        return largest;
    }

    private void Check(int length, string parameter)
    {
        if (length != Count * Lanes) throw new ArgumentException($"'{parameter}' has length {length}; expected {Count * Lanes}, eight lanes for each of {Count} columns.", parameter);
    }

    private static Segment[] Segments(ReadOnlySpan<int> componentStarts)
    {
        List<Segment> segments = [];
        int runStart = 0;
        for (int c = 0; c + 1 < componentStarts.Length; c++)
        {
            int start = componentStarts[c];
            int end = componentStarts[c + 1];
            if (end - start == 1) continue;
            if (start > runStart) segments.Add(new Segment(runStart, start, IsCyclic: false));
            segments.Add(new Segment(start, end, IsCyclic: true));
            runStart = end;
        }

        int count = componentStarts[^1];
        if (count > runStart) segments.Add(new Segment(runStart, count, IsCyclic: false));
        return [.. segments];
    }

    private unsafe void PassRun(Segment segment, AlignedBuffer<double> constant, AlignedBuffer<double> state)
    {
        fixed (int* starts = _starts, targets = _targets)
        fixed (double* weights = _weights)
        {
            for (int node = segment.Start; node < segment.End; node++)
                Gather(node, starts, targets, weights, constant.Start, state.Start).StoreAligned(state.Start + (node * (long)Lanes));
        }
    }

    private unsafe FixedPointReport SweepLoop(Segment segment, AlignedBuffer<double> constant, AlignedBuffer<double> state, FixedPointOptions options)
    {
        LaneConvergence convergence = new(options.Tolerance);
        fixed (int* starts = _starts, targets = _targets)
        fixed (double* weights = _weights)
        {
            double* y = state.Start;
            while (!convergence.IsDone && convergence.Sweeps < options.MaximumSweeps)
            {
                Vector512<double> active = convergence.Active;
                Vector512<double> change = Vector512<double>.Zero;
                for (int node = segment.Start; node < segment.End; node++)
                {
                    double* place = y + (node * (long)Lanes);
                    Vector512<double> before = Vector512.LoadAligned(place);
                    Vector512<double> after = Vector512.ConditionalSelect(active, Gather(node, starts, targets, weights, constant.Start, y), before);
                    change = Vector512.Max(change, LaneConvergence.RelativeChange(before, after));
                    after.StoreAligned(place);
                }

                convergence.Record(change);
            }
        }

        return convergence.Report();
    }

    private unsafe void PushRun(Segment segment, AlignedBuffer<double> demand, AlignedBuffer<double> state)
    {
        fixed (int* starts = _starts, targets = _targets)
        fixed (double* weights = _weights)
        {
            for (int node = segment.End - 1; node >= segment.Start; node--)
            {
                Vector512<double> t = Vector512.LoadAligned(demand.Start + (node * (long)Lanes));
                t.StoreAligned(state.Start + (node * (long)Lanes));
                Scatter(node, t, starts, targets, weights, demand.Start);
            }
        }
    }

    // Gauss–Seidel by columns: 'demand' always holds f + W·t for the present t, so a node's new value is read, and what changed is passed on.
    private unsafe FixedPointReport PushLoop(Segment segment, AlignedBuffer<double> demand, AlignedBuffer<double> state, FixedPointOptions options)
    {
        LaneConvergence convergence = new(options.Tolerance);
        fixed (int* starts = _starts, targets = _targets)
        fixed (double* weights = _weights)
        {
            while (!convergence.IsDone && convergence.Sweeps < options.MaximumSweeps)
            {
                Vector512<double> active = convergence.Active;
                Vector512<double> change = Vector512<double>.Zero;
                for (int node = segment.End - 1; node >= segment.Start; node--)
                {
                    double* place = state.Start + (node * (long)Lanes);
                    Vector512<double> before = Vector512.LoadAligned(place);
                    Vector512<double> after = Vector512.ConditionalSelect(active, Vector512.LoadAligned(demand.Start + (node * (long)Lanes)), before);
                    change = Vector512.Max(change, LaneConvergence.RelativeChange(before, after));
                    after.StoreAligned(place);
                    Scatter(node, after - before, starts, targets, weights, demand.Start);
                }

                convergence.Record(change);
            }
        }

        return convergence.Report();
    }

    // c + Σ w·y over the node's entries, in two interleaved sums.
    private static unsafe Vector512<double> Gather(int node, int* starts, int* targets, double* weights, double* constant, double* y)
    {
        Vector512<double> even = Vector512.LoadAligned(constant + (node * (long)Lanes));
        Vector512<double> odd = Vector512<double>.Zero;
        int p = starts[node];
        int end = starts[node + 1];
        for (; p + 1 < end; p += 2)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(weights[p]), Vector512.LoadAligned(y + (targets[p] * (long)Lanes)), even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(weights[p + 1]), Vector512.LoadAligned(y + (targets[p + 1] * (long)Lanes)), odd);
        }

        if (p < end) even = Vector512.FusedMultiplyAdd(Vector512.Create(weights[p]), Vector512.LoadAligned(y + (targets[p] * (long)Lanes)), even);
        return even + odd;
    }

    private static unsafe void Scatter(int node, Vector512<double> amount, int* starts, int* targets, double* weights, double* demand)
    {
        for (int p = starts[node]; p < starts[node + 1]; p++)
        {
            double* place = demand + (targets[p] * (long)Lanes);
            Vector512.FusedMultiplyAdd(Vector512.Create(weights[p]), amount, Vector512.LoadAligned(place)).StoreAligned(place);
        }
    }

    /// <summary>Nodes solved together: a run in one pass, or one strongly connected component by sweeps.</summary>
    internal readonly record struct Segment(int Start, int End, bool IsCyclic);
}
