using System.Text;

namespace CarbonLca.Reporting;

/// <summary>How many columns of a terminal a text takes: Chinese characters take two (Unicode Standard Annex 11).</summary>
public static class DisplayWidth
{
    /// <summary>The columns of a text.</summary>
    public static int Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    /// <summary>The text with spaces after it, up to a width.</summary>
    public static string PadRight(string text, int width) => text + new string(' ', Math.Max(0, width - Of(text)));

    /// <summary>The text with spaces before it, up to a width.</summary>
    public static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - Of(text))) + text;

    /// <summary>The text cut to a width, with <c>…</c> where something is missing.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width) return text;
        StringBuilder cut = new();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (used + Of(rune) > width - 1) break;
            cut.Append(rune);
            used += Of(rune);
        }

        return cut.Append('…').ToString();
    }

    /// <summary>The text in lines of at most a width: broken at spaces, and between Chinese characters.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> lines = [];
        StringBuilder line = new();
        foreach (string piece in Pieces(text))
        {
            if (line.Length > 0 && Of(line.ToString()) + Of(piece.TrimEnd()) > width && !StartsWithClosingMark(piece))
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
            }

            line.Append(line.Length == 0 ? piece.TrimStart() : piece);
        }

        if (line.Length > 0) lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    // Words with the spaces behind them; every wide character is a piece of its own.
    private static IEnumerable<string> Pieces(string text)
    {
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isWide = Of(rune) == 2;
            if (word.Length > 0 && (isWide || (word[^1] == ' ' && rune.Value != ' ')))
            {
                yield return word.ToString();
                word.Clear();
            }

            word.Append(rune);
            if (!isWide) continue;
            yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0) yield return word.ToString();
    }

    private static bool StartsWithClosingMark(string piece) => piece[0] is '，' or '。' or '；' or '：' or '、' or '）' or '”' or '！' or '？';

    private static int Of(Rune rune) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and < 0xA0) => 0,
        >= 0x0300 and <= 0x036F => 0,
        0x200B or 0x200C or 0x200D or 0xFEFF => 0,
        >= 0x1100 and <= 0x115F => 2,
        >= 0x2E80 and <= 0x303E => 2,
        >= 0x3041 and <= 0x33FF => 2,
        >= 0x3400 and <= 0x4DBF => 2,
        >= 0x4E00 and <= 0x9FFF => 2,
        >= 0xA000 and <= 0xA4CF => 2,
        >= 0xAC00 and <= 0xD7A3 => 2,
        >= 0xF900 and <= 0xFAFF => 2,
        >= 0xFE30 and <= 0xFE4F => 2,
        >= 0xFF00 and <= 0xFF60 => 2,
        >= 0xFFE0 and <= 0xFFE6 => 2,
        >= 0x1F300 and <= 0x1FAFF => 2,
        >= 0x20000 and <= 0x3FFFD => 2,
        _ => 1,
    };
}
