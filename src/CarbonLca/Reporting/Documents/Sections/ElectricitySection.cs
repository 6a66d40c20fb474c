using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>Which electricity the items of the study take, with its factors and their limits (REQ-92).</summary>
internal static class ElectricitySection
{
    /// <summary>The section; null where no item takes electricity directly.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Electricity.IsEmpty) return null;
        Wording heading = new("Electricity", "电力");
        return new ReportSection("electricity", heading,
        [
            new TextBlock(new Wording(
                "Electricity that items take directly. Factors are footprints of one unit as the background data have it, with all that is behind it; what their scope covers stands with the sources. Electricity that suppliers use is contained in their data.",
                "各条目直接使用的电力。因子为背景数据中单位电力的碳足迹（含其上游），其涵盖范围见数据来源；供应商用电已包含在其数据中。")),
            new TableBlock(
                "electricity",
                heading,
                [
                    new(ReportText.Capital(Glossary.LifeCycleStage)),
                    new(new("Item", "条目")),
                    new(new("Electricity", "电力")),
                    new(new("Amount", "数量"), true),
                    new(new("Unit", "单位")),
                    new(new Wording($"{report.Unit} per unit", $"{report.Unit}/单位"), true),
                    new(Wording.Same(report.Unit), true),
                ],
                [
                    .. report.Footprint.Electricity.Select(item => new ReportRow(
                    [
                        ReportCell.Of(ReportText.Capital(item.Stage.Name())),
                        ReportCell.Of(item.Item),
                        ReportCell.Of(ReportText.NameOf(new Contribution(item.SupplierId, item.Supplier, item.Location, 0))),
                        ReportCell.Of(item.Amount),
                        ReportCell.Of(item.Unit),
                        ReportCell.Of(item.Factor),
                        ReportCell.Of(item.Value),
                    ])),
                ]),
        ]);
    }
}
