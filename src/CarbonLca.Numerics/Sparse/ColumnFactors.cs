using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
/// Where elimination fills the last columns, they end in a dense core: the sparse columns of L are applied to them one
/// by one, and what is left of them is eliminated tile by tile.
/// </para>
/// <code>
///   L = [ L11       ]   U = [ U11 U12 ]     L11, L21, U11, U12 by their entries
///       [ L21  core ]       [     core ]    the core holds L below and U on and above its diagonal
/// </code>
/// <para>
/// U keeps the entries of a column in the order in which they were applied, so that computing new values on the same
/// pattern repeats the same operations and gives the same bits.
/// </para>
/// </remarks>
internal sealed class ColumnFactors
{
    private readonly SparseColumns _lower;    // as many columns as come before the core
    private readonly SparseColumns _upper;    // of columns in the core, the part above it
    private readonly double[] _pivots;        // of the columns before the core
    private readonly DenseCore? _core;
    private readonly int[] _places;           // of each row of the block: the inverse of PivotRows

    internal ColumnFactors(SparseColumns lower, SparseColumns upper, double[] pivots, DenseCore? core, int[] pivotRows, int[] places, double growth)
    {
        _lower = lower;
        _upper = upper;
        _pivots = pivots;
        _core = core;
        _places = places;
        PivotRows = pivotRows;
        Growth = growth;
    }

    /// <summary>Row of the block, before pivoting, in each place of the factors.</summary>
    public int[] PivotRows { get; }

    /// <summary>Largest element met in a column during elimination against the largest of that column of the block; the worst column.</summary>
    public double Growth { get; private set; }

    /// <summary>Entries kept of L and U, the unit diagonal of L not counted.</summary>
    public long EntryCount => _lower.Values.LongLength + _upper.Values.LongLength + _pivots.LongLength + (_core is null ? 0 : (long)_core.Order * _core.Order);

    /// <summary>Room for factors of the same pattern with the same pivots.</summary>
    public ColumnFactors Blank() => new(
        _lower with { Values = GC.AllocateUninitializedArray<double>(_lower.Values.Length) },
        _upper with { Values = GC.AllocateUninitializedArray<double>(_upper.Values.Length) },
        GC.AllocateUninitializedArray<double>(_pivots.Length),
        _core is null ? null : new DenseCore(_core.Order),
        PivotRows,
        _places,
        double.NaN);

    /// <summary>Replaces the values by those of a block with the same pattern, with the same pivots.</summary>
    /// <returns>Whether elimination reached the end; if not, the values are of no use.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe bool Overwrite(BlockView block, double growthLimit, FactorScratch scratch, out Breakdown breakdown)
    {
        int order = block.Order;
        int sparse = _pivots.Length;
        SparseColumns lower = _lower;
        SparseColumns upper = _upper;
        double[] columnMaxima = scratch.ColumnMaximum;
        double[] largestAbove = scratch.LargestAbove;
        int[] place = _places;
        Span<double> work = scratch.Column.AsSpan(0, order);
        work.Clear();
        double growth = 0;
        fixed (double* x = work, l = lower.Values, u = upper.Values)
        fixed (int* lowerStarts = lower.Starts, lowerRows = lower.Rows, upperStarts = upper.Starts, upperRows = upper.Rows)
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
                if (j >= sparse)
                {
                    columnMaxima[j - sparse] = columnMaximum;
                    largestAbove[j - sparse] = largest;
                    Span<double> rest = new(x + sparse, order - sparse);
                    rest.CopyTo(_core!.Column(j - sparse));
                    rest.Clear();
                    continue;
                }
                double pivot = x[j];
                x[j] = 0;
                largest = Math.Max(largest, Math.Abs(pivot));
                for (int p = lowerStarts[j]; p < lowerStarts[j + 1]; p++)
                    largest = Math.Max(largest, Math.Abs(x[lowerRows[p]]));
                if (columnMaximum > 0)
                    growth = Math.Max(growth, largest / columnMaximum);
                breakdown = new Breakdown(PivotFallback.ZeroPivot, PivotRows[j], j, pivot);
                if (PivotCheck.IsSuspicious(pivot, largest)
                    && PivotCheck.IsRounding(pivot, Math.Abs(block.Entry(PivotRows[j], j)) + PivotCheck.Products(lower, upper, j, j)))
                {
                    return false;
                }
                if (!(growth <= growthLimit))
                {
                    breakdown = breakdown with { Reason = PivotFallback.ElementGrowth };
                    return false;
                }
                _pivots[j] = pivot;
                for (int p = lowerStarts[j]; p < lowerStarts[j + 1]; p++)
                {
                    l[p] = x[lowerRows[p]] / pivot;
                    x[lowerRows[p]] = 0;
                }
            }
        }
        if (_core is not null)
        {
            int[] rows = scratch.CoreRows;
            for (int i = 0; i < _core.Order; i++)
                rows[i] = sparse + i;
            CorePivoting pivoting = new()
            {
                Core = _core,
                First = sparse,
                Rows = rows,
                RowNames = PivotRows,
                Lower = lower,
                Upper = upper,
                ColumnMaximum = columnMaxima,
                LargestAbove = largestAbove,
                Preference = 0,
                GrowthLimit = growthLimit,
                Growth = growth,
                Symbolic = block.Symbolic,
                Block = block.Index,
                Values = block.Values,
            };
            if (!DenseElimination.Run(_core, ref pivoting, Vector512.IsHardwareAccelerated))
            {
                breakdown = pivoting.Breakdown;
                return false;
            }
            growth = pivoting.Growth;
        }
        breakdown = default;
        Growth = growth;
        return true;
    }

    /// <summary>Solves L·U·x = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Solve<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int sparse = _pivots.Length;
        fixed (double* l = _lower.Values, u = _upper.Values)
        fixed (int* lowerStarts = _lower.Starts, lowerRows = _lower.Rows, upperStarts = _upper.Starts, upperRows = _upper.Rows)
        {
            for (int j = 0; j < sparse; j++)
            {
                TLanes factor = z[j];
                if (TLanes.IsZero(factor))
                    continue;
                int end = lowerStarts[j + 1];
                for (int p = lowerStarts[j]; p < end; p++)
                    z[lowerRows[p]] = TLanes.SubtractProduct(z[lowerRows[p]], l[p], factor);
            }
            _core?.Solve(z + sparse);
            for (int j = PivotRows.Length - 1; j >= 0; j--)
            {
                TLanes factor = z[j];
                if (TLanes.IsZero(factor))
                    continue;
                if (j < sparse)
                {
                    factor = TLanes.Over(factor, _pivots[j]);
                    z[j] = factor;
                }
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
        int sparse = _pivots.Length;
        fixed (double* l = _lower.Values, u = _upper.Values)
        fixed (int* lowerStarts = _lower.Starts, lowerRows = _lower.Rows, upperStarts = _upper.Starts, upperRows = _upper.Rows)
        {
            for (int j = 0; j < PivotRows.Length; j++)
            {
                TLanes sum = LaneLoops.Dot(u + upperStarts[j], upperRows + upperStarts[j], upperStarts[j + 1] - upperStarts[j], z);
                TLanes rest = TLanes.SubtractProduct(z[j], 1, sum);
                z[j] = j < sparse ? TLanes.Over(rest, _pivots[j]) : rest;
            }
            _core?.SolveTransposed(z + sparse);
            for (int j = sparse - 1; j >= 0; j--)
            {
                TLanes sum = LaneLoops.Dot(l + lowerStarts[j], lowerRows + lowerStarts[j], lowerStarts[j + 1] - lowerStarts[j], z);
                z[j] = TLanes.SubtractProduct(z[j], 1, sum);
            }
        }
    }

    /// <summary>x[rows[p]] -= column[p] · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void SubtractColumn(double* x, int* rows, double* column, int count, double factor)
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
}
