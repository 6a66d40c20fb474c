using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>What the study is for and what it covers (REQ-10).</summary>
internal static class ScopeSection
{
    /// <summary>The section.</summary>
    public static ReportSection Of(ReportContext report)
    {
        ImmutableArray<ReportFact>.Builder facts = ImmutableArray.CreateBuilder<ReportFact>();
        Study? study = report.Footprint.Study;
        StudyScope? scope = study?.Scope;
        facts.Add(new(new("Product", "产品"), scope?.Product ?? report.Footprint.Title));
        facts.Add(new(new("Function", "功能"), scope?.Function));
        facts.Add(new(ReportText.Capital(study is null ? Glossary.DeclaredUnit : Glossary.FunctionalUnit), ReportText.OfUnit(report.Footprint.Unit)));
        if (study is not null) facts.Add(new(ReportText.Capital(Glossary.ReferenceFlow), ReportText.OfUnit(new FootprintUnit(study.ReferenceFlow.Text, study.ReferenceFlow.Amount.Value, study.ReferenceFlow.Unit.Value))));
        facts.Add(new(new("Intended use", "预期用途"), study?.Goal?.IntendedUse));
        facts.Add(new(new("Audience", "目标受众"), study?.Goal?.Audience));
        facts.Add(new(ReportText.Capital(Glossary.SystemBoundary), study?.Boundary.Value.Name()));
        if (study is not null)
        {
            facts.Add(new(new("Stages covered", "涵盖阶段"), ReportText.List(study.DescribedStages.Order().Select(s => s.Name()))));
            facts.Add(new(new("Stages left out", "未涵盖阶段"), study.OmittedStages.Any() ? ReportText.List(study.OmittedStages.Select(s => s.Name())) : new Wording("none", "无")));
        }

        facts.Add(new(new("Standards", "依据标准"), scope is null ? null : ReportText.List(scope.Standards.Select(Wording.Same))));
        facts.Add(new(new("Product category rule", "产品种类规则"), scope?.Pcr));
        facts.Add(new(new("Geography", "地理范围"), scope?.Geography));
        facts.Add(new(new("Period represented", "数据代表时期"), scope is null ? null : Wording.Same(string.Create(CultureInfo.InvariantCulture, $"{scope.Period.Value.From:yyyy-MM-dd} – {scope.Period.Value.To:yyyy-MM-dd}"))));
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new FactsBlock(facts.ToImmutable()));
        if (scope is { Assumptions.Length: > 0 })
        {
            blocks.Add(new TextBlock(new Wording("Assumptions and value choices:", "假设与价值选择：")));
            blocks.Add(new ListBlock(scope.Assumptions));
        }

        return new ReportSection("scope", new Wording("Goal and scope", "目的与范围"), blocks.ToImmutable());
    }
}
