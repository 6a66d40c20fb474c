using System.CommandLine.Parsing;
using System.Globalization;

namespace CarbonLca.Cli.Commands;

/// <summary>Reads numbers of command lines, with a decimal point whatever the culture.</summary>
internal static class Numbers
{
    /// <summary>A finite number.</summary>
    public static double ParseFinite(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
        result.AddError($"'{text}' is no finite number; expected one such as 1.5 or 2e3.");
        return 0;
    }

    /// <summary>An amount of memory in bytes, from <c>500MiB</c> or <c>16GiB</c>; null if a text is none.</summary>
    public static long? BytesOf(string text)
    {
        foreach ((string unit, int shift) in (ReadOnlySpan<(string, int)>)[("MiB", 20), ("GiB", 30)])
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            if (double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value * (1L << shift) is >= 1 and < long.MaxValue)
                return (long)(value * (1L << shift));
        }

        return null;
    }

    /// <summary>A share: <c>1%</c> or <c>0.01</c>.</summary>
    public static double? ParseShare(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool isPercent = text.EndsWith('%');
        if (double.TryParse(text.AsSpan().TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            double share = isPercent ? value / 100 : value;
            if (share is >= 0 and <= 1) return share;
        }

        result.AddError($"'{text}' is no share; expected one such as 1% or 0.01.");
        return null;
    }
}
