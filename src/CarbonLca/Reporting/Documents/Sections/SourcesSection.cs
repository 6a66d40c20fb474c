using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>Where the numbers of the background come from.</summary>
internal static class SourcesSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report) => new("sources", new Wording("Data sources", "数据来源"),
    [
        new TableBlock(
            "sources",
            new Wording("Background data with source and confidence", "背景数据的来源与可信度"),
            [new(ReportText.Capital(Glossary.Process)), new(new("Source", "来源（原文）")), new(new("Year", "年份"), true), new(new("GWP set", "GWP 版本")), new(new("Confidence", "可信度")), new(Wording.Same(report.Unit), true)],
            [
                .. report.Footprint.Sources.Where(source => IsBackground(report, source)).OrderByDescending(s => Math.Abs(s.Value)).ThenBy(s => s.ProcessId, StringComparer.Ordinal).Select(source => new ReportRow(
                [
                    ReportCell.Of(ReportText.NameOf(new Contribution(source.ProcessId, source.Name, source.Location, source.Value))),
                    ReportCell.Of(source.Provenance.Note is { Length: > 0 } note ? $"{source.Provenance.Source}. {note}" : source.Provenance.Source),
                    source.Provenance.Year is { } year ? ReportCell.Of(year, year.ToString(CultureInfo.InvariantCulture)) : ReportCell.Of("–"),
                    ReportCell.Of(Glossary.GwpSet(source.Provenance.GwpSet ?? "–")),
                    ReportCell.Of(source.Provenance.Confidence is { } confidence ? Glossary.Confidence(confidence) : Wording.Same("–")),
                    ReportCell.Of(source.Value),
                ])),
            ]),
    ]);

    // The rows of the study stand in the inventory with their sources.
    private static bool IsBackground(ReportContext report, UsedSource source) => report.Footprint.Study is null || !source.ProcessId.StartsWith(report.Footprint.Id + "/", StringComparison.Ordinal) || source.Value != 0;
}
