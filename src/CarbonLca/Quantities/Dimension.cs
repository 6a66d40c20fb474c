using System.Collections.Immutable;
using System.Globalization;

namespace CarbonLca.Quantities;

/// <summary>What kind of thing a unit measures: a product of powers of base kinds, such as mass · length.</summary>
/// <remarks>
/// Bases are the quantities that life cycle data keep apart, not the SI seven: energy is a base (1 kWh never meets
/// 1 N·m), so are items, activity of a radionuclide, information, CO2 equivalents, and every currency with its year.
/// Area is length², transport is mass · length, power is energy · time⁻¹. Two units convert when their dimensions are equal.
/// </remarks>
public sealed class Dimension : IEquatable<Dimension>
{
    private readonly string _key;

    private Dimension(ImmutableSortedDictionary<string, int> exponents)
    {
        Exponents = exponents;
        _key = exponents.Count == 0
            ? "1"
            : string.Join("·", exponents.Select(e => e.Value == 1 ? e.Key : string.Create(CultureInfo.InvariantCulture, $"{e.Key}^{e.Value}")));
    }

    /// <summary>A pure number.</summary>
    public static Dimension None { get; } = new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    /// <summary>Mass; base unit kg.</summary>
    public static Dimension Mass { get; } = Base("mass");

    /// <summary>Length; base unit m.</summary>
    public static Dimension Length { get; } = Base("length");

    /// <summary>Area, length²; base unit m2.</summary>
    public static Dimension Area { get; } = Length.Power(2);

    /// <summary>Volume, length³; base unit m3.</summary>
    public static Dimension Volume { get; } = Length.Power(3);

    /// <summary>Time; base unit s.</summary>
    public static Dimension Time { get; } = Base("time");

    /// <summary>Energy; base unit MJ.</summary>
    public static Dimension Energy { get; } = Base("energy");

    /// <summary>Power, energy · time⁻¹; base unit MJ/s.</summary>
    public static Dimension EnergyPerTime { get; } = Energy.Times(Time.Power(-1));

    /// <summary>Goods transport, mass · length; base unit kg·m.</summary>
    public static Dimension Transport { get; } = Mass.Times(Length);

    /// <summary>Countable things; base unit piece.</summary>
    public static Dimension Items { get; } = Base("item");

    /// <summary>Radioactivity; base unit Bq.</summary>
    public static Dimension Activity { get; } = Base("activity");

    /// <summary>Amount of information; base unit bit.</summary>
    public static Dimension Information { get; } = Base("information");

    /// <summary>Mass of CO2 equivalents; base unit kg CO2e. Not mass: a kilogram of CO2e is no kilogram of anything.</summary>
    public static Dimension CO2Equivalents { get; } = Base("co2e");

    /// <summary>Money of one currency and price year; amounts of different years do not convert without an index.</summary>
    /// <param name="code">The ISO 4217 code, for instance <c>USD</c>.</param>
    /// <param name="year">The price year; null where the data do not state it, which is a dimension of its own.</param>
    public static Dimension Currency(string code, int? year) =>
        Base(year is { } y ? string.Create(CultureInfo.InvariantCulture, $"{code} {y}") : code);

    /// <summary>A dimension of its own with the given name, for the units of a package that fit no known kind.</summary>
    public static Dimension Base(string name) => new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal).Add(name, 1));

    /// <summary>The exponent of every base kind that takes part.</summary>
    public ImmutableSortedDictionary<string, int> Exponents { get; }

    /// <summary>The product of two dimensions.</summary>
    public Dimension Times(Dimension other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ImmutableSortedDictionary<string, int>.Builder product = Exponents.ToBuilder();
        foreach ((string name, int exponent) in other.Exponents)
        {
            int sum = product.GetValueOrDefault(name) + exponent;
            if (sum == 0) product.Remove(name);
            else product[name] = sum;
        }

        return new Dimension(product.ToImmutable());
    }

    /// <summary>The dimension raised to a whole power.</summary>
    public Dimension Power(int exponent)
    {
        if (exponent == 0) return None;
        return new Dimension(Exponents.ToImmutableSortedDictionary(e => e.Key, e => e.Value * exponent, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public bool Equals(Dimension? other) => other is not null && _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dimension);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_key);

    /// <summary>The powers written out, for instance <c>length^2·time</c>; <c>1</c> for a pure number.</summary>
    public override string ToString() => _key;
}
