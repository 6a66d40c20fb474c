using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What the result means (REQ-90).</summary>
internal static class InterpretationSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        List<Wording> issues = [];
        if (!report.Footprint.Stages.IsEmpty)
        {
            foreach (StageFootprint stage in report.Footprint.Stages.OrderByDescending(s => Math.Abs(s.Values[report.Footprint.Headline])).Take(2))
            {
                string share = Percentages.Of(stage.Values[report.Footprint.Headline], report.Footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
                LineFootprint? line = stage.Lines.MaxBy(l => Math.Abs(l.Values[report.Footprint.Headline]));
                string top = line is not null && Percentages.Of(line.Values[report.Footprint.Headline], report.Footprint.Total) is { } part ? Digits.Percent(part) : "–";
                issues.Add(new Wording(
                    $"{ReportText.Capital(stage.Stage.Name()).En} is {share} % of the footprint" + (line is null ? "." : $"; its largest item is {line.Item.En} ({top} %)."),
                    $"{stage.Stage.Name().Zh}阶段占碳足迹的 {share} %" + (line is null ? "。" : $"，其中最大条目为{line.Item.Zh}（{top} %）。")));
            }
        }

        foreach (Contribution part in report.Footprint.Processes.Take(3))
        {
            string share = Percentages.Of(part.Value, report.Footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
            issues.Add(new Wording($"Process {ReportText.NameOf(part).En} emits {share} % by itself.", $"过程{ReportText.NameOf(part).Zh}自身排放占 {share} %。"));
        }

        blocks.Add(new TextBlock(new Wording("Significant issues:", "重大议题：")));
        blocks.Add(new ListBlock([.. issues]));
        if (report.Footprint.Study is { Scope: { } scope })
        {
            LineFootprint[] lines = [.. report.Footprint.Stages.SelectMany(s => s.Lines)];
            double size = lines.Sum(l => Math.Abs(l.Values[report.Footprint.Headline]));
            double assumed = lines.Where(l => l.Quality == DataQuality.Assumption).Sum(l => Math.Abs(l.Values[report.Footprint.Headline]));
            string part = size == 0 ? "–" : Digits.Percent(100 * assumed / size);
            blocks.Add(new TextBlock(new Wording(
                $"Data: {lines.Count(l => l.Quality == DataQuality.Assumption)} of {lines.Length} items, {part} % of the footprint, rest on assumptions.",
                $"数据：{lines.Length} 个条目中有 {lines.Count(l => l.Quality == DataQuality.Assumption)} 个基于假设，占碳足迹的 {part} %。")));
            blocks.Add(new TextBlock(new Wording("Limits:", "局限：")));
            blocks.Add(new ListBlock(
            [
                .. scope.Limits,
                new Wording(
                    "A product carbon footprint treats one impact category; it says nothing of others, and comparisons need like units, boundaries and rules (ISO 14067, Annexes A and B).",
                    "产品碳足迹仅涉及单一影响类别，不反映其他环境影响；比较须以单位、边界与规则一致为前提（ISO 14067 附录 A、B）。"),
            ]));
        }

        return new ReportSection("interpretation", new Wording("Interpretation", "解释"), blocks.ToImmutable());
    }
}
