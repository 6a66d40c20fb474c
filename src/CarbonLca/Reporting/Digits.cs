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
    public static string Significant(double value) => Significant(value, Shown);

    /// <summary>A number rounded to so many significant digits, with thousands separated by commas: <c>1,300</c>, <c>6.3</c>.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="digits">How many digits; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite, or no digit is asked for.</exception>
    public static string Significant(double value, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers are results.");
        if (value == 0) return "0";
        // The exponent after rounding: of four digits, 9.99996 is 10.00.
        string scientific = value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture);
        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        double rounded = double.Parse(scientific, CultureInfo.InvariantCulture);
        if (Math.Abs(rounded) is < LeastFixed or >= MostFixed) return value.ToString(digits == 1 ? "0e+0" : $"0.{new string('0', digits - 1)}e+0", CultureInfo.InvariantCulture);
        return rounded.ToString($"N{Math.Max(0, digits - 1 - exponent)}", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// How many significant digits of a value an interval supports: down to the second digit of its half-width, as measurement
    /// uncertainties are stated (JCGM 100:2008, 7.2.6), but one at least and <see cref="Shown"/> at most.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="low">The lower end of the interval.</param>
    /// <param name="high">The upper end.</param>
    /// <returns><see cref="Shown"/> where the interval has no width.</returns>
    public static int Supported(double value, double low, double high)
    {
        double half = (high - low) / 2;
        if (!(half > 0) || value == 0) return Shown;
        double place = Math.Floor(Math.Log10(half)) - 1;
        return (int)Math.Clamp(Math.Floor(Math.Log10(Math.Abs(value))) - place + 1, 1, Shown);
    }

    /// <summary>A number with the decimals of a step: the labels of an axis.</summary>
    /// <param name="value">A multiple of the step.</param>
    /// <param name="step">1, 2 or 5 times a power of ten.</param>
    public static string Round(double value, double step)
    {
        if (Math.Abs(value) >= MostFixed || step < LeastFixed) return Size(value);
        return (Math.Abs(value) < step / 2 ? 0 : value).ToString($"N{Math.Max(0, (int)Math.Ceiling(-Math.Log10(step)))}", CultureInfo.InvariantCulture);
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
