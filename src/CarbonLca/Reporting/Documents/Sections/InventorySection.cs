using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>Every item of every stage with its amount, its supplier and the source of both (REQ-92).</summary>
internal static class InventorySection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        if (report.Footprint.Study is not { } study)
        {
            return new ReportSection("inventory", new Wording("Inventory", "清单"), [new TextBlock(new Wording(
                $"A product of the database {report.Footprint.Data.Name}; its inventory is the database's.",
                $"该产品来自数据库 {report.Footprint.Data.Name}，其清单即数据库内容。"))]);
        }

        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new TextBlock(new Wording(
            "Every amount with its source and what it brings. Rows are numbered as in the study file.",
            "列出每项数量、来源及其贡献；编号与研究文件一致。")));
        foreach (StageFootprint values in report.Footprint.Stages)
        {
            StudyStage stage = study.Stages.FirstOrDefault(s => s.Stage == values.Stage) ?? new StudyStage(values.Stage, []);
            blocks.Add(new TableBlock(
                $"inventory-{stage.Stage.Key().Replace('_', '-')}",
                ReportText.Capital(stage.Stage.Name()),
                [
                    new(Wording.Same("#"), true),
                    new(new("Item", "条目")),
                    new(new("Amount", "数量")),
                    new(new("Data set or factor", "数据集或因子")),
                    new(new("Source of the amount", "数量来源")),
                    new(new("Kind", "类型")),
                    new(Wording.Same(report.Unit), true),
                ],
                [
                    .. stage.Lines.Select((line, i) => new ReportRow(
                    [
                        ReportCell.Of(i + 1, (i + 1).ToString(CultureInfo.InvariantCulture)),
                        ReportCell.Of(line.Item),
                        ReportCell.Of(StudyLineText.AmountOf(line)),
                        ReportCell.Of(StudyLineText.ProviderOf(line, report.Footprint.Sources)),
                        ReportCell.Of(line.Source),
                        ReportCell.Of(Glossary.Quality(line.Quality)),
                        ReportCell.Of(values.Lines[i].Values[report.Footprint.Headline]),
                    ])),
                    .. values.Lines.Skip(stage.Lines.Length).Select(line => new ReportRow(
                    [
                        ReportCell.Of(line.Number, line.Number.ToString(CultureInfo.InvariantCulture)),
                        ReportCell.Of(line.Item),
                        ReportCell.Of("–"),
                        ReportCell.Of(new Wording("by the end-of-life method of its material", "按该材料的生命末期方法")),
                        ReportCell.Of("–"),
                        ReportCell.Of(Glossary.Quality(line.Quality)),
                        ReportCell.Of(line.Values[report.Footprint.Headline]),
                    ])),
                    new ReportRow(
                        [ReportCell.Of(string.Empty), ReportCell.Of(ReportText.Capital(Glossary.Total)), ReportCell.Of(string.Empty), ReportCell.Of(string.Empty), ReportCell.Of(string.Empty), ReportCell.Of(string.Empty), ReportCell.Of(values.Values[report.Footprint.Headline])],
                        IsTotal: true),
                ]));
        }

        return new ReportSection("inventory", new Wording("Inventory", "清单"), blocks.ToImmutable());
    }
}
