namespace CarbonLca.Quantities;

/// <summary>A unit of measure: a symbol, what it measures, and how many base units it is.</summary>
/// <remarks>
/// Factors are decimals, so that conversions between defined units are exact up to one rounding to double:
/// 1 kWh = 3.6 MJ, 1 lb = 0.45359237 kg (international yard and pound agreement 1959), 1 btu = 1055.05585262 J
/// (International Table), 1 gal = 3.785411784 L (US liquid), 1 a = 365 d = 8760 h (the year of power-on hours, REQ-71).
/// Units are equal when symbol, dimension and factor are.
/// </remarks>
public sealed record Unit
{
    /// <summary>A unit.</summary>
    /// <param name="symbol">How it is written.</param>
    /// <param name="dimension">What it measures.</param>
    /// <param name="factor">How many base units of the dimension one of it is; greater than zero.</param>
    public Unit(string symbol, Dimension dimension, decimal factor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(symbol);
        ArgumentNullException.ThrowIfNull(dimension);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        Symbol = symbol;
        Dimension = dimension;
        Factor = factor;
    }

    /// <summary>How the unit is written.</summary>
    public string Symbol { get; }

    /// <summary>What the unit measures.</summary>
    public Dimension Dimension { get; }

    /// <summary>How many base units of <see cref="Dimension"/> one of this unit is.</summary>
    public decimal Factor { get; }

    /// <summary>The unit a text names. See <see cref="UnitCatalog"/> for what is known.</summary>
    /// <exception cref="UnknownUnitException">No known unit or product of units reads like this.</exception>
    public static Unit Parse(string text) =>
        UnitCatalog.TryParse(text, out Unit? unit) ? unit : throw new UnknownUnitException(text);

    /// <summary>A unit that only the package it came with knows; it converts to nothing but itself.</summary>
    /// <param name="symbol">How the package writes it.</param>
    /// <param name="group">The package's name for the group it belongs to.</param>
    public static Unit Opaque(string symbol, string group) => new(symbol, Dimension.Base($"{group}: {symbol}"), 1m);

    /// <summary>How many of <paramref name="target"/> one of this unit is.</summary>
    /// <exception cref="UnitMismatchException">The two measure different things.</exception>
    public double To(Unit target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!Dimension.Equals(target.Dimension)) throw new UnitMismatchException(this, target);
        return Factor == target.Factor ? 1.0 : ExactRatio.Nearest(Factor, target.Factor);
    }

    /// <summary>Whether amounts in this unit can be expressed in the other.</summary>
    public bool ConvertsTo(Unit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Dimension.Equals(other.Dimension);
    }

    /// <summary>The symbol.</summary>
    public override string ToString() => Symbol;
}
