using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>How often a part is replaced over the life of a product: spare parts, batteries, consumables, maintenance (REQ-76).</summary>
/// <remarks>
/// n = ⌈lifetime / life of the part⌉ − 1: the first part comes with the product, and a part is replaced whole. In the fractional mode
/// n = max(0, lifetime / life of the part − 1), the mean over many products that are used on.
/// </remarks>
public sealed record Replacement
{
    private static readonly Unit Year = Unit.Parse("a");
    private const double Rounding = 1e-9; // 6 a / 2 a must be three lives, whatever units they are in

    /// <summary>The replacements of a part.</summary>
    /// <param name="lifetime">How long the product is used; greater than zero.</param>
    /// <param name="partLife">How long a part lasts; greater than zero.</param>
    /// <param name="isFractional">Whether parts of a replacement count.</param>
    /// <exception cref="InputRefusedException">For every parameter outside its range.</exception>
    public Replacement(Quantity lifetime, Quantity partLife, bool isFractional = false)
    {
        Diagnostic[] faults = [.. Check(lifetime, partLife).Select(f => f.Fault)];
        if (faults.Length > 0) throw new InputRefusedException(faults);
        Lifetime = lifetime;
        PartLife = partLife;
        IsFractional = isFractional;
    }

    /// <summary>How long the product is used.</summary>
    public Quantity Lifetime { get; }

    /// <summary>How long a part lasts.</summary>
    public Quantity PartLife { get; }

    /// <summary>Whether parts of a replacement count.</summary>
    public bool IsFractional { get; }

    /// <summary>n, the number of replacements after the first part; zero or more.</summary>
    public double Count
    {
        get
        {
            double lives = Lifetime.In(Year) / PartLife.In(Year);
            return Math.Max(0, (IsFractional ? lives : Math.Ceiling(lives * (1 - Rounding))) - 1);
        }
    }

    /// <summary>The count with what it comes from.</summary>
    public Wording Description => new(
        string.Create(CultureInfo.InvariantCulture, $"{Count:G6} replacements ({Lifetime} / {PartLife}{(IsFractional ? ", fractional" : string.Empty)})"),
        string.Create(CultureInfo.InvariantCulture, $"更换 {Count:G6} 次（{Lifetime} / {PartLife}{(IsFractional ? "，按比例" : string.Empty)}）"));

    /// <summary>What is wrong with the parameters.</summary>
    public static IEnumerable<ParameterFault> Check(Quantity lifetime, Quantity partLife)
    {
        if (Parameter.Measured(lifetime, Year, "lifetime", new Wording("lifetime of the product", "产品寿命")) is { } life) yield return life;
        if (Parameter.Measured(partLife, Year, "part_life", new Wording("life of the part", "部件寿命")) is { } part) yield return part;
    }
}
