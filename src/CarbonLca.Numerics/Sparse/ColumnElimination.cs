using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sparse;

/// <summary>The factors of one block while they grow, column by column.</summary>
internal sealed class ColumnElimination
{
    private const int NotPivotal = -1;

    private readonly int _order;
    private readonly int _sparse;         // columns before the dense core
    private readonly int[] _place;        // of each row, once it is a pivot row
    private readonly int[] _pivotRows;
    private readonly double[] _pivots;
    private readonly int[] _lowerStarts;
    private readonly int[] _upperStarts;
    private readonly int[] _prunedEnd;    // the search of column k of L stops here
    private readonly bool[] _pruned;
    private readonly int[] _seenBy;       // last column whose search met the row
    private readonly int[] _path;
    private readonly int[] _cursor;
    private readonly int[] _reach;        // columns to apply, in topological order, at the end of the array
    private readonly int[] _candidates;   // rows of the column that are not pivotal yet
    private readonly double[] _work;
    private int[] _lowerRows;
    private double[] _lower;
    private int[] _upperRows;
    private double[] _upper;
    private int _lowerCount;
    private int _upperCount;
    private int _candidateCount;
    private double _growth;

    private ColumnElimination(int order, int sparse, int entries)
    {
        _order = order;
        _sparse = sparse;
        _place = new int[order];
        Array.Fill(_place, NotPivotal);
        _pivotRows = new int[order];
        _pivots = new double[sparse];
        _lowerStarts = new int[sparse + 1];
        _upperStarts = new int[order + 1];
        _prunedEnd = new int[sparse];
        _pruned = new bool[sparse];
        _seenBy = new int[order];
        Array.Fill(_seenBy, -1);
        _path = new int[order];
        _cursor = new int[order];
        _reach = new int[order];
        _candidates = new int[order];
        _work = new double[order];
        int guess = Math.Max(16, 2 * entries);
        _lowerRows = new int[guess];
        _lower = new double[guess];
        _upperRows = new int[guess];
        _upper = new double[guess];
    }

    /// <summary>Eliminates a block, choosing pivots.</summary>
    /// <param name="block">The block.</param>
    /// <param name="preference">The diagonal is kept while at least this share of the largest candidate; 0 keeps it always.</param>
    /// <param name="growthLimit">Growth at which to give up.</param>
    /// <param name="breakdown">Where elimination stopped, if it did.</param>
    /// <returns>The factors, or null when elimination stopped.</returns>
    public static ColumnFactors? Run(BlockView block, double preference, double growthLimit, out Breakdown breakdown)
    {
        int sparse = block.CoreStart;
        ColumnElimination elimination = new(block.Order, sparse, block.End(block.Order - 1) - block.Begin(0));
        for (int j = 0; j < sparse; j++)
        {
            if (!elimination.Eliminate(block, j, preference, growthLimit, out breakdown))
                return null;
        }
        DenseCore? core = null;
        if (sparse < block.Order && !elimination.EliminateCore(block, preference, growthLimit, out core, out breakdown))
            return null;
        breakdown = default;
        return elimination.Finish(core);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Eliminate(BlockView block, int column, double preference, double growthLimit, out Breakdown breakdown)
    {
        int top = Search(block, column);
        Reserve(ref _upperRows, ref _upper, _upperCount + _order - top);
        Reserve(ref _lowerRows, ref _lower, _lowerCount + _candidateCount);
        double columnMaximum = Scatter(block, column);
        double largest = Math.Max(columnMaximum, Apply(top));
        _upperStarts[column + 1] = _upperCount;

        int pivotRow = ChoosePivot(column, preference, ref largest);
        double pivot = pivotRow < 0 ? 0 : _work[pivotRow];
        if (columnMaximum > 0)
            _growth = Math.Max(_growth, largest / columnMaximum);
        breakdown = new Breakdown(PivotFallback.ZeroPivot, pivotRow < 0 ? column : pivotRow, column, pivot);
        if (pivotRow < 0 || (PivotCheck.IsSuspicious(pivot, largest) && PivotCheck.IsRounding(pivot, Terms(block, column, pivotRow))))
            return false;
        if (!(_growth <= growthLimit))
        {
            breakdown = breakdown with { Reason = PivotFallback.ElementGrowth };
            return false;
        }

        _place[pivotRow] = column;
        _pivotRows[column] = pivotRow;
        _pivots[column] = pivot;
        for (int c = 0; c < _candidateCount; c++)
        {
            int row = _candidates[c];
            if (row != pivotRow)
            {
                _lowerRows[_lowerCount] = row;
                _lower[_lowerCount++] = _work[row] / pivot;
            }
            _work[row] = 0;
        }
        _lowerStarts[column + 1] = _lowerCount;
        _prunedEnd[column] = _lowerCount;
        Prune(column, pivotRow);
        return true;
    }

    /// <summary>The last columns: the sparse columns of L are applied to each, and what is left is eliminated as a dense matrix.</summary>
    private bool EliminateCore(BlockView block, double preference, double growthLimit, out DenseCore? core, out Breakdown breakdown)
    {
        int order = _order - _sparse;
        core = new DenseCore(order);
        int[] rows = CoreRows();
        int[] coreRow = new int[_order];
        for (int i = 0; i < order; i++)
            coreRow[rows[i]] = i;
        double[] columnMaximum = new double[order];
        double[] largestAbove = new double[order];
        for (int j = 0; j < order; j++)
        {
            int top = Search(block, _sparse + j);
            Reserve(ref _upperRows, ref _upper, _upperCount + _order - top);
            columnMaximum[j] = Scatter(block, _sparse + j);
            largestAbove[j] = Math.Max(columnMaximum[j], Apply(top));
            _upperStarts[_sparse + j + 1] = _upperCount;
            Span<double> column = core.Column(j);
            column.Clear();
            for (int c = 0; c < _candidateCount; c++)
            {
                int row = _candidates[c];
                column[coreRow[row]] = _work[row];
                _work[row] = 0;
            }
        }
        CorePivoting pivoting = new()
        {
            Core = core,
            First = _sparse,
            Rows = rows,
            RowNames = null,
            Lower = new SparseColumns(_lowerStarts, _lowerRows, _lower),
            Upper = new SparseColumns(_upperStarts, _upperRows, _upper),
            ColumnMaximum = columnMaximum,
            LargestAbove = largestAbove,
            Preference = preference,
            GrowthLimit = growthLimit,
            Growth = _growth,
            Symbolic = block.Symbolic,
            Block = block.Index,
            Values = block.Values,
        };
        bool complete = DenseElimination.Run(core, ref pivoting, Vector512.IsHardwareAccelerated);
        breakdown = pivoting.Breakdown;
        _growth = pivoting.Growth;
        for (int i = 0; i < order; i++)
        {
            _place[rows[i]] = _sparse + i;
            _pivotRows[_sparse + i] = rows[i];
        }
        return complete;
    }

    /// <summary>The rows left for the core: each where its own column is, or where a row that pivoting took earlier has left a gap.</summary>
    private int[] CoreRows()
    {
        int[] rows = new int[_order - _sparse];
        int displaced = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = _sparse + i;
            if (_place[rows[i]] == NotPivotal)
                continue;
            while (_place[displaced] != NotPivotal)
                displaced++;
            rows[i] = displaced++;
        }
        return rows;
    }

    private ColumnFactors Finish(DenseCore? core)
    {
        for (int p = 0; p < _lowerCount; p++)
            _lowerRows[p] = _place[_lowerRows[p]];
        Array.Resize(ref _lowerRows, _lowerCount);
        Array.Resize(ref _lower, _lowerCount);
        Array.Resize(ref _upperRows, _upperCount);
        Array.Resize(ref _upper, _upperCount);
        return new ColumnFactors(
            new SparseColumns(_lowerStarts, _lowerRows, _lower),
            new SparseColumns(_upperStarts, _upperRows, _upper),
            _pivots,
            core,
            _pivotRows,
            _place,
            _growth);
    }

    /// <summary>The rows column j will fill: columns of L to apply go to the end of _reach, other rows to _candidates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Search(BlockView block, int column)
    {
        int top = _order;
        _candidateCount = 0;
        for (int p = block.Begin(column); p < block.End(column); p++)
        {
            int row = block.Rows[p] - block.Start;
            if (_seenBy[row] == column)
                continue;
            _seenBy[row] = column;
            int place = _place[row];
            if (place == NotPivotal)
                _candidates[_candidateCount++] = row;
            else
                top = SearchFrom(place, column, top);
        }
        return top;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SearchFrom(int root, int column, int top)
    {
        int depth = 0;
        _path[0] = root;
        _cursor[0] = _lowerStarts[root];
        while (depth >= 0)
        {
            int k = _path[depth];
            int p = _cursor[depth];
            int end = _prunedEnd[k];
            int descend = NotPivotal;
            while (p < end)
            {
                int row = _lowerRows[p++];
                if (_seenBy[row] == column)
                    continue;
                _seenBy[row] = column;
                descend = _place[row];
                if (descend != NotPivotal)
                    break;
                _candidates[_candidateCount++] = row;
            }
            _cursor[depth] = p;
            if (descend != NotPivotal)
            {
                _path[++depth] = descend;
                _cursor[depth] = _lowerStarts[descend];
            }
            else
            {
                _reach[--top] = k;
                depth--;
            }
        }
        return top;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Scatter(BlockView block, int column)
    {
        double maximum = 0;
        for (int p = block.Begin(column); p < block.End(column); p++)
        {
            double value = block.Values[p];
            _work[block.Rows[p] - block.Start] = value;
            maximum = Math.Max(maximum, Math.Abs(value));
        }
        return maximum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe double Apply(int top)
    {
        double largest = 0;
        fixed (double* x = _work, l = _lower)
        fixed (int* rows = _lowerRows)
        {
            for (int t = top; t < _order; t++)
            {
                int k = _reach[t];
                int row = _pivotRows[k];
                double factor = x[row];
                x[row] = 0;
                _upperRows[_upperCount] = k;
                _upper[_upperCount++] = factor;
                largest = Math.Max(largest, Math.Abs(factor));
                if (factor != 0)
                    ColumnFactors.SubtractColumn(x, rows + _lowerStarts[k], l + _lowerStarts[k], _lowerStarts[k + 1] - _lowerStarts[k], factor);
            }
        }
        return largest;
    }

    /// <summary>The pivot row, or -1 when there is no candidate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ChoosePivot(int column, double preference, ref double largest)
    {
        double best = -1;
        int bestRow = -1;
        bool hasDiagonal = false;
        for (int c = 0; c < _candidateCount; c++)
        {
            int row = _candidates[c];
            double magnitude = Math.Abs(_work[row]);
            hasDiagonal |= row == column;
            if (magnitude > best || (magnitude == best && row < bestRow) || double.IsNaN(magnitude))
            {
                best = magnitude;
                bestRow = row;
            }
        }
        largest = Math.Max(largest, best);
        if (hasDiagonal && Math.Abs(_work[column]) >= preference * best)
            return column;
        return preference == 0 ? -1 : bestRow;
    }

    private double Terms(BlockView block, int column, int row) =>
        Math.Abs(block.Entry(row, column))
        + PivotCheck.Products(new SparseColumns(_lowerStarts, _lowerRows, _lower), new SparseColumns(_upperStarts, _upperRows, _upper), row, column);

    /// <summary>Where u_kj and l_jk are both there, later searches of column k need only its rows that are pivotal by now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prune(int column, int pivotRow)
    {
        for (int q = _upperStarts[column]; q < _upperStarts[column + 1]; q++)
        {
            int k = _upperRows[q];
            if (_pruned[k])
                continue;
            int start = _lowerStarts[k];
            int end = _lowerStarts[k + 1];
            if (Array.IndexOf(_lowerRows, pivotRow, start, end - start) < 0)
                continue;
            while (start < end)
            {
                if (_place[_lowerRows[start]] != NotPivotal)
                {
                    start++;
                    continue;
                }
                end--;
                (_lowerRows[start], _lowerRows[end]) = (_lowerRows[end], _lowerRows[start]);
                (_lower[start], _lower[end]) = (_lower[end], _lower[start]);
            }
            _pruned[k] = true;
            _prunedEnd[k] = start;
        }
    }

    private static void Reserve(ref int[] rows, ref double[] values, int needed)
    {
        if (needed <= rows.Length)
            return;
        int size = (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * rows.Length));
        Array.Resize(ref rows, size);
        Array.Resize(ref values, size);
    }
}
