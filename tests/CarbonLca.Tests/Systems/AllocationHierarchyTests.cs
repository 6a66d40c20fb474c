using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Systems;

/// <summary>REQ-30: which allocations are plausible, in which order, and how the result changes with them.</summary>
public sealed class AllocationHierarchyTests
{
    private static readonly Unit Euro = Unit.Parse("EUR");
    private static readonly Flow Steel = Some.Steel with { Properties = [new FlowProperty("price", 3, Euro)] };
    private static readonly Flow Slag = Flow.Product("slag-sand", Some.Kilogram) with { Properties = [new FlowProperty("price", 0.5, Euro)] };
    private static readonly Process Plant = Process.Producing(2, Steel).Named("plant").In("CN").AlsoProducing(6, Slag).Emitting(10, Some.Co2);
    private static readonly Process Quarry = Process.Producing(1, Slag).Named("quarry").Emitting(0.1, Some.Co2);
    private static readonly Process Boiler = Process.Producing(1, Some.Heat).Named("boiler").AlsoProducing(1, Some.Electricity).Emitting(3, Some.Co2);

    [Fact]
    public void REQ_30_plausible_rules_come_in_the_order_of_the_hierarchy()
    {
        AllocationChoices choices = Assert.Single(AllocationHierarchy.Of(LciDatabase.Of(Plant, Quarry)).Processes);
        Assert.Equal("'plant' (CN)", choices.Label);
        Assert.Equal(["substitution", "by:mass", "by:price"], choices.Plausible.Select(p => p.Rule.Name));
        Assert.Equal([AllocationStep.Avoid, AllocationStep.Physical, AllocationStep.Other], choices.Plausible.Select(p => p.Step));
        Assert.Equal([0.75, 0.25], choices.Plausible[1].Shares.OrderBy(s => s.FlowId, StringComparer.Ordinal).Select(s => s.Share));
        Assert.Equal(1.0 / 3, choices.Plausible[2].Shares.Single(s => s.FlowId == "slag-sand").Share, 1e-15);
    }

    [Fact]
    public void REQ_30_substitution_needs_something_to_replace() =>
        Assert.DoesNotContain(Assert.Single(AllocationHierarchy.Of(LciDatabase.Of(Plant)).Processes).Plausible, p => p.Step == AllocationStep.Avoid);

    [Fact]
    public void REQ_30_a_rule_with_the_same_shares_is_no_alternative()
    {
        Process plant = Plant with { AllocationFactors = [new(AllocationKey.Physical, "steel", null, 0.25), new(AllocationKey.Physical, "slag-sand", null, 0.75)] };
        Assert.Equal(["physical", "by:price"], Assert.Single(AllocationHierarchy.Of(LciDatabase.Of(plant)).Processes).Plausible.Select(p => p.Rule.Name));
    }

    [Fact]
    public void REQ_30_each_alternative_runs_on_the_whole_database()
    {
        // The boiler knows energy alone: heat and electricity have no mass and no price.
        LciDatabase database = LciDatabase.Of(Plant, Quarry, Boiler);
        AllocationHierarchy hierarchy = AllocationHierarchy.Of(database);
        Allocation chosen = Allocation.ReferenceTakesAll;
        Dictionary<string, double> results = hierarchy.Alternatives(chosen).ToDictionary(
            rule => rule.Name,
            rule => LcaSolver.Factorize(ProductSystem.Link(database, rule)).Impacts(Demand.ForProcess("plant", 2))[0]);
        Assert.Equal(
            ["substitution, else reference", "by:energy, else reference", "by:mass, else reference", "by:price, else reference"],
            results.Keys.Select(k => k.Replace(chosen.Name, "reference", StringComparison.Ordinal)));
        foreach ((double expected, double result) in ((double[])[9.4, 10, 2.5, 20.0 / 3]).Zip(results.Values)) Assert.Equal(expected, result, 1e-12);
    }

    [Fact]
    public void REQ_30_more_than_one_plausible_rule_asks_for_a_sensitivity_analysis()
    {
        AllocationHierarchy hierarchy = AllocationHierarchy.Of(LciDatabase.Of(Plant, Quarry));
        Assert.True(hierarchy.NeedsSensitivity);
        Diagnostic remark = hierarchy.Remark()!;
        Assert.Equal((Severity.Warning, FindingCode.Allocated), (remark.Severity, remark.Code));
        Assert.Contains("'plant' (CN): substitution | by:mass | by:price", remark.What.Zh, StringComparison.Ordinal);
        AllocationHierarchy settled = AllocationHierarchy.Of(LciDatabase.Of(Boiler));
        Assert.False(settled.NeedsSensitivity);
        Assert.Null(settled.Remark());
        Assert.Equal(["by:energy"], settled.Processes[0].Plausible.Select(p => p.Rule.Name));
    }

    [Fact]
    public void REQ_31_bad_a_rule_whose_shares_do_not_partition_is_not_plausible()
    {
        Process plant = Plant with { AllocationFactors = [new(AllocationKey.Economic, "steel", null, 0.9), new(AllocationKey.Economic, "slag-sand", null, 0.2)] };
        Flow worthless = Slag with { Properties = [new FlowProperty("price", -1, Euro)] };
        Process paid = Process.Producing(2, Steel).Named("paid").AlsoProducing(6, worthless).Emitting(10, Some.Co2);
        Assert.DoesNotContain(Assert.Single(AllocationHierarchy.Of(LciDatabase.Of(plant)).Processes).Plausible, p => p.Rule.Name == "economic");
        Assert.DoesNotContain(Assert.Single(AllocationHierarchy.Of(LciDatabase.Of(paid)).Processes).Plausible, p => p.Step == AllocationStep.Other);
    }

    [Fact]
    public void REQ_32_every_plausible_partition_conserves_the_burdens()
    {
        LciDatabase database = LciDatabase.Of(Plant, Boiler);
        foreach (Allocation rule in AllocationHierarchy.Of(database).Alternatives(Allocation.Equal))
        {
            LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database, rule));
            double sum = solver.System.Columns.Sum(c => solver.Impacts(Demand.ForProcess(c.Id, c.ReferenceAmount))[0]);
            Assert.Equal(13, sum, 1e-12);
        }
    }
}
