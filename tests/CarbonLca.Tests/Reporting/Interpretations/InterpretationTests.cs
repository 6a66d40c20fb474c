using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Tests.Reporting.Interpretations;

public sealed class InterpretationTests
{
    private const double Tolerance = 1e-11;

    private static readonly CarbonFootprint Footprint = InterpretedStudy.Compute();

    // Every run is compared with the study written down in that way and computed from the start.
    [Fact]
    public void REQ_90_every_run_gives_what_computing_the_changed_study_gives()
    {
        SensitivitySet set = Footprint.Sensitivity!;
        Assert.Equal(InterpretedStudy.TotalOf(InterpretedStudy.Whole()), set.Baseline, Tolerance);
        Dictionary<string, double> expected = new(StringComparer.Ordinal)
        {
            ["items below 1 % of the total left out (1 of 7)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(small: 0)),
            ["Electricity, power-cn-2024, instead of: Electricity, power-cn-2023"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(grid: "power-cn-2024")),
            ["Electricity, power-world-2023 (world)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(grid: "power-world-2023")),
            ["Electricity, power-se-2023 (lowest of the data)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(grid: "power-se-2023")),
            ["Electricity, power-pl-2023 (highest of the data)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(grid: "power-pl-2023")),
            ["energy in use −20 %"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(watts: 0.8)),
            ["energy in use +20 %"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(watts: 1.2)),
            ["lifetime 4 → 3.2 years"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(years: 3.2)),
            ["lifetime 4 → 4.8 years"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(years: 4.8)),
            ["credits left out (1 items)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(credit: 0)),
            ["every amount of the end of life −50 %"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(scrap: 2.5, credit: -0.5)),
            ["every amount of the end of life +50 %"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(scrap: 7.5, credit: -1.5)),
            ["GWP100, IPCC AR4 (2007)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(), InterpretedStudy.Ar4),
            ["GWP100, IPCC AR5 (2013)"] = InterpretedStudy.TotalOf(InterpretedStudy.Whole(), InterpretedStudy.Ar5),
        };
        SensitivityRun[] runs = [.. set.Runs.Where(r => r.Topic != SensitivityTopic.Allocation)];
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), runs.Select(r => r.Change.En).Order(StringComparer.Ordinal));
        foreach (SensitivityRun run in runs) Assert.Equal(expected[run.Change.En], run.Total, Tolerance);
        Assert.Equal(["gwp100-ar4", "gwp100-ar5"], set.Methods.Select(m => m.Id));
    }

    // 3 kg of resin beside 1 kg of oil: all to the resin as given, by mass 3/4, by price 12/13; 4 + 0.1 × 29.8 = 6.98 kg CO2e to share.
    [Fact]
    public void REQ_90_every_plausible_allocation_is_tried()
    {
        SensitivitySet set = Footprint.Sensitivity!;
        double housing = 6.98 * 2 / 3;
        SensitivityRun mass = Assert.Single(set.Runs, r => r.Topic == SensitivityTopic.Allocation && r.Change.En.StartsWith("in proportion to mass", StringComparison.Ordinal));
        SensitivityRun price = Assert.Single(set.Runs, r => r.Topic == SensitivityTopic.Allocation && r.Change.En.StartsWith("in proportion to price", StringComparison.Ordinal));
        Assert.Equal(set.Baseline - (housing / 4), mass.Total, Tolerance);
        Assert.Equal(set.Baseline - (housing / 13), price.Total, Tolerance);
        Assert.StartsWith("按质量比例分配", mass.Change.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void REQ_90_bad_a_run_that_is_not_possible_is_listed_with_its_reason()
    {
        SensitivitySet set = InterpretedStudy.Compute(InterpretedStudy.Whole(isWithPart: true)).Sensitivity!;
        SensitivityGap gap = Assert.Single(set.NotRun, g => g.Topic == SensitivityTopic.GwpSet);
        Assert.StartsWith("GWP100, IPCC AR4 (2007): ", gap.Reason.En, StringComparison.Ordinal);
        Assert.Contains("AR6", gap.Reason.Zh, StringComparison.Ordinal);
        // What was asked for is all listed, so that a replay asks the same; what could be used has a run.
        Assert.Equal(["gwp100-ar4", "gwp100-ar5"], set.Methods.Select(m => m.Id));
        Assert.Equal("GWP100, IPCC AR5 (2013)", Assert.Single(set.Runs, r => r.Topic == SensitivityTopic.GwpSet).Change.En);
        // No topic is passed over in silence.
        Assert.Throws<ArgumentException>(() => new SensitivitySet(1, [], [], []));
        Assert.Throws<ArgumentException>(() => new SensitivitySet(double.NaN, set.Runs, set.NotRun, []));
    }

    [Fact]
    public void REQ_90_issues_rank_every_kind_of_part()
    {
        Interpretation interpretation = Interpretation.Of(Footprint);
        foreach (IssueKind kind in Enum.GetValues<IssueKind>())
        {
            double[] sizes = [.. interpretation.Issues.Where(i => i.Kind == kind).Select(i => Math.Abs(i.Value))];
            Assert.InRange(sizes.Length, 1, 5);
            Assert.Equal(sizes.OrderDescending(), sizes);
        }

        SignificantIssue path = interpretation.Issues.First(i => i.Kind == IssueKind.Path);
        Assert.Equal("use ← Electricity in use ← Electricity, power-cn-2023", path.Name.En);
        Assert.StartsWith("使用 ← 使用用电", path.Name.Zh, StringComparison.Ordinal);
        Assert.NotEmpty(interpretation.Limits);
        Assert.Contains(interpretation.Conclusions, c => c.En.Contains("'Electricity in use'", StringComparison.Ordinal));
        Assert.All(interpretation.Completeness.Concat(interpretation.Consistency), check => Assert.NotEqual(check.Finding.En, check.Finding.Zh));
    }

    [Fact]
    public void REQ_90_bad_what_is_cut_off_is_open_in_the_completeness_check()
    {
        CarbonFootprint cut = Footprint with { Findings = [.. Footprint.Findings, Diagnostic.Warning(FindingCode.UnlinkedInput, "3 inputs were cut off.", "3 个输入已截断。")] };
        Assert.Contains(Interpretation.Of(cut).Completeness, c => c.Verdict == CheckVerdict.Open && c.Finding.En == "3 inputs were cut off.");
        Assert.DoesNotContain(Interpretation.Of(Footprint).Completeness, c => c.Finding.En.Contains("cut off.", StringComparison.Ordinal));
        // A footprint without the analysis says so rather than keeping quiet.
        Assert.Null(Interpretation.Of(Footprint with { Sensitivity = null }).Sensitivity);
    }

    [Fact]
    public void REQ_93_a_negative_total_and_stage_are_said_and_keep_their_signs()
    {
        CarbonFootprint negative = InterpretedStudy.Compute(InterpretedStudy.Whole(steel: 0.1, watts: 0.001, credit: -20));
        Assert.True(negative.Total < 0);
        Interpretation interpretation = Interpretation.Of(negative);
        Assert.Contains(interpretation.Conclusions, c => c.En.StartsWith("The total is negative", StringComparison.Ordinal) && c.Zh.StartsWith("合计为负", StringComparison.Ordinal));
        Assert.Contains(interpretation.Conclusions, c => c.En.Contains("end of life", StringComparison.Ordinal) && c.En.StartsWith("Net negative stages", StringComparison.Ordinal));
        SignificantIssue stage = interpretation.Issues.First(i => i.Kind == IssueKind.Stage);
        Assert.True(stage.Value < 0 && stage.Percent < -100);
    }

    [Fact]
    public void REQ_93_a_positive_total_is_not_called_negative() =>
        Assert.DoesNotContain(Interpretation.Of(InterpretedStudy.Compute(InterpretedStudy.Whole(credit: 0))).Conclusions, c => c.En.Contains("negative", StringComparison.Ordinal));

    [Fact]
    public void REQ_16_the_most_important_processes_are_the_fewest_that_bring_80_per_cent()
    {
        Contribution[] all = [.. Footprint.Processes];
        SignificantIssue[] named = [.. Interpretation.Of(Footprint).Issues.Where(i => i.Kind == IssueKind.Process)];
        double size = all.Sum(p => Math.Abs(p.Value));
        Assert.True(named.Sum(i => Math.Abs(i.Value)) >= 0.8 * size);
        Assert.True(named.SkipLast(1).Sum(i => Math.Abs(i.Value)) < 0.8 * size);
    }
}
