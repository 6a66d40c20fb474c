using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Assessment;

public sealed class LcaSolverTests
{
    private static readonly Flow Electricity = Flow.Product("electricity", Unit.Parse("kWh"));
    private static readonly Flow Fuel = Flow.Product("fuel", Unit.Parse("kg"));
    private static readonly Flow Co2 = Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air");
    private static readonly ImpactMethod Gwp = new(
        "gwp", [new ImpactCategory("GWP100", "kg CO2e")], [new MethodRow(0, "Carbon dioxide, fossil", 1, Unit.Parse("kg"))]);

    [Fact]
    public void W01_the_example_of_Heijungs_and_Suh()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(
            LciDatabase.Of(
                Process.Producing(10, Electricity).Using(2, Fuel).Emitting(1, Co2),
                Process.Producing(100, Fuel).Emitting(10, Co2)),
            Allocation.None));
        Supply supply = solver.Solve(Demand.For(Electricity, 1000));
        Assert.Equal([100, 2], supply.Values.ToArray());
        ImpactResult result = supply.Inventory().Characterize(Gwp);
        Assert.Equal("120 kg CO2e", result.ToString());
        ProductFootprints all = solver.FootprintsOfAllProducts(result.Direct.Characterization);
        Assert.Equal(0.12, all[0, 0], 15);
        Assert.Equal(120, all.FirstTier(0, 0).Sum(t => t.Impact) * 1000, 12);
    }

    [Fact]
    public void W07_totals_with_loop_correction()
    {
        Flow p1 = Flow.Product("p1", Unit.Parse("kg"));
        Flow p2 = Flow.Product("p2", Unit.Parse("kg"));
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, p1).Using(1, p2).Emitting(1, Co2),
            Process.Producing(1, p2).Using(0.5, p1).Emitting(2, Co2))));
        Supply supply = solver.Solve(Demand.For(p1, 0.5));
        Assert.Equal([1, 1], supply.Values.ToArray());
        ImpactResult result = supply.Inventory().Characterize(Gwp);
        Assert.Equal(3, result[0], 14);
        ProductFootprints all = solver.FootprintsOfAllProducts(result.Direct);
        Assert.Equal([6, 5], all.Category(0).ToArray());
        Assert.Equal(3, all.UpstreamTotal(supply, 0, 0), 14);
        Assert.Equal(2.5, all.UpstreamTotal(supply, 1, 0), 14);
        Assert.Equal(3, all.FirstTier(0, 0).Sum(t => t.Impact) * 0.5, 14);
    }

    [Fact]
    public void W13_waste_downstream_and_waste_as_reference()
    {
        Flow product = Flow.Product("p", Unit.Parse("kg"));
        Flow waste = Flow.Waste("w", Unit.Parse("kg"));
        LcaSolver downstream = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, product).AlsoProducing(2, waste),
            Process.Treating(1, waste).Emitting(2, Co2))));
        Assert.Equal(4, downstream.Solve(Demand.For(product, 1)).Inventory().Characterize(Gwp)[0]);
        Assert.False(downstream.HasCredits);

        LcaSolver treatment = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(
            Process.Treating(1, waste).Using(2, product),
            Process.Producing(1, product).Emitting(2, Co2))));
        Assert.Equal(4, treatment.Solve(Demand.For(waste, 1)).Inventory().Characterize(Gwp)[0]);
        Assert.Equal(4, treatment.FootprintsOfAllProducts(Characterization.Match(Gwp, treatment.System.Database))[treatment.System.FindColumn("w"), 0]);
    }

    [Fact]
    public void N06_a_loop_that_consumes_what_it_makes_is_refused_by_name()
    {
        NonProductiveLoopException refusal = Assert.Throws<NonProductiveLoopException>(() => LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, Electricity).Using(2, Fuel).In("CN"),
            Process.Producing(1, Fuel).Using(0.625, Electricity)))));
        NonProductiveLoop loop = Assert.Single(refusal.Loops);
        Assert.Equal(["electricity", "fuel"], loop.ProcessIds.Order());
        Assert.True(loop.Gain > 1);
        Assert.Contains("'electricity' (CN)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Numerical, refusal.Kind);
    }

    [Fact]
    public void N08_overflow_is_refused()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Process.Producing(1e-300, Fuel).Emitting(1e300, Co2))));
        RefusalException refusal = Assert.ThrowsAny<RefusalException>(() => solver.Solve(Demand.For(Fuel, 1e300)).Inventory().Characterize(Gwp));
        Assert.Equal(FindingCode.NotFinite, refusal.Findings[0].Code);
    }
}
