using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Monte Carlo results for people.</summary>
internal static class MonteCarloText
{
    private const int ProductsShown = 20;

    /// <summary>The lines of a report: the run, then each product with its statistics.</summary>
    public static IEnumerable<ReportLine> Lines(IReadOnlyList<MonteCarloAnswer> answers, Language language)
    {
        MonteCarloResult result = answers[0].Result;
        bool zh = language == Language.Chinese;
        foreach (MonteCarloAnswer answer in answers.Take(ProductsShown))
        {
            foreach (ReportLine line in Product(answer, language)) yield return line;
        }

        if (answers.Count > ProductsShown)
        {
            yield return ReportLine.Of(zh ? $"  另有 {answers.Count - ProductsShown} 个产品；请用 --format csv、json 或 parquet 获取全部。" : $"  {answers.Count - ProductsShown} more products; --format csv, json or parquet has them all.", ReportStyle.Warning);
            yield return ReportLine.Empty;
        }

        string failed = result.FailedCount == 0 ? string.Empty : zh ? $"，其中 {result.FailedCount} 个无解" : $", {result.FailedCount} failed";
        yield return ReportLine.Of(
            zh
                ? $"  {result.SampleCount.ToString("N0", CultureInfo.InvariantCulture)} 个样本{failed} · 种子 {result.Seed} · {result.ParameterCount} 个不确定量{(result.IsStoppedByRule ? " · 已达到停止规则" : string.Empty)}"
                : $"  {result.SampleCount.ToString("N0", CultureInfo.InvariantCulture)} samples{failed} · seed {result.Seed} · {result.ParameterCount} uncertain amounts{(result.IsStoppedByRule ? " · stop rule met" : string.Empty)}",
            ReportStyle.Muted);
        yield return ReportLine.Of(
            zh ? "  ± 为蒙特卡罗标准误：增加样本只会使估计更准，不会增加对产品的认知。" : "  ± is the Monte Carlo standard error: more samples sharpen the estimate, not the knowledge.",
            ReportStyle.Muted);
    }

    private static IEnumerable<ReportLine> Product(MonteCarloAnswer answer, Language language)
    {
        bool zh = language == Language.Chinese;
        string place = answer.Location is { Length: > 0 } location ? $" ({location})" : string.Empty;
        yield return ReportLine.Of($"{answer.Name.In(language)}{place}", ReportStyle.Title);
        yield return ReportLine.Of($"  {answer.Id} · {Digits.Full(answer.Amount)} {Glossary.UnitSymbol(answer.Product.Unit.Symbol).In(language)} {answer.Product.NameIn(language)}", ReportStyle.Muted);
        List<string[]> rows = [];
        foreach (int k in answer.Result.Model.Categories)
        {
            ImpactCategory category = answer.Result.Model.Characterization.Method.Categories[k];
            SampleStatistics s = answer.Statistics(k);
            if (s.Deterministic == 0 && s.StandardDeviation == 0) continue;
            rows.Add(
            [
                Glossary.Category(category.Code).In(language),
                Number(s.Deterministic),
                $"{Number(s.Mean)} ± {Number(s.MeanStandardError)}",
                Number(s.StandardDeviation),
                Number(s.Quantile(0.025).Value),
                Number(s.Quantile(0.05).Value),
                Number(s.Median),
                Number(s.Quantile(0.95).Value),
                Number(s.Quantile(0.975).Value),
                double.IsFinite(s.DeterministicPercentile) ? Digits.Percent(s.DeterministicPercentile) : "–",
                category.Unit,
            ]);
        }

        if (rows.Count > 0)
        {
            string[] heads = zh
                ? ["类别", "确定值", "均值", "标准差", "P2.5", "P5", "中位数", "P95", "P97.5", "百分位", "单位"]
                : ["category", "point value", "mean", "sd", "P2.5", "P5", "median", "P95", "P97.5", "percentile", "unit"];
            foreach (ReportLine line in FactTable.Rows(heads, rows, 1, 2, 3, 4, 5, 6, 7, 8, 9)) yield return line;
        }

        yield return ReportLine.Empty;
    }

    private static string Number(double value) => double.IsFinite(value) ? Digits.Significant(value) : "–";
}
