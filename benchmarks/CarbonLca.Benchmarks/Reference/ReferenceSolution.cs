using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Reference;

/// <summary>Aᵀ·y = d by Gauss–Seidel sweeps in <see cref="DoubleDouble"/>: what the solvers are judged by.</summary>
/// <remarks>
/// Plain on purpose: columns in the order of the matrix, one after the other, forwards and backwards, until no element
/// changes by more than 1e-27 of itself; then the residual is computed and must be as small.
/// </remarks>
internal static class ReferenceSolution
{
    private const double Rest = 1e-27;
    private const double LargestBackwardError = 1e-26;
    private const int MostSweeps = 5000;

    /// <summary>y of every column.</summary>
    /// <param name="a">The matrix, diagonal positive, nothing positive beside it.</param>
    /// <param name="valueOf">The entry at a place of the matrix; its own value, or that of a sample.</param>
    /// <param name="d">The right-hand side.</param>
    public static DoubleDouble[] Solve(CscMatrix a, Func<int, DoubleDouble> valueOf, ReadOnlySpan<DoubleDouble> d)
    {
        int n = a.ColumnCount;
        DoubleDouble[] values = new DoubleDouble[a.EntryCount];
        DoubleDouble[] diagonal = new DoubleDouble[n];
        for (int j = 0; j < n; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                values[p] = valueOf(p);
                if (a.RowIndices[p] == j)
                    diagonal[j] = values[p];
            }
        }

        // The parts of one sign are solved apart, so that nothing cancels before the end and every sweep counts.
        DoubleDouble[] positive = SolveOneSign(a, values, diagonal, d, 1);
        DoubleDouble[] negative = SolveOneSign(a, values, diagonal, d, -1);
        for (int j = 0; j < n; j++)
            positive[j] -= negative[j];
        return positive;
    }

    private static DoubleDouble[] SolveOneSign(CscMatrix a, DoubleDouble[] values, DoubleDouble[] diagonal, ReadOnlySpan<DoubleDouble> d, int sign)
    {
        int n = a.ColumnCount;
        DoubleDouble[] right = new DoubleDouble[n];
        DoubleDouble[] y = new DoubleDouble[n];
        for (int j = 0; j < n; j++)
        {
            if (d[j].High * sign > 0)
                right[j] = d[j] * sign;
        }
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double change = 0;
            for (int step = 0; step < n; step++)
            {
                int j = sweep % 2 == 0 ? step : n - 1 - step;
                DoubleDouble after = (right[j] - OffDiagonal(a, values, y, j)) / diagonal[j];
                if (after != y[j])
                    change = Math.Max(change, Math.Abs((after - y[j]).High / after.High));
                y[j] = after;
            }
            if (change <= Rest)
            {
                Check(a, values, diagonal, right, y);
                return y;
            }
        }
        throw new InvalidOperationException($"The reference solution did not come to rest in {MostSweeps} sweeps.");
    }

    private static DoubleDouble OffDiagonal(CscMatrix a, DoubleDouble[] values, DoubleDouble[] y, int j)
    {
        DoubleDouble sum = DoubleDouble.Zero;
        for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
        {
            if (a.RowIndices[p] != j)
                sum += values[p] * y[a.RowIndices[p]];
        }
        return sum;
    }

    private static void Check(CscMatrix a, DoubleDouble[] values, DoubleDouble[] diagonal, DoubleDouble[] right, DoubleDouble[] y)
    {
        for (int j = 0; j < y.Length; j++)
        {
            DoubleDouble size = diagonal[j] * y[j];
            double residual = Math.Abs((right[j] - OffDiagonal(a, values, y, j) - size).High);
            if (!(residual <= LargestBackwardError * Math.Abs(size.High)))
                throw new InvalidOperationException($"The reference solution leaves a residual of {residual / size.High:E1} in column {j}; expected at most {LargestBackwardError:E0}.");
        }
    }
}
