using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

public sealed class CutOffReaderTests
{
    private const string Steel = "- {item: Steel, amount: 14, unit: kg, provider: steel, source: scale, quality: measured}";

    private static string Cut(string estimate, string unit = "kg") => $"cut_offs: {{flows: [{{item: {{en: Label, zh: 标签}}, stage: production, amount: 0.02, unit: {unit}, reason: too small, estimate: {estimate}}}]}}";

    [Fact]
    public void REQ_15_criteria_and_flows_are_read()
    {
        StudyCutOffs cutOffs = SmallStudy.Read(Steel, "cut_offs:\n  criteria: {single: 0.005, sum: 0.03}\n  flows:\n    - {item: {en: Label, zh: 标签}, stage: production, amount: 0.02, unit: kg, reason: too small, estimate: mass}\n    - {item: Ink, stage: raw_materials, amount: 3, unit: g, reason: too small, estimate: {provider: steel}}\n    - {item: Visit, stage: use, amount: 1, unit: piece, reason: too rare, estimate: {value: 0.3 kg CO2e}}").Study!.CutOffs;
        Assert.Equal((0.005, 0.03), (cutOffs.Criteria.Single, cutOffs.Criteria.Sum));
        Assert.Equal(["mass", "provider", "value"], cutOffs.Flows.Select(f => f.Estimate.Key));
        Assert.Equal((new Wording("Label", "标签"), LifeCycleStage.Production, 0.02), (cutOffs.Flows[0].Item, cutOffs.Flows[0].Stage, cutOffs.Flows[0].Amount.Value));
        Assert.Equal(StudyCutOffs.None, SmallStudy.Read(Steel).Study!.CutOffs);
    }

    [Theory]
    [InlineData("length", "kg", FindingCode.UnknownName)]
    [InlineData("mass", "piece", FindingCode.UnitMismatch)]
    [InlineData("energy", "kg", FindingCode.UnitMismatch)]
    [InlineData("{provider: steel, value: 1 kg CO2e}", "kg", FindingCode.SchemaInvalid)]
    [InlineData("{}", "kg", FindingCode.SchemaInvalid)]
    [InlineData("{value: 1 kg}", "kg", FindingCode.UnitMismatch)]
    [InlineData("", "kg", FindingCode.MissingField)]
    public void REQ_15_bad_a_flow_without_an_estimate_of_its_share_is_refused(string estimate, string unit, FindingCode code) =>
        Assert.Equal(code, SmallStudy.Only(Steel, Cut(estimate, unit)).Code);

    [Theory]
    [InlineData("cut_offs: {criteria: {single: 1, sum: 5}}", FindingCode.OutOfRange)]
    [InlineData("cut_offs: {criteria: {single: 0.05, sum: 0.01}}", FindingCode.OutOfRange)]
    [InlineData("cut_offs: {criterion: {}}", FindingCode.UnknownField)]
    public void REQ_15_bad_criteria_are_refused(string text, FindingCode code) => Assert.Equal(code, SmallStudy.Only(Steel, text).Code);

    [Fact]
    public void REQ_15_an_estimate_by_an_unknown_process_is_refused()
    {
        StudyReadResult read = SmallStudy.Read(Steel, Cut("{provider: steal}"));
        Diagnostic fault = Assert.Single(Assert.Throws<InputRefusedException>(() => read.Build(SmallStudy.Background)).Findings, f => f.Severity == Severity.Error);
        Assert.Equal((FindingCode.UnknownProcess, "Closest: 'steel'."), (fault.Code, fault.Next!.Value.En));
    }
}
