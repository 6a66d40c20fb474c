using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Tests.Systems;

/// <summary>Which process supplies an input, and what happens when none does.</summary>
public sealed class ProviderTests
{
    private static readonly Process German = Process.Producing(1, Some.Electricity).Named("a", "German mix").In("DE");
    private static readonly Process Chinese = Process.Producing(1, Some.Electricity).Named("b", "Chinese mix").In("CN");
    private static readonly Process Mill = Process.Producing(1, Some.Steel).Named("mill").Using(2, Some.Electricity);

    [Fact]
    public void The_only_provider_needs_no_choice()
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(Mill, German));
        Assert.Equal("a", ProviderOfMill(system));
        Assert.Empty(system.Links.Choices);
        Assert.True(system.Links.IsComplete);
        Assert.Equal(1, system.Links.InputCount);
    }

    [Fact]
    public void The_provider_the_data_name_is_taken()
    {
        Process mill = Process.Producing(1, Some.Steel).Named("mill").In("DE").Using(2, Some.Electricity, "b");
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(mill, German, Chinese), LinkOptions.Default with { Providers = ProviderPolicy.Strict });
        Assert.Equal("b", ProviderOfMill(system));
        Assert.Empty(system.Links.Choices);
    }

    [Fact]
    public void The_provider_in_the_own_location_is_taken_and_listed()
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(Mill.In("CN"), German, Chinese));
        Assert.Equal("b", ProviderOfMill(system));
        ProviderChoice choice = Assert.Single(system.Links.Choices);
        Assert.True(choice.ByLocation);
        Assert.Equal(2, choice.Candidates);
        AssertListed(system, "'mill' (CN)", "'electricity'", "'Chinese mix' (CN)", "same location");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("FR")]
    public void The_provider_with_the_lowest_id_is_taken_elsewhere_and_listed(string? location)
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(Mill with { Location = location }, Chinese, German));
        Assert.Equal("a", ProviderOfMill(system));
        Assert.False(Assert.Single(system.Links.Choices).ByLocation);
        AssertListed(system, "'German mix' (DE)", "lowest id");
    }

    [Fact]
    public void Strict_linking_refuses_a_choice_and_names_the_candidates()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() =>
            ProductSystem.Link(LciDatabase.Of(Mill.In("CN"), German, Chinese), LinkOptions.Default with { Providers = ProviderPolicy.Strict }));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.AmbiguousProvider);
        foreach (string name in (string[])["'mill' (CN)", "'electricity'", "'German mix' (DE)", "'Chinese mix' (CN)"]) Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_takes_what_it_makes_is_its_own_provider_and_that_is_a_choice_too()
    {
        LciDatabase database = LciDatabase.Of(Chinese.Using(0.25, Some.Electricity), German);
        ProductSystem system = ProductSystem.Link(database);
        Assert.Equal(0.75, system.Columns[system.FindColumn("b")].ReferenceAmount);
        Assert.True(Assert.Single(system.Links.Choices).IsOwnUse);
        AssertListed(system, "it makes the flow itself");
        Assert.Throws<InputRefusedException>(() => ProductSystem.Link(database, LinkOptions.Default with { Providers = ProviderPolicy.Strict }));
    }

    [Fact]
    public void The_same_product_of_another_process_is_no_own_use_when_the_data_say_so()
    {
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(Chinese.Using(0.25, Some.Electricity, "a"), German));
        Assert.Equal(1, system.Columns[system.FindColumn("b")].ReferenceAmount);
        Assert.Equal(-0.25, system.Technosphere[system.ProductOfColumn[system.FindColumn("a")], system.FindColumn("b")]);
    }

    [Fact]
    public void P4_unlinked_inputs_are_cut_counted_and_named()
    {
        Process mill = Process.Producing(1, Some.Steel).Using(2, Some.Electricity).Using(3, Some.Coal).Using(4, Some.Heat).AlsoProducing(5, Some.Slag);
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(mill, German));
        Assert.False(system.Links.IsComplete);
        Assert.Equal(3, system.Links.InputCount);
        Assert.Equal([("coal", 3.0), ("heat", 4.0)], system.Links.UnlinkedInputs.Select(u => (system.Database.Flows[u.Flow].Id, u.Amount)).Order());
        Assert.Equal(5, Assert.Single(system.Links.UntreatedWastes).Amount);
        AssertListed(system, "2 of 3 product inputs (66.7 %)", "'coal'", "'heat'");
        AssertListed(system, "1 of 1 waste outputs (100 %)", "'slag'");
    }

    [Fact]
    public void P4_unlinked_inputs_are_refused_on_demand_each_by_name()
    {
        Process mill = Process.Producing(1, Some.Steel).In("CN").Using(3, Some.Coal).AlsoProducing(5, Some.Slag);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ProductSystem.Link(LciDatabase.Of(mill), LinkOptions.Default with { Unlinked = UnlinkedPolicy.Refuse }));
        Assert.Equal(2, refusal.Findings.Count(f => f.Code == FindingCode.UnlinkedInput && f.Severity == Severity.Error));
        Assert.Contains("'steel' (CN) takes 3 kg of 'coal'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'steel' (CN) gives away 5 kg of the waste 'slag'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void P4_a_named_provider_that_does_not_supply_the_flow_is_reported_and_not_replaced()
    {
        Process mill = Process.Producing(1, Some.Steel).Named("mill").Using(2, Some.Electricity, "c");
        ProductSystem system = ProductSystem.Link(LciDatabase.Of(mill, German, Process.Producing(1, Some.Coal).Named("c", "coal mine")));
        Assert.Single(system.Links.UnlinkedInputs);
        AssertListed(system, "'mill'", "'coal mine'", "'electricity'", "does not supply");
    }

    [Fact]
    public void A_provider_that_does_not_exist_is_refused_with_the_closest_id()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => LciDatabase.Of(Process.Producing(1, Some.Steel).Using(1, Some.Coal, "coal-mime"), Process.Producing(1, Some.Coal).Named("coal-mine")));
        Assert.Contains("Closest: 'coal-mine'", refusal.Message, StringComparison.Ordinal);
    }

    private static string ProviderOfMill(ProductSystem system)
    {
        int mill = system.FindColumn("mill");
        for (int p = system.Technosphere.ColumnStarts[mill]; p < system.Technosphere.ColumnStarts[mill + 1]; p++)
            if (system.Technosphere.Values[p] == -2) return system.Columns[system.Products[system.Technosphere.RowIndices[p]].Column].Id;
        throw new InvalidDataException("The mill has no input of 2.");
    }

    private static void AssertListed(ProductSystem system, params string[] parts) =>
        Assert.Contains(system.Links.Findings, f => parts.All(part => f.ToText(Language.English).Contains(part, StringComparison.Ordinal)));
}
