using System.Globalization;
using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Sensitivity;

namespace CarbonLca.Cli.Console;

/// <summary>Sensitivities and tornados for people.</summary>
internal static class SensitivityText
{
    private const int LongestName = 60;
    private const int LongestProcess = 34;
    private const int HalfBar = 12;
    private const int CertainShown = 3;

    /// <summary>The lines of a sensitivity analysis.</summary>
    public static IEnumerable<ReportLine> Lines(InputSensitivities analysis, int top, Language language)
    {
        bool zh = language == Language.Chinese;
        ImpactCategory category = analysis.Assessment.Impact.Method.Categories[analysis.Category];
        yield return Title(analysis.Assessment, analysis.Category, language);
        yield return ReportLine.Of(
            zh
                ? $"  一阶近似：均值 {AnalysisOutput.Number(analysis.Variance.Center)}，标准差 {AnalysisOutput.Number(analysis.Variance.StandardDeviation)} {category.Unit}，几何标准差 {AnalysisOutput.Number(analysis.GeometricDeviation)}"
                : $"  first order: mean {AnalysisOutput.Number(analysis.Variance.Center)}, sd {AnalysisOutput.Number(analysis.Variance.StandardDeviation)} {category.Unit}, GSD {AnalysisOutput.Number(analysis.GeometricDeviation)}",
            ReportStyle.Muted);
        if (analysis.Run is { } run && analysis.Statistics is { } statistics)
        {
            string count = run.SampleCount.ToString("N0", CultureInfo.InvariantCulture);
            yield return ReportLine.Of(
                zh
                    ? $"  {count} 个样本，种子 {run.Seed}：均值 {AnalysisOutput.Number(statistics.Mean)} ± {AnalysisOutput.Number(statistics.MeanStandardError)}，标准差 {AnalysisOutput.Number(statistics.StandardDeviation)}；一阶 Sobol' 指数之和 {AnalysisOutput.Number(analysis.FirstOrderSum)}"
                    : $"  {count} samples, seed {run.Seed}: mean {AnalysisOutput.Number(statistics.Mean)} ± {AnalysisOutput.Number(statistics.MeanStandardError)}, sd {AnalysisOutput.Number(statistics.StandardDeviation)}; first-order Sobol' indices sum to {AnalysisOutput.Number(analysis.FirstOrderSum)}",
                ReportStyle.Muted);
        }

        yield return ReportLine.Empty;
        string[] heads = zh
            ? ["输入", "数量", "导数", "弹性", "方差占比", "秩相关", "Sobol' 一阶"]
            : ["input", "amount", "derivative", "elasticity", "variance share", "rank corr.", "Sobol' S1"];
        string[][] rows =
        [
            .. analysis.Inputs.Take(top).Select(i => (string[])
            [
                NameOf(i.Name, language),
                $"{AnalysisOutput.Number(i.Amount)} {i.Name.Unit}",
                AnalysisOutput.Number(i.Derivative),
                Index(i.Elasticity),
                AnalysisOutput.Percent(analysis.Variance.Variance == 0 ? null : i.VarianceShare),
                Index(i.RankCorrelation),
                Index(i.FirstOrder),
            ]),
        ];
        foreach (ReportLine line in FactTable.Rows(heads, rows, 1, 2, 3, 4, 5, 6)) yield return line;
        if (analysis.Inputs.Length > top) yield return More(analysis.Inputs.Length - top, zh);
        InputSensitivity[] certain = [.. analysis.Inputs.Where(i => i.VariancePart == 0 && double.IsFinite(i.Elasticity)).OrderByDescending(i => Math.Abs(i.Elasticity)).Take(CertainShown)];
        if (analysis.Run is not null && certain.Length > 0)
        {
            string names = string.Join(zh ? "；" : "; ", certain.Select(i => $"{NameOf(i.Name, language)} ({Index(i.Elasticity)})"));
            yield return ReportLine.Of(
                zh ? $"  未给出分布而弹性最大的输入：{names}" : $"  inputs without a distribution, by elasticity: {names}",
                ReportStyle.Warning);
        }

        yield return ReportLine.Of(
            zh
                ? $"  导数：每增加 1 单位输入所改变的 {category.Unit}；弹性：输入增加 1 % 时结果改变的百分比；± 为标准误。"
                : $"  derivative: {category.Unit} per unit of the input; elasticity: per cent of the result for one per cent of the input; ± is the standard error.",
            ReportStyle.Muted);
    }

    /// <summary>The lines of a tornado.</summary>
    public static IEnumerable<ReportLine> Lines(Tornado tornado, int top, Language language)
    {
        bool zh = language == Language.Chinese;
        yield return Title(tornado.Assessment, tornado.Category, language);
        yield return ReportLine.Of("  " + RangeOf(tornado.Range, zh), ReportStyle.Muted);
        yield return ReportLine.Empty;
        if (tornado.Bars.IsEmpty)
        {
            if (!tornado.Findings.IsEmpty)
            {
                yield return ReportLine.Of(zh ? "  没有任何输入可变动到其范围的两端而系统仍有解。" : "  No input can be turned to both ends of its range with an answer of the system.", ReportStyle.Warning);
                yield break;
            }

            yield return ReportLine.Of(
                zh ? "  没有任何输入给出分布；可用 --range 10% 将每个输入上下各变动 10 %。" : "  No input states a distribution; --range 10% turns every input by 10 % up and down.",
                ReportStyle.Warning);
            yield break;
        }

        TornadoBar[] bars = [.. tornado.Bars.Take(top)];
        string[][] cells = [.. bars.Select(b => (string[])[NameOf(b.Name, language), $"{AnalysisOutput.Number(b.Low)} … {AnalysisOutput.Number(b.High)} {b.Name.Unit}", AnalysisOutput.Number(b.AtLow), AnalysisOutput.Number(b.AtHigh)])];
        string[] heads = zh ? ["输入", "低 … 高", "取低值", "取高值"] : ["input", "low … high", "at low", "at high"];
        double reach = bars.Max(b => Math.Max(Math.Abs(b.AtLow - tornado.Impact), Math.Abs(b.AtHigh - tornado.Impact)));
        ReportLine[] lines = [.. FactTable.Rows(heads, cells, 1, 2, 3)];
        yield return lines[0];
        for (int i = 0; i < bars.Length; i++) yield return new ReportLine([.. lines[i + 1].Spans, new ReportSpan("  ", ReportStyle.Plain), .. Bar(bars[i], tornado.Impact, reach)]);
        if (tornado.Bars.Length > top) yield return More(tornado.Bars.Length - top, zh);
        if (tornado.NotTurned > 0)
        {
            yield return ReportLine.Of(
                zh ? $"  另有 {tornado.NotTurned} 个影响更小的输入未逐一求解（--most）。" : $"  {tornado.NotTurned} inputs with less effect, by their derivatives, were not turned (--most).",
                ReportStyle.Muted);
        }
    }

    private static ReportLine Title(ProductAssessment assessment, int category, Language language)
    {
        ImpactCategory shown = assessment.Impact.Method.Categories[category];
        string name = AnalysisSubject.NameOf(assessment).In(language);
        return new ReportLine(
            new ReportSpan(name + (language == Language.Chinese ? "：" : ": "), ReportStyle.Title),
            new ReportSpan($"{AnalysisOutput.Number(assessment.Impact[category])} {shown.Unit}", ReportStyle.Headline));
    }

    // Process and flow are cut each by itself, so that both can be told.
    private static string NameOf(InputName name, Language language)
    {
        string text = name.Text.In(language);
        if (name.Line is not null || DisplayWidth.Of(text) <= LongestName) return DisplayWidth.Cut(text, LongestName);
        string flow = name.Flow.In(language);
        string process = DisplayWidth.Cut(name.Process.In(language), Math.Max(LongestProcess, LongestName - DisplayWidth.Of(flow)));
        string both = $"{process}{(language == Language.Chinese ? "：" : ": ")}{flow}";
        return DisplayWidth.Cut(both, LongestName);
    }

    private static string RangeOf(TornadoRange range, bool zh)
    {
        string low = Digits.Percent(100 * range.Low);
        string high = Digits.Percent(100 * range.High);
        if (range.IsRelative) return zh ? $"每个输入上下各变动 {high} %，其余不变" : $"each input {high} % down and up, all others as they are";
        return zh ? $"每个输入由其 {low} % 分位数变到 {high} % 分位数，其余不变" : $"each input from its {low} % to its {high} % quantile, all others as they are";
    }

    private static ReportLine More(int count, bool zh) => ReportLine.Of(
        zh ? $"  另有 {count} 个输入；可用 --top 或 --format csv、json 查看。" : $"  {count} more inputs; --top, or --format csv or json, shows them.",
        ReportStyle.Muted);

    private static ReportSpan[] Bar(TornadoBar bar, double impact, double reach)
    {
        double below = Math.Max(0, impact - Math.Min(bar.AtLow, bar.AtHigh));
        double above = Math.Max(0, Math.Max(bar.AtLow, bar.AtHigh) - impact);
        int left = reach > 0 ? (int)Math.Round(below / reach * HalfBar) : 0;
        int right = reach > 0 ? (int)Math.Round(above / reach * HalfBar) : 0;
        return
        [
            new ReportSpan(new string(' ', HalfBar - left) + new string('█', left), ReportStyle.CreditBar),
            new ReportSpan("│", ReportStyle.Muted),
            new ReportSpan(new string('█', right), ReportStyle.Bar),
        ];
    }

    private static string Index(double value) => double.IsFinite(value) ? (Math.Round(value, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture) : "–";

    private static string Index(IndexEstimate? estimate) =>
        estimate is { } e && double.IsFinite(e.Value) ? $"{Index(e.Value)} ± {Index(e.StandardError)}" : "–";
}
