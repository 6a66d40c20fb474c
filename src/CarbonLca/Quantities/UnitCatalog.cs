using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CarbonLca.Quantities;

/// <summary>The units the engine knows, and how products and quotients of them are read.</summary>
/// <remarks>
/// A unit is a symbol, an alias, or a product such as <c>t*km</c>, <c>m2*a</c>, <c>kWh/cm2</c>: factors joined by
/// <c>*</c> or <c>·</c>, divided by what follows a <c>/</c>. Symbols are case-sensitive (<c>g</c> is a gram, <c>G</c> is nothing,
/// <c>MJ</c> is not <c>mJ</c>). Money is an ISO 4217 code with the price year: <c>USD 2012</c>. Definitions: BIPM SI Brochure (9th ed. 2019)
/// tables 7–8 for SI and accepted units; NIST Handbook 44, appendix C, for lb, oz, short ton, gal, bbl, ft, mi; ISO 31-4 for the
/// International Table btu and calorie.
/// </remarks>
public static class UnitCatalog
{
    private const decimal Pound = 0.45359237m;
    private const decimal Foot = 0.3048m;
    private const decimal Mile = 1609.344m;
    private const decimal Gallon = 0.003785411784m;
    private const decimal Hour = 3600m;
    private const decimal KiloWattHour = 3.6m;
    private const decimal Btu = 0.00105505585262m;

    private static readonly Unit[] Defined =
    [
        new("kg", Dimension.Mass, 1m),
        new("g", Dimension.Mass, 0.001m),
        new("mg", Dimension.Mass, 0.000001m),
        new("ug", Dimension.Mass, 0.000000001m),
        new("ng", Dimension.Mass, 0.000000000001m),
        new("t", Dimension.Mass, 1000m),
        new("kt", Dimension.Mass, 1000000m),
        new("Mt", Dimension.Mass, 1000000000m),
        new("lb", Dimension.Mass, Pound),
        new("oz", Dimension.Mass, Pound / 16m),
        new("sh tn", Dimension.Mass, Pound * 2000m),
        new("long tn", Dimension.Mass, Pound * 2240m),

        new("MJ", Dimension.Energy, 1m),
        new("J", Dimension.Energy, 0.000001m),
        new("kJ", Dimension.Energy, 0.001m),
        new("GJ", Dimension.Energy, 1000m),
        new("TJ", Dimension.Energy, 1000000m),
        new("PJ", Dimension.Energy, 1000000000m),
        new("Wh", Dimension.Energy, KiloWattHour / 1000m),
        new("kWh", Dimension.Energy, KiloWattHour),
        new("MWh", Dimension.Energy, KiloWattHour * 1000m),
        new("GWh", Dimension.Energy, KiloWattHour * 1000000m),
        new("TWh", Dimension.Energy, KiloWattHour * 1000000000m),
        new("btu", Dimension.Energy, Btu),
        new("MMBtu", Dimension.Energy, Btu * 1000000m),
        new("kcal", Dimension.Energy, 0.0041868m),

        new("W", Dimension.EnergyPerTime, 0.000001m),
        new("kW", Dimension.EnergyPerTime, 0.001m),
        new("MW", Dimension.EnergyPerTime, 1m),

        new("m", Dimension.Length, 1m),
        new("mm", Dimension.Length, 0.001m),
        new("cm", Dimension.Length, 0.01m),
        new("km", Dimension.Length, 1000m),
        new("in", Dimension.Length, Foot / 12m),
        new("ft", Dimension.Length, Foot),
        new("mi", Dimension.Length, Mile),
        new("nmi", Dimension.Length, 1852m),

        new("m2", Dimension.Area, 1m),
        new("mm2", Dimension.Area, 0.000001m),
        new("cm2", Dimension.Area, 0.0001m),
        new("km2", Dimension.Area, 1000000m),
        new("ha", Dimension.Area, 10000m),
        new("ft2", Dimension.Area, Foot * Foot),

        new("m3", Dimension.Volume, 1m),
        new("cm3", Dimension.Volume, 0.000001m),
        new("L", Dimension.Volume, 0.001m),
        new("mL", Dimension.Volume, 0.000001m),
        new("gal", Dimension.Volume, Gallon),
        new("bbl", Dimension.Volume, Gallon * 42m),
        new("ft3", Dimension.Volume, Foot * Foot * Foot),

        new("s", Dimension.Time, 1m),
        new("min", Dimension.Time, 60m),
        new("h", Dimension.Time, Hour),
        new("d", Dimension.Time, Hour * 24m),
        new("a", Dimension.Time, Hour * 8760m),

        new("tkm", Dimension.Transport, 1000000m),
        new("kgkm", Dimension.Transport, 1000m),

        new("piece", Dimension.Items, 1m),
        new("pair", Dimension.Items, 2m),
        new("dozen", Dimension.Items, 12m),

        new("Bq", Dimension.Activity, 1m),
        new("kBq", Dimension.Activity, 1000m),
        new("MBq", Dimension.Activity, 1000000m),
        new("GBq", Dimension.Activity, 1000000000m),

        new("bit", Dimension.Information, 1m),
        new("Mbit", Dimension.Information, 1000000m),
        new("Gbit", Dimension.Information, 1000000000m),
        new("MB", Dimension.Information, 8000000m),
        new("GB", Dimension.Information, 8000000000m),
        new("TB", Dimension.Information, 8000000000000m),

        new("kg CO2e", Dimension.CO2Equivalents, 1m),
        new("g CO2e", Dimension.CO2Equivalents, 0.001m),
        new("t CO2e", Dimension.CO2Equivalents, 1000m),

        new("mol", Dimension.Base("substance"), 1m),
        new("kmol", Dimension.Base("substance"), 1000m),
        new("p", Dimension.Base("person"), 1m),
        new("vehicle", Dimension.Base("vehicle"), 1m),
        new("1", Dimension.None, 1m),
        new("%", Dimension.None, 0.01m),
    ];

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["tonne"] = "t",
        ["ton"] = "t",
        ["tonnes"] = "t",
        ["metric ton"] = "t",
        ["Mg"] = "t",
        ["吨"] = "t",
        ["kilogram"] = "kg",
        ["Kg"] = "kg",
        ["千克"] = "kg",
        ["公斤"] = "kg",
        ["gram"] = "g",
        ["克"] = "g",
        ["µg"] = "ug",
        ["μg"] = "ug",
        ["lb av"] = "lb",
        ["lbs"] = "lb",
        ["short ton"] = "sh tn",
        ["ton (short)"] = "sh tn",
        ["kwh"] = "kWh",
        ["KWh"] = "kWh",
        ["度"] = "kWh",
        ["千瓦时"] = "kWh",
        ["Mwh"] = "MWh",
        ["BTU"] = "btu",
        ["Btu"] = "btu",
        ["兆焦"] = "MJ",
        ["m^2"] = "m2",
        ["m²"] = "m2",
        ["sqm"] = "m2",
        ["cm²"] = "cm2",
        ["cm^2"] = "cm2",
        ["mm²"] = "mm2",
        ["mm^2"] = "mm2",
        ["平方米"] = "m2",
        ["m^3"] = "m3",
        ["m³"] = "m3",
        ["cu m"] = "m3",
        ["Nm3"] = "m3",
        ["立方米"] = "m3",
        ["cu ft"] = "ft3",
        ["sq ft"] = "ft2",
        ["l"] = "L",
        ["liter"] = "L",
        ["litre"] = "L",
        ["升"] = "L",
        ["ml"] = "mL",
        ["gal (US liq)"] = "gal",
        ["gal (US)"] = "gal",
        ["bl (US fluid)"] = "bbl",
        ["hr"] = "h",
        ["hour"] = "h",
        ["小时"] = "h",
        ["day"] = "d",
        ["天"] = "d",
        ["year"] = "a",
        ["yr"] = "a",
        ["年"] = "a",
        ["t*km"] = "tkm",
        ["t·km"] = "tkm",
        ["ton kilometer"] = "tkm",
        ["tonne.km"] = "tkm",
        ["吨公里"] = "tkm",
        ["kg*km"] = "kgkm",
        ["pcs"] = "piece",
        ["pc"] = "piece",
        ["pieces"] = "piece",
        ["item"] = "piece",
        ["Item(s)"] = "piece",
        ["items"] = "piece",
        ["unit"] = "piece",
        ["个"] = "piece",
        ["件"] = "piece",
        ["台"] = "piece",
        ["套"] = "piece",
        ["只"] = "piece",
        ["片"] = "piece",
        ["Dozen(s)"] = "dozen",
        ["kilobecquerel"] = "kBq",
        ["公里"] = "km",
        ["米"] = "m",
        ["kgCO2e"] = "kg CO2e",
        ["kg CO2eq"] = "kg CO2e",
        ["kg CO2-eq"] = "kg CO2e",
        ["kg CO2 eq"] = "kg CO2e",
        ["kgCO2eq"] = "kg CO2e",
        ["kg CO2-e"] = "kg CO2e",
        ["kg CO₂e"] = "kg CO2e",
        ["tCO2e"] = "t CO2e",
        ["gCO2e"] = "g CO2e",
        ["gCO2eq"] = "g CO2e",
        ["g CO2eq"] = "g CO2e",
        ["person"] = "p",
        ["dimensionless"] = "1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Unit> BySymbol = Defined.ToFrozenDictionary(u => u.Symbol, StringComparer.Ordinal);

    private static readonly FrozenSet<string> Currencies = FrozenSet.ToFrozenSet(
        ["USD", "CNY", "EUR", "GBP", "JPY", "KRW", "TWD", "INR", "CHF", "CAD", "AUD", "HKD", "SGD", "SEK", "NOK", "DKK", "BRL", "MXN", "VND", "THB", "MYR", "IDR", "PLN", "CZK", "HUF"],
        StringComparer.Ordinal);

    /// <summary>Every unit defined by a symbol of its own, in a fixed order.</summary>
    public static IReadOnlyList<Unit> All => Defined;

    /// <summary>Reads a unit: a symbol, an alias, money with its year, or a product or quotient of units.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Unit? unit)
    {
        ArgumentNullException.ThrowIfNull(text);
        string symbol = text.Trim();
        return TrySymbol(symbol, out unit) || TryProduct(symbol, out unit);
    }

    /// <summary>The known symbol or alias that reads most like the text; null where none is near.</summary>
    public static string? ClosestTo(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Diagnostics.Closest.To(text.Trim(), Defined.Select(u => u.Symbol).Concat(Aliases.Keys.Order(StringComparer.Ordinal)));
    }

    private static bool TrySymbol(string symbol, [NotNullWhen(true)] out Unit? unit)
    {
        if (BySymbol.TryGetValue(symbol, out unit)) return true;
        if (Aliases.TryGetValue(symbol, out string? canonical)) return BySymbol.TryGetValue(canonical, out unit);
        return TryCurrency(symbol, out unit);
    }

    // 'USD', 'USD 2012', 'USD2012', 'USD (2012)', '2012 USD'
    private static bool TryCurrency(string symbol, [NotNullWhen(true)] out Unit? unit)
    {
        unit = null;
        string compact = string.Concat(symbol.Where(c => c is not (' ' or '(' or ')' or '_')));
        string? code = null;
        string digits = string.Empty;
        if (compact.Length is 3 or 7 && Currencies.Contains(compact[..3])) (code, digits) = (compact[..3], compact[3..]);
        else if (compact.Length == 7 && Currencies.Contains(compact[4..])) (code, digits) = (compact[4..], compact[..4]);
        if (code is null) return false;
        if (digits.Length == 0)
        {
            unit = new Unit(code, Dimension.Currency(code, null), 1m);
            return true;
        }

        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int year) || year is < 1900 or > 2200) return false;
        unit = new Unit($"{code} {digits}", Dimension.Currency(code, year), 1m);
        return true;
    }

    private static bool TryProduct(string text, [NotNullWhen(true)] out Unit? unit)
    {
        unit = null;
        if (text.Length is 0 or > 64 || text.AsSpan().IndexOfAny("*·/") < 0) return false;
        Dimension dimension = Dimension.None;
        decimal factor = 1m;
        int start = 0;
        int sign = 1;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is not ('*' or '·' or '/')) continue;
            if (!TrySymbol(text[start..i].Trim(), out Unit? part)) return false;
            dimension = dimension.Times(sign > 0 ? part.Dimension : part.Dimension.Power(-1));
            try
            {
                factor = sign > 0 ? factor * part.Factor : factor / part.Factor;
            }
            catch (OverflowException)
            {
                return false;
            }

            start = i + 1;
            if (i < text.Length && text[i] == '/') sign = -1;
        }

        if (factor <= 0m) return false;
        unit = new Unit(text, dimension, factor);
        return true;
    }
}
