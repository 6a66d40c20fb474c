using CarbonLca.Numerics.Sparse;
using CarbonLca.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class ProductivityTests
{
    private static ProductivityReport Check(double[,] dense) => Productivity.Check(Matrices.Of(dense));

    [Fact]
    public void A_loop_of_gain_one_half_is_productive()
    {
        ProductivityReport report = Check(new double[,] { { 1, -0.5 }, { -0.5, 1 } });
        Assert.True(report.IsProductive);
        Assert.Equal(0.5, report.WorstGain, 1e-12);
    }

    [Fact]
    public void A_loop_that_returns_exactly_what_it_takes_is_not()
    {
        ProductivityReport report = Check(new double[,] { { 1, -2 }, { -0.5, 1 } });
        Assert.False(report.IsProductive);
        Assert.Equal(1, report.WorstGain, 1e-12);
    }

    [Fact]
    public void A_loop_of_gain_above_one_names_its_members_and_its_cycle()
    {
        ProductivityReport report = Check(new double[,] { { 1, 0, 0 }, { -1, 1, -1.25 }, { 0, -1.25, 1 } });
        ProductivityComponent component = Assert.Single(report.NonProductive);
        Assert.Equal([1, 2], component.Members);
        Assert.Equal(1.25, component.Gain, 1e-12);
        Assert.Equal([1, 2], component.DominantCycle.Order());
        Assert.Equal(1.5625, component.CycleGain, 1e-12);
    }

    [Fact]
    public void Of_nested_loops_the_heavier_is_named()
    {
        // 0 → 1 → 0 returns 0.04, 1 → 2 → 1 returns 1.44, 0 → 1 → 2 → 0 returns 0.001.
        double[,] a = { { 1, -0.2, -0.005 / 1.2 }, { -0.2, 1, -1.2 }, { 0, -1.2, 1 } };
        ProductivityComponent component = Assert.Single(Check(a).NonProductive);
        Assert.Equal([0, 1, 2], component.Members);
        Assert.Equal([1, 2], component.DominantCycle.Order());
        Assert.InRange(component.Gain, 1.2, 1.3);
    }

    [Fact]
    public void The_cycle_is_listed_in_the_direction_of_consumption()
    {
        // Column 0 consumes row 1, column 1 consumes row 2, column 2 consumes row 0.
        ProductivityComponent component = Assert.Single(Check(new double[,] { { 1, 0, -2 }, { -2, 1, 0 }, { 0, -2, 1 } }).NonProductive);
        int at = component.DominantCycle.ToList().IndexOf(0);
        Assert.Equal(1, component.DominantCycle[(at + 1) % 3]);
        Assert.Equal(2, component.DominantCycle[(at + 2) % 3]);
        Assert.Equal(8, component.CycleGain, 1e-12);
    }

    [Fact]
    public void Own_use_is_part_of_the_diagonal()
    {
        Assert.True(Check(new double[,] { { 0.8 } }).IsProductive);
        ProductivityReport report = Check(new double[,] { { 0.25, -0.5 }, { -0.5, 1 } });
        Assert.Equal(1, report.WorstGain, 1e-12);
    }

    [Fact]
    public void Credits_are_left_out()
    {
        ProductivityReport report = Check(new double[,] { { 1, 3 }, { -3, 1 } });
        Assert.True(report.IsProductive);
        Assert.Empty(report.Components);
    }

    [Fact]
    public void A_negative_diagonal_consumes_what_has_its_sign()
    {
        // Over its diagonal of -1, column 1 consumes a row that it holds with a plus, and is credited with one it holds with a minus.
        ProductivityReport report = Check(new double[,] { { 1, -1.25 }, { 1.25, -1 } });
        Assert.True(report.IsProductive);
        Assert.Empty(report.Components);
        Assert.Equal(1.25, Check(new double[,] { { 1, 1.25 }, { -1.25, -1 } }).WorstGain, 1e-12);
    }

    [Fact]
    public void A_gain_just_below_one_is_productive()
    {
        ProductivityReport report = Check(new double[,] { { 1, -0.999999 }, { -0.999999, 1 } });
        Assert.True(report.IsProductive);
        Assert.Equal(0.999999, report.WorstGain, 1e-12);
    }

    [Fact]
    public void Columns_without_a_diagonal_are_reported_apart()
    {
        ProductivityReport report = Check(new double[,] { { 0, -2 }, { -1, 1 } });
        Assert.Equal([0], report.ColumnsWithoutDiagonal);
        Assert.False(report.IsProductive);
        Assert.Empty(report.Components);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void A_long_ring_over_many_decades_has_the_gain_of_its_geometric_mean(int n)
    {
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            builder.Add((j + 1) % n, j, j % 2 == 0 ? -0.9e6 : -0.9e-6);
        }
        ProductivityReport report = Productivity.Check(builder.ToCsc());
        Assert.Equal(0.9, report.WorstGain, 1e-9);
        Assert.Equal(n, Assert.Single(report.Components).DominantCycle.Count);
    }

    [Fact]
    public void A_slow_ring_with_a_chord_is_bounded_from_both_sides()
    {
        const int n = 500;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            builder.Add((j + 1) % n, j, -0.99);
        }
        builder.Add(0, n / 2, -0.5);
        ProductivityComponent component = Assert.Single(Productivity.Check(builder.ToCsc()).Components);
        Assert.InRange(component.UpperBound - component.LowerBound, 0, 1e-9);
        Assert.InRange(component.Gain, 0.99, 1);
    }

    [Theory]
    [InlineData(0.5, 1e-6)]
    [InlineData(0.98, 1e-6)]
    [InlineData(0.999, 1e-11)]
    [InlineData(1 - 1e-6, 1e-11)]
    [InlineData(1 - 1e-10, 1e-11)]
    [InlineData(1, 1e-11)]
    [InlineData(1 + 1e-10, 1e-11)]
    [InlineData(1 + 1e-6, 1e-11)]
    [InlineData(1.5, 1e-6)]
    public void A_large_component_is_known_to_six_digits_and_close_to_one_to_eleven(double gain, double tolerance)
    {
        CscMatrix a = WithGain(3000, gain);
        ProductivityComponent component = Assert.Single(Productivity.Check(a).Components);
        Assert.Equal(3000, component.Members.Count);
        Assert.Equal(gain, component.Gain, tolerance);
        Assert.InRange(component.UpperBound - component.LowerBound, 0, 2 * tolerance);
        Assert.InRange(gain, component.LowerBound * (1 - 1e-12), component.UpperBound * (1 + 1e-12));
        Assert.Equal(gain < 1, component.IsProductive);
    }

    [Theory]
    [InlineData(0.8, true)]
    [InlineData(1.25, false)]
    public void Two_large_clusters_that_hardly_touch_are_told_apart_from_one_gain_by_the_heavier(double heavier, bool productive)
    {
        // The second eigenvalue is next to the first: power iteration alone would need millions of steps.
        const int n = 1200;
        CscMatrix one = WithGain(n, heavier);
        CscMatrix other = WithGain(n, heavier * (1 - 1e-5));
        TripletBuilder both = new(2 * n, 2 * n);
        foreach ((CscMatrix part, int offset) in new[] { (one, 0), (other, n) })
        {
            for (int j = 0; j < n; j++)
            {
                for (int p = part.ColumnStarts[j]; p < part.ColumnStarts[j + 1]; p++)
                    both.Add(offset + part.RowIndices[p], offset + j, part.Values[p]);
            }
        }
        both.Add(0, n, -1e-9);
        both.Add(n, 0, -1e-9);
        ProductivityComponent component = Assert.Single(Productivity.Check(both.ToCsc()).Components);
        Assert.Equal(heavier, component.Gain, 1e-6);
        Assert.Equal(productive, component.IsProductive);
    }

    [Fact]
    public void Productive_matrices_have_gains_below_one_and_non_negative_solutions() =>
        Prop.ForAll(
            Gen.Choose(1, 80).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Productive(n, seed);
                Assert.InRange(Productivity.Check(a).WorstGain, 0, 0.95);
                double[] x = new double[n];
                LuSymbolic.Analyze(a).Factorize(a).Solve(Matrices.Demand(n, seed), x);
                Assert.All(x, element => Assert.True(element >= 0));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(0.999999)]
    public void A_productive_matrix_is_proved_by_the_values_of_its_products(double gain)
    {
        foreach (int n in new[] { 2, 3, 40, 200 })
        {
            CscMatrix a = WithGain(n, gain);
            double[] values = new double[n];
            LuSymbolic.Analyze(a).Factorize(a).SolveTransposed([.. Enumerable.Repeat(1.0, n)], values);
            Assert.True(Productivity.IsProvedBy(a, values));
            values[n / 2] = -values[n / 2];
            Assert.False(Productivity.IsProvedBy(a, values));
            values[n / 2] = 0;
            Assert.False(Productivity.IsProvedBy(a, values));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.0000001)]
    [InlineData(3)]
    public void Nothing_proves_a_matrix_that_is_not_productive(double gain)
    {
        foreach (int n in new[] { 2, 3, 40, 200 })
        {
            CscMatrix a = WithGain(n, gain);
            double[] v = new double[n];
            Assert.False(Productivity.TryProve(a, [.. Enumerable.Repeat(1.0, n)], v, 1000));
            Assert.All(v, element => Assert.True(element > 0));
            Assert.False(Productivity.IsProvedBy(a, v));
        }
    }

    [Fact]
    public void A_proof_agrees_with_the_examination() =>
        Prop.ForAll(
            Gen.Choose(1, 60).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                // Some entries are credits, some columns consume too much.
                CscMatrix a = Matrices.Productive(n, seed);
                Random random = new(seed);
                a = a.WithValues([.. a.Values.ToArray().Select(value => value == 1 ? 1 : value * (random.Next(10) switch { 0 => -1, 1 => 2, _ => 1 }))]);
                double[] c = [.. Enumerable.Repeat(1.0, n)];
                if (Productivity.TryProve(a, c, new double[n], 200)) Assert.True(Productivity.Check(a).IsProductive);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_proof_allocates_nothing_and_takes_few_steps()
    {
        CscMatrix a = WithGain(300, 0.7);
        double[] c = [.. Enumerable.Repeat(1.0, 300)];
        double[] v = new double[300];
        bool isProved = false;
        Assert.Equal(0, Allocations.Of(() => isProved = Productivity.TryProve(a, c, v, 100) && Productivity.IsProvedBy(a, v)));
        Assert.True(isProved);
    }

    [Fact]
    public void A_column_without_diagonal_is_not_proved()
    {
        CscMatrix a = Matrices.Of(new double[,] { { 1, 0 }, { -1, 0 } });
        Assert.False(Productivity.IsProvedBy(a, [1, 1]));
        Assert.False(Productivity.TryProve(a, [1, 1], new double[2], 9));
        Assert.Throws<ArgumentException>(() => Productivity.IsProvedBy(a, [1]));
        Assert.Throws<ArgumentException>(() => Productivity.TryProve(a, new double[2], new double[1], 9));
    }

    /// <summary>A strongly connected matrix whose columns consume the share <paramref name="gain"/> of their worth, seen through prices over six decades.</summary>
    private static CscMatrix WithGain(int n, double gain)
    {
        Random random = new(n);
        double[] price = Enumerable.Range(0, n).Select(_ => Math.Pow(10, (6 * random.NextDouble()) - 3)).ToArray();
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            HashSet<int> inputs = [(j + 1) % n, random.Next(n), random.Next(n), random.Next(n)];
            inputs.Remove(j);
            foreach (int i in inputs)
                builder.Add(i, j, -gain / inputs.Count * price[j] / price[i]);
        }
        return builder.ToCsc();
    }
}
