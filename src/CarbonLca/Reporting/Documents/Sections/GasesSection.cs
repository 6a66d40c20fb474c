using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>Fossil, biogenic, land-use and aircraft emissions apart, and the elementary flows behind them (REQ-50).</summary>
internal static class GasesSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        Wording heading = new("Emissions and removals reported separately", "单独报告的排放与清除");
        if (report.Footprint.GasGroups.IsEmpty)
        {
            return new ReportSection("gases", heading, [new NoteBlock(Severity.Warning, new Wording(
                $"The method '{report.Footprint.Method.Id}' does not divide its total into gas groups, so that fossil, biogenic, land-use and aircraft emissions cannot be told apart.",
                $"方法 '{report.Footprint.Method.Id}' 未将合计划分为温室气体分组，无法区分化石源、生物源、土地利用与航空器排放。"))]);
        }

        double[] values = [.. report.Footprint.GasGroups.Select(k => report.Footprint.Totals[k])];
        double[]? percents = Percentages.Of(values);
        return new ReportSection("gases", heading,
        [
            new TableBlock(
                "gas-groups",
                heading,
                [new(ReportText.Capital(Glossary.GasGroups)), new(Wording.Same(report.Unit), true), new(Wording.Same("%"), true)],
                [
                    .. report.Footprint.GasGroups.Select((k, i) => new ReportRow([ReportCell.Of(ReportText.Capital(report.CategoryName(k))), ReportCell.Of(values[i]), ReportCell.Percent(percents?[i])])),
                    new ReportRow([ReportCell.Of(ReportText.Capital(Glossary.Total)), ReportCell.Of(report.Footprint.Total), ReportCell.Percent(percents?.Sum())], IsTotal: true),
                ]),
            new TableBlock(
                "elementary-flows",
                new Wording("Elementary flows", "基本流"),
                [new(ReportText.Capital(Glossary.ElementaryFlow)), new(new("Compartment", "环境介质")), new(Wording.Same(report.Unit), true), new(Wording.Same("%"), true)],
                [.. report.Footprint.Flows.Take(ReportContext.RowsShown).Select(flow => new ReportRow([ReportCell.Of(flow.Name), ReportCell.Of(Glossary.Compartment(flow.Location)), ReportCell.Of(flow.Value), ReportCell.Percent(Percentages.Of(flow.Value, report.Footprint.Total))]))]),
        ]);
    }
}
