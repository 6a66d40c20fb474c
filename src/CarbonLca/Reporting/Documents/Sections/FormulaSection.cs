using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The formula and the global warming potentials the result was made with (REQ-95).</summary>
internal static class FormulaSection
{
    /// <summary>The section; null where the result does not tell its gases.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Gases.IsEmpty) return null;
        Wording method = Glossary.MethodName(report.Footprint.Method.Id, report.Footprint.Method.Name);
        return new ReportSection("formula", new Wording("Calculation formula and global warming potentials", "计算公式与全球变暖潜势"),
        [
            new FactsBlock(
            [
                new(new("Formula", "计算公式"), new Wording(
                    "CFP = Σ over stages j, Σ over items i: AD(i,j) × EF(i,j), where EF(i,j) = Σ over gases g: m(g,i,j) × GWP(g)",
                    "CFP = Σ（阶段 j）Σ（条目 i）AD(i,j) × EF(i,j)，其中 EF(i,j) = Σ（气体 g）m(g,i,j) × GWP(g)")),
                new(new("Symbols", "符号"), new Wording(
                    "AD: activity data, the amount of an item; m: mass of gas g that one unit of the item emits with all that is behind it; GWP: global warming potential over 100 years",
                    "AD：活动数据，即条目数量；m：单位条目及其上游排放的气体 g 的质量；GWP：百年全球变暖潜势")),
                new(new("Solved as", "求解方式"), new Wording("A·s = f, g = B·s, h = C·g: all suppliers and their loops at once", "A·s = f，g = B·s，h = C·g：所有供应过程及其循环同时求解")),
                new(new("Reference table of GWP", "GWP 参考表"), method),
            ]),
            new TableBlock(
                "gwp-table",
                new Wording("Greenhouse gases of the inventory with their potentials", "清单中的温室气体及其全球变暖潜势"),
                [
                    new(new("Gas", "气体")),
                    new(new("Inventory", "清单量"), true),
                    new(new("Unit", "单位")),
                    new(new("GWP100", "GWP100"), true),
                    new(Wording.Same(report.Unit), true),
                    new(new("Source of the potential", "潜势来源（原文）")),
                ],
                [
                    .. report.Footprint.Gases.Select(gas => new ReportRow(
                    [
                        ReportCell.Of(gas.Name),
                        ReportCell.Of(gas.Amount),
                        ReportCell.Of(gas.Unit),
                        gas.Factor is { } factor ? ReportCell.Of(factor, Digits.Full(factor)) : ReportCell.Of(new Wording("by place", "按地点")),
                        ReportCell.Of(gas.Value),
                        ReportCell.Of(gas.Source ?? "–"),
                    ])),
                ]),
        ]);
    }
}
