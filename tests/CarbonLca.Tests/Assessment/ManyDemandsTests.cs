using System.Collections.Immutable;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

/// <summary>Many demands solved together have the answers, the proofs and the refusals that each has alone, whichever way the system is solved.</summary>
public sealed class ManyDemandsTests
{
    public static TheoryData<SolverPath> Paths => [SolverPath.FixedPoint, SolverPath.Lu, SolverPath.Dense];

    [Theory]
    [MemberData(nameof(Paths))]
    public void W03_demands_for_one_of_each_product_give_the_published_inverse(SolverPath path)
    {
        // The basic fixture of bw2calc: A = [[1, 0], [−0.5, 1]], A⁻¹ = [[1, 0], [0.5, 1]].
        Flow first = Some.Product("first");
        Flow second = Some.Product("second");
        LcaSolver solver = Solver(LciDatabase.Of(Process.Producing(1, first).Using(0.5, second), Process.Producing(1, second)), path);
        ImmutableArray<Supply> supplies = solver.SolveMany([Demand.For(first, 1), Demand.For(second, 1)]);
        Assert.Equal([1, 0.5], supplies[0].Values.ToArray());
        Assert.Equal([0, 1], supplies[1].Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void D03_a_demand_has_the_same_bits_in_any_company(SolverPath path) =>
        Prop.ForAll(RandomSystem.UpTo(60), system =>
        {
            LcaSolver solver = Solver(system.Database, path);
            foreach (int count in (int[])[0, 1, 2, 3, 8, 9, 17, 35])
            {
                Demand[] demands = [.. Enumerable.Range(0, count).Select(system.Demand)];
                AssertAsAlone(solver, demands);
                AssertAsAlone(solver, [.. demands.Reverse()]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Credits_and_demands_of_either_sign_change_nothing_about_it(SolverPath path)
    {
        RandomSystem random = new(21, 120);
        Process[] processes = random.Processes();
        processes[3] = processes[3].Avoiding(1e-6, processes[7].ReferenceFlow, processes[7].Id);
        LcaSolver solver = Solver(LciDatabase.Of(processes), path);
        Assert.True(solver.HasCredits);
        AssertAsAlone(solver, [.. Enumerable.Range(0, 20).Select(k => random.Demand(k).And(Demand.ForProcess(processes[k].Id, k % 3 == 0 ? -2 : 0)))]);
    }

    [Fact]
    public void A_demand_that_does_not_settle_goes_to_the_factors_alone()
    {
        // Two rings that nothing joins: one returns all but 1e-9 of what it gets, which is too slow for sweeps; the other a half.
        Process[] processes = [.. Ring("slow", 200, 1 - 1e-9), .. Ring("fast", 200, 0.5)];
        LcaSolver swept = Solver(LciDatabase.Of(processes), SolverPath.FixedPoint);
        LcaSolver factorised = Solver(LciDatabase.Of(processes), SolverPath.Lu);
        Demand slow = Demand.ForProcess("slow000", 1);
        Demand[] fast = [.. Enumerable.Range(0, 9).Select(k => Demand.ForProcess($"fast{k:D3}", k + 1))];
        Supply[] together = [.. swept.SolveMany([.. fast[..4], slow, .. fast[4..]])];
        AssertAsAlone(swept, [.. fast[..4], slow, .. fast[4..]]);
        Assert.Equal(factorised.Solve(slow).Values.ToArray(), together[4].Values.ToArray());
        Assert.Equal(1e9, together[4].Values[Column(swept, "slow000")], 1e3);
        Assert.Equal(2, together[0].Values[Column(swept, "fast000")], 1e-14);
    }

    [Fact]
    public void A_large_system_is_swept_for_all_of_them()
    {
        RandomSystem random = new(22, 1500);
        LcaSolver solver = random.Solver;
        Assert.Equal(SolverPath.FixedPoint, solver.Choice.Path);
        AssertAsAlone(solver, [.. Enumerable.Range(0, 19).Select(random.Demand)]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_impacts_are_the_footprints_times_the_demand(SolverPath path)
    {
        RandomSystem random = new(23, 80);
        LcaSolver solver = Solver(random.Database, path);
        Characterization characterization = Characterization.Match(Some.Method, solver.System.Database);
        ProductFootprints footprints = solver.FootprintsOfAllProducts(characterization);
        Demand[] demands = [.. Enumerable.Range(0, 12).Select(random.Demand)];
        ImmutableArray<Supply> supplies = solver.SolveMany(demands);
        for (int k = 0; k < demands.Length; k++)
        {
            double expected = footprints.Of(demands[k], 0);
            Assert.Equal(expected, supplies[k].Inventory().Characterize(footprints.Direct)[0], 1e-11 * Math.Abs(expected));
        }
    }

    [Fact]
    public void Every_demand_that_cannot_be_met_is_named()
    {
        LcaSolver solver = Solver(LciDatabase.Of(Process.Producing(1, Some.Steel).Emitting(2, Some.Co2)), SolverPath.Auto);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => solver.SolveMany(
            [Demand.For(Some.Coal, 1), Demand.For(Some.Steel, 1), Demand.ForProcess("stell", 1)]));
        Assert.Equal(2, refusal.Findings.Count);
        Assert.StartsWith("Demand 1 of 3: ", refusal.Findings[0].What.En, StringComparison.Ordinal);
        Assert.StartsWith("第 3 个需求（共 3 个）：", refusal.Findings[1].What.Zh, StringComparison.Ordinal);
        Assert.Contains("'stell'", refusal.Findings[1].What.En, StringComparison.Ordinal);
        InputRefusedException alone = Assert.Throws<InputRefusedException>(() => solver.Solve(Demand.For(Some.Coal, 1)));
        Assert.StartsWith("Demand names", alone.Findings[0].What.En, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_supply_out_of_range_is_named_and_spoils_no_other(SolverPath path)
    {
        Flow rare = Some.Product("rare");
        LcaSolver solver = Solver(LciDatabase.Of(Process.Producing(1e-200, rare), Process.Producing(1, Some.Steel)), path);
        Demand steel = Demand.For(Some.Steel, 1);
        AmountOverflowException refusal = Assert.Throws<AmountOverflowException>(() => solver.SolveMany([steel, Demand.For(rare, 1e200), steel]));
        Assert.StartsWith("Demand 2 of 3: ", refusal.Findings[0].What.En, StringComparison.Ordinal);
        Assert.Equal([1], solver.SolveMany([steel])[0].Values.ToArray().Where(s => s != 0));
    }

    [Fact]
    public void A_demand_with_too_few_certain_digits_is_named()
    {
        Process[] processes = [.. Ring("slow", 3, 1 - 1e-9), .. Ring("fast", 3, 0.5)];
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes)), new SolverOptions { Limits = new SolveLimits { RefusedCondition = 1e6 } });
        UncertainSolutionException refusal = Assert.Throws<UncertainSolutionException>(() => solver.SolveMany([Demand.ForProcess("fast000", 1), Demand.ForProcess("slow001", 1)]));
        Assert.StartsWith("Demand 2 of 2: ", refusal.Findings[0].What.En, StringComparison.Ordinal);
        Assert.True(refusal.Proof.Condition > 1e6);
        Assert.True(solver.SolveMany([Demand.ForProcess("fast000", 1)])[0].Proof.Condition < 100);
    }

    [Fact]
    public void A_missing_demand_is_a_mistake_of_the_caller()
    {
        LcaSolver solver = Solver(LciDatabase.Of(Process.Producing(1, Some.Steel)), SolverPath.Auto);
        Assert.Throws<ArgumentNullException>(() => solver.SolveMany(null!));
        Assert.Contains("Demand 2 of 2", Assert.Throws<ArgumentException>(() => solver.SolveMany([Demand.For(Some.Steel, 1), null!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        LcaSolver solver = Solver(LciDatabase.Of(Process.Producing(1, Some.Steel)), SolverPath.Auto);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.SolveMany([Demand.For(Some.Steel, 1)], source.Token));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Assessments_of_many_products_are_those_of_each(SolverPath path)
    {
        RandomSystem random = new(24, 40);
        LcaSolver solver = Solver(random.Database, path);
        Characterization characterization = Characterization.Match(Some.Method, solver.System.Database);
        string[] ids = [.. solver.System.Columns.Select(c => c.Id)];
        ImmutableArray<ProductAssessment> together = ProductAssessment.OfMany(solver, characterization, [.. ids.Select((id, k) => Demand.ForProcess(id, k + 1))]);
        for (int k = 0; k < ids.Length; k++)
        {
            ProductAssessment alone = ProductAssessment.Of(solver, characterization, ids[k], k + 1);
            Assert.Equal((alone.Column, alone.Amount), (together[k].Column, together[k].Amount));
            Assert.Equal(alone.Impact.Values.ToArray(), together[k].Impact.Values.ToArray());
            Assert.Equal(alone.ByProcess(0).AsEnumerable(), together[k].ByProcess(0));
            Assert.Equal(alone.ByFirstTier(0).AsEnumerable(), together[k].ByFirstTier(0));
            Assert.Equal(alone.ByUpstreamTotal(0, 5).AsEnumerable(), together[k].ByUpstreamTotal(0, 5));
        }

        Assert.Same(together[0].Products, together[^1].Products);
        Demand two = Demand.ForProcess(ids[0], 1).And(Demand.ForProcess(ids[1], 1));
        Assert.Contains("2 products", Assert.Throws<ArgumentException>(() => ProductAssessment.OfMany(solver, characterization, [two])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Upstream_totals_together_have_the_bits_of_each(SolverPath path)
    {
        RandomSystem random = new(25, 50);
        LcaSolver solver = Solver(random.Database, path);
        ProductFootprints footprints = solver.FootprintsOfAllProducts(Characterization.Match(Some.Method, solver.System.Database));
        Supply supply = solver.Solve(random.Demand());
        int[] columns = [.. Enumerable.Range(0, solver.System.Columns.Length)];
        double[] totals = new double[columns.Length];
        footprints.UpstreamTotals(supply, columns, 0, totals);
        foreach (int column in columns) Assert.Equal(footprints.UpstreamTotal(supply, column, 0), totals[column]);
        Assert.Throws<ArgumentException>(() => footprints.UpstreamTotals(supply, columns, 0, new double[1]));
    }

    private static void AssertAsAlone(LcaSolver solver, Demand[] demands)
    {
        ImmutableArray<Supply> together = solver.SolveMany(demands);
        Assert.Equal(demands.Length, together.Length);
        for (int k = 0; k < demands.Length; k++)
        {
            Supply alone = solver.Solve(demands[k]);
            Assert.Equal(alone.Demand, together[k].Demand);
            Assert.Equal(alone.Proof, together[k].Proof);
            Assert.Equal(alone.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), together[k].Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        }
    }

    // Each of so many processes takes one unit of the next; the last a share of a unit of the first.
    private static Process[] Ring(string name, int count, double gain)
    {
        Flow[] products = [.. Enumerable.Range(0, count).Select(k => Some.Product($"{name}{k:D3}"))];
        return [.. products.Select((product, k) => Process.Producing(1, product).Named(product.Id, product.Id).Using(k == count - 1 ? gain : 1, products[(k + 1) % count]).Emitting(1, Some.Co2))];
    }

    private static int Column(LcaSolver solver, string id) => solver.System.FindColumn(id);

    private static LcaSolver Solver(LciDatabase database, SolverPath path)
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database), SolverOptions.Default with { Path = path });
        Assert.True(path == SolverPath.Auto || path == solver.Choice.Path);
        return solver;
    }
}
