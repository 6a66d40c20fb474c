using System.Text;

namespace CarbonLca.Reporting;

/// <summary>Lays out lines of name, value, share and bar in common columns; numbers stand with their decimal points below each other.</summary>
internal sealed class ReportTable
{
    private const int Indent = 2;
    private const int Gap = 2;
    private const int PercentWidth = 6;
    private const int LeastName = 22;
    private const int LongName = 48;
    private const int LongestBar = 24;
    private const int ShortestBar = 10;

    // Eighths of a character cell, from one to eight.
    private const string Blocks = "▏▎▍▌▋▊▉█";

    private readonly int _nameWidth;
    private readonly int _whole;
    private readonly int _fraction;
    private readonly int _barWidth;
    private readonly int _digits;

    /// <summary>Columns wide enough for the names and values of all sections of a report.</summary>
    /// <param name="width">The columns of the page.</param>
    /// <param name="names">All names.</param>
    /// <param name="values">All values.</param>
    /// <param name="valueHead">The head of the value column.</param>
    /// <param name="digits">How many significant digits values are shown with.</param>
    public ReportTable(int width, IEnumerable<string> names, IEnumerable<double> values, string valueHead, int digits = Digits.Shown)
    {
        _digits = digits;
        string[] texts = [.. values.Select(value => Digits.Significant(value, digits))];
        _fraction = texts.Max(t => t.Length - WholeLength(t));
        _whole = Math.Max(texts.Max(WholeLength), DisplayWidth.Of(valueHead) - _fraction);
        int numbers = Indent + Gap + _whole + _fraction + Gap + PercentWidth + Gap;
        _barWidth = Math.Clamp(width - numbers - LongName, ShortestBar, LongestBar);
        _nameWidth = Math.Max(LeastName, Math.Min(names.Max(DisplayWidth.Of), width - numbers - _barWidth));
    }

    /// <summary>The columns up to the end of the shares.</summary>
    public int RuleWidth => _nameWidth + Gap + _whole + _fraction + Gap + PercentWidth;

    /// <summary>The head of a section.</summary>
    public ReportLine Head(string name, string value, string share) => ReportLine.Of(
        $"{Pad(Indent)}{DisplayWidth.PadRight(name, _nameWidth)}{Pad(Gap)}{DisplayWidth.PadLeft(value, _whole + _fraction)}{Pad(Gap)}{DisplayWidth.PadLeft(share, PercentWidth)}",
        ReportStyle.Heading);

    /// <summary>A line of a section.</summary>
    /// <param name="name">The name, cut when it is too long.</param>
    /// <param name="value">The value.</param>
    /// <param name="percent">The share; null when there is none.</param>
    /// <param name="showBar">Whether a bar shows the share.</param>
    /// <param name="style">The style of the text.</param>
    public ReportLine Row(string name, double value, double? percent, bool showBar = true, ReportStyle style = ReportStyle.Plain)
    {
        string text = Digits.Significant(value, _digits);
        int whole = WholeLength(text);
        string number = new string(' ', _whole - whole) + text + new string(' ', _fraction - (text.Length - whole));
        string share = percent is { } p ? Digits.Percent(p) : "–";
        ReportSpan front = new($"{Pad(Indent)}{DisplayWidth.PadRight(Fit(name), _nameWidth)}{Pad(Gap)}{number}{Pad(Gap)}{DisplayWidth.PadLeft(share, PercentWidth)}{Pad(Gap)}", style);
        if (!showBar || percent is not { } shown) return new ReportLine(front);
        return new ReportLine(front, new ReportSpan(Bar(Math.Abs(shown) / 100), shown < 0 ? ReportStyle.CreditBar : ReportStyle.Bar));
    }

    /// <summary>The line above a total.</summary>
    public ReportLine Rule() => ReportLine.Of(Pad(Indent) + new string('─', RuleWidth), ReportStyle.Muted);

    // A name that is too long loses its end, not the place in brackets behind it.
    private string Fit(string name)
    {
        int place = Math.Max(name.LastIndexOf(" (", StringComparison.Ordinal), name.LastIndexOf('（'));
        if (place <= 0 || DisplayWidth.Of(name) <= _nameWidth || DisplayWidth.Of(name[place..]) > _nameWidth / 2) return DisplayWidth.Cut(name, _nameWidth);
        string end = name[place..];
        return DisplayWidth.Cut(name[..place], _nameWidth - DisplayWidth.Of(end)) + end;
    }

    private string Bar(double share)
    {
        int eighths = (int)Math.Round(Math.Min(share, 1) * _barWidth * Blocks.Length, MidpointRounding.AwayFromZero);
        StringBuilder bar = new(new string(Blocks[^1], eighths / Blocks.Length));
        if (eighths % Blocks.Length > 0) bar.Append(Blocks[(eighths % Blocks.Length) - 1]);
        return bar.ToString();
    }

    // Up to the decimal point, or to the exponent of numbers beyond it.
    private static int WholeLength(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? text.Length : point;
    }

    private static string Pad(int count) => new(' ', count);
}
