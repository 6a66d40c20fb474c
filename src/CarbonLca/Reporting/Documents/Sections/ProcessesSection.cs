using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The processes that cause most by themselves (REQ-16).</summary>
internal static class ProcessesSection
{
    private const int ShownInSummary = 5;

    /// <summary>The section of a study report.</summary>
    public static ReportSection Of(ReportContext report) => Of(report, ReportContext.RowsShown);

    /// <summary>The section of a summary.</summary>
    public static ReportSection Short(ReportContext report) => Of(report, ShownInSummary);

    private static ReportSection Of(ReportContext report, int count)
    {
        ContributionSelection parts = ContributionSelection.Top(report.Footprint.Processes, count);
        ImmutableArray<ReportRow>.Builder rows = ImmutableArray.CreateBuilder<ReportRow>();
        ImmutableArray<ChartBar>.Builder bars = ImmutableArray.CreateBuilder<ChartBar>();
        foreach (Contribution part in parts.Shown) Add(ReportText.NameOf(part), part.Value);
        if (parts.RestPositiveCount > 0) Add(Glossary.RestPositive, parts.RestPositive);
        if (parts.RestNegativeCount > 0) Add(Glossary.RestNegative, parts.RestNegative);
        TableBlock data = new(
            "processes",
            ReportText.Capital(Glossary.LargestContributors),
            [new(ReportText.Capital(Glossary.Process)), new(Wording.Same(report.Unit), true), new(Wording.Same("%"), true)],
            rows.ToImmutable());
        int most = SignificantIssues.MostImportant(report.Footprint).Length;
        Wording summary = new(
            $"{most} of {report.Footprint.Processes.Length} processes with an emission of their own bring 80 % of the footprint.",
            $"在有自身排放的 {report.Footprint.Processes.Length} 个过程中，{most} 个过程贡献了碳足迹的 80 %。");
        return new ReportSection("processes", ReportText.Capital(Glossary.LargestContributors), [new TextBlock(summary), new ChartBlock(data.Caption, Largest(report, parts), new BarChart(report.Unit, bars.ToImmutable(), []), data)]);

        void Add(Wording name, double value)
        {
            rows.Add(new ReportRow([ReportCell.Of(name), ReportCell.Of(value), ReportCell.Percent(Percentages.Of(value, report.Footprint.Total))]));
            bars.Add(new ChartBar(name, value, []));
        }
    }

    private static Wording Largest(ReportContext report, ContributionSelection parts)
    {
        if (parts.Shown.IsEmpty) return new Wording("No process emits anything.", "没有过程产生排放。");
        Contribution most = parts.Shown[0];
        Wording name = ReportText.NameOf(most);
        string share = Percentages.Of(most.Value, report.Footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
        return new Wording($"The largest is '{name.En}' with {share} %.", $"最大者为“{name.Zh}”，占 {share} %。");
    }
}
