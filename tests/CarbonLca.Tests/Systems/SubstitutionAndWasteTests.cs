using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Systems;

public sealed class SubstitutionAndWasteTests
{
    private static readonly Process Boiler = Process.Producing(1, Some.Heat).Emitting(0.3, Some.Co2);
    private static readonly Process Landfill = Process.Treating(2, Some.Slag).Named("landfill").Emitting(3, Some.Co2);

    [Fact]
    public void A_co_product_replaces_another_process()
    {
        Process plant = Process.Producing(1, Some.Electricity).AlsoProducing(2, Some.Heat).Emitting(1, Some.Co2);
        Assert.Equal(1 - (2 * 0.3), Impact(Allocation.Substitution, 1, plant, Boiler));
        Assert.Equal(1, Impact(Allocation.ReferenceTakesAll, 1, plant, Boiler));
    }

    [Fact]
    public void A_co_product_names_the_process_it_replaces()
    {
        Process plant = Process.Producing(1, Some.Electricity).AlsoProducing(2, Some.Heat, "z").Emitting(1, Some.Co2);
        Assert.Equal(1 - (2 * 0.5), Impact(Allocation.Substitution, 1, plant, Boiler, Process.Producing(1, Some.Heat).Named("z").Emitting(0.5, Some.Co2)));
    }

    [Fact]
    public void A_co_product_that_nothing_else_makes_is_a_surplus_and_named()
    {
        Process plant = Process.Producing(1, Some.Electricity).Named("plant", "cogeneration").In("CN").AlsoProducing(2, Some.Heat);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(plant, Process.Producing(1, Some.Steel).Using(1, Some.Heat)), Allocation.Substitution));
        Diagnostic finding = Assert.Single(refusal.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(FindingCode.SingularSystem, finding.Code);
        Assert.Contains("one product too many: 'heat', a co-product of process 'cogeneration' (CN)", finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_avoided_product_is_a_credit_whatever_its_direction_says()
    {
        Process plant = Process.Producing(1, Some.Electricity).Emitting(1, Some.Co2);
        Exchange avoided = new(Some.Heat, ExchangeDirection.Input, 2) { IsAvoided = true };
        Assert.Equal(0.4, Impact(Allocation.None, 1, plant.Avoiding(2, Some.Heat), Boiler));
        Assert.Equal(0.4, Impact(Allocation.None, 1, plant.With(avoided), Boiler));
        Assert.Equal(0.4, Impact(Allocation.None, 1, plant.With(avoided with { Direction = ExchangeDirection.Output }), Boiler));
    }

    [Fact]
    public void A_waste_given_away_is_a_burden_and_an_avoided_one_a_credit()
    {
        Process plant = Process.Producing(1, Some.Electricity).Emitting(1, Some.Co2);
        Assert.Equal(1 + (4 * 1.5), Impact(Allocation.None, 1, plant.AlsoProducing(4, Some.Slag), Landfill));
        Assert.Equal(1 - (4 * 1.5), Impact(Allocation.None, 1, plant.Avoiding(4, Some.Slag), Landfill));
    }

    [Fact]
    public void Treating_a_waste_is_what_can_be_demanded()
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(Landfill)));
        Supply supply = solver.Solve(Demand.For(Some.Slag, 10));
        Assert.Equal(5, supply[0]);
        Assert.Equal(15, supply.Inventory().Values[0]);
    }

    [Fact]
    public void A_treatment_that_makes_a_product_is_shared_or_credited_like_any_process()
    {
        Process incinerator = Process.Treating(1, Some.Slag).Named("incinerator").AlsoProducing(2, Some.Electricity).Emitting(3, Some.Co2);
        Process plant = Process.Producing(1, Some.Electricity).Named("plant").Emitting(1, Some.Co2);
        Assert.Equal(3 - 2, Impact(Allocation.Substitution, 1, incinerator, plant));
        LciDatabase database = LciDatabase.Of(incinerator);
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database, Allocation.Equal));
        Assert.Equal(["incinerator", "incinerator#electricity"], solver.System.Columns.Select(c => c.Id));
        Assert.Equal(1.5, solver.Impacts(Demand.ForProcess("incinerator", 1))[0]);
        Assert.Equal(1.5, solver.Impacts(Demand.ForProcess("incinerator#electricity", 2))[0]);
    }

    // The impact of a demand on the first process.
    private static double Impact(Allocation allocation, double amount, params Process[] processes) =>
        LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(processes), allocation)).Impacts(Demand.ForProcess(processes[0].Id, amount))[0];
}
