using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.Assessment;

public sealed class ContributionTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void N11_four_breakdowns_of_10_000_random_models_sum_to_the_total() =>
        Prop.ForAll(RandomSystem.UpTo(8), AssertBreakdowns).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithQuietOnSuccess(true));

    [Fact]
    public void N11_four_breakdowns_of_larger_models_sum_to_the_total() =>
        Prop.ForAll(RandomSystem.UpTo(300), AssertBreakdowns).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Footprints_of_all_products_agree_with_a_direct_solve_for_each() =>
        Prop.ForAll(RandomSystem.UpTo(30), system =>
        {
            LcaSolver solver = system.Solver;
            ProductFootprints footprints = solver.Footprints();
            for (int j = 0; j < system.Size; j++)
            {
                ImpactResult direct = solver.Impacts(Demand.ForProcess(solver.System.Columns[j].Id, 1));
                for (int k = 0; k < 2; k++) Assert.Equal(direct[k], footprints[j, k], Rounding * direct.Scale(k));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Upstream_totals_are_what_would_be_saved_if_the_product_came_free_of_burden()
    {
        LcaSolver loop = Solver(
            Process.Producing(1, Some.Steel).Using(0.5, Some.Electricity).Emitting(1, Some.Co2),
            Process.Producing(1, Some.Electricity).Using(0.2, Some.Steel).Emitting(3, Some.Co2));
        Demand demand = Demand.For(Some.Steel, 1);
        ImpactResult whole = loop.Impacts(demand);
        double withoutElectricity = Solver(
            Process.Producing(1, Some.Steel).Using(0.5, Some.Electricity).Emitting(1, Some.Co2),
            Process.Producing(1, Some.Electricity)).Impacts(demand)[0];
        Assert.Equal(whole[0] - withoutElectricity, loop.Footprints().UpstreamTotal(whole.Supply, loop.System.FindColumn("electricity"), 0), Rounding);
    }

    [Fact]
    public void Contributions_of_credits_and_treatments_sum_to_the_total()
    {
        Flow scrap = Some.Product("scrap");
        LcaSolver solver = Solver(
            Process.Producing(2, Some.Steel).Using(3, Some.Electricity).AlsoProducing(1, Some.Slag).Avoiding(0.5, scrap).Emitting(4, Some.Co2),
            Process.Producing(10, Some.Electricity).Using(0.1, Some.Steel).Emitting(7, Some.Co2),
            Process.Producing(1, scrap).Emitting(3, Some.Co2),
            Process.Treating(4, Some.Slag).Using(1, Some.Electricity).Emitting(0.25, Some.Co2));
        ImpactResult impacts = solver.Impacts(Demand.For(Some.Steel, 5));
        AssertBreakdowns(impacts, solver.Footprints());
        Assert.True(solver.HasCredits);
        Assert.Equal(-0.5 * impacts.Supply[solver.System.FindColumn("steel")], impacts.Supply[solver.System.FindColumn("scrap")], Rounding);
    }

    [Fact]
    public void Treating_a_waste_has_a_footprint_with_the_sign_of_what_it_causes()
    {
        LcaSolver solver = Solver(Process.Treating(2, Some.Slag).Emitting(3, Some.Co2));
        Assert.Equal(1.5, solver.Footprints()[0, 0]);
        Assert.Equal(15, solver.Impacts(Demand.For(Some.Slag, 10))[0]);
    }

    private static LcaSolver Solver(params ReadOnlySpan<Process> processes) => LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes)));

    private static void AssertBreakdowns(RandomSystem system)
    {
        LcaSolver solver = system.Solver;
        DirectImpacts direct = DirectImpacts.Of(solver.System, Characterization.Match(Some.Method, solver.System.Database));
        AssertBreakdowns(solver.Solve(system.Demand()).Inventory().Characterize(direct), solver.FootprintsOfAllProducts(direct));
    }

    private static void AssertBreakdowns(ImpactResult impacts, ProductFootprints footprints)
    {
        for (int k = 0; k < impacts.Values.Length; k++)
        {
            double tolerance = Rounding * impacts.Scale(k);
            Assert.Equal(impacts[k], impacts.ByProcess(k).Sum(), tolerance);
            Assert.Equal(impacts[k], impacts.ByFlow(k).Sum(), tolerance);
            double tiers = 0;
            double upstream = 0;
            foreach ((int column, double amount) in impacts.Supply.Demand)
            {
                tiers += amount * footprints.FirstTier(column, k).Sum(t => t.Impact);
                Supply alone = footprints.Solver.Solve(Demand.ForProcess(footprints.Solver.System.Columns[column].Id, amount));
                upstream += footprints.UpstreamTotal(alone, column, k);
            }

            Assert.Equal(impacts[k], tiers, tolerance);
            Assert.Equal(impacts[k], upstream, tolerance);
        }
    }
}
