using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Studies;

namespace CarbonLca.Reporting.Documents.Sections;

/// <summary>The part of a report that says how sure its figures are: interval, histogram, statistics with standard errors, what brings the spread.</summary>
internal sealed class UncertaintySection
{
    /// <summary>The id of the section.</summary>
    public const string Id = "uncertainty";

    private const int BinsPerBar = 8;
    private const int SharesShown = 10;

    private readonly CarbonFootprint _footprint;
    private readonly FootprintUncertainty _uncertainty;
    private readonly CategoryUncertainty _headline;
    private readonly string _unit;

    private UncertaintySection(CarbonFootprint footprint, FootprintUncertainty uncertainty)
    {
        _footprint = footprint;
        _uncertainty = uncertainty;
        _headline = uncertainty.Categories[footprint.Headline];
        _unit = footprint.TotalUnit;
    }

    private SampleStatistics Statistics => _headline.Statistics;

    /// <summary>The section; null where nothing was sampled.</summary>
    public static ReportSection? Of(ReportContext report) =>
        report.Footprint.Uncertainty is { } uncertainty ? new UncertaintySection(report.Footprint, uncertainty).Section(report.Threshold) : null;

    /// <summary>What stands below the headline figure; null where nothing was sampled.</summary>
    public static Wording? Remark(CarbonFootprint footprint) => footprint.Uncertainty is null ? null : UncertaintyText.IntervalOf(footprint);

    private ReportSection Section(double? threshold)
    {
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>();
        blocks.Add(new TextBlock(How()));
        blocks.Add(new TextBlock(UncertaintyText.IntervalOf(_footprint)));
        blocks.Add(new TextBlock(_headline.PointValue));
        if (threshold is { } value) blocks.Add(new NoteBlock(Severity.Note, Exceedance(value)));
        if (_headline.Histogram.HasBins) blocks.Add(Histogram(threshold));
        blocks.Add(Figures());
        blocks.Add(Categories());
        if (!_uncertainty.Stages.IsEmpty) blocks.Add(Stages());
        if (Shares() is { } shares) blocks.Add(shares);
        blocks.Add(new TextBlock(Coverage()));
        if (_footprint.ShownDigits < Digits.Shown) blocks.Add(new TextBlock(Rounding()));
        return new ReportSection(Id, new Wording(Glossary.Heading(Glossary.Uncertainty, Language.English), Glossary.Uncertainty.Zh), blocks.ToImmutable());
    }

    private Wording How()
    {
        string samples = _uncertainty.Samples.ToString("N0", CultureInfo.InvariantCulture);
        string failed = _uncertainty.Failed.ToString("N0", CultureInfo.InvariantCulture);
        return new Wording(
            $"Monte Carlo simulation: {samples} independent samples from seed {_uncertainty.Seed}; in each, all {_uncertainty.Parameters} amounts that state a distribution were drawn and the system was solved anew. The amount of a lognormal distribution is its median."
                + (_uncertainty.Failed == 0 ? string.Empty : $" {failed} samples have no answer and are left out."),
            $"蒙特卡罗模拟：以种子 {_uncertainty.Seed} 抽取 {samples} 个独立样本；每个样本均重新抽取全部 {_uncertainty.Parameters} 个给出分布的数量，并重新求解系统。对数正态分布的数量为其中位数。"
                + (_uncertainty.Failed == 0 ? string.Empty : $"其中 {failed} 个样本无解，未计入统计。"));
    }

    // The histogram tells a probability between two bounds of a bin; the sentence gives both.
    private Wording Exceedance(double threshold)
    {
        string limit = $"{Digits.Full(threshold)} {_unit}";
        if (!_headline.Histogram.HasBins)
        {
            bool isAbove = Statistics.Deterministic > threshold;
            return new Wording($"Threshold {limit}: the samples do not spread; all of them lie {(isAbove ? "above" : "at or below")} it.", $"阈值 {limit}：样本无离散，全部{(isAbove ? "高于" : "不高于")}该值。");
        }

        (double estimate, double least, double most) = _headline.Histogram.Exceeding(threshold);
        if (threshold >= Statistics.Maximum) (estimate, least, most) = (0, 0, 0);
        else if (threshold < Statistics.Minimum) (estimate, least, most) = (1, 1, 1);
        double error = Math.Sqrt(estimate * (1 - estimate) / Statistics.Count);
        Wording probability = ProbabilityText.Of(estimate, error, Statistics.Count);
        string between = $"{ProbabilityText.Percent(least)} – {ProbabilityText.Percent(most)} %";
        return new Wording(
            $"Threshold {limit}: P(footprint above it) = {probability.En}" + (least == most ? "." : $"; read from the histogram, whose bins prove {between}."),
            $"阈值 {limit}：碳足迹高于该值的概率为 {probability.Zh}" + (least == most ? "。" : $"；由直方图读取，其分组可证范围为 {between}。"));
    }

    private ChartBlock Histogram(double? threshold)
    {
        SampleHistogram histogram = _headline.Histogram;
        int bars = SampleHistogram.BinCount / BinsPerBar;
        ImmutableArray<double> bounds = [.. Enumerable.Range(0, bars + 1).Select(i => histogram.Bound(i * BinsPerBar))];
        ImmutableArray<long> counts = [.. Enumerable.Range(0, bars).Select(i => histogram.Counts.Skip(i * BinsPerBar).Take(BinsPerBar).Sum())];
        List<ChartMark> marks =
        [
            new(Wording.Same("P5"), Statistics.Quantile(0.05).Value),
            new(Wording.Same("P50"), Statistics.Median),
            new(Wording.Same("P95"), Statistics.Quantile(0.95).Value),
            new(SampleFigure.PointValue, Statistics.Deterministic, ChartMarkKind.PointValue),
        ];
        if (threshold is { } value) marks.Add(new(new Wording("threshold", "阈值"), value, ChartMarkKind.Limit));
        int digits = Math.Min(Digits.Shown, _footprint.ShownDigits + 1);
        TableBlock data = new(
            "uncertainty-histogram",
            new Wording("How often the footprint falls where", "碳足迹样本的频数分布"),
            [new(new($"from, {_unit}", $"下限，{_unit}"), true), new(new($"to, {_unit}", $"上限，{_unit}"), true), new(new("samples", "样本数"), true), new(Wording.Same("%"), true)],
            [
                Row(Statistics.Minimum, histogram.Low, histogram.Below),
                .. counts.Select((count, i) => Row(bounds[i], bounds[i + 1], count)),
                Row(histogram.High, Statistics.Maximum, histogram.Above),
            ]);
        string outside = (histogram.Below + histogram.Above).ToString("N0", CultureInfo.InvariantCulture);
        return new ChartBlock(
            data.Caption,
            new Wording(
                $"{UncertaintyText.IntervalOf(_footprint).En} {outside} samples lie beyond the bars.",
                $"{UncertaintyText.IntervalOf(_footprint).Zh}另有 {outside} 个样本在图示范围之外。"),
            new HistogramChart(_unit, bounds, counts, [.. marks]) { SignificantDigits = digits },
            data);

        ReportRow Row(double from, double to, long count) => new(
        [
            ReportCell.Of(from),
            ReportCell.Of(to),
            ReportCell.Of(count, count.ToString("N0", CultureInfo.InvariantCulture)),
            ReportCell.Of(100.0 * count / histogram.Total, (100.0 * count / histogram.Total).ToString("0.00", CultureInfo.InvariantCulture)),
        ]);
    }

    private TableBlock Figures() => new(
        "uncertainty-statistics",
        new Wording("Distribution of the footprint", "碳足迹的分布"),
        [new(new("Figure", "统计量")), new(new("Value", "数值"), true), new(Capital(SampleFigure.Error), true), new(Capital(Glossary.Unit))],
        [
            new ReportRow([ReportCell.Of(Capital(SampleFigure.PointValue)), Cell(Statistics.Deterministic, Digits.Significant(Statistics.Deterministic)), ReportCell.Of("–"), ReportCell.Of(_unit)]),
            new ReportRow(
            [
                ReportCell.Of(new Wording("Percentile of the point value", "确定值所处百分位")),
                Cell(Statistics.DeterministicPercentile, Statistics.Count > 0 ? Digits.Percent(Statistics.DeterministicPercentile) : "–"),
                Cell(Statistics.PercentileStandardError, Statistics.Count > 0 ? Digits.Significant(Statistics.PercentileStandardError, 2) : "–"),
                ReportCell.Of("%"),
            ]),
            .. SampleFigure.Of(Statistics).Select(figure => new ReportRow(
            [
                ReportCell.Of(Capital(figure.Name)),
                Cell(figure.Value, figure.Shown),
                Cell(figure.StandardError, figure.ShownError),
                ReportCell.Of(figure.HasUnit ? _unit : "–"),
            ])),
            .. _uncertainty.AnalyticDeviation is { } analytic
                ? (ReportRow[])[new ReportRow([ReportCell.Of(Capital(SampleFigure.AnalyticDeviation)), Cell(analytic, Digits.Significant(analytic)), ReportCell.Of("–"), ReportCell.Of(_unit)])]
                : [],
        ]);

    private TableBlock Categories() => Spreads(
        "uncertainty-categories",
        new Wording("Distribution by gas group and category", "各温室气体分组与类别的分布"),
        new Wording("Category", "类别"),
        _footprint.Categories.Select((category, k) => (Name: CategoryName(category), _uncertainty.Categories[k].Statistics, category.Unit)).Where(row => row.Statistics.Deterministic != 0 || row.Statistics.StandardDeviation > 0));

    private TableBlock Stages() => Spreads(
        "uncertainty-stages",
        new Wording("Distribution by life-cycle stage", "各生命周期阶段的分布"),
        Glossary.LifeCycleStage,
        _uncertainty.Stages.Select(stage => (stage.Stage.Name(), stage.Statistics, _unit)));

    private static TableBlock Spreads(string id, Wording caption, Wording head, IEnumerable<(Wording Name, SampleStatistics Statistics, string Unit)> rows) => new(
        id,
        caption,
        [
            new(Capital(head)),
            new(Capital(SampleFigure.PointValue), true),
            new(Capital(SampleFigure.Mean), true),
            new(new("SD", "标准差"), true),
            new(Wording.Same("P2.5"), true),
            new(Wording.Same("P5"), true),
            new(Capital(SampleFigure.Median), true),
            new(Wording.Same("P95"), true),
            new(Wording.Same("P97.5"), true),
            new(Capital(Glossary.Unit)),
        ],
        [.. rows.Select(row => new ReportRow([ReportCell.Of(Capital(row.Name)), .. Spread(row.Statistics), ReportCell.Of(row.Unit)]))]);

    private static IEnumerable<ReportCell> Spread(SampleStatistics s)
    {
        double low = s.Quantile(0.025).Value;
        double high = s.Quantile(0.975).Value;
        foreach (double value in (double[])[s.Deterministic, s.Mean, s.StandardDeviation, low, s.Quantile(0.05).Value, s.Median, s.Quantile(0.95).Value, high])
            yield return Cell(value, double.IsFinite(value) ? Digits.Significant(value, Digits.Supported(value, low, high)) : "–");
    }

    private TableBlock? Shares()
    {
        double noise = ParameterShare.Noise(Statistics.Count);
        ParameterShare[] shown = [.. _uncertainty.Shares.Where(s => s.Share > noise).Take(SharesShown)];
        if (shown.Length == 0) return null;
        return new TableBlock(
            "uncertainty-shares",
            new Wording("What brings the spread: amounts with the largest first-order share of the variance", "不确定性的来源：一阶方差占比最大的数量"),
            [new(Capital(Glossary.Process)), new(new("Amount of", "数量")), new(new("Correlation with the footprint", "与碳足迹的相关系数"), true), new(new("Share of the variance, %", "方差占比，%"), true)],
            [
                .. shown.Select(share => new ReportRow(
                [
                    ReportCell.Of(share.Location is { Length: > 0 } place ? new Wording($"{share.Process.En} ({place})", $"{share.Process.Zh}（{place}）") : share.Process),
                    ReportCell.Of(share.Flow),
                    ReportCell.Of(share.Correlation, share.Correlation.ToString("0.00", CultureInfo.InvariantCulture)),
                    ReportCell.Of(100 * share.Share, Digits.Percent(100 * share.Share)),
                ])),
            ]);
    }

    // An interval of what was sampled is not one of all that is uncertain.
    private Wording Coverage()
    {
        Wording limit = new(
            "The interval holds what the stated distributions imply; amounts and factors without one keep their values, so that the true uncertainty is larger. ± of the simulation shrinks with more samples, the interval does not.",
            "该区间仅反映已给出的分布；未给出分布的数量与因子保持不变，故实际不确定性更大。增加样本只会减小模拟误差，不会缩小区间。");
        if (_footprint.Study is not { } study) return limit;
        int items = study.Lines.Count();
        return new Wording(
            $"{_uncertainty.VaryingItems} of {items} items of the study vary. {limit.En}",
            $"研究的 {items} 个条目中有 {_uncertainty.VaryingItems} 个参与抽样。{limit.Zh}");
    }

    private Wording Rounding() => new(
        $"Figures of the other sections are shown with {_footprint.ShownDigits} significant {(_footprint.ShownDigits == 1 ? "digit" : "digits")}, as many as the interval supports; rounded parts may not add up to the rounded total. The result file holds all digits.",
        $"其他章节的数值保留 {_footprint.ShownDigits} 位有效数字，即区间所支持的位数；舍入后的各部分之和可能与合计略有出入。结果文件保留全部位数。");

    private static Wording CategoryName(ImpactCategory category) => Glossary.Category(category.Code);

    private static ReportCell Cell(double value, string shown) => double.IsFinite(value) ? ReportCell.Of(value, shown) : ReportCell.Of("–");

    private static Wording Capital(Wording term) => new(Glossary.Heading(term, Language.English), term.Zh);
}
