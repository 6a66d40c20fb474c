using System.Buffers;
using System.Globalization;
using System.Text;

namespace CarbonLca.Diagnostics;

/// <summary>Texts from files, made safe to print: what would steer a terminal or break a log line is written out instead.</summary>
public static class VisibleText
{
    private static readonly SearchValues<char> Steering = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Concat(Enumerable.Range(0x200e, 2)).Concat(Enumerable.Range(0x2028, 7)).Concat(Enumerable.Range(0x2066, 4)).Select(c => (char)c)]);

    /// <summary>
    /// The text with every control character (C0, C1, line and paragraph separators, direction overrides) replaced by
    /// <c>\uXXXX</c>. Texts without any are returned as they are.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(Steering) < 0) return text;
        StringBuilder visible = new(text.Length + 16);
        foreach (char c in text)
        {
            if (Steering.Contains(c)) visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else visible.Append(c);
        }

        return visible.ToString();
    }
}
