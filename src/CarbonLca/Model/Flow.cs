using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Model;

/// <summary>A thing that is exchanged: a product, a waste, or matter exchanged with the environment.</summary>
/// <remarks>Inside the engine every amount of a flow is in its reference unit, <see cref="Unit"/>.</remarks>
public sealed record Flow
{
    /// <summary>A flow.</summary>
    /// <param name="id">Its identity, unique in a database.</param>
    /// <param name="name">Its name in the language of the data.</param>
    /// <param name="kind">Product, waste or elementary.</param>
    /// <param name="unit">Its reference unit.</param>
    public Flow(string id, string name, FlowKind kind, Unit unit)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(unit);
        Id = id;
        Name = name;
        Kind = kind;
        Unit = unit;
    }

    /// <summary>The identity, unique in a database.</summary>
    public string Id { get; }

    /// <summary>The name in the language of the data.</summary>
    public string Name { get; }

    /// <summary>The Chinese name where the data give one.</summary>
    public string? NameZh { get; init; }

    /// <summary>Product, waste or elementary.</summary>
    public FlowKind Kind { get; }

    /// <summary>The reference unit of all amounts of this flow.</summary>
    public Unit Unit { get; }

    /// <summary>Where an elementary flow comes from or goes to, as a path such as <c>air/high population density</c>.</summary>
    public string? Compartment { get; init; }

    /// <summary>The CAS registry number without leading zeros, for instance <c>124-38-9</c>.</summary>
    public string? Cas { get; init; }

    /// <summary>The location of a regional flow.</summary>
    public string? Location { get; init; }

    /// <summary>Other ways to measure the flow.</summary>
    public ImmutableArray<FlowProperty> Properties { get; init; } = [];

    /// <summary>A product flow.</summary>
    public static Flow Product(string id, Unit unit, string? name = null) => new(id, name ?? id, FlowKind.Product, unit);

    /// <summary>A waste flow.</summary>
    public static Flow Waste(string id, Unit unit, string? name = null) => new(id, name ?? id, FlowKind.Waste, unit);

    /// <summary>An elementary flow.</summary>
    public static Flow Elementary(string id, Unit unit, string? name = null, string? compartment = null) =>
        new(id, name ?? id, FlowKind.Elementary, unit) { Compartment = compartment };

    /// <summary>The name in one language; the data's own where no other is given.</summary>
    public string NameIn(Language language) => language == Language.Chinese && NameZh is { Length: > 0 } zh ? zh : Name;

    /// <summary>How many reference units one of <paramref name="unit"/> is: by dimension, else through a property of the flow.</summary>
    /// <exception cref="UnitMismatchException">Neither the reference unit nor any property has that dimension; mass and volume need a density.</exception>
    public double ReferenceUnitsPer(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.ConvertsTo(Unit)) return unit.To(Unit);
        foreach (FlowProperty property in Properties)
            if (unit.ConvertsTo(property.Unit)) return unit.To(property.Unit) / property.Amount;
        throw new UnitMismatchException(unit, Unit);
    }

    /// <inheritdoc/>
    public bool Equals(Flow? other) =>
        other is not null && Id == other.Id && Name == other.Name && NameZh == other.NameZh && Kind == other.Kind && Unit == other.Unit
        && Compartment == other.Compartment && Cas == other.Cas && Location == other.Location && Properties.SequenceEqual(other.Properties);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
