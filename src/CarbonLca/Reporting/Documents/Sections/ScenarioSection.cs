using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>How the product is used and what becomes of it (REQ-70, REQ-92); what other assumptions give stands with the sensitivity analysis.</summary>
internal static class ScenarioSection
{
    /// <summary>The section; null where neither stage is described.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Study is not { } study) return null;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        Add(blocks, study, LifeCycleStage.Use, new Wording("Use profile", "使用情景"));
        Add(blocks, study, LifeCycleStage.EndOfLife, new Wording("End-of-life scenario", "生命末期情景"));
        if (blocks.Count == 0) return null;
        if (report.Footprint.Sensitivity is not null || !report.Footprint.Scenarios.IsEmpty)
            blocks.Add(new TextBlock(new Wording("Other assumptions about use and end of life, and the total that each gives, stand with the sensitivity analysis.", "关于使用与生命末期的其他假设及其合计，见敏感性分析。")));
        return new ReportSection("scenarios", new Wording("Use profile and end-of-life scenario", "使用情景与生命末期情景"), blocks.ToImmutable());
    }

    private static void Add(ImmutableArray<ReportBlock>.Builder blocks, Study study, LifeCycleStage which, Wording heading)
    {
        StudyLine[] lines = [.. study.Stages.Where(s => s.Stage == which).SelectMany(s => s.Lines)];
        if (lines.Length == 0) return;
        blocks.Add(new SubheadingBlock(heading));
        blocks.Add(new FactsBlock(
        [
            .. lines.Select(line => new ReportFact(line.Item, StudyLineText.AmountOf(line) is var amount ? new Wording(
                $"{amount.En}; {Origin(Glossary.Quality(line.Quality).En, line.Source.En, ": ")}",
                $"{amount.Zh}；{Origin(Glossary.Quality(line.Quality).Zh, line.Source.Zh, "：")}") : null)),
        ]));
    }

    // A source that says itself what kind it is ("assumption of this study") is not told twice.
    private static string Origin(string kind, string source, string colon) => source.Contains(kind, StringComparison.OrdinalIgnoreCase) ? source : $"{kind}{colon}{source}";
}
