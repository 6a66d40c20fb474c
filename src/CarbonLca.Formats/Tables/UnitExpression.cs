using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tables;

/// <summary>Writes the base unit of a dimension as a text that <see cref="UnitCatalog"/> reads.</summary>
internal static class UnitExpression
{
    private static readonly FrozenDictionary<string, Unit> Bases = UnitCatalog.All
        .Where(u => u.Factor == 1m && u.Dimension.Exponents.Count == 1 && u.Dimension.Exponents.Single().Value == 1)
        .GroupBy(u => u.Dimension.Exponents.Single().Key, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    /// <summary>The base unit, such as <c>kg*m</c> or <c>1/s</c>; null for a dimension of which the catalogue has no unit.</summary>
    public static Unit? Of(Dimension dimension)
    {
        StringBuilder above = new();
        StringBuilder below = new();
        foreach ((string name, int exponent) in dimension.Exponents)
        {
            string? symbol = Bases.TryGetValue(name, out Unit? unit) ? unit.Symbol : name;
            for (int i = 0; i < Math.Abs(exponent); i++) (exponent > 0 ? above.Append('*') : below.Append('/')).Append(symbol);
            if (above.Length + below.Length > LongestExpression) return null;
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{(above.Length > 0 ? above.ToString(1, above.Length - 1) : "1")}{below}");
        return UnitCatalog.TryParse(text, out Unit? parsed) && parsed.Dimension.Equals(dimension) ? parsed : null;
    }

    private const int LongestExpression = 64;
}
