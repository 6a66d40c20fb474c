using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using Xunit;

namespace CarbonLca.Numerics.Tests.FixedPoint;

public sealed class DenseSweepTests
{
    private const int Sides = 9;

    [Fact]
    public void A_filled_table_agrees_with_the_factors_and_with_the_sweeps_over_nodes()
    {
        const int n = 600;
        CscMatrix table = Table(n, 0.3, 1);
        Assert.True(DenseSweep.Suits(table));
        double[] d = Sparse.Matrices.Demand(n * Sides, 2);
        FixedPointSystem system = FixedPointSystem.Prepare(table);
        Assert.Equal(n, system.CyclicNodeCount);
        double[] y = new double[d.Length];
        FixedPointReport report = system.SolveTransposedMany(d, y, Sides);
        Assert.True(report.HasConverged);
        Assert.InRange(report.BackwardError, 1e-17, 1e-14);
        double[] nodes = new double[d.Length];
        FixedPointSolution.Solve(system, d, Sides).CopyTo(nodes);
        LuFactors factors = LuSymbolic.Analyze(table).Factorize(table);
        double[] expected = new double[n];
        for (int k = 0; k < Sides; k++)
        {
            factors.SolveTransposed(d.AsSpan(k * n, n), expected);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(expected[j], y[(k * n) + j], 1e-12 * expected[j]);
                Assert.Equal(expected[j], nodes[(k * n) + j], 1e-12 * expected[j]);
            }
        }
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        const int n = 1500;
        FixedPointSystem system = FixedPointSystem.Prepare(Table(n, 0.1, 3));
        double[] d = Sparse.Matrices.Demand(n * Sides, 4);
        double[] one = new double[d.Length];
        system.SolveTransposedMany(d, one, Sides, new FixedPointOptions { Threads = 1 });
        foreach (int threads in (int[])[2, 3, 7])
        {
            double[] many = new double[d.Length];
            system.SolveTransposedMany(d, many, Sides, new FixedPointOptions { Threads = threads });
            Assert.Equal(one, many);
        }
    }

    [Fact]
    public void Sides_of_both_signs_and_credits_agree_with_the_factors()
    {
        const int n = 520;
        CscMatrix table = Table(n, 0.5, 5);
        double[] values = table.Values.ToArray();
        for (int p = 0; p < values.Length; p += 17)
        {
            if (values[p] < 0) values[p] = -values[p];
        }

        table = table.WithValues(values);
        FixedPointSystem system = FixedPointSystem.Prepare(table);
        Assert.True(DenseSweep.Suits(table));
        Assert.True(system.HasNegativeWeights);
        double[] d = Sparse.Matrices.Vector(n, 6);
        double[] y = new double[n];
        Assert.True(system.SolveTransposedMany(d, y, 1).HasConverged);
        double[] expected = new double[n];
        LuSymbolic.Analyze(table).Factorize(table).SolveTransposed(d, expected);
        for (int j = 0; j < n; j++) Assert.Equal(expected[j], y[j], 1e-11);
    }

    [Fact]
    public void A_table_in_two_parts_or_with_an_empty_sector_is_solved_by_nodes()
    {
        const int n = 600;
        CscMatrix table = Table(n, 0.4, 7);
        TripletBuilder oneWay = new(n, n);
        TripletBuilder withEmpty = new(n, n);
        for (int j = 0; j < n; j++)
        {
            for (int p = table.ColumnStarts[j]; p < table.ColumnStarts[j + 1]; p++)
            {
                int i = table.RowIndices[p];
                if (i < n / 2 || j >= n / 2) oneWay.Add(i, j, table.Values[p]);
                if ((i != 3 && j != 3) || i == j) withEmpty.Add(i, j, table.Values[p]);
            }
        }

        double[] d = Sparse.Matrices.Demand(n, 8);
        double[] y = new double[n];
        double[] expected = new double[n];
        foreach (CscMatrix matrix in (CscMatrix[])[oneWay.ToCsc(), withEmpty.ToCsc()])
        {
            Assert.False(DenseSweep.Suits(matrix));
            Assert.True(FixedPointSystem.Prepare(matrix).SolveTransposedMany(d, y, 1).HasConverged);
            LuSymbolic.Analyze(matrix).Factorize(matrix).SolveTransposed(d, expected);
            for (int j = 0; j < n; j++) Assert.Equal(expected[j], y[j], 1e-12 * expected[j]);
        }
    }

    // Sectors that buy from others at random; inputs make up a quarter to three quarters of the output.
    private static CscMatrix Table(int n, double density, int seed)
    {
        Random random = new(seed);
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            double[] weights = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < density ? Math.Exp(random.NextDouble() * 6) : 0)];
            double share = (0.25 + (0.5 * random.NextDouble())) / Math.Max(1e-9, weights.Sum());
            for (int i = 0; i < n; i++)
            {
                if (i == j) builder.Add(i, i, 1 - (share * weights[i]));
                else if (weights[i] > 0) builder.Add(i, j, -share * weights[i]);
            }
        }

        return builder.ToCsc();
    }
}
