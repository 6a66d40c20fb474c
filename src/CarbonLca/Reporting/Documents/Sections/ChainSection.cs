using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The largest paths of the supply chain, loops unrolled (U05).</summary>
internal static class ChainSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        Wording heading = new("Supply chain", "供应链");
        SupplyTree tree = report.Footprint.Chain;
        int[] depths = new int[tree.Nodes.Length];
        for (int i = 1; i < depths.Length; i++) depths[i] = depths[tree.Nodes[i].Parent] + 1;
        TableBlock data = new(
            "supply-chain",
            new Wording("Paths of the supply chain", "供应链路径"),
            [
                new(Wording.Same("#"), true),
                new(new("supplies #", "供给 #"), true),
                new(ReportText.Capital(Glossary.Process)),
                new(new($"with suppliers, {report.Unit}", $"含上游，{report.Unit}"), true),
                new(new($"own, {report.Unit}", $"自身，{report.Unit}"), true),
                new(new($"paths not shown, {report.Unit}", $"未展示路径，{report.Unit}"), true),
            ],
            [
                .. tree.Nodes.Select((node, i) => new ReportRow(
                [
                    ReportCell.Of(i + 1, (i + 1).ToString(CultureInfo.InvariantCulture)),
                    i == 0 ? ReportCell.Of("–") : ReportCell.Of(node.Parent + 1, (node.Parent + 1).ToString(CultureInfo.InvariantCulture)),
                    ReportCell.Of(ReportText.NameOf(node.Part)),
                    ReportCell.Of(node.Part.Value),
                    ReportCell.Of(node.Own),
                    ReportCell.Of(node.Rest),
                ])),
            ]);
        return new ReportSection("chain", heading,
        [
            new ChartBlock(
                new Wording("Where the footprint comes from, path by path", "碳足迹的来源路径"),
                new Wording($"{tree.Nodes.Length} largest paths, loops unrolled; every node balances.", $"展示最大的 {tree.Nodes.Length} 条路径，循环已展开；各节点收支平衡。"),
                new SankeyChart(report.Unit, tree),
                data),
        ]);
    }
}
