using System.Globalization;
using System.Text;

namespace CarbonLca.Formats.Reports;

/// <summary>Writes scalable vector graphics; texts are escaped, numbers have two decimals at most.</summary>
internal sealed class SvgBuilder
{
    private readonly StringBuilder _text = new();

    public SvgBuilder(double width, double height, string label)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{HtmlText.Attribute(label)}\" xmlns=\"http://www.w3.org/2000/svg\">");
    }

    /// <summary>A style sheet of its own, for a file that stands by itself.</summary>
    /// <param name="css">The rules; not from any input.</param>
    public SvgBuilder Style(string css)
    {
        _text.Append("<style>").Append(css).Append("</style>");
        return this;
    }

    public SvgBuilder Rectangle(double x, double y, double width, double height, string style, string? tip = null) =>
        Shape($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\" class=\"{style}\"", "rect", tip);

    public SvgBuilder Line(double x1, double y1, double x2, double y2, string style) =>
        Shape($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" class=\"{style}\"", "line", null);

    public SvgBuilder Path(string data, string style, string? tip = null) => Shape($"<path d=\"{data}\" class=\"{style}\"", "path", tip);

    /// <summary>A text.</summary>
    /// <param name="x">Where the text is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="style">Its class.</param>
    public SvgBuilder Text(double x, double y, string text, string anchor = "start", string style = "label")
    {
        _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" class=\"{style}\">{HtmlText.Of(text)}</text>");
        return this;
    }

    /// <summary>A number as graphics write it.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public override string ToString() => _text + "</svg>";

    private SvgBuilder Shape(string start, string element, string? tip)
    {
        _text.Append(start);
        if (tip is null) _text.Append("/>");
        else _text.Append("><title>").Append(HtmlText.Of(tip)).Append("</title></").Append(element).Append('>');
        return this;
    }
}
