using System.Globalization;
using System.Text;

namespace CarbonLca.Api;

/// <summary>Makes values from outside fit for a log: one line, no terminal commands, of limited length.</summary>
internal static class LogText
{
    private const int Longest = 200;

    /// <summary>The text with control, format, separator and surrogate characters as <c>\uXXXX</c>.</summary>
    public static string Encode(string text)
    {
        StringBuilder encoded = new(text.Length);
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            bool isPlain = char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
            if (isPlain && c != '\\') encoded.Append(c);
            else encoded.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        if (text.Length > Longest) encoded.Append('…');
        return encoded.ToString();
    }
}
