using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>Whether one set of rules and data was used throughout.</summary>
internal static class ConsistencyChecks
{
    public static IEnumerable<InterpretationCheck> Of(CarbonFootprint footprint)
    {
        yield return GwpSets(footprint);
        yield return Allocation(footprint);
        if (Years(footprint) is { } years) yield return years;
        if (Quality(footprint) is { } quality) yield return quality;
        if (Rated(footprint) is { } rated) yield return rated;
        if (footprint.Findings.Any(f => f.Code is FindingCode.ScopeOfFactor or FindingCode.MixedFactors)) yield return Factors(footprint);
    }

    private static InterpretationCheck GwpSets(CarbonFootprint footprint)
    {
        Wording name = new("One set of global warming potentials", "单一 GWP 版本");
        Wording method = Glossary.MethodName(footprint.Method.Id, footprint.Method.Name);
        if (footprint.Unstated.Count == 0) return new InterpretationCheck(name, CheckVerdict.Passed, new Wording($"{method.En} throughout", $"全部采用 {method.Zh}"));
        string share = Percentages.Of(footprint.Unstated.Value, footprint.Total) is { } percent ? Digits.Percent(percent) : "–";
        return new InterpretationCheck(name, CheckVerdict.Noted, new Wording(
            $"{method.En}; {share} % of the total comes from figures in CO2 equivalents whose set is not stated, which may be another",
            $"{method.Zh}；总量的 {share} % 来自未注明 GWP 版本的二氧化碳当量数据，其版本可能不同"));
    }

    private static InterpretationCheck Allocation(CarbonFootprint footprint)
    {
        Wording rule = OptionTexts.Allocation(footprint.Options.Allocation);
        return new InterpretationCheck(
            new Wording("One rule of allocation", "统一的分配规则"),
            CheckVerdict.Passed,
            new Wording($"for every process with co-products: {rule.En}", $"所有具有联产品的过程：{rule.Zh}"));
    }

    // Years of the sources against the period the study says it represents.
    private static InterpretationCheck? Years(CarbonFootprint footprint)
    {
        if (footprint.Study?.Scope is not { } scope) return null;
        UsedSource[] dated = [.. footprint.Sources.Where(s => s.Provenance.Year is not null)];
        if (dated.Length == 0) return null;
        StudyPeriod period = scope.Period.Value;
        UsedSource[] outside = [.. dated.Where(s => s.Provenance.Year < period.From.Year || s.Provenance.Year > period.To.Year)];
        double size = footprint.Processes.Sum(p => Math.Abs(p.Value));
        string share = size == 0 ? "–" : Digits.Percent(100 * outside.Sum(s => Math.Abs(s.Value)) / size);
        string from = dated.Min(s => s.Provenance.Year!.Value).ToString(CultureInfo.InvariantCulture);
        string to = dated.Max(s => s.Provenance.Year!.Value).ToString(CultureInfo.InvariantCulture);
        return new InterpretationCheck(
            new Wording("Years of the background data", "背景数据的年份"),
            outside.Length == 0 ? CheckVerdict.Passed : CheckVerdict.Noted,
            new Wording(
                $"sources from {from} to {to}; {outside.Length} of {dated.Length} with a year, {share} % of the footprint, lie outside the period represented",
                $"来源年份为 {from} 至 {to}；注明年份的 {dated.Length} 个来源中有 {outside.Length} 个（占碳足迹的 {share} %）不在所代表的时期内"));
    }

    private static InterpretationCheck? Quality(CarbonFootprint footprint)
    {
        LineFootprint[] lines = [.. footprint.Stages.SelectMany(s => s.Lines)];
        if (lines.Length == 0) return null;
        double size = lines.Sum(l => Math.Abs(l.Values[footprint.Headline]));
        LineFootprint[] assumed = [.. lines.Where(l => l.Quality == SourceKind.Assumption)];
        string share = size == 0 ? "–" : Digits.Percent(100 * assumed.Sum(l => Math.Abs(l.Values[footprint.Headline])) / size);
        return new InterpretationCheck(
            new Wording("Items that rest on assumptions", "基于假设的条目"),
            assumed.Length == 0 ? CheckVerdict.Passed : CheckVerdict.Noted,
            new Wording($"{assumed.Length} of {lines.Length} items, {share} % of the footprint", $"{lines.Length} 个条目中的 {assumed.Length} 个，占碳足迹的 {share} %"));
    }

    // Ratings by one scale over the whole of the footprint, or how much of it nobody rated.
    private static InterpretationCheck? Rated(CarbonFootprint footprint)
    {
        QualityBoard board = QualityBoard.Of(footprint);
        if (board.Rows.IsEmpty) return null;
        Wording name = new("Quality of the data, weighted by contribution", "按贡献加权的数据质量");
        string primary = board.PrimaryDataShare is { } share ? Digits.Percent(share) : "–";
        string unstated = board.Unstated.ToString(CultureInfo.InvariantCulture);
        Wording rest = new(
            $"primary data share {primary} %; {unstated} of {board.Rows.Length} items do not say whether their data are primary",
            $"初级数据占比 {primary} %；{board.Rows.Length} 个条目中有 {unstated} 个未说明是否为初级数据");
        if (board.Dqr is not { } dqr) return new InterpretationCheck(name, CheckVerdict.Noted, new Wording($"no item is rated; {rest.En}", $"无条目评分；{rest.Zh}"));
        string rated = board.RatedPercent is { } percent ? Digits.Percent(percent) : "–";
        return new InterpretationCheck(
            name,
            board.Findings().Any() ? CheckVerdict.Open : CheckVerdict.Noted,
            new Wording($"rating {Digits.Significant(dqr, 3)} over {rated} % of the footprint; {rest.En}", $"评分 {Digits.Significant(dqr, 3)}，覆盖碳足迹的 {rated} %；{rest.Zh}"));
    }

    private static InterpretationCheck Factors(CarbonFootprint footprint)
    {
        Diagnostic[] found = [.. footprint.Findings.Where(f => f.Code is FindingCode.ScopeOfFactor or FindingCode.MixedFactors)];
        return new InterpretationCheck(
            new Wording("Scope and kind of factors", "因子的范围与类型"),
            found.Any(f => f.Severity != Severity.Note) ? CheckVerdict.Open : CheckVerdict.Noted,
            new Wording(string.Join(" ", found.Select(f => f.What.En)), string.Concat(found.Select(f => f.What.Zh))));
    }
}
