using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Reporting;

/// <summary>One figure that samples give, with its Monte Carlo standard error.</summary>
/// <param name="Key">Its name in files: <c>mean</c>, <c>p2_5</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">The estimate; not a number where the samples do not tell.</param>
/// <param name="StandardError">Its standard error; not a number where the samples do not tell.</param>
/// <param name="HasUnit">Whether it is in the unit of the samples; the geometric standard deviation is a ratio.</param>
public readonly record struct SampleFigure(string Key, Wording Name, double Value, double StandardError, bool HasUnit = true)
{
    /// <summary>The mean 均值.</summary>
    public static Wording Mean { get; } = new("mean", "均值");

    /// <summary>The median 中位数.</summary>
    public static Wording Median { get; } = new("median", "中位数");

    /// <summary>The standard deviation 标准差.</summary>
    public static Wording Deviation { get; } = new("standard deviation", "标准差");

    /// <summary>The geometric standard deviation 几何标准差.</summary>
    public static Wording GeometricDeviation { get; } = new("geometric standard deviation", "几何标准差");

    /// <summary>The square of the geometric standard deviation, the factor between the median and the ends of 95 % of a lognormal (REQ-82) 几何标准差的平方.</summary>
    public static Wording SquaredGeometricDeviation { get; } = new("GSD², the 95 % factor", "GSD²，95 % 倍数");

    /// <summary>The standard deviation to first order, without sampling (REQ-85) 一阶解析标准差.</summary>
    public static Wording AnalyticDeviation { get; } = new("standard deviation, first order, not sampled", "标准差（一阶解析，非抽样）");

    /// <summary>The value without draws 确定值.</summary>
    public static Wording PointValue { get; } = new("point value", "确定值");

    /// <summary>The Monte Carlo standard error 蒙特卡罗标准误.</summary>
    public static Wording Error { get; } = new("Monte Carlo standard error", "蒙特卡罗标准误");

    /// <summary>All figures of a distribution: mean, spread, quantiles ascending.</summary>
    public static IEnumerable<SampleFigure> Of(SampleStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        yield return new SampleFigure("mean", Mean, statistics.Mean, statistics.MeanStandardError);
        yield return new SampleFigure("sd", Deviation, statistics.StandardDeviation, statistics.DeviationStandardError);
        yield return new SampleFigure("gsd", GeometricDeviation, statistics.GeometricDeviation, statistics.GeometricDeviationStandardError, HasUnit: false);
        yield return new SampleFigure("gsd2", SquaredGeometricDeviation, statistics.GeometricDeviation * statistics.GeometricDeviation, 2 * statistics.GeometricDeviation * statistics.GeometricDeviationStandardError, HasUnit: false);
        foreach (QuantileEstimate quantile in statistics.Quantiles) yield return new SampleFigure(KeyOf(quantile.Probability), NameOf(quantile.Probability), quantile.Value, quantile.StandardError);
    }

    /// <summary>The name of a quantile: <c>P97.5</c>; the median for one half.</summary>
    public static Wording NameOf(double probability) =>
        probability == 0.5 ? Median : Wording.Same("P" + (100 * probability).ToString("0.#", CultureInfo.InvariantCulture));

    /// <summary>The name of a quantile in files: <c>p97_5</c>; <c>median</c> for one half.</summary>
    public static string KeyOf(double probability) =>
        probability == 0.5 ? "median" : "p" + (100 * probability).ToString("0.#", CultureInfo.InvariantCulture).Replace('.', '_');

    /// <summary>The value as people read it, with the digits its standard error supports; a dash where there is none.</summary>
    public string Shown => Text(Value, StandardError);

    /// <summary>The standard error with two digits; a dash where there is none.</summary>
    public string ShownError => double.IsFinite(StandardError) ? Digits.Significant(StandardError, 2) : "–";

    private static string Text(double value, double error)
    {
        if (!double.IsFinite(value)) return "–";
        return Digits.Significant(value, double.IsFinite(error) ? Math.Max(2, Digits.Supported(value, value - error, value + error)) : 2);
    }
}
