using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Tests.Methods;

/// <summary>How a flow finds its factor, on small methods.</summary>
public sealed class MatchingTests
{
    private const ExchangeDirection Out = ExchangeDirection.Output;
    private static readonly ImpactCategory Climate = new("climate", "kg CO2e");
    private static readonly ImpactCategory Points = new("points", "points");

    // Every row fits by another way; the factor says by which.
    private static readonly ImpactMethod EveryWay = Method(Climate,
        Row("flow-1", 1), Row("Carbon dioxide, fossil", 2), Row("Gas", 3) with { Cas = "75-10-5" }) with
    {
        Synonyms = ImmutableDictionary.CreateRange(StringComparer.OrdinalIgnoreCase, [KeyValuePair.Create("fossil carbon", "Carbon dioxide, fossil")]),
    };

    [Theory]
    [InlineData("flow-1", "Carbon dioxide, fossil", null, 1, MatchKind.Id)]
    [InlineData("x", "Carbon dioxide, fossil", "75-10-5", 2, MatchKind.Name)]
    [InlineData("x", " carbon DIOXIDE, fossil ", null, 2, MatchKind.Name)]
    [InlineData("x", "Fossil carbon", "75-10-5", 2, MatchKind.Name)]
    [InlineData("x", "CO2 (fossil)", "75-10-5", 2, MatchKind.Origin)]
    [InlineData("x", "Difluoromethane", "75-10-5", 3, MatchKind.Cas)]
    public void Id_comes_before_name_or_synonym_before_origin_before_CAS(string id, string name, string? cas, double factor, MatchKind kind)
    {
        FlowFactor found = Assert.Single(Factors(EveryWay, Gas(id, name) with { Cas = cas }));
        Assert.Equal((factor, kind), (found.Factor, found.Match));
    }

    [Fact]
    public void A_CAS_number_with_two_factors_matches_nothing()
    {
        ImpactMethod method = Method(Points, Row("one", 1) with { Cas = "7440-66-6" }, Row("two", 2) with { Cas = "7440-66-6" });
        Assert.Empty(Factors(method, Gas("x", "Zinc") with { Cas = "7440-66-6" }));
    }

    [Theory]
    [InlineData("air", 1)]
    [InlineData("air/high population density", 2)]
    [InlineData("air/high population density/urban", 2)]
    [InlineData("Emission to air/unspecified", 1)]
    [InlineData("water", 3)]
    [InlineData("Emission to water/river", 3)]
    public void The_factor_whose_compartment_fits_best_is_taken(string compartment, double factor)
    {
        ImpactMethod method = Method(Points, Row("Zinc", 1) with { Compartment = "air" }, Row("Zinc", 2) with { Compartment = "air/high population density" }, Row("Zinc", 3) with { Compartment = "water" });
        Assert.Equal(factor, Assert.Single(Factors(method, Gas("x", "Zinc", compartment))).Factor);
    }

    [Fact]
    public void A_factor_for_another_medium_does_not_fit()
    {
        ImpactMethod method = Method(Points, Row("Zinc", 1) with { Compartment = "air" });
        Assert.Empty(Factors(method, Gas("x", "Zinc", "soil/agricultural")));
        Assert.Empty(Factors(method, Gas("x", "Zinc", "resource/in ground")));
    }

    [Fact]
    public void A_factor_for_any_compartment_yields_to_one_for_the_medium()
    {
        ImpactMethod method = Method(Points, Row("Zinc", 1), Row("Zinc", 2) with { Compartment = "air" });
        Assert.Equal(2, Assert.Single(Factors(method, Gas("x", "Zinc", "air/stratosphere"))).Factor);
        Assert.Equal(1, Assert.Single(Factors(method, Gas("x", "Zinc", "soil"))).Factor);
    }

    [Theory]
    [InlineData(ExchangeDirection.Output, ExchangeDirection.Output, 5)]
    [InlineData(ExchangeDirection.Input, ExchangeDirection.Output, -5)]
    [InlineData(ExchangeDirection.Output, ExchangeDirection.Input, -5)]
    [InlineData(ExchangeDirection.Input, ExchangeDirection.Input, 5)]
    [InlineData(ExchangeDirection.Output, null, 5)]
    [InlineData(ExchangeDirection.Input, null, 5)]
    public void An_exchange_against_the_direction_of_its_factor_counts_negative(ExchangeDirection flowsTo, ExchangeDirection? factorIsFor, double impact)
    {
        Flow flow = Gas("x", "Zinc");
        Characterization matched = Characterization.Match(Method(Points, Row("Zinc", 5) with { Direction = factorIsFor }), Database(flow, flowsTo));
        double[] sum = [0];
        matched.AddTo(matched.Database.FindFlow("x"), flowsTo == Out ? 1 : -1, null, sum);
        Assert.Equal(impact, sum[0]);
    }

    [Theory]
    [InlineData("CN", 9)]
    [InlineData("DE", 6)]
    [InlineData("FR", 3)]
    [InlineData(null, 3)]
    public void W14_the_factor_for_the_location_of_the_process_is_taken_else_the_one_for_all(string? location, double factor)
    {
        ImpactMethod method = Method(Points, Row("Zinc", 3), Row("Zinc", 9) with { Location = "CN" }, Row("Zinc", 6) with { Location = "DE" });
        Characterization matched = Characterization.Match(method, Database(Gas("x", "Zinc"), Out));
        double[] sum = [0];
        matched.AddTo(matched.Database.FindFlow("x"), 2, location, sum);
        Assert.Equal(2 * factor, sum[0]);
    }

    [Fact]
    public void A_factor_is_converted_to_the_unit_of_the_flow()
    {
        ImpactMethod method = Method(Points, Row("Zinc", 5) with { Unit = Unit.Parse("t") });
        Assert.Equal(0.005, Assert.Single(Factors(method, Gas("x", "Zinc"))).Factor);
    }

    [Fact]
    public void A_factor_in_a_unit_that_does_not_convert_is_refused()
    {
        Diagnostic finding = Refused(Method(Points, Row("Zinc", 5) with { Unit = Unit.Parse("m3") }), Gas("x", "Zinc"));
        Assert.Equal(FindingCode.UnitMismatch, finding.Code);
        Assert.Contains("per m3, and the flow 'Zinc' is measured in kg", finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_contradict_each_other_are_refused()
    {
        Diagnostic finding = Refused(Method(Points, Row("Zinc", 5), Row("zinc ", 6)), Gas("x", "Zinc"));
        Assert.Equal(FindingCode.Duplicate, finding.Code);
        Assert.Contains("'Zinc' different factors in 'points': 5 per kg and 6 per kg", finding.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_agree_count_once() => Assert.Single(Factors(Method(Points, Row("Zinc", 5), Row("zinc ", 5)), Gas("x", "Zinc")));

    [Fact]
    public void Rows_that_contradict_each_other_for_flows_that_do_not_occur_harm_nothing() =>
        Assert.Empty(Factors(Method(Points, Row("Zinc", 5), Row("zinc ", 6)), Gas("x", "Lead")));

    [Fact]
    public void A_flow_of_amount_zero_needs_no_factor()
    {
        LciDatabase database = LciDatabase.Of(Process.Producing(1, Some.Steel).Emitting(0, Gas("x", "HFC-23")));
        Assert.Empty(Characterization.Match(EveryWay, database).UncharacterizedGases);
    }

    private static MethodRow Row(string flow, double factor) => new(0, flow, factor, Some.Kilogram) { Direction = Out };

    private static ImpactMethod Method(ImpactCategory category, params ImmutableArray<MethodRow> rows) => new("small", [category], rows);

    private static Flow Gas(string id, string name, string compartment = "air") => Flow.Elementary(id, Some.Kilogram, name, compartment);

    private static LciDatabase Database(Flow flow, ExchangeDirection direction) => LciDatabase.Of(Process.Producing(1, Some.Steel).With(new Exchange(flow, direction, 1)));

    private static FlowFactor[] Factors(ImpactMethod method, Flow flow)
    {
        LciDatabase database = Database(flow, Out);
        return Characterization.Match(method, database).Factors(database.FindFlow(flow.Id)).ToArray();
    }

    private static Diagnostic Refused(ImpactMethod method, Flow flow) =>
        Assert.Single(Assert.Throws<InputRefusedException>(() => Factors(method, flow)).Findings, f => f.Severity == Severity.Error);
}
