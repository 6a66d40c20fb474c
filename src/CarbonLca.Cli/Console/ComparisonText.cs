using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Comparisons and changes for people.</summary>
internal static class ComparisonText
{
    private const int LongestName = 64;
    private const int InputsShown = 12;

    /// <summary>The lines of a comparison.</summary>
    public static IEnumerable<ReportLine> Lines(StudyComparison comparison, Language language)
    {
        bool zh = language == Language.Chinese;
        yield return ReportLine.Of($"A: {comparison.Difference.Before.Title.In(language)}", ReportStyle.Title);
        yield return ReportLine.Of($"B: {comparison.Difference.After.Title.In(language)}", ReportStyle.Title);
        yield return ReportLine.Empty;
        if (comparison.Statement is { } statement)
        {
            yield return ReportLine.Of(statement.In(language), ReportStyle.Headline);
        }
        else
        {
            yield return ReportLine.Of(zh ? "两者不可比较，不作比较性结论；以下仅列出各自数值。" : "The two may not be compared, and nothing is said of which is lower; the figures stand for themselves.", ReportStyle.Bad);
            foreach (ReportLine line in Criteria(comparison.Comparability.Differences, zh ? "不一致" : "differs", language)) yield return line;
        }

        yield return ReportLine.Empty;
        foreach (ReportLine line in DifferenceText.Lines(comparison.Difference, "A", "B", language)) yield return line;
        if (comparison.Paired is { } paired)
        {
            yield return ReportLine.Empty;
            foreach (ReportLine line in Paired(paired, comparison.Difference.Before.TotalUnit, language)) yield return line;
        }

        if (comparison.Inputs.Length > 0)
        {
            yield return ReportLine.Empty;
            string[][] rows = [.. comparison.Inputs.Take(InputsShown).Select(i => (string[])[DisplayWidth.Cut($"{i.Key} {i.Item.In(language)}", LongestName / 2), Cell(i.OfA), Cell(i.OfB)])];
            foreach (ReportLine line in FactTable.Rows([zh ? "不同的输入" : "input that differs", "A", "B"], rows)) yield return line;
            if (comparison.Inputs.Length > InputsShown) yield return ReportLine.Of(zh ? $"  另有 {comparison.Inputs.Length - InputsShown} 个输入不同；见 --format json。" : $"  {comparison.Inputs.Length - InputsShown} more inputs differ; --format json has them.", ReportStyle.Muted);
        }

        if (comparison.Comparability.Remarks.Length > 0)
        {
            yield return ReportLine.Empty;
            foreach (ReportLine line in Criteria(comparison.Comparability.Remarks, zh ? "另请注意" : "also note", language)) yield return line;
        }

        string Cell(Wording? text) => text is { } given ? DisplayWidth.Cut(given.In(language), LongestName) : "–";
    }

    /// <summary>The lines of a change split by cause.</summary>
    public static IEnumerable<ReportLine> Lines(PerformanceTracking tracking, Language language)
    {
        bool zh = language == Language.Chinese;
        ChangeSplit split = tracking.Split;
        yield return ReportLine.Of(split.After.Title.In(language), ReportStyle.Title);
        ValueChange total = split.Total;
        yield return ReportLine.Of($"  {Digits.Significant(total.Before)} → {Digits.Significant(total.After)} {split.After.TotalUnit} ({AnalysisOutput.Signed(total.Absolute)}, {DifferenceText.Relative(total.Relative)})", ReportStyle.Headline);
        yield return ReportLine.Empty;
        string[] heads = [zh ? $"变化原因 ({split.After.TotalUnit})" : $"cause ({split.After.TotalUnit})", zh ? "变化" : "change", .. split.Stages.Select(s => s.Name().In(language))];
        List<string[]> rows = [.. split.Parts.Select(p => (string[])[p.Groups.Name().In(language), AnalysisOutput.Signed(p.Value), .. p.Stages.Select(AnalysisOutput.Signed)])];
        rows.Add([Glossary.Total.In(language), AnalysisOutput.Signed(total.Absolute), .. split.Stages.Select((_, k) => AnalysisOutput.Signed(split.Parts.Sum(p => p.Stages[k])))]);
        foreach (ReportLine line in FactTable.Rows(heads, rows, [.. Enumerable.Range(1, heads.Length - 1)])) yield return line;
        yield return ReportLine.Empty;
        if (tracking.Sentence is { } sentence)
        {
            yield return ReportLine.Of(sentence.In(language));
            yield break;
        }

        yield return ReportLine.Of(zh ? "不能作为同一产品的绩效跟踪：" : "This is no tracking of one product's performance:", ReportStyle.Warning);
        foreach (ReportLine line in Criteria(tracking.Differences, zh ? "不一致" : "differs", language)) yield return line;
    }

    private static IEnumerable<ReportLine> Paired(PairedSamples paired, string unit, Language language)
    {
        bool zh = language == Language.Chinese;
        SampleStatistics difference = paired.Result.Difference;
        yield return ReportLine.Of(
            zh
                ? $"  {difference.Count} 个配对样本，种子 {paired.Seed}；{paired.Parameters} 个不确定量，其中 {paired.Shared} 个两者共用同一抽样；相关系数 {AnalysisOutput.Number(paired.Result.Correlation)}"
                : $"  {difference.Count} paired samples, seed {paired.Seed}; {paired.Parameters} uncertain amounts, {paired.Shared} of them shared and drawn once; correlation {AnalysisOutput.Number(paired.Result.Correlation)}",
            ReportStyle.Muted);
        string[] heads = ["P(A < B)", $"A − B ({unit})", .. difference.Quantiles.Select(q => $"P{100 * q.Probability:0.#}")];
        string[] cells =
        [
            $"{AnalysisOutput.Number(paired.Result.ProbabilityOfLess)} ± {AnalysisOutput.Number(paired.Result.ProbabilityStandardError)}",
            $"{AnalysisOutput.Number(difference.Mean)} ± {AnalysisOutput.Number(difference.MeanStandardError)}",
            .. difference.Quantiles.Select(q => AnalysisOutput.Number(q.Value)),
        ];
        foreach (ReportLine line in FactTable.Rows(heads, [cells], [.. Enumerable.Range(0, heads.Length)])) yield return line;
    }

    private static IEnumerable<ReportLine> Criteria(IReadOnlyList<ComparabilityDifference> differences, string head, Language language) =>
        FactTable.Rows([head, "A", "B"], [.. differences.Select(d => (string[])[d.Criterion.Name.In(language), DisplayWidth.Cut(d.OfA.In(language), LongestName), DisplayWidth.Cut(d.OfB.In(language), LongestName)])]);
}
