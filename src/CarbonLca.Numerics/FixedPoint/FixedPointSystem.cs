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
/// depends on it is touched, so that the bits of a node depend only on what it leads to, never on the company it is solved in. The
/// sweeps are accelerated on the few nodes that carry a loop's state from one sweep to the next (<see cref="LoopAcceleration"/>). A
/// matrix that is one well-filled loop is swept where it stands (<see cref="DenseSweep"/>).
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
public sealed partial class FixedPointSystem
{
    /// <summary>Lanes of state per node.</summary>
    public const int Lanes = 8;

    private readonly int[] _nodeColumn;
    private readonly int[] _nodeOf;
    private readonly double[] _diagonal;
    private readonly Lazy<SweepLayout> _layout;
    private readonly CscMatrix? _table;

    private FixedPointSystem(int[] nodeColumn, int[] nodeOf, double[] diagonal, Lazy<SweepLayout> layout, bool hasNegativeWeights, CscMatrix? table = null)
    {
        _table = table;
        _nodeColumn = nodeColumn;
        _nodeOf = nodeOf;
        _diagonal = diagonal;
        _layout = layout;
        HasNegativeWeights = hasNegativeWeights;
    }

    /// <summary>How many nodes there are: the order of the matrix.</summary>
    public int Count => _nodeColumn.Length;

    /// <summary>Whether some weight is negative, so that convergence is not assured by a spectral radius of W below one.</summary>
    public bool HasNegativeWeights { get; }

    /// <summary>How many nodes lie in loops.</summary>
    public int CyclicNodeCount => _table is null ? Layout.CyclicNodeCount : Count;

    /// <summary>The column of each node.</summary>
    internal ReadOnlySpan<int> NodeColumns => _nodeColumn;

    /// <summary>Where the entries of each node begin, and where the last ones end.</summary>
    internal ReadOnlySpan<int> Starts => Layout.Starts;

    /// <summary>The node each entry leads to.</summary>
    internal ReadOnlySpan<int> Targets => Layout.Targets.AsSpan(0, Layout.EntryCount);

    /// <summary>w of each entry.</summary>
    internal ReadOnlySpan<double> Weights => Layout.Weights.AsSpan(0, Layout.EntryCount);

    /// <summary>The diagonal entry of each node's column.</summary>
    internal ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>Runs and components, in the order they are solved.</summary>
    internal ReadOnlySpan<Segment> NodeSegments => Layout.Segments;

    /// <summary>How the entries stand in memory.</summary>
    internal SweepLayout Layout => _layout.Value;

    /// <summary>Orders and scales a matrix.</summary>
    /// <param name="matrix">Square, with a positive entry on every place of the diagonal.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or a diagonal entry is not positive.</exception>
    public static FixedPointSystem Prepare(CscMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.RowCount != matrix.ColumnCount) throw new ArgumentException($"The matrix is {matrix}; expected a square one.", nameof(matrix));
        return DenseSweep.Suits(matrix) ? PrepareTable(matrix) : PrepareNodes(matrix);
    }

    /// <summary>Solves Mᵀ·y = d for eight right-hand sides at once.</summary>
    /// <param name="d">Right-hand sides, <c>[column][8]</c>.</param>
    /// <param name="y">Receives the solutions, <c>[column][8]</c>.</param>
    /// <param name="options">Tolerance and limits.</param>
    public unsafe FixedPointReport SolveTransposed(ReadOnlySpan<double> d, Span<double> y, FixedPointOptions? options = null)
    {
        Check(d.Length, nameof(d));
        Check(y.Length, nameof(y));
        using AlignedBuffer<double> buffer = new(MemoryLength);
        SweepMemory memory = MemoryAt(buffer.Start);
        fixed (double* source = d, result = y)
        {
            for (int node = 0; node < Count; node++)
                (Vector512.Load(source + (_nodeColumn[node] * (long)Lanes)) / Vector512.Create(_diagonal[node])).StoreAligned(memory.Constant + (node * (long)Lanes));
            using LaneSweep sweep = CreateTransposedSweep(options ?? FixedPointOptions.Default);
            FixedPointReport report = sweep.Solve(memory).Worst();
            for (int node = 0; node < Count; node++)
                Vector512.LoadAligned(memory.State + (node * (long)Lanes)).Store(result + (_nodeColumn[node] * (long)Lanes));
            return report;
        }
    }

    /// <summary>Solves M·s = f for eight right-hand sides at once, on the same arrays in the opposite order.</summary>
    /// <param name="f">Right-hand sides, <c>[column][8]</c>.</param>
    /// <param name="s">Receives the solutions, <c>[column][8]</c>.</param>
    /// <param name="options">Tolerance and limits.</param>
    public unsafe FixedPointReport Solve(ReadOnlySpan<double> f, Span<double> s, FixedPointOptions? options = null)
    {
        Check(f.Length, nameof(f));
        Check(s.Length, nameof(s));
        using AlignedBuffer<double> buffer = new(Layout.MemoryLength);
        SweepMemory memory = Layout.MemoryAt(buffer.Start);
        fixed (double* source = f, result = s)
        {
            for (int node = 0; node < Count; node++)
                Vector512.Load(source + (_nodeColumn[node] * (long)Lanes)).StoreAligned(memory.Constant + (node * (long)Lanes));
            using PushSweep sweep = new(Layout, options ?? FixedPointOptions.Default, HasNegativeWeights);
            FixedPointReport report = sweep.Solve(memory).Worst();
            for (int node = 0; node < Count; node++)
                (Vector512.LoadAligned(memory.State + (node * (long)Lanes)) / Vector512.Create(_diagonal[node])).Store(result + (_nodeColumn[node] * (long)Lanes));
            return report;
        }
    }

    /// <summary>Solves Mᵀ·Y = D for any number of right-hand sides, eight at a time.</summary>
    /// <param name="d">Right-hand sides, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="y">Receives the solutions in the same places.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="options">Tolerance and limits.</param>
    public FixedPointReport SolveTransposedMany(ReadOnlySpan<double> d, Span<double> y, int count, FixedPointOptions? options = null)
    {
        CheckSides(d.Length, count, nameof(d));
        return SolveTransposedMany(d, y, count, [], options ?? FixedPointOptions.Default);
    }

    /// <summary>Solves Mᵀ·Y = D for any number of right-hand sides, eight at a time, with a report of each.</summary>
    /// <remarks>The bits of a solution and its report do not depend on the company they are found in.</remarks>
    /// <param name="d">Right-hand sides, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="y">Receives the solutions in the same places.</param>
    /// <param name="reports">Receives how the iteration of each went; as many as there are right-hand sides.</param>
    /// <param name="options">Tolerance and limits.</param>
    public void SolveTransposedMany(ReadOnlySpan<double> d, Span<double> y, Span<FixedPointReport> reports, FixedPointOptions? options = null)
    {
        CheckSides(d.Length, reports.Length, nameof(d));
        SolveTransposedMany(d, y, reports.Length, reports, options ?? FixedPointOptions.Default);
    }

    // Reports may be left out.
    private unsafe FixedPointReport SolveTransposedMany(ReadOnlySpan<double> d, Span<double> y, int count, Span<FixedPointReport> reports, FixedPointOptions options)
    {
        CheckSides(y.Length, count, nameof(y));
        using AlignedBuffer<double> buffer = new(MemoryLength);
        SweepMemory memory = MemoryAt(buffer.Start);
        using LaneSweep sweep = CreateTransposedSweep(options);
        FixedPointReport report = FixedPointReport.Start;
        for (int first = 0; first < count; first += Lanes)
        {
            if (first > 0) buffer.Span.Clear();
            int lanes = Math.Min(Lanes, count - first);
            Pack(d, first, lanes, memory.Constant);
            report = report.Worse(Tell(sweep.Solve(memory), first, lanes, reports));
            Unpack(memory.State, first, lanes, y);
        }

        return report;
    }

    /// <summary>Solves M·S = F for any number of right-hand sides, eight at a time.</summary>
    /// <param name="f">Right-hand sides, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="s">Receives the solutions in the same places.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="options">Tolerance and limits.</param>
    public FixedPointReport SolveMany(ReadOnlySpan<double> f, Span<double> s, int count, FixedPointOptions? options = null)
    {
        CheckSides(f.Length, count, nameof(f));
        return SolveMany(f, s, count, [], options ?? FixedPointOptions.Default);
    }

    /// <summary>Solves M·S = F for any number of right-hand sides, eight at a time, with a report of each.</summary>
    /// <remarks>The bits of a solution and its report do not depend on the company they are found in.</remarks>
    /// <param name="f">Right-hand sides, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="s">Receives the solutions in the same places.</param>
    /// <param name="reports">Receives how the iteration of each went; as many as there are right-hand sides.</param>
    /// <param name="options">Tolerance and limits.</param>
    public void SolveMany(ReadOnlySpan<double> f, Span<double> s, Span<FixedPointReport> reports, FixedPointOptions? options = null)
    {
        CheckSides(f.Length, reports.Length, nameof(f));
        SolveMany(f, s, reports.Length, reports, options ?? FixedPointOptions.Default);
    }

    // Reports may be left out.
    private unsafe FixedPointReport SolveMany(ReadOnlySpan<double> f, Span<double> s, int count, Span<FixedPointReport> reports, FixedPointOptions options)
    {
        CheckSides(s.Length, count, nameof(s));
        if (count == 1)
        {
            FixedPointReport only = SolveSingle(f, s, options);
            if (!reports.IsEmpty) reports[0] = only;
            return only;
        }

        using AlignedBuffer<double> buffer = new(Layout.MemoryLength);
        SweepMemory memory = Layout.MemoryAt(buffer.Start);
        using PushSweep sweep = new(Layout, options, HasNegativeWeights);
        FixedPointReport report = FixedPointReport.Start;
        for (int first = 0; first < count; first += Lanes)
        {
            int lanes = Math.Min(Lanes, count - first);
            buffer.Span.Clear();
            for (int lane = 0; lane < lanes; lane++)
            {
                ReadOnlySpan<double> side = f.Slice((first + lane) * Count, Count);
                for (int column = 0; column < Count; column++) memory.Constant[(_nodeOf[column] * (long)Lanes) + lane] = side[column];
            }

            report = report.Worse(Tell(sweep.Solve(memory), first, lanes, reports));
            for (int node = 0; node < Count; node++)
            {
                double* place = memory.State + (node * (long)Lanes);
                (Vector512.LoadAligned(place) / Vector512.Create(_diagonal[node])).StoreAligned(place);
            }

            Unpack(memory.State, first, lanes, s);
        }

        return report;
    }

    private unsafe FixedPointReport SolveSingle(ReadOnlySpan<double> f, Span<double> s, FixedPointOptions options)
    {
        using AlignedBuffer<double> buffer = new(checked(2 * Count));
        double* demand = buffer.Start;
        double* state = demand + Count;
        for (int column = 0; column < Count; column++) demand[_nodeOf[column]] = f[column];
        using SinglePush push = new(Layout, options, HasNegativeWeights);
        FixedPointReport report = push.Solve(demand, state);
        for (int column = 0; column < Count; column++) s[column] = state[_nodeOf[column]] / _diagonal[_nodeOf[column]];
        return report;
    }

    /// <summary>Checks the length of right-hand sides that stand one after the other.</summary>
    internal void CheckSides(int length, int count, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (length != (long)count * Count) throw new ArgumentException($"'{parameter}' has length {length}; expected {(long)count * Count}, {count} times {Count} columns.", parameter);
    }

    /// <summary>Writes up to eight right-hand sides of the transposed system into lanes, divided by the diagonal; lanes beyond them become 0.</summary>
    internal unsafe void Pack(ReadOnlySpan<double> d, int first, int lanes, double* constant)
    {
        double* row = stackalloc double[Lanes];
        new Span<double>(row, Lanes).Clear();
        fixed (double* sides = d)
        fixed (int* nodeOf = _nodeOf)
        fixed (double* diagonal = _diagonal)
        {
            for (int column = 0; column < Count; column++)
            {
                double* source = sides + (first * (long)Count) + column;
                for (int lane = 0; lane < lanes; lane++, source += Count) row[lane] = *source;
                int node = nodeOf[column];
                (Vector512.Load(row) / Vector512.Create(diagonal[node])).StoreAligned(constant + (node * (long)Lanes));
            }
        }
    }

    /// <summary>Writes up to eight lanes out as solutions one after the other.</summary>
    internal unsafe void Unpack(double* state, int first, int lanes, Span<double> y)
    {
        fixed (double* sides = y)
        fixed (int* nodeOf = _nodeOf)
        {
            for (int column = 0; column < Count; column++)
            {
                double* target = sides + (first * (long)Count) + column;
                double* source = state + (nodeOf[column] * (long)Lanes);
                for (int lane = 0; lane < lanes; lane++, target += Count) *target = source[lane];
            }
        }
    }

    // The report of each lane that holds a right-hand side, where they are asked for; and the worst.
    private static FixedPointReport Tell(in LaneReports found, int first, int lanes, Span<FixedPointReport> reports)
    {
        for (int lane = 0; lane < lanes && !reports.IsEmpty; lane++) reports[first + lane] = found[lane];
        return found.Worst();
    }

    private int MemoryLength => _table is null ? Layout.MemoryLength : SweepMemory.LengthFor(Count, Count, 1);

    private unsafe SweepMemory MemoryAt(double* start) => _table is null ? Layout.MemoryAt(start) : SweepMemory.At(start, Count, Count);

    private LaneSweep CreateTransposedSweep(FixedPointOptions options) => _table is null
        ? new PullSweep(Layout, options, HasNegativeWeights)
        : new DenseSweep(_table, _diagonal, options, HasNegativeWeights);

    private void Check(int length, string parameter)
    {
        if (length != Count * Lanes) throw new ArgumentException($"'{parameter}' has length {length}; expected {Count * Lanes}, eight lanes for each of {Count} columns.", parameter);
    }

    /// <summary>Nodes solved together: a run in one pass, or one strongly connected component by sweeps.</summary>
    internal readonly record struct Segment(int Start, int End, bool IsCyclic)
    {
        /// <summary>How many nodes there are.</summary>
        public int Count => End - Start;

        /// <summary>Where the feedback nodes of a loop stand among all.</summary>
        public int FeedbackStart { get; init; }

        /// <summary>How many feedback nodes a loop has.</summary>
        public int FeedbackCount { get; init; }
    }
}
