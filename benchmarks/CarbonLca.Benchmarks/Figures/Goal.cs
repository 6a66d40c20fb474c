using System.Globalization;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>What a figure must reach, and what it should.</summary>
/// <param name="IsAtLeast">Whether more is better.</param>
/// <param name="Must">What it must reach; not a number where nothing is asked.</param>
/// <param name="Aim">What it should; not a number where nothing beyond is asked.</param>
/// <param name="Show">Writes a value of it.</param>
internal sealed record Goal(bool IsAtLeast, double Must, double Aim, Func<double, string> Show)
{
    /// <summary>At most one part in so many of a rival's time.</summary>
    public static Goal PartOf(double must, double aim) => new(false, 1 / must, 1 / aim, static v => v < 1 ? string.Create(CultureInfo.InvariantCulture, $"1/{1 / v:0.#}") : string.Create(CultureInfo.InvariantCulture, $"{v:0.##}"));

    /// <summary>A part of a rival's time that nothing is asked of.</summary>
    public static Goal NoPartOf() => PartOf(double.NaN, double.NaN);

    /// <summary>At most so many times a rival's time.</summary>
    public static Goal AtMostTimes(double must, double aim) => new(false, must, aim, static v => string.Create(CultureInfo.InvariantCulture, $"{v:0.##} ×"));

    /// <summary>At least so many times as fast as a rival.</summary>
    public static Goal TimesAsFast(double must, double aim) => new(true, must, aim, static v => string.Create(CultureInfo.InvariantCulture, $"{v:F0} ×"));

    /// <summary>At least a share of what is possible.</summary>
    public static Goal ShareOf(double must, double aim) => new(true, must, aim, static v => v.ToString("P0", CultureInfo.InvariantCulture));

    /// <summary>At most a relative error.</summary>
    public static Goal Error(double must, double aim) => new(false, must, aim, static v => v.ToString("0.#E+0", CultureInfo.InvariantCulture));

    /// <summary>At most so much of a unit.</summary>
    public static Goal AtMost(double must, double aim, string unit) => new(false, must, aim, v => string.Create(CultureInfo.InvariantCulture, $"{v:G3} {unit}"));

    /// <summary>Whether a value reaches a limit.</summary>
    public bool Meets(double value, double limit) => IsAtLeast ? value >= limit : value <= limit;

    /// <summary>A limit with its direction.</summary>
    public string ShowLimit(double limit) => double.IsNaN(limit) ? "–" : $"{(IsAtLeast ? "≥" : "≤")} {Show(limit)}";
}
