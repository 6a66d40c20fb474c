using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What the total would be with other choices (REQ-90); left out of reports of results without that analysis.</summary>
internal static class SensitivitySection
{
    /// <summary>The section.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Sensitivity is not { } set) return null;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new TextBlock(new Wording(
            "One choice changes at a time; all else stays as reported.",
            "每次仅改变一项选择，其余保持不变。")));
        blocks.Add(Runs(report, set));
        if (!set.NotRun.IsEmpty)
        {
            blocks.Add(new SubheadingBlock(new Wording("What could not be run, and why", "未能进行的分析及其原因")));
            blocks.Add(new ListBlock([.. set.NotRun.Select(gap => new Wording(
                $"{ReportText.Capital(gap.Topic.Name()).En}: {gap.Reason.En}",
                $"{gap.Topic.Name().Zh}：{gap.Reason.Zh}"))]));
        }

        return new ReportSection("sensitivity", new Wording("Sensitivity analysis", "敏感性分析"), blocks.ToImmutable());
    }

    private static ChartBlock Runs(ReportContext report, SensitivitySet set)
    {
        SensitivityRun? most = set.Runs.MaxBy(r => Math.Abs(set.DifferenceOf(r)));
        TableBlock data = new(
            "sensitivity",
            new Wording("The total with other choices", "其他选择下的合计"),
            [
                new(new("About", "主题")),
                new(new("Change", "变动")),
                new(new Wording($"total, {report.Unit}", $"合计，{report.Unit}"), true),
                new(new("change, %", "变化，%"), true),
                new(new("Remark", "备注")),
            ],
            [
                new ReportRow([ReportCell.Of(new Wording("As reported", "报告结果")), ReportCell.Of("–"), ReportCell.Of(set.Baseline), ReportCell.Of("–"), ReportCell.Of(string.Empty)]),
                .. set.Runs.Select(run => new ReportRow(
                [
                    ReportCell.Of(ReportText.Capital(run.Topic.Name())),
                    ReportCell.Of(run.Change),
                    ReportCell.Of(run.Total),
                    ReportCell.Percent(set.PercentOf(run)),
                    ReportCell.Of(run.Remark ?? Wording.Same(string.Empty)),
                ])),
            ]);
        return new ChartBlock(
            new Wording($"Change of the total, {report.Unit}", $"合计的变化，{report.Unit}"),
            most is null
                ? new Wording("No other choice could be tried.", "未能尝试其他选择。")
                : new Wording($"Of {set.Runs.Length} other choices, the one that changes the total most is: {most.Change.En} ({SensitivityText.Change(set, most)}).", $"在 {set.Runs.Length} 种其他选择中，使合计变化最大的是：{most.Change.Zh}（{SensitivityText.Change(set, most)}）。"),
            new BarChart(report.Unit, [.. set.Runs.Select(run => new ChartBar(run.Change, set.DifferenceOf(run), []))], []),
            data);
    }
}
