using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Formats.Reports;

/// <summary>Draws the charts of a report as scalable vector graphics, in one language.</summary>
/// <remarks>Colours are those of Okabe &amp; Ito (2008), told apart by people with any colour vision; parts also differ in their order and stand in the table.</remarks>
internal static class SvgCharts
{
    private const double Width = 760;
    private const double BarHeight = 20;
    private const double BarGap = 8;
    private const double CharacterWidth = 6.4;
    private const int LongestName = 60;
    private const int Palette = 8;

    /// <summary>The chart as an <c>svg</c> element.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="summary">What it shows, for those who do not see it.</param>
    /// <param name="language">The language.</param>
    public static string Draw(ReportChart chart, Wording summary, Language language) => chart switch
    {
        BarChart bars => Bars(bars, summary, language),
        SankeyChart sankey => SvgSankey.Draw(sankey, summary, language),
        HistogramChart histogram => SvgHistogram.Draw(histogram, summary, language),
        _ => throw new ArgumentException($"'{chart.GetType().Name}' is no chart that can be drawn.", nameof(chart)),
    };

    private static string Bars(BarChart chart, Wording summary, Language language)
    {
        string[] names = [.. chart.Bars.Select(b => DisplayWidth.Cut(b.Name.In(language), LongestName))];
        double left = (names.Max(DisplayWidth.Of) * CharacterWidth) + 12;
        double right = 96;
        double plot = Width - left - right;
        double most = Math.Max(0, chart.Bars.Max(b => b.Parts.IsEmpty ? b.Value : b.Parts.Where(p => p > 0).Sum()));
        double least = Math.Min(0, chart.Bars.Min(b => b.Parts.IsEmpty ? b.Value : b.Parts.Where(p => p < 0).Sum()));
        double span = most - least;
        if (span == 0) span = 1;
        double zero = left + (-least / span * plot);
        double legend = chart.Parts.IsEmpty ? 0 : 24;
        double height = legend + (chart.Bars.Length * (BarHeight + BarGap)) + 4;
        SvgBuilder svg = new(Width, height, summary.In(language));
        if (!chart.Parts.IsEmpty) Legend(svg, chart.Parts, language);
        svg.Line(zero, legend, zero, height - 4, "axis");
        for (int i = 0; i < chart.Bars.Length; i++)
        {
            ChartBar bar = chart.Bars[i];
            double y = legend + (i * (BarHeight + BarGap)) + (BarGap / 2);
            svg.Text(left - 8, y + 14, names[i], "end");
            double end = bar.Parts.IsEmpty ? Plain(svg, bar, chart, zero, y, plot / span, language) : Stacked(svg, bar, chart, zero, y, plot / span, language);
            svg.Text(end + 6, y + 14, Digits.Significant(bar.Value, chart.SignificantDigits), "start", "value");
        }

        return svg.ToString();
    }

    private static double Plain(SvgBuilder svg, ChartBar bar, BarChart chart, double zero, double y, double scale, Language language)
    {
        double length = Math.Abs(bar.Value) * scale;
        string tip = $"{bar.Name.In(language)}: {Digits.Significant(bar.Value, chart.SignificantDigits)}";
        svg.Rectangle(bar.Value < 0 ? zero - length : zero, y, length, BarHeight, bar.Value < 0 ? "credit" : "bar", tip);
        return bar.Value < 0 ? zero : zero + length;
    }

    private static double Stacked(SvgBuilder svg, ChartBar bar, BarChart chart, double zero, double y, double scale, Language language)
    {
        double above = zero;
        double below = zero;
        for (int k = 0; k < bar.Parts.Length; k++)
        {
            double length = Math.Abs(bar.Parts[k]) * scale;
            if (length == 0) continue;
            if (bar.Parts[k] < 0) below -= length;
            string tip = $"{bar.Name.In(language)}, {chart.Parts[k].In(language)}: {Digits.Significant(bar.Parts[k], chart.SignificantDigits)}";
            svg.Rectangle(bar.Parts[k] < 0 ? below : above, y, length, BarHeight, $"c{k % Palette}", tip);
            if (bar.Parts[k] > 0) above += length;
        }

        return above;
    }

    private static void Legend(SvgBuilder svg, ImmutableArray<Wording> parts, Language language)
    {
        double x = 8;
        for (int k = 0; k < parts.Length; k++)
        {
            string name = parts[k].In(language);
            svg.Rectangle(x, 2, 12, 12, $"c{k % Palette}").Text(x + 16, 12, name);
            x += 32 + (DisplayWidth.Of(name) * CharacterWidth);
        }
    }
}
