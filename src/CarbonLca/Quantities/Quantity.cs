using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CarbonLca.Quantities;

/// <summary>A number with its unit.</summary>
/// <param name="Value">The number; finite.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct Quantity(double Value, Unit Unit)
{
    /// <summary>The value expressed in another unit of the same dimension.</summary>
    /// <exception cref="UnitMismatchException">The units measure different things.</exception>
    public double In(Unit unit) => Value * Unit.To(unit);

    /// <summary>Reads <c>250 W</c>, <c>26.3 kg</c>, <c>1.5e3 kWh/a</c>: a number with a decimal point, then a unit.</summary>
    /// <returns>Whether the text is a finite number and a known unit.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Quantity? quantity)
    {
        ArgumentNullException.ThrowIfNull(text);
        quantity = null;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int end = 0;
        while (end < rest.Length && IsNumberPart(rest, end)) end++;
        if (!double.TryParse(rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value)) return false;
        if (!UnitCatalog.TryParse(rest[end..].Trim().ToString(), out Unit? unit)) return false;
        quantity = new Quantity(value, unit);
        return true;
    }

    private static bool IsNumberPart(ReadOnlySpan<char> text, int index) => text[index] switch
    {
        >= '0' and <= '9' or '.' => true,
        '+' or '-' => index == 0 || text[index - 1] is 'e' or 'E',
        'e' or 'E' => index > 0 && index + 1 < text.Length && char.IsAsciiDigit(text[index - 1])
            && (char.IsAsciiDigit(text[index + 1]) || (text[index + 1] is '+' or '-' && index + 2 < text.Length && char.IsAsciiDigit(text[index + 2]))),
        _ => false,
    };

    /// <summary>The shortest text that reads back to the same number, and the unit's symbol.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:R} {Unit}");
}
