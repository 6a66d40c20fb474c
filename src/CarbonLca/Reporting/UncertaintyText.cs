using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Reporting;

/// <summary>The uncertainty of a footprint in lines of text: the interval, the centre, where the point value lies.</summary>
internal static class UncertaintyText
{
    /// <summary>The lines; none where nothing was sampled.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="language">The language.</param>
    /// <param name="width">The columns of the page.</param>
    public static IEnumerable<ReportLine> Lines(CarbonFootprint footprint, Language language, int width)
    {
        if (footprint.Uncertainty is not { } uncertainty) yield break;
        bool zh = language == Language.Chinese;
        CategoryUncertainty headline = uncertainty.Categories[footprint.Headline];
        SampleStatistics statistics = headline.Statistics;
        string samples = uncertainty.Samples.ToString("N0", CultureInfo.InvariantCulture);
        string failed = uncertainty.Failed == 0 ? string.Empty : zh ? $"，其中 {uncertainty.Failed} 个无解" : $", {uncertainty.Failed} failed";
        yield return ReportLine.Of("  " + Glossary.Heading(Glossary.Uncertainty, language), ReportStyle.Heading);
        if (statistics.Count > 0)
        {
            yield return ReportLine.Of("  " + IntervalOf(footprint).In(language));
            yield return ReportLine.Of("  " + string.Join(" · ", SampleFigure.Of(statistics).Take(3).Select(f => $"{f.Name.In(language)} {f.Shown} ± {f.ShownError}")), ReportStyle.Muted);
        }

        foreach (string line in DisplayWidth.Wrap(headline.PointValue.In(language), width - 2)) yield return ReportLine.Of("  " + line, ReportStyle.Muted);
        yield return ReportLine.Of(
            zh ? $"  {samples} 个样本{failed} · 种子 {uncertainty.Seed} · {uncertainty.Parameters} 个不确定量" : $"  {samples} samples{failed} · seed {uncertainty.Seed} · {uncertainty.Parameters} uncertain amounts",
            ReportStyle.Muted);
        yield return ReportLine.Empty;
    }

    /// <summary>Between which values 95 % of the samples of the headline lie.</summary>
    public static Wording IntervalOf(CarbonFootprint footprint)
    {
        SampleStatistics statistics = footprint.Uncertainty!.Categories[footprint.Headline].Statistics;
        (double low, double high) = (statistics.Quantile(0.025).Value, statistics.Quantile(0.975).Value);
        if (!double.IsFinite(low) || !double.IsFinite(high)) return new Wording("No sample has an answer.", "没有样本有解。");
        string from = Digits.Significant(low, Digits.Supported(low, low, high));
        string to = Digits.Significant(high, Digits.Supported(high, low, high));
        return new Wording(
            $"95 % of the samples lie between {from} and {to} {footprint.TotalUnit}.",
            $"95 % 的样本位于 {from} 至 {to} {footprint.TotalUnit} 之间。");
    }
}
