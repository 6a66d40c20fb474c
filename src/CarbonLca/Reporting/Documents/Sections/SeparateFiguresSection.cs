using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What is told beside the footprint and is no part of it, and when emissions take place (REQ-50, REQ-51, REQ-52).</summary>
internal static class SeparateFiguresSection
{
    /// <summary>The section; null for a product of a database.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Study is not { } study) return null;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new FactsBlock([new(new("Timing", "时间"), study.Timing?.Statement)]));
        if (study.Timing is { Later.Length: > 0 } timing)
        {
            blocks.Add(new TableBlock(
                "timing",
                new Wording("Emissions and removals more than ten years after the product enters use; contained in the total, not discounted", "产品投入使用十年以后的排放与清除；已计入合计，未折现"),
                [new(new("Item", "条目")), new(new("Years", "年数"), true), new(new("Amount", "数量"))],
                [.. timing.Later.Select(later => new ReportRow([ReportCell.Of(later.Item), ReportCell.Of(later.Years.Value, Digits.Full(later.Years.Value)), ReportCell.Of(later.Amount.Value.ToString())]))]));
        }

        if (study.SeparateFigures.IsEmpty)
        {
            blocks.Add(new TextBlock(new Wording("No further figures are given beside the footprint.", "未给出碳足迹之外的单独数值。")));
        }
        else
        {
            blocks.Add(new TableBlock(
                "separate-figures",
                new Wording("Given beside the footprint, not contained in it", "在碳足迹之外单独给出，不计入合计"),
                [new(new("Figure", "项目")), new(new("Amount", "数量")), new(new("As CO2, kg", "折合 CO2，kg"), true), new(new("Source", "来源"))],
                [
                    .. study.SeparateFigures.OrderBy(f => f.Kind).Select(figure => new ReportRow(
                    [
                        ReportCell.Of(ReportText.Capital(figure.Kind.Name())),
                        ReportCell.Of(figure.Kind.IsCarbon() ? new Wording($"{figure.Amount.Value} of carbon", $"{figure.Amount.Value} 碳") : Wording.Same(figure.Amount.Value.ToString())),
                        figure.Kind.IsCarbon() ? ReportCell.Of(figure.CarbonDioxide) : ReportCell.Of("–"),
                        ReportCell.Of(figure.Source),
                    ])),
                ]));
        }

        return new ReportSection("separate-figures", new Wording("Timing and figures beside the footprint", "时间与单独报告的数值"), blocks.ToImmutable());
    }
}
