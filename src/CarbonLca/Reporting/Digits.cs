using System.Globalization;

namespace CarbonLca.Reporting;

/// <summary>Numbers as people read them.</summary>
/// <remarks>Machine formats take all digits; see <see cref="Full"/>.</remarks>
public static class Digits
{
    /// <summary>How many significant digits a figure without interval is shown with.</summary>
    public const int Shown = 4;

    private const double LeastFixed = 1e-4;
    private const double MostFixed = 1e15;

    /// <summary>A number rounded to <see cref="Shown"/> significant digits, with thousands separated by commas: <c>40,000</c>, <c>6.282</c>.</summary>
    public static string Significant(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers are results.");
        if (value == 0) return "0";
        // The exponent after rounding: 9.99996 has four significant digits as 10.00.
        string scientific = value.ToString($"E{Shown - 1}", CultureInfo.InvariantCulture);
        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        double rounded = double.Parse(scientific, CultureInfo.InvariantCulture);
        if (Math.Abs(rounded) is < LeastFixed or >= MostFixed) return value.ToString($"0.{new string('0', Shown - 1)}e+0", CultureInfo.InvariantCulture);
        return rounded.ToString($"N{Math.Max(0, Shown - 1 - exponent)}", CultureInfo.InvariantCulture);
    }

    /// <summary>A number of which only the size matters, with two digits: a residual <c>1.1e-16</c>, a condition <c>10</c>.</summary>
    public static string Size(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 0.095 and < 999.5 => value.ToString(Math.Abs(value) < 9.95 ? "0.##" : "0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>The shortest text that reads back to the same number.</summary>
    public static string Full(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A percentage with one decimal: <c>97.4</c>.</summary>
    public static string Percent(double percent) => (Math.Round(percent, 1) + 0.0).ToString("0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
