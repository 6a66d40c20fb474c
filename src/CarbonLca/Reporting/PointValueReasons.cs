using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Sensitivity;

namespace CarbonLca.Reporting;

/// <summary>Says where the value without draws lies among the samples of a demand, and why.</summary>
/// <remarks>
/// The mean of the samples differs from the point value for three reasons, and the sentence names the largest that the samples tell from
/// chance. To first order it moves by Σ ∂h/∂x·(E x − x): amounts that are the medians of skewed distributions (lognormals) bring one part,
/// amounts that are no centre of their distribution at all (modes, ends) another. What is left comes from products, quotients and loops of
/// uncertain amounts. Where the mean stays, skewness alone parts it from the median.
/// </remarks>
public sealed class PointValueReasons
{
    // Two standard errors; less is chance.
    private const double Certain = 2;

    private readonly MonteCarloModel _model;
    private readonly Supply _supply;

    /// <summary>The reasons of one demand.</summary>
    /// <param name="model">The model that is sampled.</param>
    /// <param name="demand">What is asked of it.</param>
    /// <exception cref="RefusalException">The demand or the equations do not allow a result.</exception>
    public PointValueReasons(MonteCarloModel model, Demand demand)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _supply = model.Solver.Solve(demand);
    }

    /// <summary>The sentence for one category.</summary>
    /// <param name="statistics">What the samples of the demand say.</param>
    /// <param name="category">The category.</param>
    public Wording Of(SampleStatistics statistics, int category)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Count == 0) return new Wording("No sample has an answer.", "没有样本有解。");
        if (statistics.Count == 1) return new Wording("One sample says nothing of the spread.", "仅有一个样本，无法说明离散程度。");
        if (!double.IsFinite(statistics.StandardDeviation)) return new Wording("The samples lie so far apart that their standard deviation exceeds the range of a double.", "样本相差过大，其标准差超出双精度数的范围。");
        if (!(statistics.StandardDeviation > 0)) return new Wording("Every sample equals the point value: nothing upstream of it spreads.", "所有样本均等于确定值：其上游没有离散的量。");
        Wording where = Where(statistics);
        Wording why = Why(statistics, Shift(Gradient.Of(_supply, _model.Footprints, category)));
        return new Wording($"{where.En} {why.En}", $"{where.Zh}{why.Zh}");
    }

    private static Wording Where(SampleStatistics s)
    {
        string percentile = Digits.Percent(s.DeterministicPercentile);
        double percent = 100 * (s.Mean - s.Deterministic) / Math.Abs(s.Deterministic);
        string size = Math.Abs(percent).ToString("0.0", CultureInfo.InvariantCulture);
        if (!double.IsFinite(percent))
        {
            string mean = Digits.Significant(s.Mean);
            return new Wording($"The point value, 0, lies at percentile {percentile}, and the mean of the samples is {mean}.", $"确定值 0 位于样本的第 {percentile} 百分位，样本均值为 {mean}。");
        }

        if (size == "0.0") return new Wording($"The point value lies at percentile {percentile}, and the mean of the samples is the same within 0.1 %.", $"确定值位于样本的第 {percentile} 百分位，样本均值与其相差不到 0.1 %。");
        return new Wording(
            $"The point value lies at percentile {percentile}, and the mean of the samples is {size} % {(percent > 0 ? "above" : "below")} it.",
            $"确定值位于样本的第 {percentile} 百分位，样本均值比其{(percent > 0 ? "高" : "低")} {size} %。");
    }

    private static Wording Why(SampleStatistics s, InputShift shift)
    {
        double moved = s.Mean - s.Deterministic;
        double chance = Certain * s.MeanStandardError;
        double rest = moved - shift.OfMedians - shift.OfOthers;
        if (Math.Abs(moved) <= chance && Math.Abs(shift.OfMedians + shift.OfOthers) <= chance) return Centred(s);
        double largest = Math.Max(Math.Abs(shift.OfMedians), Math.Abs(shift.OfOthers));
        if (Math.Abs(rest) > Math.Max(largest, chance))
        {
            return new Wording(
                "Products, quotients and loops of uncertain amounts move the mean: the model is not linear in them.",
                "不确定量的乘积、比值与循环使均值偏移：模型对这些量并非线性。");
        }

        if (Math.Abs(shift.OfMedians) >= Math.Abs(shift.OfOthers))
        {
            return shift.OfMedians > 0
                ? new Wording(
                    "The amounts are stated as medians of skewed distributions (such as lognormals), whose means lie above their medians; a sum of them therefore mostly lies above the sum of the medians.",
                    "各数量以偏态分布（如对数正态分布）的中位数给出，而此类分布的均值高于中位数，因此其总和多高于中位数之和。")
                : new Wording(
                    "The amounts are stated as medians of skewed distributions, and those of credits or removals weigh most: their means are larger than their medians and lower the sum.",
                    "各数量以偏态分布的中位数给出，其中抵减或清除占主导：其均值的绝对值大于中位数，使总和偏低。");
        }

        return new Wording(
            $"Some amounts are not the centre of their distribution, most of all '{shift.Flow.En}' of '{shift.Process.En}' (stated {Digits.Significant(shift.Amount)}, mean {Digits.Significant(shift.Mean)}): the samples spread about another centre than the point value.",
            $"部分数量并非其分布的中心，影响最大的是“{shift.Process.Zh}”的“{shift.Flow.Zh}”（给定值 {Digits.Significant(shift.Amount)}，均值 {Digits.Significant(shift.Mean)}）：样本的中心与确定值不同。");
    }

    private static Wording Centred(SampleStatistics s)
    {
        double off = s.DeterministicPercentile - 50;
        if (Math.Abs(off) <= Certain * s.PercentileStandardError)
            return new Wording("The distributions are centred on the amounts stated, so the samples are centred on the point value.", "各分布以给定数量为中心，样本因而以确定值为中心。");
        return off > 0
            ? new Wording("The distribution is skewed: the mean, which the point value meets, lies above the median because the upper tail is the longer one.", "分布呈偏态：上尾较长，使确定值所处的均值高于中位数。")
            : new Wording("The distribution is skewed: the mean, which the point value meets, lies below the median because the lower tail is the longer one.", "分布呈偏态：下尾较长，使确定值所处的均值低于中位数。");
    }

    // How far the means of the sampled amounts lie from the amounts stated, weighed by the derivatives.
    private InputShift Shift(Gradient gradient)
    {
        CompensatedSum ofMedians = default;
        CompensatedSum ofOthers = default;
        UncertainParameter? leading = null;
        double largest = 0;
        foreach (UncertainParameter parameter in _model.Parameters)
        {
            (double slope, double amount) = SlopeAndAmount(gradient, parameter);
            double shift = slope == 0 ? 0 : slope * ((parameter.Distribution.Mean * parameter.Unit) - amount);
            if (shift == 0 || !double.IsFinite(shift)) continue;
            double median = parameter.Distribution.Quantile(0.5) * parameter.Unit;
            if (Math.Abs(median - amount) <= 1e-9 * Math.Abs(amount))
            {
                ofMedians.Add(shift);
                continue;
            }

            ofOthers.Add(shift);
            if (Math.Abs(shift) <= largest) continue;
            largest = Math.Abs(shift);
            leading = parameter;
        }

        if (leading is null) return new InputShift(ofMedians.Value, ofOthers.Value, default, default, 0, 0);
        double mean = leading.Distribution.Mean * leading.Unit;
        if (leading.IsFactor)
        {
            ImpactMethod method = _model.Characterization.Method;
            MethodRow row = method.Rows[_model.FactorRowIn(leading, gradient.Category) ?? leading.FactorRow];
            return new InputShift(ofMedians.Value, ofOthers.Value, method.LabelOf(row), Wording.Same(row.Flow), row.Factor, mean);
        }

        LciDatabase database = _model.System.Database;
        Flow flow = database.Flows[database.Exchanges.Flow[leading.Exchange]];
        string process = database.Processes.Name(leading.Process);
        return new InputShift(
            ofMedians.Value,
            ofOthers.Value,
            new Wording(process, database.Processes.NameZh(leading.Process) is { Length: > 0 } zh ? zh : process),
            new Wording(flow.NameIn(Language.English), flow.NameIn(Language.Chinese)),
            _model.System.AmountOf(leading.Exchange),
            mean);
    }

    private (double Slope, double Amount) SlopeAndAmount(Gradient gradient, UncertainParameter parameter)
    {
        if (!parameter.IsFactor) return (gradient.Exchanges[parameter.Exchange], _model.System.AmountOf(parameter.Exchange));
        return _model.FactorRowIn(parameter, gradient.Category) is { } row ? (gradient.Factors[row], _model.Characterization.Method.Rows[row].Factor) : default;
    }

    /// <summary>How far the inputs alone move the mean, and the exchange that moves it most without being a median.</summary>
    private readonly record struct InputShift(double OfMedians, double OfOthers, Wording Process, Wording Flow, double Amount, double Mean);
}
