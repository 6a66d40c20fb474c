using CarbonLca.Analysis;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Reports;

/// <summary>Draws a tornado as scalable vector graphics, in one language: the impact at both ends of each input, about the impact as it is.</summary>
/// <remarks>
/// The lower end of an input is drawn in orange, the upper in blue (Okabe &amp; Ito 2008); the amounts of both
/// ends stand in the tip of each bar and in the table beside the chart.
/// </remarks>
public static class SvgTornado
{
    private const double Width = 900;
    private const double BarHeight = 18;
    private const double BarGap = 8;
    private const double Top = 44;
    private const double Bottom = 34;
    private const double ValueRoom = 64;
    private const double CharacterWidth = 6.4;
    private const int LongestName = 52;
    private const int Ticks = 4;

    // The colours of reports, so that the file needs no style sheet beside it.
    private const string Style = "text{font:12px 'Noto Sans','Segoe UI',Arial,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;fill:#1b2330}.value{fill:#5a6678}.axis{stroke:#5a6678;stroke-width:1}.grid{stroke:#cfd6e0;stroke-width:1}.low{fill:#e69f00}.high{fill:#0072b2}.paper{fill:#fff}";

    /// <summary>A tornado as an SVG document.</summary>
    /// <param name="tornado">The tornado; at least one bar.</param>
    /// <param name="language">The language.</param>
    /// <param name="most">How many bars at most.</param>
    /// <exception cref="ArgumentException">There is no bar to draw.</exception>
    public static string Draw(Tornado tornado, Language language, int most = 20)
    {
        ArgumentNullException.ThrowIfNull(tornado);
        TornadoBar[] bars = [.. tornado.Bars.Take(most)];
        if (bars.Length == 0) throw new ArgumentException("The tornado has no bar.", nameof(tornado));
        bool zh = language == Language.Chinese;
        ImpactCategory category = tornado.Assessment.Impact.Method.Categories[tornado.Category];
        string[] names = [.. bars.Select(b => DisplayWidth.Cut(b.Name.Text.In(language), LongestName))];
        double left = (names.Max(DisplayWidth.Of) * CharacterWidth) + 16;
        double low = bars.Min(b => Math.Min(b.AtLow, b.AtHigh));
        double high = bars.Max(b => Math.Max(b.AtLow, b.AtHigh));
        low = Math.Min(low, tornado.Impact);
        high = Math.Max(high, tornado.Impact);
        double scale = (Width - left - (2 * ValueRoom)) / (high > low ? high - low : 1);
        double height = Top + (bars.Length * (BarHeight + BarGap)) + Bottom;
        SvgBuilder svg = new(Width, height, Summary(tornado, category, language));
        svg.Style(Style).Rectangle(0, 0, Width, height, "paper");
        svg.Text(8, 16, Title(tornado, category, language));
        svg.Rectangle(8, 24, 12, 12, "low").Text(24, 34, End(tornado.Range, tornado.Range.Low, zh, isLow: true));
        svg.Rectangle(left, 24, 12, 12, "high").Text(left + 16, 34, End(tornado.Range, tornado.Range.High, zh, isLow: false));
        for (int tick = 0; tick <= Ticks; tick++)
        {
            double value = low + (tick * (high - low) / Ticks);
            svg.Line(X(value), Top, X(value), height - Bottom, "grid").Text(X(value), height - Bottom + 14, Digits.Significant(value), "middle", "value");
        }

        svg.Text(left + ValueRoom + ((high - low) * scale / 2), height - 4, category.Unit, "middle", "value");
        for (int i = 0; i < bars.Length; i++)
        {
            double y = Top + (i * (BarHeight + BarGap)) + (BarGap / 2);
            svg.Text(left - 8, y + 13, names[i], "end");
            Draw(svg, bars[i], y, language);
        }

        svg.Line(X(tornado.Impact), Top, X(tornado.Impact), height - Bottom, "axis");
        return svg + "\n";

        double X(double value) => left + ValueRoom + ((value - low) * scale);

        void Draw(SvgBuilder to, TornadoBar bar, double y, Language words)
        {
            // Both ends on one side of the impact as it is: one above the other.
            bool isOneSided = (bar.AtLow - tornado.Impact) * (bar.AtHigh - tornado.Impact) > 0;
            double thickness = isOneSided ? BarHeight / 2 : BarHeight;
            Rectangle(bar.AtLow, bar.Low, y, "low");
            Rectangle(bar.AtHigh, bar.High, isOneSided ? y + thickness : y, "high");
            double least = Math.Min(tornado.Impact, Math.Min(bar.AtLow, bar.AtHigh));
            double most = Math.Max(tornado.Impact, Math.Max(bar.AtLow, bar.AtHigh));
            to.Text(X(least) - 5, y + 13, Digits.Significant(Math.Min(bar.AtLow, bar.AtHigh)), "end", "value");
            to.Text(X(most) + 5, y + 13, Digits.Significant(Math.Max(bar.AtLow, bar.AtHigh)), "start", "value");

            void Rectangle(double at, double amount, double top, string style) => to.Rectangle(
                Math.Min(X(at), X(tornado.Impact)),
                top,
                Math.Abs(at - tornado.Impact) * scale,
                thickness,
                style,
                $"{bar.Name.Text.In(words)}: {Digits.Significant(amount)} {bar.Name.Unit} → {Digits.Significant(at)} {category.Unit}");
        }
    }

    private static string Title(Tornado tornado, ImpactCategory category, Language language)
    {
        Wording name = AnalysisSubject.NameOf(tornado.Assessment);
        return $"{name.In(language)}{(language == Language.Chinese ? "：" : ": ")}{Digits.Significant(tornado.Impact)} {category.Unit}";
    }

    private static string Summary(Tornado tornado, ImpactCategory category, Language language)
    {
        TornadoBar widest = tornado.Bars[0];
        return language == Language.Chinese
            ? $"{Title(tornado, category, language)}。影响最大的输入为{widest.Name.Text.Zh}：结果由 {Digits.Significant(widest.AtLow)} 变为 {Digits.Significant(widest.AtHigh)} {category.Unit}。"
            : $"{Title(tornado, category, language)}. The input that moves it most is {widest.Name.Text.En}: from {Digits.Significant(widest.AtLow)} to {Digits.Significant(widest.AtHigh)} {category.Unit}.";
    }

    private static string End(TornadoRange range, double end, bool zh, bool isLow)
    {
        string percent = Digits.Percent(100 * Math.Abs(end));
        if (range.IsRelative) return zh ? $"输入{(isLow ? "减少" : "增加")} {percent} %" : $"input {percent} % {(isLow ? "less" : "more")}";
        return zh ? $"输入取 {percent} % 分位数" : $"input at its {percent} % quantile";
    }
}
