using System.Collections.Concurrent;
using System.Globalization;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Methods;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Methods;

/// <summary>The climate methods of <c>datasets/methods</c> on flows as inventories name them: REQ-40 to REQ-44, REQ-50, REQ-53.</summary>
public sealed class BundledMethodTests
{
    private static readonly string[] PartCodes = ["fossil", "biogenic-emission", "biogenic-removal", "luc-emission", "luc-removal", "aircraft", "other-ghg"];

    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Flow Steel = Flow.Product("steel", Kilogram);
    private static readonly ConcurrentDictionary<string, ImpactMethod> Read = new(StringComparer.Ordinal);

    public static TheoryData<string> Methods => ["gwp100-ar6", "gwp100-ar5", "gwp100-ar4"];

    [Theory]
    [InlineData("gwp100-ar6", 29.8, 27.0, 27.0, 29.8)]
    [InlineData("gwp100-ar5", 30, 28, 28, 30)]
    [InlineData("gwp100-ar4", 25, 25, 25, 25)]
    public void REQ_41_methane_counts_by_its_origin(string method, double leaked, double burnt, double biogenic, double landUse)
    {
        Assert.Equal(leaked, Impact(method, "Methane, fossil"));
        Assert.Equal(burnt, Impact(method, "Methane, fossil, combustion"));
        Assert.Equal(biogenic, Impact(method, "Methane, biogenic"));
        Assert.Equal(landUse, Impact(method, "Methane, land use change"));
    }

    [Theory]
    [InlineData("gwp100-ar6", "Nitrous oxide", 273)]
    [InlineData("gwp100-ar6", "Sulfur hexafluoride", 25200)]
    [InlineData("gwp100-ar6", "Nitrogen trifluoride", 17400)]
    [InlineData("gwp100-ar6", "HFC-134a", 1530)]
    [InlineData("gwp100-ar6", "PFC-14", 7380)]
    [InlineData("gwp100-ar5", "Nitrous oxide", 265)]
    [InlineData("gwp100-ar5", "Sulfur hexafluoride", 23500)]
    [InlineData("gwp100-ar4", "Nitrous oxide", 298)]
    [InlineData("gwp100-ar4", "Sulfur hexafluoride", 22800)]
    public void REQ_40_other_gases_count_by_the_set_that_is_asked_for(string method, string gas, double gwp)
    {
        Assert.Equal(gwp, Impact(method, gas));
        Assert.Equal(gwp, Impact(method, gas, code: "other-ghg"));
    }

    [Theory]
    [InlineData("Carbon dioxide, fossil", "fossil")]
    [InlineData("CO2, fossil", "fossil")]
    [InlineData("Methane, fossil", "fossil")]
    [InlineData("Carbon dioxide, biogenic", "biogenic-emission")]
    [InlineData("Carbon dioxide, non-fossil", "biogenic-emission")]
    [InlineData("Methane, biogenic", "biogenic-emission")]
    [InlineData("Carbon dioxide, land transformation", "luc-emission")]
    [InlineData("Carbon dioxide, from soil or biomass stock", "luc-emission")]
    [InlineData("Carbon dioxide, fossil, aircraft", "aircraft")]
    public void REQ_50_every_origin_has_a_part_of_its_own(string name, string part)
    {
        foreach (string code in PartCodes) Assert.Equal(code == part, Impact("gwp100-ar6", name, code: code) != 0);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void REQ_53_the_parts_of_every_flow_sum_to_its_total(string method)
    {
        foreach (IGrouping<string, MethodRow> flow in Bundled(method).Rows.GroupBy(r => r.Flow))
        {
            Assert.Equal(2, flow.Count());
            Assert.Equal(flow.Single(r => r.Category == 0).Factor, flow.Single(r => r.Category != 0).Factor);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void REQ_53_the_parts_of_a_footprint_sum_to_its_total(string method)
    {
        ImpactMethod gwp = Bundled(method);
        Process everything = gwp.Rows.Where(r => r.Category == 0 && !r.Flow.StartsWith("CO2 equivalents", StringComparison.Ordinal)).Index()
            .Aggregate(Process.Producing(1, Steel), (p, row) => p.With(Exchanged(row.Item.Flow, row.Item.Direction!.Value, 0.1 + row.Index)));
        ImpactResult result = Characterized(gwp, everything);
        Assert.Equal(result["GWP100"], PartCodes.Sum(code => result[code]), 1e-12 * Math.Abs(result["GWP100"]));
        Assert.True(result["biogenic-removal"] < 0 && result["luc-removal"] < 0);
    }

    [Fact]
    public void REQ_43_carbon_taken_up_and_given_back_cancels_and_both_are_shown()
    {
        Process wood = Process.Producing(1, Steel).With(Exchanged("Carbon dioxide, in air", ExchangeDirection.Input, 1.8)).With(Exchanged("Carbon dioxide, biogenic", ExchangeDirection.Output, 1.8));
        ImpactResult result = Characterized(Bundled("gwp100-ar6"), wood);
        Assert.Equal((-1.8, 1.8, 0.0), (result["biogenic-removal"], result["biogenic-emission"], result["GWP100"]));
    }

    [Theory]
    [InlineData(UnknownOrigin.Fossil, 29.8, "fossil")]
    [InlineData(UnknownOrigin.Biogenic, 27.0, "biogenic-emission")]
    public void REQ_41_an_unknown_origin_is_counted_as_chosen_and_marked(UnknownOrigin choice, double gwp, string part)
    {
        Characterization matched = Matched("gwp100-ar6", "Methane", choice);
        Assert.Equal([(0, gwp, MatchKind.ChosenOrigin), (matched.Method.FindCategory(part), gwp, MatchKind.ChosenOrigin)], Factors(matched));
        AssertFinding(matched, Severity.Warning, FindingCode.OriginUnknown, "'Methane' (air)", "counted as");
    }

    [Fact]
    public void REQ_41_an_unknown_origin_is_left_out_on_demand_and_listed()
    {
        Characterization matched = Matched("gwp100-ar6", "Carbon dioxide", UnknownOrigin.Exclude);
        Assert.Empty(Factors(matched));
        Assert.Single(matched.UncharacterizedGases);
        AssertFinding(matched, Severity.Warning, FindingCode.OriginUnknown, "'Carbon dioxide' (air)", "left out");
    }

    [Fact]
    public void REQ_41_an_unknown_origin_is_refused_on_demand_by_name()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Matched("gwp100-ar6", "Carbon dioxide", UnknownOrigin.Refuse));
        Assert.Contains(refusal.Findings, f => f.Code == FindingCode.OriginUnknown && f.Severity == Severity.Error && f.What.En.Contains("'Carbon dioxide'", StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_41_the_CAS_number_of_methane_decides_no_origin()
    {
        Characterization matched = Matched("gwp100-ar6", "Methane", UnknownOrigin.Exclude, cas: "74-82-8");
        Assert.Empty(Factors(matched));
    }

    [Theory]
    [InlineData("Methane, tetrafluoro-, CFC-14")]
    [InlineData("Methane, chlorotrifluoro-, CFC-13")]
    public void REQ_41_a_substituted_methane_is_not_methane(string name) => Assert.NotEqual(29.8, Impact("gwp100-ar6", name));

    [Theory]
    [InlineData("HFCs and HCFCs, unspecified")]
    [InlineData("HFC-999")]
    [InlineData("Perfluorocarbons, unspecified")]
    [InlineData("Halon-9999")]
    public void REQ_42_a_gas_without_factor_is_listed_by_name(string name)
    {
        Characterization matched = Matched("gwp100-ar6", name);
        Assert.Equal(name, matched.Database.Flows[Assert.Single(matched.UncharacterizedGases)].Name);
        AssertFinding(matched, Severity.Warning, FindingCode.MissingFactor, $"'{name}' (air)", "not in the result");
    }

    [Theory]
    [InlineData("NMVOC, non-methane volatile organic compounds", "air")]
    [InlineData("Particulates, < 2.5 um", "air")]
    [InlineData("Methane, fossil", "resource/in ground")]
    public void REQ_42_what_is_no_greenhouse_gas_is_not_listed(string name, string compartment) => Assert.Empty(Matched("gwp100-ar6", name, compartment: compartment).UncharacterizedGases);

    [Fact]
    public void REQ_42_a_gas_that_goes_to_water_has_no_factor_and_is_listed() => Assert.Single(Matched("gwp100-ar6", "Carbon dioxide, fossil", compartment: "water/ocean").UncharacterizedGases);

    [Fact]
    public void REQ_44_a_mixture_given_by_its_parts_counts_as_their_mass_weighted_sum()
    {
        // R-410A: equal masses of HFC-32 and HFC-125.
        Process leak = Process.Producing(1, Steel).With(Exchanged("HFC-32", ExchangeDirection.Output, 0.5)).With(Exchanged("HFC-125", ExchangeDirection.Output, 0.5));
        Assert.Equal((0.5 * 771) + (0.5 * 3740), Characterized(Bundled("gwp100-ar6"), leak)["GWP100"], 1e-9);
    }

    [Theory]
    [InlineData("gwp100-ar6", GwpSet.AR6)]
    [InlineData("gwp100-ar5", GwpSet.AR5)]
    [InlineData("gwp100-ar4", GwpSet.AR4)]
    public void REQ_40_sets_are_not_mixed(string method, GwpSet own)
    {
        ImpactMethod gwp = Bundled(method);
        foreach (CarbonOrigin origin in CarbonOrigins.All)
        {
            foreach (GwpSet set in GwpSets.All)
            {
                Process aggregate = Process.Producing(1, Steel).Emitting(7, EquivalentFlow.Of(origin, set));
                if (set == own || set == GwpSet.Unstated)
                {
                    Assert.Equal(7, Characterized(gwp, aggregate)["GWP100"]);
                    continue;
                }

                InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Characterized(gwp, aggregate));
                Assert.Contains(refusal.Findings, f => f.Code == FindingCode.MissingFactor && f.What.En.Contains(set.Key(), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Synonyms_lead_to_the_factor_of_the_same_substance()
    {
        ImpactMethod gwp = Bundled("gwp100-ar6");
        Assert.All(gwp.Synonyms.Where(s => gwp.Rows.Any(r => r.Flow == s.Value)), synonym =>
        {
            MethodRow row = gwp.Rows.First(r => r.Flow == synonym.Value);
            Process process = Process.Producing(1, Steel).With(Exchanged(synonym.Key, row.Direction!.Value, 1));
            Assert.Equal(row.Factor, Characterized(gwp, process)["GWP100"]);
        });
    }

    private static ImpactMethod Bundled(string id) => Read.GetOrAdd(id, name => MethodTableReader.ReadFile(RepositoryFiles.Path($"datasets/methods/{name}.csv")).MethodOrRefusal());

    private static double Impact(string method, string name, string code = "GWP100") =>
        Characterized(Bundled(method), Process.Producing(1, Steel).With(Exchanged(name, ExchangeDirection.Output, 1)))[code];

    private static Exchange Exchanged(string name, ExchangeDirection direction, double amount) =>
        new(Flow.Elementary($"flow {name.ToLower(CultureInfo.InvariantCulture)}", Kilogram, name, direction == ExchangeDirection.Output ? "air" : "resource/in air"), direction, amount);

    private static ImpactResult Characterized(ImpactMethod method, Process process) =>
        LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of(process))).Solve(Demand.For(process.ReferenceFlow, 1)).Inventory().Characterize(method);

    private static Characterization Matched(string method, string name, UnknownOrigin origin = UnknownOrigin.Fossil, string? cas = null, string compartment = "air")
    {
        Flow flow = Flow.Elementary("x", Kilogram, name, compartment) with { Cas = cas };
        return Characterization.Match(Bundled(method), LciDatabase.Of(Process.Producing(1, Steel).Emitting(1, flow)), new CharacterizationOptions { UnknownOrigin = origin });
    }

    private static IEnumerable<(int Category, double Factor, MatchKind Match)> Factors(Characterization matched) =>
        matched.Factors(matched.Database.FindFlow("x")).ToArray().Select(f => (f.Category, f.Factor, f.Match));

    private static void AssertFinding(Characterization matched, Severity severity, FindingCode code, params string[] parts) =>
        Assert.Contains(matched.Findings, f => f.Severity == severity && f.Code == code && parts.All(part => f.ToText(Language.English).Contains(part, StringComparison.Ordinal)));
}
