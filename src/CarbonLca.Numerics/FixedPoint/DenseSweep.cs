using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Solves Mᵀ·y = d of a matrix that is one well-filled loop: accelerated sweeps by blocks on the matrix as it stands.</summary>
/// <remarks>
/// y ← y + (d − Mᵀ·y) / diag, block of columns by block of columns. In such a matrix nearly every node reads every other, so that an
/// order gains little and a copy of the entries costs as much as several sweeps. The columns of a block do not depend on each other
/// and are shared out among threads; each is summed by itself, so that no bit depends on how many threads there are.
/// </remarks>
internal sealed unsafe class DenseSweep : LaneSweep
{
    // Columns that are solved from the same state, and those of them that one thread takes at a time.
    private const int ColumnsPerBlock = 1024;
    private const int ColumnsPerTask = 64;

    // Rows of state that stay in the first cache while all columns of a task read them, and how many columns ahead their entries are fetched.
    private const int RowsPerBlock = 512;
    private const int ColumnsAhead = 3;
    private const int CacheLine = 64;

    private readonly CscMatrix _matrix;
    private readonly double[] _diagonal;
    private readonly int[] _nodes;
    private readonly ParallelOptions _threads;
    private readonly AlignedBuffer<double> _next;
    private readonly int _entriesPerBlock;

    /// <summary>Memory for one solve at a time.</summary>
    public DenseSweep(CscMatrix matrix, double[] diagonal, FixedPointOptions options, bool hasNegativeWeights)
        : base(matrix.ColumnCount, options, hasNegativeWeights)
    {
        _matrix = matrix;
        _diagonal = diagonal;
        _nodes = [.. Enumerable.Range(0, matrix.ColumnCount)];
        _threads = new ParallelOptions { MaxDegreeOfParallelism = options.Threads };
        _entriesPerBlock = (int)(matrix.EntryCount / ((double)matrix.ColumnCount * matrix.ColumnCount) * RowsPerBlock);
        _next = new AlignedBuffer<double>(matrix.ColumnCount * Lanes);
    }

    /// <summary>Whether a matrix is filled well enough for this, and one strongly connected component.</summary>
    public static bool Suits(CscMatrix matrix)
    {
        const int SmallestOrder = 500;
        const int SmallestShare = 20;
        long n = matrix.ColumnCount;
        return n >= SmallestOrder && matrix.EntryCount >= n * n / SmallestShare && IsReachedByAll(matrix) && ReachesAll(matrix);
    }

    /// <inheritdoc/>
    public override LaneReports Solve(SweepMemory memory)
    {
        FixedPointSystem.Segment loop = new(0, _nodes.Length, IsCyclic: true) { FeedbackCount = _nodes.Length };
        fixed (int* nodes = _nodes)
            return SolveLoop(loop, default, nodes, memory.State, memory.Loop(0, loop), isWarm: false, memory.Constant, memory.State);
    }

    /// <inheritdoc/>
    protected override void Sweep(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state, Vector512<double> active)
    {
        for (int first = 0; first < loop.Count; first += ColumnsPerBlock)
        {
            int start = first;
            int end = Math.Min(loop.Count, first + ColumnsPerBlock);
            Parallel.For(0, (end - start + ColumnsPerTask - 1) / ColumnsPerTask, _threads, task =>
                StepColumns(start + (task * ColumnsPerTask), Math.Min(end, start + ((task + 1) * ColumnsPerTask)), fixedPart, state, active));
            new ReadOnlySpan<double>(_next.Start + (start * (long)Lanes), (end - start) * Lanes).CopyTo(new Span<double>(state + (start * (long)Lanes), (end - start) * Lanes));
        }
    }

    /// <inheritdoc/>
    protected override Vector512<double> BackwardError(FixedPointSystem.Segment loop, in SweepArrays arrays, double* fixedPart, double* state)
    {
        Parallel.For(0, (loop.Count + ColumnsPerTask - 1) / ColumnsPerTask, _threads, task =>
            CheckColumns(task * ColumnsPerTask, Math.Min(loop.Count, (task + 1) * ColumnsPerTask), fixedPart, state));
        Vector512<double> worst = Vector512<double>.Zero;
        for (int node = 0; node < loop.Count; node++) worst = Vector512.Max(worst, Vector512.LoadAligned(_next.Start + (node * (long)Lanes)));
        return worst;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _next.Dispose();
        base.Dispose(disposing);
    }

    private void StepColumns(int start, int end, double* fixedPart, double* state, Vector512<double> active)
    {
        Vector512<double>* sums = stackalloc Vector512<double>[ColumnsPerTask];
        AddColumns(start, end, state, sums);
        for (int node = start; node < end; node++)
        {
            long at = node * (long)Lanes;
            Vector512<double> before = Vector512.LoadAligned(state + at);
            Vector512<double> after = before + (Vector512.LoadAligned(fixedPart + at) - (sums[node - start] / Vector512.Create(_diagonal[node])));
            Vector512.ConditionalSelect(active, after, before).StoreAligned(_next.Start + at);
        }
    }

    // |d − Mᵀ·y| / (|d| + |M|ᵀ·|y|). Without positive entries off the diagonal, and with y of one sign, |M|ᵀ·|y| is 2·diag·|y| − |Mᵀ·y|;
    // elsewhere that is less, and the error rather larger.
    private void CheckColumns(int start, int end, double* fixedPart, double* state)
    {
        Vector512<double>* sums = stackalloc Vector512<double>[ColumnsPerTask];
        AddColumns(start, end, state, sums);
        for (int node = start; node < end; node++)
        {
            long at = node * (long)Lanes;
            Vector512<double> diagonal = Vector512.Create(_diagonal[node]);
            Vector512<double> right = Vector512.LoadAligned(fixedPart + at) * diagonal;
            Vector512<double> own = Vector512.Abs(Vector512.LoadAligned(state + at) * diagonal);
            Vector512<double> sum = sums[node - start];
            Vector512<double> size = Vector512.Abs(right) + Vector512.Max(own, own + own - Vector512.Abs(sum));
            Ratio(right - sum, size).StoreAligned(_next.Start + at);
        }
    }

    // Mᵀ·y of some columns, block of rows by block of rows.
    private void AddColumns(int start, int end, double* state, Vector512<double>* sums)
    {
        int* cursors = stackalloc int[ColumnsPerTask];
        fixed (double* values = _matrix.Values)
        fixed (int* rows = _matrix.RowIndices, starts = _matrix.ColumnStarts)
        {
            for (int node = start; node < end; node++)
            {
                sums[node - start] = Vector512<double>.Zero;
                cursors[node - start] = starts[node];
            }

            for (int limit = RowsPerBlock; limit < _nodes.Length + RowsPerBlock; limit += RowsPerBlock)
            {
                for (int node = start; node < end; node++)
                {
                    if (node + ColumnsAhead < end) Prefetch(values + cursors[node - start + ColumnsAhead], rows + cursors[node - start + ColumnsAhead]);
                    sums[node - start] = GatherLanes.Run(sums[node - start], values, rows, ref cursors[node - start], starts[node + 1], limit, state);
                }
            }
        }
    }

    private void Prefetch(double* values, int* rows)
    {
        if (!Sse.IsSupported) return;
        for (int at = 0; at < _entriesPerBlock * sizeof(double); at += CacheLine) Sse.Prefetch0((byte*)values + at);
        for (int at = 0; at < _entriesPerBlock * sizeof(int); at += CacheLine) Sse.Prefetch0((byte*)rows + at);
    }

    // Column 0 leads to every other, over columns that it leads to.
    private static bool ReachesAll(CscMatrix matrix)
    {
        int n = matrix.ColumnCount;
        bool[] isReached = new bool[n];
        int[] reached = new int[n];
        int count = 1;
        isReached[0] = true;
        for (int next = 0; next < count && count < n; next++)
        {
            int column = reached[next];
            foreach (int row in matrix.RowIndices[matrix.ColumnStarts[column]..matrix.ColumnStarts[column + 1]])
            {
                if (isReached[row]) continue;
                isReached[row] = true;
                reached[count++] = row;
            }
        }

        return count == n;
    }

    // Every column leads to column 0, over others that do; a matrix that needs many passes to show it is not well filled.
    private static bool IsReachedByAll(CscMatrix matrix)
    {
        const int Passes = 4;
        int n = matrix.ColumnCount;
        bool[] reaches = new bool[n];
        reaches[0] = true;
        int count = 1;
        for (int pass = 0; pass < Passes && count < n; pass++)
        {
            for (int column = 0; column < n; column++)
            {
                if (reaches[column]) continue;
                foreach (int row in matrix.RowIndices[matrix.ColumnStarts[column]..matrix.ColumnStarts[column + 1]])
                {
                    if (!reaches[row]) continue;
                    reaches[column] = true;
                    count++;
                    break;
                }
            }
        }

        return count == n;
    }
}
