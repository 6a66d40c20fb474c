using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Documents;

namespace CarbonLca.Formats.Reports;

/// <summary>Draws how often samples fall where, with marked values above the bars.</summary>
/// <remarks>
/// Bars between the outer quantiles are darker, so that the interval is seen without reading. Marks differ by their dashes as well as by
/// their colours, and their labels stand on as many lines as they need not to overlap, each with a line down to its value.
/// </remarks>
internal static class SvgHistogram
{
    private const double Width = 760;
    private const double Plot = 190;
    private const double Left = 16;
    private const double Right = 16;
    private const double Bottom = 40;
    private const double LabelLine = 15;
    private const double CharacterWidth = 6.6;
    private const double Padding = 4;
    private const int Ticks = 6;

    /// <summary>The chart as an <c>svg</c> element.</summary>
    public static string Draw(HistogramChart chart, Wording summary, Language language)
    {
        double low = Math.Min(chart.Bounds[0], chart.Marks.Select(m => m.Value).DefaultIfEmpty(double.PositiveInfinity).Min());
        double high = Math.Max(chart.Bounds[^1], chart.Marks.Select(m => m.Value).DefaultIfEmpty(double.NegativeInfinity).Max());
        double scale = (Width - Left - Right) / (high > low ? high - low : 1);
        Label[] labels = Place(chart, language, value => Left + ((value - low) * scale));
        double top = ((labels.Select(l => l.Line).DefaultIfEmpty(-1).Max() + 1) * LabelLine) + 6;
        double bottom = top + Plot;
        SvgBuilder svg = new(Width, bottom + Bottom, summary.In(language));
        Bars(svg, chart, value => Left + ((value - low) * scale), bottom);
        svg.Line(Left, bottom, Width - Right, bottom, "axis");
        Axis(svg, chart, low, high, scale, bottom);
        foreach (Label label in labels)
        {
            string style = label.Kind switch
            {
                ChartMarkKind.Limit => "limit",
                ChartMarkKind.PointValue => "point",
                _ => "mark",
            };
            svg.Line(label.X, ((label.Line + 1) * LabelLine) + 2, label.X, bottom, style);
            svg.Text(label.TextX, ((label.Line + 1) * LabelLine) - 2, label.Text, "start", label.Kind == ChartMarkKind.Limit ? "limit-text" : "label");
        }

        return svg.ToString();
    }

    private static void Bars(SvgBuilder svg, HistogramChart chart, Func<double, double> x, double bottom)
    {
        double[] quantiles = [.. chart.Marks.Where(m => m.Kind == ChartMarkKind.Quantile).Select(m => m.Value)];
        double most = Math.Max(1, chart.Counts.Max());
        for (int i = 0; i < chart.Counts.Length; i++)
        {
            double middle = (chart.Bounds[i] + chart.Bounds[i + 1]) / 2;
            bool isInside = quantiles.Length < 2 || (middle >= quantiles.Min() && middle <= quantiles.Max());
            double height = chart.Counts[i] / most * Plot;
            string tip = string.Create(CultureInfo.InvariantCulture, $"{Digits.Significant(chart.Bounds[i])} – {Digits.Significant(chart.Bounds[i + 1])} {chart.Unit}: {chart.Counts[i]:N0}");
            svg.Rectangle(x(chart.Bounds[i]), bottom - height, Math.Max(0.5, x(chart.Bounds[i + 1]) - x(chart.Bounds[i]) - 0.8), height, isInside ? "core" : "tail", tip);
        }
    }

    // Ticks at round numbers: 1, 2 or 5 times a power of ten apart.
    private static void Axis(SvgBuilder svg, HistogramChart chart, double low, double high, double scale, double bottom)
    {
        double rough = (high - low) / Ticks;
        if (rough > 0)
        {
            double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            double step = power * (rough / power) switch
            {
                <= 1 => 1,
                <= 2 => 2,
                <= 5 => 5,
                _ => 10,
            };
            for (double k = Math.Ceiling(low / step); k * step <= high; k++)
            {
                double x = Left + (((k * step) - low) * scale);
                svg.Line(x, bottom, x, bottom + 4, "axis");
                string text = Digits.Round(k * step, step);
                double half = text.Length * CharacterWidth / 2;
                svg.Text(x, bottom + 17, text, x - half < 0 ? "start" : x + half > Width ? "end" : "middle");
            }
        }

        svg.Text(Width / 2, bottom + 34, chart.Unit, "middle");
    }

    // From left to right, each on the first line where it does not meet the one before it, nor the line of a mark below.
    private static Label[] Place(HistogramChart chart, Language language, Func<double, double> position)
    {
        List<Label> placed = [];
        foreach (ChartMark mark in chart.Marks.OrderBy(m => m.Value).ThenBy(m => m.Kind))
        {
            string text = $"{mark.Name.In(language)} {Digits.Significant(mark.Value, chart.SignificantDigits)}";
            double x = position(mark.Value);
            double width = DisplayWidth.Of(text) * CharacterWidth;
            double start = Math.Clamp(x + Padding, Padding, Width - width - Padding);
            int line = 0;
            while (placed.Exists(p => p.Line == line && start < p.End + Padding)) line++;
            placed.Add(new Label(text, x, start, start + width, line, mark.Kind));
        }

        return [.. placed];
    }

    private readonly record struct Label(string Text, double X, double TextX, double End, int Line, ChartMarkKind Kind);
}
