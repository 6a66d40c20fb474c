using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>How uncertain a result is, in sentences: the interval, where the point value lies, and what most of the variance goes with (REQ-90).</summary>
internal static class UncertaintyStatements
{
    private const int SharesShown = 3;
    private const int DeviationDigits = 2;

    public static IEnumerable<Wording> Of(CarbonFootprint footprint)
    {
        if (footprint.Uncertainty is not { } uncertainty)
        {
            yield return new Wording("The uncertainty was not sampled; the total is a point value.", "未对不确定性进行抽样；合计为点值。");
            if (footprint.MeasureNext is not { } next) yield break;
            yield return next.Deviation > 0
                ? new Wording(
                    $"From the distributions that the data state, its standard deviation is {Digits.Significant(next.Deviation, DeviationDigits)} {footprint.TotalUnit} to first order.",
                    $"按数据给出的分布，其一阶近似标准差为 {Digits.Significant(next.Deviation, DeviationDigits)} {footprint.TotalUnit}。")
                : new Wording("The data state no distribution, so that nothing can be said of how far it may be off.", "数据未给出分布，无从说明其可能的偏差。");
            yield break;
        }

        if (uncertainty.Parameters == 0)
        {
            yield return new Wording("No amount behind the result states a distribution; samples would all be alike.", "结果所依据的数量均未给出分布，各样本将完全相同。");
            yield break;
        }

        yield return UncertaintyText.IntervalOf(footprint);
        yield return uncertainty.Categories[footprint.Headline].PointValue;
        ParameterShare[] shares = [.. uncertainty.Shares.Where(s => s.Share >= ParameterShare.Noise(uncertainty.Samples)).Take(SharesShown)];
        if (shares.Length > 0)
        {
            yield return new Wording(
                $"Most of the variance goes with: {string.Join("; ", shares.Select(s => $"{s.Flow.En}, {s.Process.En} ({Digits.Percent(100 * s.Share)} %)"))}.",
                $"方差主要来自：{string.Join("；", shares.Select(s => $"{s.Flow.Zh}（{s.Process.Zh}，{Digits.Percent(100 * s.Share)} %）"))}。");
        }

        if (uncertainty.Failed == 0) yield break;
        string failed = uncertainty.Failed.ToString(CultureInfo.InvariantCulture);
        yield return new Wording($"{failed} of {uncertainty.Samples} samples have no answer and are left out.", $"{uncertainty.Samples} 个样本中有 {failed} 个无解，未计入。");
    }
}
