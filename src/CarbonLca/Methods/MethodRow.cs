using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Methods;

/// <summary>One row of a method table: the factor of one flow in one category.</summary>
/// <param name="Category">The index of the category in <see cref="ImpactMethod.Categories"/>.</param>
/// <param name="Flow">A flow's id or its canonical name.</param>
/// <param name="Factor">The impact of one <paramref name="Unit"/> of the flow; finite.</param>
/// <param name="Unit">The unit of the flow that the factor is per.</param>
public sealed record MethodRow(int Category, string Flow, double Factor, Unit Unit)
{
    /// <summary>The CAS registry number without leading zeros.</summary>
    public string? Cas { get; init; }

    /// <summary>The compartment the factor is for; null for any.</summary>
    public string? Compartment { get; init; }

    /// <summary>The location of the emitting process the factor is for; null for every location without a factor of its own.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// The direction the factor is per unit of; null for the direction in which the inventory has the flow. An exchange in the
    /// other direction counts with the opposite sign.
    /// </summary>
    public ExchangeDirection? Direction { get; init; }

    /// <summary>How the factor is distributed about <see cref="Factor"/>, in the row's unit; a fixed number where nothing is stated.</summary>
    public Uncertainty Uncertainty { get; init; }

    /// <summary>Where the factor comes from.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>How sure it is.</summary>
    public string Confidence { get; init; } = string.Empty;

    /// <summary>Where the row stands in its file.</summary>
    public SourcePosition? Position { get; init; }
}
