using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The standards the study claims, from when they are in force, and whether the claim stands (REQ-05, REQ-95).</summary>
internal static class StandardsSection
{
    /// <summary>The section; null when no claims were checked.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Claims.IsEmpty) return null;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new TableBlock(
            "standards",
            new Wording("Standards claimed", "声明依据的标准"),
            [new(new("Standard", "标准")), new(new("About", "内容")), new(new("Issued", "发布")), new(new("In force from", "实施")), new(new("Dates", "日期可信度")), new(new("Claim", "声明"))],
            [
                .. report.Claims.Select(claim => new ReportRow(
                [
                    ReportCell.Of(claim.Name),
                    ReportCell.Of(claim.Standard?.Title ?? new Wording("not in the register", "不在名录中")),
                    ReportCell.Of(Day(claim.Standard?.Issued)),
                    ReportCell.Of(Day(claim.Standard?.Effective)),
                    ReportCell.Of(Dates(claim)),
                    ReportCell.Of(claim.Stands ? new Wording("stands: every field is there", "成立：内容齐全") : claim.Standard is null ? new Wording("not checked", "未核对") : new Wording("refused", "不成立")),
                ])),
            ]));
        foreach (Diagnostic fault in report.Claims.Select(c => c.Fault).OfType<Diagnostic>()) blocks.Add(new NoteBlock(Severity.Warning, fault.What));
        return new ReportSection("standards", new Wording("Standards", "标准"), blocks.ToImmutable());
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    private static Wording Dates(Standards.StandardClaim claim)
    {
        if (claim.Standard is not { } standard) return Wording.Same("–");
        Wording confidence = Glossary.Confidence(standard.Confidence);
        return standard.Note is { } note ? new Wording($"{confidence.En}; {note.En}", $"{confidence.Zh}；{note.Zh}") : confidence;
    }
}
