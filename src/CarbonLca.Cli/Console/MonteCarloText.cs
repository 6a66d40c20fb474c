using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Cli.Console;

/// <summary>Monte Carlo results for people.</summary>
internal sealed class MonteCarloText
{
    private const int ProductsShown = 20;

    private readonly MonteCarloReport _report;
    private readonly Language _language;
    private readonly int _width;

    private MonteCarloText(MonteCarloReport report, Language language, int width)
    {
        _report = report;
        _language = language;
        _width = width;
    }

    /// <summary>The lines of a report: each product with its statistics, stages, comparisons, the run.</summary>
    public static IEnumerable<ReportLine> Lines(MonteCarloReport report, Language language, int width)
    {
        MonteCarloText text = new(report, language, width);
        return [.. text.Products(), .. text.Stages(), .. report.Comparisons.SelectMany(text.Comparison), .. text.Run()];
    }

    private bool IsChinese => _language == Language.Chinese;

    private IEnumerable<ReportLine> Products()
    {
        foreach (MonteCarloAnswer answer in _report.Answers.Take(ProductsShown))
        {
            foreach (ReportLine line in Product(answer)) yield return line;
        }

        if (_report.Answers.Length <= ProductsShown) yield break;
        int more = _report.Answers.Length - ProductsShown;
        yield return ReportLine.Of(T($"  {more} more products; --format csv, json or parquet has them all.", $"  另有 {more} 个产品；请用 --format csv、json 或 parquet 获取全部。"), ReportStyle.Warning);
        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Product(MonteCarloAnswer answer)
    {
        string place = answer.Location is { Length: > 0 } location ? $" ({location})" : string.Empty;
        yield return ReportLine.Of($"{answer.Name.In(_language)}{place}", ReportStyle.Title);
        yield return ReportLine.Of($"  {answer.Id} · {Digits.Full(answer.Amount)} {Glossary.UnitSymbol(answer.Product.Unit.Symbol).In(_language)} {answer.Product.NameIn(_language)}", ReportStyle.Muted);
        foreach (ReportLine line in Overview(T("category", "类别"), answer.Result.Model.Categories.Select(k => (Glossary.Category(CategoryOf(answer, k).Code).In(_language), answer.Statistics(k), CategoryOf(answer, k).Unit)))) yield return line;
        yield return ReportLine.Empty;
        if (!_report.HasReasons || !answer.Result.Model.Categories.Contains(_report.Headline)) yield break;
        SampleStatistics headline = answer.Statistics(_report.Headline);
        if (headline.StandardDeviation > 0)
        {
            foreach (ReportLine line in Figures(headline, CategoryOf(answer, _report.Headline))) yield return line;
            if (AnalyticCheck.DeviationOf(answer.Result.Model, answer.Demand, _report.Headline) is { } analytic)
                yield return ReportLine.Of($"  {Glossary.Heading(SampleFigure.AnalyticDeviation, _language)}{T(": ", "：")}{Digits.Significant(analytic)} {CategoryOf(answer, _report.Headline).Unit}", ReportStyle.Muted);
        }

        foreach (string line in DisplayWidth.Wrap(new PointValueReasons(answer.Result.Model, answer.Demand).Of(headline, _report.Headline).In(_language), _width - 2)) yield return ReportLine.Of("  " + line);
        yield return ReportLine.Empty;
        foreach (ReportLine line in Shares(answer, headline.Count)) yield return line;
    }

    // What is always 0 says nothing, unless everything is.
    private IEnumerable<ReportLine> Overview(string head, IEnumerable<(string Name, SampleStatistics Statistics, string Unit)> series)
    {
        (string Name, SampleStatistics Statistics, string Unit)[] all = [.. series];
        (string Name, SampleStatistics Statistics, string Unit)[] telling = [.. all.Where(static s => s.Statistics is not { Deterministic: 0, Minimum: 0, Maximum: 0 })];
        List<string[]> rows = [];
        foreach ((string name, SampleStatistics s, string unit) in telling.Length > 0 ? telling : all)
        {
            SampleFigure[] figures = [.. SampleFigure.Of(s)];
            rows.Add(
            [
                name,
                Digits.Significant(s.Deterministic),
                $"{figures[0].Shown} ± {figures[0].ShownError}",
                .. new[] { s.StandardDeviation, s.Quantile(0.025).Value, s.Quantile(0.05).Value, s.Median, s.Quantile(0.95).Value, s.Quantile(0.975).Value }.Select(Number),
                double.IsFinite(s.DeterministicPercentile) ? Digits.Percent(s.DeterministicPercentile) : "–",
                unit,
            ]);
        }

        string[] heads = IsChinese
            ? [head, "确定值", "均值", "标准差", "P2.5", "P5", "中位数", "P95", "P97.5", "百分位", "单位"]
            : [head, "point value", "mean", "sd", "P2.5", "P5", "median", "P95", "P97.5", "percentile", "unit"];
        return rows.Count == 0 ? [] : FactTable.Rows(heads, rows, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private IEnumerable<ReportLine> Figures(SampleStatistics statistics, ImpactCategory category)
    {
        string name = Glossary.Category(category.Code).In(_language);
        string[] heads = [name, category.Unit, $"± {SampleFigure.Error.In(_language)}"];
        return
        [
            .. FactTable.Rows(heads, [.. SampleFigure.Of(statistics).Select(f => (string[])[f.Name.In(_language), f.Shown, f.ShownError])], 1, 2),
            ReportLine.Empty,
        ];
    }

    private IEnumerable<ReportLine> Shares(MonteCarloAnswer answer, long samples)
    {
        ImmutableArray<ParameterShare> shares = _report.SharesOf(answer);
        if (shares.IsEmpty) yield break;
        string[] heads = IsChinese ? ["方差占比 %", "相关系数", "过程", "数量"] : ["share of variance %", "correlation", "process", "amount of"];
        string[][] rows =
        [
            .. shares.Select(s => (string[])
            [
                Digits.Percent(100 * s.Share),
                s.Correlation.ToString("0.000", CultureInfo.InvariantCulture),
                s.Location is { Length: > 0 } place ? $"{s.Process.In(_language)} ({place})" : s.Process.In(_language),
                s.Flow.In(_language),
            ]),
        ];
        foreach (ReportLine line in FactTable.Rows(heads, rows, 0, 1)) yield return line;
        string noise = Digits.Significant(100 * ParameterShare.Noise(samples), 1);
        yield return ReportLine.Of(T($"  First order: the squared correlation. Below {noise} % it may be chance.", $"  一阶占比：相关系数的平方；低于 {noise} % 可能出于偶然。"), ReportStyle.Muted);
        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Stages()
    {
        if (_report.Stages.IsEmpty) return [];
        return
        [
            .. Overview(Glossary.LifeCycleStage.In(_language), _report.Stages.Select(s => (s.Stage.Name().In(_language), s.Answer.Statistics(_report.Headline), CategoryOf(s.Answer, _report.Headline).Unit))),
            ReportLine.Empty,
        ];
    }

    private IEnumerable<ReportLine> Comparison(ComparisonAnswer pair)
    {
        ImpactCategory category = CategoryOf(pair.A, _report.Headline);
        MonteCarloComparison comparison = pair.In(_report.Headline);
        if (comparison.Difference.Count == 0)
        {
            yield return ReportLine.Of(T("  No sample has an answer for both.", "  没有样本对两者均有解。"), ReportStyle.Warning);
            yield break;
        }

        string a = pair.A.Name.In(_language);
        string b = pair.B.Name.In(_language);
        yield return ReportLine.Of(T($"A − B: {a} − {b}", $"A − B：{a} − {b}"), ReportStyle.Title);
        yield return ReportLine.Of(T("  Paired: both are computed with the same draws, so that what they share cancels.", "  配对比较：两者使用相同的抽样，共同部分相互抵消。"), ReportStyle.Muted);
        string point = $"{Digits.Significant(comparison.Difference.Deterministic)} {category.Unit}";
        if (!(comparison.Difference.StandardDeviation > 0))
        {
            yield return ReportLine.Of(T($"  The difference does not vary: {point} in every sample.", $"  差值不变：每个样本均为 {point}。"));
            yield return ReportLine.Empty;
            yield break;
        }

        foreach (ReportLine line in Figures(comparison.Difference, category)) yield return line;
        string less = ProbabilityText.Of(comparison.ProbabilityOfLess, comparison.ProbabilityStandardError, comparison.Difference.Count).In(_language);
        string correlation = double.IsFinite(comparison.Correlation) ? comparison.Correlation.ToString("0.000", CultureInfo.InvariantCulture) : "–";
        yield return ReportLine.Of(T($"  P(A < B) = {less} · correlation {correlation} · point value of A − B {point}", $"  P(A < B) = {less} · 相关系数 {correlation} · A − B 的确定值 {point}"));
        yield return ReportLine.Empty;
    }

    private IEnumerable<ReportLine> Run()
    {
        MonteCarloResult result = _report.Result;
        string samples = result.SampleCount.ToString("N0", CultureInfo.InvariantCulture);
        yield return ReportLine.Of(
            IsChinese
                ? $"  {samples} 个样本{(result.FailedCount == 0 ? string.Empty : $"，其中 {result.FailedCount} 个无解")} · 种子 {result.Seed} · {result.ParameterCount} 个不确定量{(result.IsStoppedByRule ? " · 已达到停止规则" : string.Empty)}"
                : $"  {samples} samples{(result.FailedCount == 0 ? string.Empty : $", {result.FailedCount} failed")} · seed {result.Seed} · {result.ParameterCount} uncertain amounts{(result.IsStoppedByRule ? " · stop rule met" : string.Empty)}",
            ReportStyle.Muted);
        if (!result.HasSamples)
        {
            string error = Digits.Percent(100 * _report.Answers[0].Statistics(_report.Headline).QuantileRankError);
            yield return ReportLine.Of(
                T($"  As many samples as asked for do not fit in memory and were summarised: a quantile is that of its probability to within {error} %.", $"  所要求数量的样本无法全部保存，已作汇总：分位数对应的概率误差不超过 {error} %。"),
                ReportStyle.Warning);
        }

        yield return ReportLine.Of(
            T("  ± is the Monte Carlo standard error: more samples sharpen the estimate, not the knowledge.", "  ± 为蒙特卡罗标准误：增加样本只会使估计更准，不会增加对产品的认知。"),
            ReportStyle.Muted);
    }

    private static ImpactCategory CategoryOf(MonteCarloAnswer answer, int k) => answer.Result.Model.Characterization.Method.Categories[k];

    private static string Number(double value) => double.IsFinite(value) ? Digits.Significant(value) : "–";

    private string T(string en, string zh) => IsChinese ? zh : en;
}
