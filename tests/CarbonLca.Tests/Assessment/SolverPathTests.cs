using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

/// <summary>Every way to solve gives the same answers, and refuses the same systems.</summary>
public sealed class SolverPathTests
{
    private const double Agreement = 1e-11;

    private static readonly SolverPath[] Paths = [SolverPath.FixedPoint, SolverPath.Lu, SolverPath.Dense];

    [Fact]
    public void N03_all_ways_agree_on_random_systems() =>
        Prop.ForAll(RandomSystem.UpTo(60), system =>
        {
            ProductSystem linked = ProductSystem.Link(system.Database);
            double[][] footprints = [.. Paths.Select(path => Results.Footprints(Solver(linked, path)).Category(0).ToArray())];
            double[][] supplies = [.. Paths.Select(path => Solver(linked, path).Solve(system.Demand()).Values.ToArray())];
            for (int path = 1; path < Paths.Length; path++)
            {
                AssertAgree(footprints[0], footprints[path]);
                AssertAgree(supplies[0], supplies[path], floor: 1e-14 * supplies[0].Max(Math.Abs));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void A_large_system_without_credits_is_swept()
    {
        LcaSolver solver = new RandomSystem(11, 1500).Solver;
        Assert.Equal(SolverPath.FixedPoint, solver.Choice.Path);
        ProductSystem linked = solver.System;
        AssertAgree(Results.Footprints(Solver(linked, SolverPath.Lu)).Category(0).ToArray(), Results.Footprints(solver).Category(0).ToArray());
    }

    [Fact]
    public void A_large_system_with_credits_is_factorised()
    {
        RandomSystem system = new(12, 1500);
        Process[] processes = system.Processes();
        processes[3] = processes[3].Avoiding(1e-6, processes[7].ReferenceFlow, processes[7].Id);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes)));
        Assert.True(solver.HasCredits);
        Assert.Equal(SolverPath.Lu, solver.Choice.Path);
        Assert.Contains("credits", solver.Choice.Reason.En, StringComparison.Ordinal);
        LcaSolver swept = Solver(solver.System, SolverPath.FixedPoint);
        AssertAgree(Results.Footprints(solver).Category(0).ToArray(), Results.Footprints(swept).Category(0).ToArray());
    }

    [Theory]
    [InlineData(0.5, SolverPath.FixedPoint)]
    [InlineData(0.95, SolverPath.FixedPoint)]
    [InlineData(0.98, SolverPath.Lu)]
    [InlineData(0.9999, SolverPath.Lu)]
    public void Loops_with_a_gain_of_97_percent_and_more_are_factorised_and_sweeps_agree_with_factors(double gain, SolverPath expected)
    {
        // Loops of four in a chain, each with the same gain, so that nothing but the gain decides.
        List<Process> processes = [];
        Flow[] products = [.. Enumerable.Range(0, 1500).Select(j => Some.Product($"p{j:D4}"))];
        Random random = new(3);
        double link = Math.Pow(gain, 0.25);
        for (int j = 0; j < products.Length; j++)
        {
            Process process = Process.Producing(1, products[j]).Using(link, products[(j % 4) == 3 ? j - 3 : j + 1]).Emitting(1 + random.NextDouble(), Some.Co2);
            processes.Add(j % 4 == 0 && j > 0 ? process.Using(0.3 * (1 - gain), products[j - 4]) : process);
        }

        ProductSystem system = ProductSystem.Link(LciDatabase.Of([.. processes]));
        LcaSolver solver = LcaSolver.Factorize(system);
        Assert.Equal(expected, solver.Choice.Path);
        Assert.Contains(expected == SolverPath.Lu ? "loops settle slowly" : "loops settle in about", solver.Choice.Reason.En, StringComparison.Ordinal);
        double[] footprints = Results.Footprints(solver).Category(0).ToArray();
        foreach (SolverPath path in (SolverPath[])[SolverPath.FixedPoint, SolverPath.Lu])
        {
            double[] other = Results.Footprints(Solver(system, path)).Category(0).ToArray();

            // Rounding of amounts is stretched by 1/(1 − gain) whatever the way.
            for (int j = 0; j < footprints.Length; j++) Assert.InRange(other[j] / footprints[j], 1 - (Agreement / (1 - gain) / 10) - Agreement, 1 + (Agreement / (1 - gain) / 10) + Agreement);
        }
    }

    [Theory]
    [InlineData(10, SolverPath.Lu, "factors cost nothing")]
    [InlineData(120, SolverPath.Dense, "of the matrix filled")]
    [InlineData(700, SolverPath.Lu, "factors cost nothing")]
    public void A_filled_table_of_moderate_size_gets_dense_factors(int sectors, SolverPath expected, string reason)
    {
        Random random = new(sectors);
        Flow[] products = [.. Enumerable.Range(0, sectors).Select(j => Some.Product($"s{j:D4}"))];
        Process[] processes =
        [
            .. products.Select((product, j) => products.Where((_, i) => i != j).Aggregate(
                Process.Producing(1, product).Emitting(random.NextDouble(), Some.Co2),
                (process, input) => random.NextDouble() < 0.5 ? process.Using(random.NextDouble() / sectors, input) : process)),
        ];
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(processes));
        LcaSolver solver = LcaSolver.Factorize(system);
        Assert.Equal(expected, solver.Choice.Path);
        Assert.Contains(reason, solver.Choice.Reason.En, StringComparison.Ordinal);
        double[] footprints = Results.Footprints(solver).Category(0).ToArray();
        foreach (SolverPath path in Paths) AssertAgree(footprints, Results.Footprints(Solver(system, path)).Category(0).ToArray());
    }

    [Theory]
    [InlineData(SolverPath.FixedPoint)]
    [InlineData(SolverPath.Lu)]
    [InlineData(SolverPath.Dense)]
    public void N06_every_way_refuses_a_loop_that_makes_no_more_than_it_consumes(SolverPath path)
    {
        Flow steel = Flow.Product("steel", Unit.Parse("kg"));
        Flow power = Flow.Product("power", Unit.Parse("kWh"));
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, steel).Using(2, power),
            Process.Producing(1, power).Using(0.5, steel)));
        NonProductiveLoopException refusal = Assert.Throws<NonProductiveLoopException>(() => Solver(system, path));
        Assert.Contains("'steel'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'power'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SolverPath.FixedPoint)]
    [InlineData(SolverPath.Lu)]
    [InlineData(SolverPath.Dense)]
    public void N10_impacts_of_both_signs_are_solved_by_every_way(SolverPath path)
    {
        Flow board = Flow.Product("board", Unit.Parse("m2"));
        Flow wood = Flow.Product("wood", Unit.Parse("kg"));
        Flow co2 = Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air");
        Flow uptake = Flow.Elementary("uptake", Unit.Parse("kg"), "Carbon dioxide, in air", "resource/in air");
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, board).Using(10, wood).Emitting(4, co2),
            Process.Producing(1, wood).Using(0.01, board).Using(1.8, uptake)));
        Supply supply = Solver(system, path).Solve(Demand.For(board, 1));
        double boards = 1 / 0.9;
        Assert.Equal(4 * boards, supply.Inventory().Of(system.Database.FindFlow("co2")), 13);
        Assert.Equal(-18 * boards, supply.Inventory().Of(system.Database.FindFlow("uptake")), 13);
    }

    [Fact]
    public void The_choice_is_said_in_both_languages()
    {
        Wording reason = new RandomSystem(13, 1200).Solver.Choice.Reason;
        Assert.NotEqual(reason.En, reason.Zh);
        Assert.Equal(["auto", "fixed-point", "lu", "dense"], SolverPaths.All.Select(p => p.Key()));
    }

    [Fact]
    public void Dense_factors_say_who_made_them()
    {
        Wording reason = Solver(ProductSystem.Link(new RandomSystem(14, 20).Database), SolverPath.Dense).Choice.Reason;
        Assert.Contains($"MathNet.Numerics, {DenseAlgebra.Provider}", reason.En, StringComparison.Ordinal);
        Assert.Contains(DenseAlgebra.Provider, reason.Zh, StringComparison.Ordinal);
    }

    private static LcaSolver Solver(ProductSystem system, SolverPath path)
    {
        LcaSolver solver = LcaSolver.Factorize(system, SolverOptions.Default with { Path = path });
        Assert.Equal(path, solver.Choice.Path);
        return solver;
    }

    private static void AssertAgree(double[] expected, double[] actual, double floor = 0)
    {
        for (int j = 0; j < expected.Length; j++)
            Assert.True(Math.Abs(expected[j] - actual[j]) <= Math.Max(Agreement * Math.Abs(expected[j]), floor), $"column {j}: expected {expected[j]:R}, found {actual[j]:R}");
    }
}
