using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

public sealed class SupplierFootprintReaderTests
{
    private const string Good = "supplier: {en: A foundry, zh: 一家铸造厂}, per: 1000 piece, value: 2 t CO2e, gwp: AR6, boundary: cradle-to-gate, includes: [inbound-transport], valid: {from: 2023-01-01, to: 2025-12-31}, on_expiry: refuse, dqr: 1.8, primary_share: 60, uncertainty: {distribution: lognormal, gsd: 1.2}, source: declaration 7";

    private static string Casting(string footprint) => $"- {{item: {{en: Casting, zh: 铸件}}, amount: 6, unit: piece, supplier_footprint: {{{footprint}}}, source: order, quality: declared}}";

    private static string Changed(string old, string changed)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        return Casting(Good.Replace(old, changed, StringComparison.Ordinal));
    }

    [Fact]
    public void REQ_24_a_supplier_s_footprint_is_read_with_all_it_says()
    {
        SupplierFootprint footprint = Assert.IsType<SupplierFootprintLine>(SmallStudy.Line(Casting(Good))).Footprint;
        Assert.Equal((new Wording("A foundry", "一家铸造厂"), "1000 piece", GwpSet.AR6, SystemBoundary.CradleToGate), (footprint.Supplier, footprint.Per.Value.ToString(), footprint.GwpSet, footprint.Boundary.Value));
        Assert.Equal((true, 1.8, 60, 1.2), (footprint.RefusesExpired, footprint.Dqr!.Value.Value, footprint.PrimaryShare!.Value.Value, footprint.Uncertainty!.Spread));
        Assert.Equal([SupplierInclusion.InboundTransport], footprint.Includes.ToArray());
        Assert.Equal((SupplierGroup.Fossil, "2 t CO2e"), (footprint.Parts[0].Group, footprint.Parts[0].Value.Value.ToString()));
    }

    [Fact]
    public void REQ_24_groups_and_three_ratings_are_read_and_computed()
    {
        string lines = Changed("value: 2 t CO2e", "groups: {fossil: 1900 kg CO2e, biogenic-emission: 120 kg CO2e, biogenic-removal: -20 kg CO2e}").Replace("dqr: 1.8", "dqr: {technological: 1, geographical: 2, temporal: 3}", StringComparison.Ordinal);
        StudyReadResult read = SmallStudy.Read(lines);
        SupplierFootprint footprint = Assert.IsType<SupplierFootprintLine>(read.Study!.Lines.Single()).Footprint;
        Assert.Equal(new PactRating(1, 2, 3), footprint.Pact);
        CarbonFootprint result = FootprintCalculator.Compute(read.Build(SmallStudy.Background), SmallStudy.Background, BundledData.Method("gwp100-ar6"));
        Assert.Equal(12, result.Total, 12);
        Dictionary<string, double> parts = result.Categories.Select((c, k) => (c.Code, k)).ToDictionary(c => c.Code, c => result.Totals[c.k]);
        Assert.Equal((11.4, 0.72, -0.12), (Math.Round(parts["fossil"], 9), Math.Round(parts["biogenic-emission"], 9), Math.Round(parts["biogenic-removal"], 9)));
    }

    [Theory]
    [InlineData("value: 2 t CO2e, ", "", FindingCode.MissingField)]
    [InlineData("value: 2 t CO2e", "value: 2 t CO2e, groups: {fossil: 1 kg CO2e}", FindingCode.MissingField)]
    [InlineData("value: 2 t CO2e", "groups: {fossile: 1 kg CO2e}", FindingCode.UnknownField)]
    [InlineData("value: 2 t CO2e", "value: 2 t", FindingCode.UnitMismatch)]
    [InlineData("per: 1000 piece", "per: 1000 kg", FindingCode.UnitMismatch)]
    [InlineData("per: 1000 piece", "per: 1000", FindingCode.MissingField)]
    [InlineData("gwp: AR6", "gwp: AR7", FindingCode.UnknownName)]
    [InlineData("from: 2023-01-01", "from: 2026-01-01", FindingCode.DateOrder)]
    [InlineData("dqr: 1.8", "dqr: 0", FindingCode.OutOfRange)]
    [InlineData("dqr: 1.8", "dqr: {technological: 9, geographical: 2, temporal: 3}", FindingCode.OutOfRange)]
    [InlineData("primary_share: 60", "primary_share: 160", FindingCode.OutOfRange)]
    [InlineData("on_expiry: refuse", "on_expiry: ignore", FindingCode.UnknownName)]
    [InlineData("includes: [inbound-transport]", "includes: [everything]", FindingCode.UnknownName)]
    public void REQ_24_bad_declarations_are_refused(string old, string changed, FindingCode code) => Assert.Contains(SmallStudy.Read(Changed(old, changed)).Findings, f => f.Code == code && f.Severity == Severity.Error);

    [Fact]
    public void REQ_24_a_transport_may_say_what_it_carries()
    {
        StudyReadResult read = SmallStudy.Read(Casting(Good) + "\n- {item: Way, transport: {mass: 2 kg, carries: 铸件, legs: [{provider: truck, distance: 100 km}]}, source: map, quality: assumption}");
        Assert.Empty(read.Findings);
        Diagnostic fault = Assert.Single(Assert.Throws<InputRefusedException>(() => read.Build(SmallStudy.Background)).Findings, f => f.Severity == Severity.Error);
        Assert.Equal((FindingCode.DoubleCount, "$.stages.raw_materials[1].transport.carries"), (fault.Code, fault.Where!.Path));
    }
}
