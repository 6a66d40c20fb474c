using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The stages, divided into gas groups (REQ-91, REQ-93).</summary>
internal static class StagesSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        Wording heading = new("Results by stage and gas group", "按阶段与温室气体分组的结果");
        if (report.Footprint.Stages.IsEmpty) return new ReportSection("stages", heading, [new TextBlock(new Wording("The result belongs to a product of a database and has no stages of its own.", "结果属于数据库产品，不划分阶段。"))]);
        int[] groups = report.Footprint.GasGroups.IsEmpty ? [report.Footprint.Headline] : [.. report.Footprint.GasGroups.Where(k => report.Footprint.Totals[k] != 0)];
        TableBlock data = new(
            "stages-gases",
            heading,
            [
                new(ReportText.Capital(Glossary.LifeCycleStage)),
                .. groups.Select(k => new ReportColumn(new Wording($"{report.CategoryName(k).En}, {report.Unit}", $"{report.CategoryName(k).Zh}，{report.Unit}"), true)),
                new(new Wording($"total, {report.Unit}", $"合计，{report.Unit}"), true),
            ],
            [
                .. report.Footprint.Stages.Select(stage => new ReportRow(
                [
                    ReportCell.Of(ReportText.Capital(stage.Stage.Name())),
                    .. groups.Select(k => ReportCell.Of(stage.Values[k])),
                    ReportCell.Of(stage.Values[report.Footprint.Headline]),
                ])),
                new ReportRow([ReportCell.Of(ReportText.Capital(Glossary.Total)), .. groups.Select(k => ReportCell.Of(report.Footprint.Totals[k])), ReportCell.Of(report.Footprint.Total)], IsTotal: true),
            ]);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new ChartBlock(
            heading,
            new Wording("Each bar is one stage, divided into gas groups.", "每个条形代表一个阶段，并按温室气体分组细分。"),
            new BarChart(
                report.Unit,
                [.. report.Footprint.Stages.Select(stage => new ChartBar(ReportText.Capital(stage.Stage.Name()), stage.Values[report.Footprint.Headline], [.. groups.Select(k => stage.Values[k])]))],
                [.. groups.Select(report.CategoryName)]),
            data));
        if (report.Footprint.Stages.Any(s => s.Values[report.Footprint.Headline] < 0) || report.Footprint.Total < 0)
        {
            blocks.Add(new NoteBlock(Severity.Warning, new Wording(
                "Shares are signed and refer to the absolute total; a negative value is a credit or a removal.",
                "占比带符号，以总量的绝对值计；负值为抵减或清除。")));
        }

        return new ReportSection("stages", heading, blocks.ToImmutable());
    }
}
