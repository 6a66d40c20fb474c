using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The figure with its unit, and the stages at a glance (REQ-91).</summary>
internal static class ResultSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        bool isPartial = report.Footprint.Study is { } study && study.Boundary.Value != SystemBoundary.CradleToGrave;
        FootprintUnit per = report.Footprint.Unit;
        string amount = Digits.Full(per.Amount);
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new HeadlineBlock(
            ReportText.Capital(isPartial ? Glossary.PartialCarbonFootprint : Glossary.ProductCarbonFootprint),
            report.Footprint.Total,
            Digits.Significant(report.Footprint.Total),
            report.Unit,
            new Wording($"per {amount} {Glossary.UnitSymbol(per.Unit).En}: {per.Text.En}", $"每 {amount} {Glossary.UnitSymbol(per.Unit).Zh}：{per.Text.Zh}"),
            UncertaintySection.Remark(report.Footprint)));
        if (!report.Footprint.Stages.IsEmpty) blocks.Add(StageChart(report));
        return new ReportSection("result", new Wording("Result", "结果"), blocks.ToImmutable());
    }

    private static ChartBlock StageChart(ReportContext report)
    {
        double[] values = [.. report.Footprint.Stages.Select(s => s.Values[report.Footprint.Headline])];
        double[]? percents = Percentages.Of(values);
        int largest = Array.IndexOf(values, values.Max());
        Wording name = report.Footprint.Stages[largest].Stage.Name();
        string share = percents is null ? "–" : Digits.Percent(percents[largest]);
        TableBlock data = new(
            "stages-chart",
            new Wording("Footprint by life-cycle stage", "各生命周期阶段的碳足迹"),
            [new(ReportText.Capital(Glossary.LifeCycleStage)), new(Wording.Same(report.Unit), true), new(Wording.Same("%"), true)],
            [
                .. report.Footprint.Stages.Select((stage, i) => new ReportRow([ReportCell.Of(ReportText.Capital(stage.Stage.Name())), ReportCell.Of(values[i]), ReportCell.Percent(percents?[i])])),
                new ReportRow([ReportCell.Of(ReportText.Capital(Glossary.Total)), ReportCell.Of(report.Footprint.Total), ReportCell.Percent(percents?.Sum())], IsTotal: true),
            ]);
        return new ChartBlock(
            data.Caption,
            new Wording($"The largest stage is {name.En} with {share} % of the total.", $"占比最大的阶段为{name.Zh}，占总量的 {share} %。"),
            new BarChart(report.Unit, [.. report.Footprint.Stages.Select((stage, i) => new ChartBar(ReportText.Capital(stage.Stage.Name()), values[i], []))], []),
            data);
    }
}
