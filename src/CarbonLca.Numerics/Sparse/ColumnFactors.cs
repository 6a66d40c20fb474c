using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>L and U of one irreducible block, by columns: P·B = L·U with L unit lower triangular.</summary>
/// <remarks>
/// <para>
/// Left-looking elimination: column j of the factors is the solution of L·x = B(:, j) with the columns of L known so
/// far, whose pattern a depth-first search of L finds in time proportional to the arithmetic. Gilbert &amp; Peierls
/// (1988), SIAM J. Sci. Stat. Comput. 9:862–874. The search skips what symmetric pruning proves redundant:
/// Eisenstat &amp; Liu (1993), SIAM J. Matrix Anal. Appl. 14:253–257.
/// </para>
/// <para>
/// U keeps the entries of a column in the order in which they were applied, so that computing new values on the same
/// pattern repeats the same operations and gives the same bits.
/// </para>
/// </remarks>
internal sealed class ColumnFactors
{
    /// <summary>Pivots below this share of their column are checked against the rounding of the terms they came from.</summary>
    private const double SuspiciousPivot = 1.0 / (1L << 40);

    /// <summary>2⁻⁵²: a pivot no larger than this share of the terms it is the sum of is nothing but their rounding.</summary>
    private const double Rounding = 1.0 / (1L << 52);

    private readonly int[] _lowerStarts;
    private readonly int[] _lowerRows;
    private readonly double[] _lower;
    private readonly int[] _upperStarts;
    private readonly int[] _upperRows;
    private readonly double[] _upper;
    private readonly double[] _pivots;

    private ColumnFactors(int[] lowerStarts, int[] lowerRows, double[] lower, int[] upperStarts, int[] upperRows, double[] upper, double[] pivots, int[] pivotRows, double growth)
    {
        _lowerStarts = lowerStarts;
        _lowerRows = lowerRows;
        _lower = lower;
        _upperStarts = upperStarts;
        _upperRows = upperRows;
        _upper = upper;
        _pivots = pivots;
        PivotRows = pivotRows;
        Growth = growth;
    }

    /// <summary>Row of the block, before pivoting, in each place of the factors.</summary>
    public int[] PivotRows { get; }

    /// <summary>Largest element met in a column during elimination against the largest of that column of the block; the worst column.</summary>
    public double Growth { get; }

    /// <summary>Entries of L and U, the unit diagonal of L not counted.</summary>
    public long EntryCount => _lower.LongLength + _upper.LongLength + _pivots.LongLength;

    /// <summary>Eliminates a block, choosing pivots.</summary>
    /// <param name="block">The block.</param>
    /// <param name="preference">The diagonal is kept while at least this share of the largest candidate; 0 keeps it always.</param>
    /// <param name="growthLimit">Growth at which to give up.</param>
    /// <param name="breakdown">Where elimination stopped, if it did.</param>
    /// <returns>The factors, or null when elimination stopped.</returns>
    public static ColumnFactors? Compute(BlockView block, double preference, double growthLimit, out Breakdown breakdown)
    {
        Elimination elimination = new(block.Order, block.End(block.Order - 1) - block.Begin(0));
        for (int j = 0; j < block.Order; j++)
        {
            if (!elimination.Eliminate(block, j, preference, growthLimit, out breakdown))
                return null;
        }
        breakdown = default;
        return elimination.Finish();
    }

    /// <summary>The factors of a block with the same pattern and other values, with the same pivots.</summary>
    /// <returns>The factors, or null when elimination stopped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe ColumnFactors? Recompute(BlockView block, double growthLimit, out Breakdown breakdown)
    {
        int order = block.Order;
        double[] lower = GC.AllocateUninitializedArray<double>(_lower.Length);
        double[] upper = GC.AllocateUninitializedArray<double>(_upper.Length);
        double[] pivots = new double[order];
        double[] work = new double[order];
        int[] place = Permutation.Inverse(PivotRows, order, nameof(PivotRows));
        double growth = 0;
        fixed (double* x = work, l = lower, u = upper)
        fixed (int* lowerStarts = _lowerStarts, lowerRows = _lowerRows, upperStarts = _upperStarts, upperRows = _upperRows)
        {
            for (int j = 0; j < order; j++)
            {
                double columnMaximum = 0;
                for (int p = block.Begin(j); p < block.End(j); p++)
                {
                    double value = block.Values[p];
                    x[place[block.Rows[p] - block.Start]] = value;
                    columnMaximum = Math.Max(columnMaximum, Math.Abs(value));
                }
                double largest = columnMaximum;
                for (int q = upperStarts[j]; q < upperStarts[j + 1]; q++)
                {
                    int k = upperRows[q];
                    double factor = x[k];
                    x[k] = 0;
                    u[q] = factor;
                    largest = Math.Max(largest, Math.Abs(factor));
                    if (factor != 0)
                        SubtractColumn(x, lowerRows + lowerStarts[k], l + lowerStarts[k], lowerStarts[k + 1] - lowerStarts[k], factor);
                }
                double pivot = x[j];
                x[j] = 0;
                largest = Math.Max(largest, Math.Abs(pivot));
                for (int p = lowerStarts[j]; p < lowerStarts[j + 1]; p++)
                    largest = Math.Max(largest, Math.Abs(x[lowerRows[p]]));
                if (columnMaximum > 0)
                    growth = Math.Max(growth, largest / columnMaximum);
                breakdown = new Breakdown(PivotFallback.ZeroPivot, PivotRows[j], j, pivot);
                if (IsLost(pivot, largest) && IsRounding(pivot, EntryOf(block, j, PivotRows[j]), lower, upper, j))
                    return null;
                if (!(growth <= growthLimit))
                {
                    breakdown = breakdown with { Reason = PivotFallback.ElementGrowth };
                    return null;
                }
                pivots[j] = pivot;
                for (int p = lowerStarts[j]; p < lowerStarts[j + 1]; p++)
                {
                    l[p] = x[lowerRows[p]] / pivot;
                    x[lowerRows[p]] = 0;
                }
            }
        }
        breakdown = default;
        return new ColumnFactors(_lowerStarts, _lowerRows, lower, _upperStarts, _upperRows, upper, pivots, PivotRows, growth);
    }

    /// <summary>Solves L·U·x = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Solve<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int order = _pivots.Length;
        fixed (double* l = _lower, u = _upper)
        fixed (int* lowerStarts = _lowerStarts, lowerRows = _lowerRows, upperStarts = _upperStarts, upperRows = _upperRows)
        {
            for (int j = 0; j < order; j++)
            {
                TLanes factor = z[j];
                if (TLanes.IsZero(factor))
                    continue;
                int end = lowerStarts[j + 1];
                for (int p = lowerStarts[j]; p < end; p++)
                    z[lowerRows[p]] = TLanes.SubtractProduct(z[lowerRows[p]], l[p], factor);
            }
            for (int j = order - 1; j >= 0; j--)
            {
                if (TLanes.IsZero(z[j]))
                    continue;
                TLanes factor = TLanes.Over(z[j], _pivots[j]);
                z[j] = factor;
                int end = upperStarts[j + 1];
                for (int p = upperStarts[j]; p < end; p++)
                    z[upperRows[p]] = TLanes.SubtractProduct(z[upperRows[p]], u[p], factor);
            }
        }
    }

    /// <summary>Solves (L·U)ᵀ·x = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void SolveTransposed<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int order = _pivots.Length;
        fixed (double* l = _lower, u = _upper)
        fixed (int* lowerStarts = _lowerStarts, lowerRows = _lowerRows, upperStarts = _upperStarts, upperRows = _upperRows)
        {
            for (int j = 0; j < order; j++)
            {
                TLanes sum = LaneLoops.Dot(u + upperStarts[j], upperRows + upperStarts[j], upperStarts[j + 1] - upperStarts[j], z);
                z[j] = TLanes.Over(TLanes.SubtractProduct(z[j], 1, sum), _pivots[j]);
            }
            for (int j = order - 1; j >= 0; j--)
            {
                TLanes sum = LaneLoops.Dot(l + lowerStarts[j], lowerRows + lowerStarts[j], lowerStarts[j + 1] - lowerStarts[j], z);
                z[j] = TLanes.SubtractProduct(z[j], 1, sum);
            }
        }
    }

    /// <summary>x[rows[p]] -= column[p] · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void SubtractColumn(double* x, int* rows, double* column, int count, double factor)
    {
        int p = 0;
        for (; p + 4 <= count; p += 4)
        {
            // Rows differ within a column, so the four updates are independent.
            double x0 = Math.FusedMultiplyAdd(-column[p], factor, x[rows[p]]);
            double x1 = Math.FusedMultiplyAdd(-column[p + 1], factor, x[rows[p + 1]]);
            double x2 = Math.FusedMultiplyAdd(-column[p + 2], factor, x[rows[p + 2]]);
            double x3 = Math.FusedMultiplyAdd(-column[p + 3], factor, x[rows[p + 3]]);
            x[rows[p]] = x0;
            x[rows[p + 1]] = x1;
            x[rows[p + 2]] = x2;
            x[rows[p + 3]] = x3;
        }
        for (; p < count; p++)
            x[rows[p]] = Math.FusedMultiplyAdd(-column[p], factor, x[rows[p]]);
    }

    private static bool IsLost(double pivot, double largest) => !(Math.Abs(pivot) > SuspiciousPivot * largest);

    private static double EntryOf(BlockView block, int column, int row)
    {
        for (int p = block.Begin(column); p < block.End(column); p++)
        {
            if (block.Rows[p] - block.Start == row)
                return block.Values[p];
        }
        return 0;
    }

    /// <summary>Whether a pivot is no more than the rounding of the entry and the products |l·u| it is the sum of.</summary>
    private bool IsRounding(double pivot, double entry, double[] lower, double[] upper, int column)
    {
        double terms = Math.Abs(entry);
        for (int q = _upperStarts[column]; q < _upperStarts[column + 1]; q++)
        {
            int k = _upperRows[q];
            int at = Array.IndexOf(_lowerRows, column, _lowerStarts[k], _lowerStarts[k + 1] - _lowerStarts[k]);
            if (at >= 0)
                terms += Math.Abs(lower[at] * upper[q]);
        }
        return !(Math.Abs(pivot) > Rounding * terms);
    }

    /// <summary>The factors of one block while they grow, column by column.</summary>
    private sealed class Elimination
    {
        private const int NotPivotal = -1;

        private readonly int _order;
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

        public Elimination(int order, int entries)
        {
            _order = order;
            _place = new int[order];
            Array.Fill(_place, NotPivotal);
            _pivotRows = new int[order];
            _pivots = new double[order];
            _lowerStarts = new int[order + 1];
            _upperStarts = new int[order + 1];
            _prunedEnd = new int[order];
            _pruned = new bool[order];
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool Eliminate(BlockView block, int column, double preference, double growthLimit, out Breakdown breakdown)
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
            if (pivotRow < 0 || (IsLost(pivot, largest) && IsRounding(pivot, EntryOf(block, column, pivotRow), column, pivotRow)))
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

        public ColumnFactors Finish()
        {
            for (int p = 0; p < _lowerCount; p++)
                _lowerRows[p] = _place[_lowerRows[p]];
            Array.Resize(ref _lowerRows, _lowerCount);
            Array.Resize(ref _lower, _lowerCount);
            Array.Resize(ref _upperRows, _upperCount);
            Array.Resize(ref _upper, _upperCount);
            return new ColumnFactors(_lowerStarts, _lowerRows, _lower, _upperStarts, _upperRows, _upper, _pivots, _pivotRows, _growth);
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
                        SubtractColumn(x, rows + _lowerStarts[k], l + _lowerStarts[k], _lowerStarts[k + 1] - _lowerStarts[k], factor);
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

        private bool IsRounding(double pivot, double entry, int column, int pivotRow)
        {
            double terms = Math.Abs(entry);
            for (int q = _upperStarts[column]; q < _upperStarts[column + 1]; q++)
            {
                int k = _upperRows[q];
                int at = Array.IndexOf(_lowerRows, pivotRow, _lowerStarts[k], _lowerStarts[k + 1] - _lowerStarts[k]);
                if (at >= 0)
                    terms += Math.Abs(_lower[at] * _upper[q]);
            }
            return !(Math.Abs(pivot) > Rounding * terms);
        }

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
}
