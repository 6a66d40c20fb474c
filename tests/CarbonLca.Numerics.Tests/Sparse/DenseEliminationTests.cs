using CarbonLca.Numerics.Sparse;
using CarbonLca.TestSupport;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class DenseEliminationTests
{
    private static readonly int[] Orders = [.. Enumerable.Range(0, 258), 289];

    public static TheoryData<bool, bool> Paths => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public unsafe void Every_path_gives_the_bits_of_the_definition_at_every_order_and_touches_nothing_else(bool exchanges)
    {
        using GuardedBytes memory = new(DenseCore.LengthOf(Orders.Max()) * sizeof(double));
        foreach (int n in Orders)
        {
            DenseCore expected = Random(n);
            Pivots expectedPivots = new(n, exchanges);
            Assert.True(DenseElimination.Reference(expected, ref expectedPivots));
            foreach ((bool wide, GuardedSide side) in (ReadOnlySpan<(bool, GuardedSide)>)[(true, GuardedSide.End), (false, GuardedSide.End), (true, GuardedSide.Start), (false, GuardedSide.Start)])
            {
                fixed (double* elements = memory.Room<double>(DenseCore.LengthOf(n), side))
                {
                    DenseCore actual = new(n, elements);
                    Fill(actual);
                    Pivots actualPivots = new(n, exchanges);
                    Assert.True(DenseElimination.Run(actual, ref actualPivots, wide));
                    Assert.Equal(expectedPivots.Rows, actualPivots.Rows);
                    for (int j = 0; j < n; j++)
                        Assert.True(expected.Column(j).SequenceEqual(actual.Column(j)), $"order {n}, column {j}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_factors_multiply_back_to_the_matrix(bool wide, bool exchanges)
    {
        foreach (int n in new[] { 1, 7, 33, 97, 130 })
        {
            DenseCore matrix = Random(n);
            DenseCore factors = Random(n);
            Pivots pivots = new(n, exchanges);
            Assert.True(DenseElimination.Run(factors, ref pivots, wide));
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < n; i++)
                {
                    double product = 0;
                    double size = 0;
                    for (int k = 0; k <= Math.Min(i, j); k++)
                    {
                        double term = (k == i ? 1 : factors.Column(k)[i]) * factors.Column(j)[k];
                        product += term;
                        size += Math.Abs(term);
                    }
                    Assert.Equal(matrix.Column(j)[pivots.Rows[i]], product, 2 * n * Math.ScaleB(1, -53) * size);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100)]
    public void Elimination_stops_where_it_is_told(int column)
    {
        DenseCore core = Random(120);
        Pivots pivots = new(120, exchanges: false) { StopAt = column };
        Assert.False(DenseElimination.Run(core, ref pivots, wide: true));
        Assert.Equal(column, pivots.Last);
    }

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public unsafe void Eight_lanes_are_solved_with_the_bits_of_one_at_every_order_and_touch_nothing_else(GuardedSide side)
    {
        using GuardedBytes ofFactors = new(DenseCore.LengthOf(Orders.Max()) * sizeof(double));
        using GuardedBytes ofLanes = new(8 * Orders.Max() * sizeof(double));
        foreach (int n in Orders)
        {
            fixed (double* elements = ofFactors.Room<double>(DenseCore.LengthOf(n), side))
            {
                DenseCore factors = new(n, elements);
                Fill(factors);
                Pivots pivots = new(n, exchanges: false);
                Assert.True(DenseElimination.Run(factors, ref pivots, wide: true));
                foreach (bool isTransposed in (bool[])[false, true])
                {
                    double[] right = Matrices.Vector(8 * n, n);
                    double[] many = [.. Solved<EightLanes>(factors, ofLanes.Place<double>(right, side), isTransposed)];
                    for (int lane = 0; lane < 8; lane++)
                    {
                        double[] one = [.. Enumerable.Range(0, n).Select(k => right[(8 * k) + lane])];
                        Span<double> solution = Solved<OneLane>(factors, ofLanes.Place<double>(one, side), isTransposed);
                        for (int k = 0; k < n; k++)
                            Assert.Equal(solution[k], many[(8 * k) + lane]);
                    }
                }
            }
        }
    }

    [Fact]
    public unsafe void Solutions_satisfy_the_equations()
    {
        foreach (int n in Orders.Where(n => n > 0))
        {
            DenseCore matrix = Random(n);
            DenseCore factors = Random(n);
            Pivots pivots = new(n, exchanges: false);
            Assert.True(DenseElimination.Run(factors, ref pivots, wide: true));
            double[] right = Matrices.Vector(n, n);
            double[] x = (double[])right.Clone();
            double[] y = (double[])right.Clone();
            fixed (double* z = x, t = y)
            {
                factors.Solve((OneLane*)z);
                factors.SolveTransposed((OneLane*)t);
            }
            for (int i = 0; i < n; i++)
            {
                double ax = 0;
                double aty = 0;
                for (int k = 0; k < n; k++)
                {
                    ax += matrix.Column(k)[i] * x[k];
                    aty += matrix.Column(i)[k] * y[k];
                }
                Assert.Equal(right[i], ax, 1e-12 * n);
                Assert.Equal(right[i], aty, 1e-12 * n);
            }
        }
    }

    [Fact]
    public void A_column_out_of_range_is_refused()
    {
        DenseCore core = new(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => core.Column(3).Clear());
        Assert.Throws<ArgumentOutOfRangeException>(() => core.Column(-1).Clear());
    }

    [Fact]
    public void Columns_begin_on_a_boundary_of_64_bytes_and_never_at_the_same_place_of_a_cache()
    {
        foreach (int n in new[] { 1, 8, 9, 511, 512, 513 })
        {
            DenseCore core = new(n);
            unsafe
            {
                Assert.Equal(0, (nint)core.Elements % 64);
            }
            Assert.Equal(0, core.Stride % 8);
            Assert.NotEqual(0, core.Stride % 512);
            Assert.True(core.Stride >= n);
        }
    }

    /// <summary>A matrix whose diagonal dominates, so that it can do without exchanges; with them the largest candidate is often another.</summary>
    private static DenseCore Random(int n)
    {
        DenseCore core = new(n);
        Fill(core);
        return core;
    }

    private static void Fill(DenseCore core)
    {
        int n = core.Order;
        Random random = new(n + 1);
        for (int j = 0; j < n; j++)
        {
            Span<double> column = core.Column(j);
            for (int i = 0; i < n; i++)
                column[i] = ((2 * random.NextDouble()) - 1) * (random.Next(4) == 0 ? 4 : 1);
            column[j] += n;
        }
    }

    private static unsafe Span<double> Solved<TLanes>(DenseCore factors, Span<double> z, bool isTransposed)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        fixed (double* start = z)
        {
            if (isTransposed)
                factors.SolveTransposed((TLanes*)start);
            else
                factors.Solve((TLanes*)start);
        }
        return z;
    }

    /// <summary>The diagonal, or the candidate that a scrambling of its bits puts first.</summary>
    private struct Pivots(int n, bool exchanges) : DenseElimination.IPivoting
    {
        public int[] Rows { get; } = [.. Enumerable.Range(0, n)];

        public int StopAt { get; init; } = -1;

        public int Last { get; private set; } = -1;

        public int Choose(int column, ReadOnlySpan<double> elements)
        {
            Last = column;
            if (column == StopAt)
                return -1;
            if (!exchanges)
                return column;
            int best = column;
            for (int i = column; i < elements.Length; i++)
            {
                if ((i * 7919 % 101) > (best * 7919 % 101) && Math.Abs(elements[i]) > 0.5)
                    best = i;
            }
            return best;
        }

        public readonly void Exchange(int row, int other) => (Rows[row], Rows[other]) = (Rows[other], Rows[row]);
    }
}
