using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What is missing, and what readers should know.</summary>
internal static class MarksSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        if (report.Missing.Length > 0)
        {
            blocks.Add(new NoteBlock(Severity.Warning, new Wording(
                $"This report is incomplete: {report.Missing.Length} fields that ISO 14067 asks for are missing.",
                $"本报告不完整：缺少 ISO 14067 要求的 {report.Missing.Length} 项内容。")));
            blocks.Add(new ListBlock(report.Missing));
        }

        foreach (Diagnostic finding in report.Footprint.Findings.Select(WithoutFolder)) blocks.Add(new NoteBlock(finding.Severity, new Wording(finding.ToText(Language.English), finding.ToText(Language.Chinese))));
        if (blocks.Count == 0) blocks.Add(new TextBlock(new Wording("Nothing to remark.", "无。")));
        return new ReportSection("marks", new Wording("What readers should know", "须知"), blocks.ToImmutable());
    }

    // Readers know the study by its name; the folder of the one who computed it is none of their business.
    private static Diagnostic WithoutFolder(Diagnostic finding) =>
        finding.Where is { } where ? finding with { Where = where with { File = where.File[(where.File.LastIndexOfAny(['/', '\\']) + 1)..] } } : finding;
}
