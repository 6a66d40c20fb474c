using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What the result means: what matters, whether it is complete and consistent, its limits, and what follows (REQ-90).</summary>
internal static class InterpretationSection
{
    private static readonly Wording Conclusions = new("Conclusions", "结论");

    /// <summary>The section of a summary: the conclusions alone; null where nothing follows.</summary>
    public static ReportSection? Short(ReportContext report) =>
        Interpretation.Of(report.Footprint).Conclusions is { IsEmpty: false } conclusions ? new ReportSection("interpretation", Conclusions, [new ListBlock(conclusions)]) : null;

    /// <summary>The section of a study report.</summary>
    public static ReportSection Of(ReportContext report)
    {
        Interpretation interpretation = Interpretation.Of(report.Footprint);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        if (!interpretation.Conclusions.IsEmpty) blocks.AddRange(new SubheadingBlock(Conclusions), new ListBlock(interpretation.Conclusions));
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
        blocks.Add(new SubheadingBlock(ReportText.Capital(Glossary.Uncertainty)));
        blocks.Add(new ListBlock(interpretation.Uncertainty));
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
