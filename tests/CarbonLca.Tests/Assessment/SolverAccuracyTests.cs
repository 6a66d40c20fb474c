using CarbonLca.Assessment;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

public sealed class SolverAccuracyTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void N03_random_productive_systems_are_solved_backward_stably() =>
        Prop.ForAll(RandomSystem.UpTo(400), AssertBackwardError).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 5_000)]
    [InlineData(3, 5_000)]
    public void N03_large_productive_systems_are_solved_backward_stably(int seed, int size) => AssertBackwardError(new RandomSystem(seed, size));

    [Fact]
    public void A_solution_known_by_construction_comes_back()
    {
        // Every process uses half of the next product: s doubles as it is halved, so all of it is exact in binary.
        Flow[] product = Products(60);
        Process[] processes = [.. product.Select((p, i) => i + 1 < product.Length ? Process.Producing(2, p).Using(1, product[i + 1]) : Process.Producing(2, p))];
        Supply supply = Solver(processes).Solve(Demand.For(product[0], 2));
        for (int i = 0; i < product.Length; i++) Assert.Equal(Math.ScaleB(1, -i), supply[supply.Solver.System.FindColumn(product[i].Id)]);
    }

    [Fact]
    public void N05_a_loop_close_to_gain_one_is_answered_marked_or_refused()
    {
        double previous = 0;
        List<int> refused = [];
        for (int k = 1; k <= 15; k++)
        {
            double gain = 1 - Math.Pow(10, -k);
            Process[] loop = [Process.Producing(1, Some.Steel).Using(gain, Some.Electricity), Process.Producing(1, Some.Electricity).Using(1, Some.Steel)];
            try
            {
                Supply supply = Solver(loop).Solve(Demand.For(Some.Steel, 1));
                Assert.Empty(refused);
                Assert.True(supply.Proof.Condition > previous, $"The condition falls at k = {k}.");
                Assert.Equal(k >= 8, supply.Proof.Condition > SolveLimits.Default.MarkedCondition);
                double exact = 1 / (1 - gain);
                Assert.InRange(Math.Abs(supply[1] - exact) / exact, 0, Math.Max(4 * supply.Proof.ErrorBound, 1e-15));
                previous = supply.Proof.Condition;
            }
            catch (UncertainSolutionException uncertain)
            {
                Assert.True(uncertain.Proof.Condition * Math.ScaleB(1, -53) > 1e-3, $"k = {k} was refused with condition {uncertain.Proof.Condition}.");
                refused.Add(k);
            }
            catch (NonProductiveLoopException loopRefused)
            {
                Assert.Contains("'steel'", loopRefused.Message, StringComparison.Ordinal);
                refused.Add(k);
            }
        }

        Assert.Equal([13, 14, 15], refused);
    }

    [Fact]
    public void N07_amounts_over_36_decades_keep_their_digits()
    {
        // 1e18 and 1e-18 alternate: every product is needed once in its own unit.
        Flow[] product = Products(20);
        double[] amount = [.. product.Select((_, i) => i % 2 == 0 ? 1e18 : 1e-18)];
        Process[] processes = [.. product.Select((p, i) =>
        {
            Process process = Process.Producing(amount[i], p).Emitting(1, Some.Co2);
            return i + 1 < product.Length ? process.Using(amount[i + 1], product[i + 1]) : process;
        })];
        LcaSolver solver = Solver(processes);
        ImpactResult impacts = solver.Impacts(Demand.For(product[0], 1e18));
        Assert.Equal(20, impacts[0], 20 * Rounding);
        Assert.All(impacts.Supply.Values.ToArray(), s => Assert.Equal(1, s, Rounding));
        Assert.Equal(20, solver.Footprints()[solver.System.FindColumn(product[0].Id), 0] * 1e18, 20 * Rounding);
        Assert.True(impacts.Supply.Proof.Condition < 1e3, "The condition must not depend on units.");
    }

    [Fact]
    public void N07_random_prices_over_36_decades_agree_both_ways() =>
        Prop.ForAll(RandomSystem.UpTo(60), narrow =>
        {
            RandomSystem system = narrow with { Decades = 36 };
            LcaSolver solver = system.Solver;
            ImpactResult impacts = solver.Impacts(system.Demand());
            ProductFootprints footprints = solver.Footprints();
            for (int k = 0; k < 2; k++) Assert.Equal(impacts[k], footprints.Of(system.Demand(), k), Rounding * impacts.Scale(k));
            Assert.InRange(impacts.Supply.Proof.BackwardError, 0, 1e-13);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void N10_credits_that_almost_cancel_burdens_leave_the_digits_that_are_there()
    {
        Flow a = Some.Product("a");
        Flow b = Some.Product("b");
        LcaSolver solver = Solver(
            Process.Producing(1, Some.Steel).Using(1, a).Avoiding(1, b).Emitting(1, Some.Co2),
            Process.Producing(1, a).Emitting(1e16, Some.Co2),
            Process.Producing(1, b).Emitting(1e16, Some.Co2));
        Assert.Equal(1.0, solver.Impacts(Demand.For(Some.Steel, 1))[0]);
    }

    [Fact]
    public void A_chain_of_100_000_processes_is_solved_both_ways()
    {
        Flow[] product = Products(100_000);
        Process[] processes = [.. product.Select((p, i) => i + 1 < product.Length ? Process.Producing(1, p).Using(1, product[i + 1]).Emitting(1, Some.Co2) : Process.Producing(1, p).Emitting(1, Some.Co2))];
        LcaSolver solver = Solver(processes);
        Assert.Equal(100_000, solver.Impacts(Demand.For(product[0], 1))[0]);
        Assert.Equal(100_000, solver.Footprints()[solver.System.FindColumn(product[0].Id), 0]);
    }

    [Fact]
    public void A_loop_of_100_000_processes_is_solved_both_ways()
    {
        Flow[] product = Products(100_000);
        Process[] processes = [.. product.Select((p, i) => Process.Producing(1, p).Using(i + 1 < product.Length ? 1 : 0.5, product[(i + 1) % product.Length]).Emitting(1, Some.Co2))];
        LcaSolver solver = Solver(processes);
        Assert.Equal(200_000, solver.Impacts(Demand.For(product[0], 1))[0], 200_000 * Rounding);
        Assert.Equal(200_000, solver.Footprints()[solver.System.FindColumn(product[0].Id), 0], 200_000 * Rounding);
        Assert.Equal(0.5, Math.Pow(solver.LoopGain, product.Length), 1e-6);
    }

    [Fact]
    public void W10_a_chain_of_15_000_processes_emits_15_000()
    {
        Flow[] product = Products(15_000);
        Process[] processes = [.. product.Select((p, i) => i + 1 < product.Length ? Process.Producing(1, p).Using(1, product[i + 1]).Emitting(1, Some.Co2) : Process.Producing(1, p).Emitting(1, Some.Co2))];
        Assert.Equal(15_000, Solver(processes).Impacts(Demand.For(product[0], 1))[0]);
    }

    [Fact]
    public void W10_every_link_of_a_band_carries_all_of_its_product()
    {
        Flow[] product = Products(40);
        Process[] processes = [.. product.Select((p, i) => i + 1 < product.Length ? Process.Producing(1, p).Using(0.5, product[i + 1]) : Process.Producing(1, p))];
        LcaSolver solver = Solver(processes);
        Supply supply = solver.Solve(Demand.For(product[0], 1));
        CscMatrix a = solver.System.Technosphere;
        for (int i = 1; i < product.Length; i++)
        {
            int consumer = solver.System.FindColumn(product[i - 1].Id);
            int supplier = solver.System.FindColumn(product[i].Id);
            Assert.Equal(1, -a[solver.System.ProductOfColumn[supplier], consumer] * supply[consumer] / supply[supplier]);
        }
    }

    [Fact]
    public void A_diamond_with_2_to_the_40_paths_takes_one_step_for_each_edge()
    {
        // Forty levels of two processes; each uses both of the level below.
        Flow[][] level = [.. Enumerable.Range(0, 41).Select(i => new[] { Some.Product($"{i:D2} left"), Some.Product($"{i:D2} right") })];
        Process[] processes = [.. level.SelectMany((pair, i) => pair.Select(p => i < 40 ? Process.Producing(1, p).Using(1, level[i + 1][0]).Using(1, level[i + 1][1]) : Process.Producing(1, p).Emitting(1, Some.Co2)))];
        LcaSolver solver = Solver(processes);
        Assert.Equal(Math.ScaleB(1, 40), solver.Impacts(Demand.For(level[0][0], 1))[0]);
        Assert.Equal(Math.ScaleB(1, 40), solver.Footprints()[solver.System.FindColumn("00 left"), 0]);
        Assert.Equal(82 + 160, solver.System.Technosphere.EntryCount);
    }

    private static Flow[] Products(int count) => [.. Enumerable.Range(0, count).Select(i => Some.Product($"p{i:D6}"))];

    private static LcaSolver Solver(params ReadOnlySpan<Process> processes) => LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes)));

    // Componentwise, from A and f as the system states them: max |f − A·s| / (|A||s| + |f|).
    private static void AssertBackwardError(RandomSystem system)
    {
        LcaSolver solver = system.Solver;
        Supply supply = solver.Solve(system.Demand());
        CscMatrix a = solver.System.Technosphere;
        double[] residual = new double[a.RowCount];
        double[] size = new double[a.RowCount];
        foreach ((int column, double amount) in supply.Demand)
        {
            residual[solver.System.ProductOfColumn[column]] = amount;
            size[solver.System.ProductOfColumn[column]] = Math.Abs(amount);
        }

        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                residual[a.RowIndices[p]] -= a.Values[p] * supply[j];
                size[a.RowIndices[p]] += Math.Abs(a.Values[p] * supply[j]);
            }
        }

        for (int i = 0; i < residual.Length; i++) Assert.InRange(Math.Abs(residual[i]), 0, 1e-13 * size[i]);
        Assert.InRange(supply.Proof.BackwardError, 0, 1e-13);
        Assert.InRange(solver.LoopGain, 0, 0.85 + Rounding);
        Assert.All(supply.Values.ToArray(), s => Assert.True(s >= 0));
    }
}
