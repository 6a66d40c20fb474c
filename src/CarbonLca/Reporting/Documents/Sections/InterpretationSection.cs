using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What the result means: what matters, whether it is complete and consistent, its limits, and what follows (REQ-90).</summary>
internal static class InterpretationSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        Interpretation interpretation = Interpretation.Of(report.Footprint);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new SubheadingBlock(new Wording("Conclusions", "结论")));
        blocks.Add(interpretation.Conclusions.IsEmpty
            ? new TextBlock(new Wording("The total is zero; nothing follows from its parts.", "合计为零，无从得出结论。"))
            : new ListBlock(interpretation.Conclusions));
        blocks.Add(new TableBlock(
            "significant-issues",
            new Wording("Significant issues: the fewest parts of each kind that make up 80 %, at most five", "重大议题：各类中合计达 80 % 的最少部分，最多五项"),
            [new(new("Kind", "类型")), new(new("Part", "组成部分")), new(Wording.Same(report.Unit), true), new(Wording.Same("%"), true)],
            [
                .. interpretation.Issues.Select(issue => new ReportRow(
                [
                    ReportCell.Of(ReportText.Capital(issue.Kind.Name())),
                    ReportCell.Of(issue.Name),
                    ReportCell.Of(issue.Value),
                    ReportCell.Percent(issue.Percent),
                ])),
            ]));
        blocks.Add(Checks("completeness", new Wording("Completeness", "完整性"), interpretation.Completeness));
        blocks.Add(Checks("consistency", new Wording("Consistency", "一致性"), interpretation.Consistency));
        blocks.Add(new SubheadingBlock(new Wording("Limits", "局限")));
        blocks.Add(new ListBlock(interpretation.Limits));
        return new ReportSection("interpretation", new Wording("Interpretation", "解释"), blocks.ToImmutable());
    }

    private static TableBlock Checks(string id, Wording caption, ImmutableArray<InterpretationCheck> checks) => new(
        id,
        caption,
        [new(new("Check", "检查")), new(new("Verdict", "结论")), new(new("Finding", "发现"))],
        [.. checks.Select(check => new ReportRow([ReportCell.Of(check.Name), ReportCell.Of(ReportText.Capital(check.Verdict.Name())), ReportCell.Of(check.Finding)]))]);
}
