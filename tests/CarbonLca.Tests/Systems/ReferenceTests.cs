using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Systems;

/// <summary>What a process is there for: the diagonal, its sign, and what cannot be one.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_diagonal_is_what_is_given_out_less_own_use()
    {
        Assert.Equal(0.9, Reference(Process.Producing(1, Some.Steel).Using(0.1, Some.Steel)));
        Assert.Equal(3, Reference(Process.Producing(1, Some.Steel).AlsoProducing(2, Some.Steel)));
        Assert.Equal(-2, Reference(Process.Producing(-2, Some.Steel)));
    }

    [Fact]
    public void A_treatment_has_a_negative_diagonal_less_its_own_waste()
    {
        Assert.Equal(-2, Reference(Process.Treating(2, Some.Slag)));
        Assert.Equal(-1.5, Reference(Process.Treating(2, Some.Slag).AlsoProducing(0.5, Some.Slag)));
    }

    [Fact]
    public void A_reference_output_of_zero_is_refused_by_name() => AssertRefused(FindingCode.SingularSystem, "'steel' (CN)", Process.Producing(0, Some.Steel).In("CN"));

    [Fact]
    public void Own_use_without_any_output_is_refused_by_name() => AssertRefused(FindingCode.SingularSystem, "'steel' (CN)", Process.Producing(0, Some.Steel).In("CN").Using(0.5, Some.Steel));

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void N06_a_process_that_uses_all_it_makes_is_refused_by_name(double ownUse) =>
        AssertRefused(FindingCode.CycleNotSolvable, $"'steel' (CN) consumes {ownUse} units of its own product 'steel'", Process.Producing(1, Some.Steel).In("CN").Using(ownUse, Some.Steel));

    [Fact]
    public void An_elementary_reference_is_refused_by_name() => AssertRefused(FindingCode.SchemaInvalid, "'Iron ore'", new Process("p", "mine", Some.Ore).Using(1, Some.Ore));

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(Process.Producing(0, Some.Steel), Process.Producing(1, Some.Coal).Using(1, Some.Coal), Process.Producing(1, Some.Heat))));
        Assert.Equal(["'coal'", "'steel'"], refusal.Findings.Select(f => f.What.En.Split(' ')[1]));
    }

    [Fact]
    public void Products_and_processes_have_orders_of_their_own()
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(Process.Producing(1, Some.Steel).Named("1"), Process.Producing(1, Some.Coal).Named("2")));
        Assert.Equal(["1", "2"], system.Columns.Select(c => c.Id));
        Assert.Equal(["coal", "steel"], system.Products.Select(p => system.Database.Flows[p.Flow].Id));
        Assert.Equal([1, 0], system.ProductOfColumn.ToArray());
        Assert.Equal(1, system.Technosphere[1, 0]);
    }

    private static double Reference(Process process) => Assert.Single(ProductSystem.Link(LciDatabase.Of(process)).Columns).ReferenceAmount;

    private static void AssertRefused(FindingCode code, string name, Process process)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(process)));
        Assert.Contains(refusal.Findings, f => f.Code == code && f.What.En.Contains(name, StringComparison.Ordinal));
    }
}
