using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Assessment;

/// <summary>The supply graph and its loops: REQ-20 and REQ-21.</summary>
public sealed class SupplyGraphTests
{
    private static readonly Flow Co2 = Flow.Elementary("co2", Unit.Parse("kg"));

    [Fact]
    public void REQ_20_the_technosphere_is_square_with_outputs_above_and_inputs_below_zero()
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(
            Process.Producing(10, Some.Electricity).Using(2, Some.Coal).Emitting(1, Co2),
            Process.Producing(100, Some.Coal).Emitting(10, Co2)));
        CscMatrix a = system.Technosphere;
        Assert.Equal((2, 2), (a.RowCount, a.ColumnCount));
        Assert.Equal([-2, 10, 100], a.Values.ToArray().Order());
        Supply supply = LcaSolver.Factorize(system).Solve(Demand.For(Some.Electricity, 1000));
        Assert.Equal([2, 100], supply.Values.ToArray().Order());
        Assert.Equal(120, supply.Inventory().Values[0], 12);
    }

    [Fact]
    public void REQ_20_bad_an_input_without_supplier_is_refused_on_demand_and_cut_and_named_otherwise()
    {
        LciDatabase database = LciDatabase.Of(Process.Producing(1, Some.Electricity).Using(2, Some.Coal));
        Diagnostic fault = Assert.Single(Assert.Throws<InputRefusedException>(() => ProductSystem.Link(database, new LinkOptions { Unlinked = UnlinkedPolicy.Refuse })).Findings, f => f.Severity == Severity.Error);
        Assert.Equal(FindingCode.UnlinkedInput, fault.Code);
        Assert.Contains(Some.Coal.Name, fault.What.En, StringComparison.Ordinal);
        ProductSystem cut = ProductSystem.Link(database);
        Assert.Equal(Some.Coal, database.Flows[Assert.Single(cut.Links.UnlinkedInputs).Flow]);
        Assert.Contains(cut.Links.Findings, f => f.Code == FindingCode.UnlinkedInput);
    }

    [Fact]
    public void REQ_20_bad_two_suppliers_without_a_mix_are_refused_on_demand_and_the_choice_named_otherwise()
    {
        LciDatabase database = LciDatabase.Of(
            Process.Producing(1, Some.Electricity).Using(2, Some.Coal),
            Process.Producing(1, Some.Coal).Named("mine-1"),
            Process.Producing(1, Some.Coal).Named("mine-2"));
        Assert.Contains(
            Assert.Throws<InputRefusedException>(() => ProductSystem.Link(database, new LinkOptions { Providers = ProviderPolicy.Strict })).Findings,
            f => f.Code == FindingCode.AmbiguousProvider);
        Assert.Equal(2, Assert.Single(ProductSystem.Link(database).Links.Choices).Candidates);
        Assert.Contains(
            Assert.Throws<InputRefusedException>(() => LciDatabase.Of(Process.Producing(1, Some.Coal), Process.Producing(1, Some.Coal))).Findings,
            f => f.Code == FindingCode.Duplicate);
    }

    [Fact]
    public void REQ_21_a_loop_is_solved_and_its_residual_reported()
    {
        // A plant that uses a tenth of what it makes, by way of the grid: 1 / (1 - 0.1).
        Flow grid = Flow.Product("grid", Unit.Parse("kWh"));
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, Some.Electricity).Using(0.1, grid).Emitting(0.9, Co2),
            Process.Producing(1, grid).Using(1, Some.Electricity))));
        Supply supply = solver.Solve(Demand.For(grid, 1));
        Assert.Equal(1, supply.Inventory().Values[0], 12);
        Assert.InRange(supply.Proof.BackwardError, 0, 1e-9);
        Assert.InRange(solver.LoopGain, 0.09, 0.999);
    }

    [Fact]
    public void REQ_21_bad_a_loop_that_needs_all_it_makes_is_refused_by_name()
    {
        Flow grid = Flow.Product("grid", Unit.Parse("kWh"));
        RefusalException refusal = Assert.ThrowsAny<RefusalException>(() => LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(
            Process.Producing(1, Some.Electricity).Using(1, grid),
            Process.Producing(1, grid).Using(1, Some.Electricity)))));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.CycleNotSolvable && f.What.En.Contains("grid", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_21_bad_a_singular_system_is_refused_by_name()
    {
        Flow heat = Flow.Product("heat", Unit.Parse("MJ"));
        ProductSystem system = ProductSystem.Link(
            LciDatabase.Of(
                Process.Producing(1, Some.Electricity).AlsoProducing(1, heat).Named("unit-1"),
                Process.Producing(1, heat).AlsoProducing(1, Some.Electricity).Named("unit-2")),
            Allocation.Substitution);
        RefusalException refusal = Assert.ThrowsAny<RefusalException>(() => LcaSolver.Factorize(system));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.SingularSystem);
    }
}
