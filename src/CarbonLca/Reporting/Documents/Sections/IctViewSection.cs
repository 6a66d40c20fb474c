using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The same result in the view of ITU-T L.1410 and ETSI ES 203 199 (REQ-13).</summary>
internal static class IctViewSection
{
    /// <summary>The section; null for a product of a database.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Stages.IsEmpty) return null;
        StageMap map = StageMap.IsoToIct;
        double[] stages = [.. LifeCycleStages.All.Select(stage => report.Footprint.Stages.FirstOrDefault(s => s.Stage == stage)?.Values[report.Footprint.Headline] ?? 0)];
        double[] electricity = [.. LifeCycleStages.All.Select(stage => report.Footprint.Electricity.Where(e => e.Stage == stage).Sum(e => e.Value))];
        ImmutableArray<double> values = map.Convert(stages);
        ImmutableArray<double> powers = map.Convert(electricity);
        double[]? percents = Percentages.Of(values.AsSpan());
        Wording heading = new("Results in the view of ICT", "信息通信（ICT）视图的结果");
        return new ReportSection("ict-view", heading,
        [
            new TextBlock(new Wording(
                "Stages A to D and generic processes G of ITU-T L.1410 and ETSI ES 203 199, mapped from the stages above without loss: distribution is transport, a generic process. Electricity is a generic process too; what items take of it directly stays in their stage and is shown beside.",
                "按 ITU-T L.1410 与 ETSI ES 203 199 的阶段 A 至 D 及通用过程 G，由上述阶段无损映射：分销为运输，属通用过程。电力亦属通用过程；条目直接用电仍计入其阶段，并在旁列示。")),
            new TableBlock(
                "ict-view",
                heading,
                [new(new("Stage", "阶段")), new(Wording.Same(report.Unit), true), new(Wording.Same("%"), true), new(new Wording($"of it electricity, {report.Unit}", $"其中电力，{report.Unit}"), true)],
                [
                    .. map.To.Select((part, k) => new ReportRow([ReportCell.Of(part.Name), ReportCell.Of(values[k]), ReportCell.Percent(percents?[k]), ReportCell.Of(powers[k])])),
                    new ReportRow([ReportCell.Of(ReportText.Capital(Glossary.Total)), ReportCell.Of(report.Footprint.Total), ReportCell.Percent(percents?.Sum()), ReportCell.Of(powers.Sum())], IsTotal: true),
                ]),
        ]);
    }
}
