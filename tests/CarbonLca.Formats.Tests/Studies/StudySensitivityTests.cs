using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Studies;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Studies;

namespace CarbonLca.Formats.Tests.Studies;

/// <summary>The sensitivity analysis of what only study files describe: material cycles, grids along the years, replacements, alternatives, cut-offs.</summary>
public sealed class StudySensitivityTests
{
    private const double Tolerance = 1e-11;
    private const string Providers = "providers: {recycled: recycled, recycling: recycling, energy_recovery: burning, disposal: tip, replaced_heat: heat, replaced_electricity: power}";
    private const string Grid = "electricity: {grids: [{id: grid, from: 2024, lifetime: 4 a, years: {2024: {provider: power}, 2026: {provider: wind}}}]}";

    [Fact]
    public void REQ_90_every_other_end_of_life_method_of_a_material_with_a_cycle_is_tried()
    {
        SensitivitySet set = Analysed(Material("cut-off")).Sensitivity!;
        SensitivityRun[] runs = [.. set.Runs.Where(r => r.Topic == SensitivityTopic.EndOfLife && r.Change.En.StartsWith("end of life by", StringComparison.Ordinal))];
        Assert.Equal(["0:100", "50:50", "cff, A = 0.2", "cff, A = 0.5", "cff, A = 0.8"], runs.Select(r => r.Change.En["end of life by ".Length..]));
        double[] expected = [6.7, 7.675, 7.06, 7.6, 8.14];
        Assert.All(runs.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Total, Tolerance));
        Assert.DoesNotContain(set.Runs, r => r.Change.En.Contains("−50 %", StringComparison.Ordinal)); // what follows from a cycle is not scaled
    }

    [Fact]
    public void REQ_90_bad_a_method_without_its_processes_is_listed_with_the_reason()
    {
        string noRecyclate = Material("cut-off", "recycled_content: 0, recycling_rate: 0, energy_recovery_rate: 0").Replace(Providers, "providers: {disposal: tip}", StringComparison.Ordinal);
        SensitivitySet set = Analysed(noRecyclate.Replace("recycling_rate: 0,", "recycling_rate: 0.6,", StringComparison.Ordinal)).Sensitivity!;
        SensitivityGap gap = set.NotRun.First(g => g.Topic == SensitivityTopic.EndOfLife);
        Assert.Contains("'end of life by 0:100' is not computed", gap.Reason.En, StringComparison.Ordinal);
        Assert.Contains("0:100", gap.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_90_what_was_computed_as_a_scenario_is_a_run_and_is_shown_once()
    {
        const string Alternatives = ", alternatives: [{name: {en: six years, zh: 六年}, energy_use: {lifetime: 6 a}}]";
        CarbonFootprint footprint = Analysed(StudyFile.Of(Use("power") + Alternatives, "use"));
        SensitivityRun run = Assert.Single(footprint.Sensitivity!.Runs, r => r.Change.En == "six years: Part");
        Assert.Equal(footprint.Scenario("six years"), run.Total);
        ReportDocument report = StudyReport.Of(footprint, ReportKind.Study, BundledData.Standards);
        Assert.DoesNotContain(report.Sections.SelectMany(s => s.Blocks).OfType<TableBlock>(), t => t.Id == "scenarios");
        ReportDocument without = StudyReport.Of(footprint with { Sensitivity = null }, ReportKind.Study, BundledData.Standards);
        Assert.Contains(without.Sections.SelectMany(s => s.Blocks).OfType<TableBlock>(), t => t.Id == "scenarios");
    }

    // Two years of each grid; a life longer by a fifth adds 0.8 years of the later one, a shorter one takes them away.
    [Fact]
    public void REQ_90_a_life_on_a_grid_that_changes_is_computed_and_not_scaled()
    {
        SensitivitySet set = Analysed(StudyFile.Of(Use("grid"), "use", Grid)).Sensitivity!;
        foreach ((string change, string life) in new[] { ("lifetime 4 → 4.8 years", "4.8 a"), ("lifetime 4 → 3.2 years", "3.2 a") })
        {
            double expected = StudyFile.Footprint(StudyFile.Of(Use("grid", life), "use", Grid.Replace("lifetime: 4 a", $"lifetime: {life}", StringComparison.Ordinal))).Total;
            SensitivityRun run = Assert.Single(set.Runs, r => r.Change.En == change);
            Assert.Equal(expected, run.Total, Tolerance);
            Assert.True(Math.Abs(run.Total - set.Baseline) < 0.15 * set.Baseline, "the years added or taken are of the cleaner grid");
        }
    }

    // 4 a of parts that last 2 a: one replacement; 4.8 a need two, 3.2 a one.
    [Fact]
    public void REQ_90_parts_are_replaced_whole_when_the_life_varies()
    {
        const string Part = "amount: 1, unit: piece, provider: battery, replacement: {lifetime: 4 a, part_life: 2 a}";
        string text = StudyFile.Text($"  use:\n    - {{item: Energy, source: s, quality: measured, {Use("power")}}}\n    - {{item: Battery, source: s, quality: measured, {Part}}}");
        SensitivitySet set = Analysed(text).Sensitivity!;
        double energy = set.Baseline - 7;
        Assert.Equal((1.2 * energy) + 14, Assert.Single(set.Runs, r => r.Change.En == "lifetime 4 → 4.8 years").Total, Tolerance);
        Assert.Equal((0.8 * energy) + 7, Assert.Single(set.Runs, r => r.Change.En == "lifetime 4 → 3.2 years").Total, Tolerance);
    }

    [Fact]
    public void REQ_90_what_is_cut_off_is_added_back_by_its_estimate()
    {
        CarbonFootprint footprint = Analysed(StudyFile.Of("amount: 10, unit: kg, provider: virgin", head: "cut_offs: {criteria: {single: 0.02, sum: 0.04}, flows: [{item: Visit, stage: production, amount: 1, unit: piece, reason: rare, estimate: {value: 0.3 kg CO2e}}]}"));
        SensitivityRun back = Assert.Single(footprint.Sensitivity!.Runs, r => r.Change.En == "what is cut off added back (1 of 1 flows, estimated)");
        Assert.Equal(100.3, back.Total, Tolerance);
        Assert.Contains(footprint.Sensitivity.Runs, r => r.Change.En.StartsWith("items below 2 %", StringComparison.Ordinal));
        InterpretationCheck check = Assert.Single(Interpretation.Of(footprint).Completeness, c => c.Name.En == "Cut-offs against the criteria");
        Assert.Equal((CheckVerdict.Noted, footprint.CutOffs!.Statement), (check.Verdict, check.Finding));
    }

    [Fact]
    public void REQ_90_bad_a_flow_cut_off_without_estimate_is_named_and_never_zero()
    {
        CarbonFootprint footprint = Analysed(StudyFile.Of("amount: 10, unit: kWh, provider: power", head: "cut_offs: {flows: [{item: Label, stage: production, amount: 1, unit: kg, reason: small, estimate: mass}]}"));
        Assert.DoesNotContain(footprint.Sensitivity!.Runs, r => r.Change.En.Contains("added back", StringComparison.Ordinal));
        Assert.Contains("not known: Label", Assert.Single(footprint.Sensitivity.NotRun, g => g.Topic == SensitivityTopic.CutOff).Reason.En, StringComparison.Ordinal);
        Assert.Equal(CheckVerdict.Open, Assert.Single(Interpretation.Of(footprint).Completeness, c => c.Name.En == "Cut-offs against the criteria").Verdict);
    }

    [Fact]
    public void REQ_90_an_interpretation_says_that_nothing_was_sampled_and_how_good_the_data_are()
    {
        Interpretation interpretation = Interpretation.Of(Analysed(StudyFile.Of("amount: 10, unit: kWh, provider: power")));
        Assert.Equal(2, interpretation.Uncertainty.Length);
        Assert.StartsWith("The uncertainty was not sampled", interpretation.Uncertainty[0].En, StringComparison.Ordinal);
        Assert.StartsWith("The data state no distribution", interpretation.Uncertainty[1].En, StringComparison.Ordinal);
        InterpretationCheck quality = Assert.Single(interpretation.Consistency, c => c.Name.En == "Quality of the data, weighted by contribution");
        Assert.Equal("no item is rated; primary data share 0 %; 1 of 1 items do not say whether their data are primary", quality.Finding.En.Replace("0.0 %", "0 %", StringComparison.Ordinal));
    }

    private static string Material(string method, string shares = "recycled_content: 0.3, recycling_rate: 0.6, energy_recovery_rate: 0.2") =>
        StudyFile.Of($"amount: 1, unit: kg, provider: virgin, end_of_life: {{method: {method}, {shares}, {Providers}}}", "raw_materials");

    private static string Use(string provider, string life = "4 a") =>
        $"energy_use: {{states: [{{power: 100 W, hours_per_year: 8760}}], lifetime: {life}, pue: 1, provider: {provider}}}";

    private static CarbonFootprint Analysed(string text)
    {
        StudyReadResult read = StudyFile.Read(text);
        Assert.Empty(read.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.ToText(Language.English)));
        return SensitivityAnalysis.Compute(read.Build(StudyFile.Background), StudyFile.Background, BundledData.Method("gwp100-ar6"), BundledData.GwpMethods);
    }
}
