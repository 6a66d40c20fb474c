using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Reporting.Interpretations;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>How the product is used and what becomes of it, and what other assumptions would give (REQ-70, REQ-92).</summary>
internal static class ScenarioSection
{
    /// <summary>The section; null where neither stage is described.</summary>
    public static ReportSection? Of(ReportContext report)
    {
        if (report.Footprint.Study is not { } study) return null;
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        Add(report, blocks, study, LifeCycleStage.Use, SensitivityTopic.Use, new Wording("Use profile", "使用情景"));
        Add(report, blocks, study, LifeCycleStage.EndOfLife, SensitivityTopic.EndOfLife, new Wording("End-of-life scenario", "生命末期情景"));
        return blocks.Count == 0 ? null : new ReportSection("scenarios", new Wording("Use profile and end-of-life scenario", "使用情景与生命末期情景"), blocks.ToImmutable());
    }

    private static void Add(ReportContext report, ImmutableArray<ReportBlock>.Builder blocks, Study study, LifeCycleStage which, SensitivityTopic topic, Wording heading)
    {
        StudyLine[] lines = [.. study.Stages.Where(s => s.Stage == which).SelectMany(s => s.Lines)];
        if (lines.Length == 0) return;
        blocks.Add(new SubheadingBlock(heading));
        blocks.Add(new FactsBlock(
        [
            .. lines.Select(line => new ReportFact(line.Item, StudyLineText.AmountOf(line) is var amount ? new Wording(
                $"{amount.En}; {Glossary.Quality(line.Quality).En}: {line.Source.En}",
                $"{amount.Zh}；{Glossary.Quality(line.Quality).Zh}：{line.Source.Zh}") : null)),
        ]));
        if (report.Footprint.Sensitivity is not { } set) return;
        Wording[] alternatives =
        [
            .. set.Runs.Where(r => r.Topic == topic).Select(run => new Wording(
                $"{run.Change.En}: {Digits.Significant(run.Total)} {report.Unit} ({SensitivityText.Change(set, run)})",
                $"{run.Change.Zh}：{Digits.Significant(run.Total)} {report.Unit}（{SensitivityText.Change(set, run)}）")),
            .. set.NotRun.Where(g => g.Topic == topic).Select(g => g.Reason),
        ];
        blocks.Add(new TextBlock(new Wording("Alternatives, and the total they give:", "替代情景及其合计：")));
        blocks.Add(new ListBlock([.. alternatives]));
    }
}
