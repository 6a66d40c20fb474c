using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>When emissions and removals take place (ISO 14067 6.4.8, REQ-51).</summary>
/// <remarks>
/// All of them count in the footprint as if they took place at its beginning; nothing is discounted. Those more than
/// <see cref="CountedAsNow"/> years after the product enters use are stated with their time.
/// </remarks>
/// <param name="Statement">What the study says about timing.</param>
/// <param name="Later">Emissions and removals that take place later.</param>
/// <param name="Where">Where it stands.</param>
public sealed record StudyTiming(Wording Statement, ImmutableArray<LaterEmission> Later, SourcePosition? Where = null)
{
    /// <summary>The years within which emissions count as at the beginning, without being stated.</summary>
    public const double CountedAsNow = 10;
}

/// <summary>An emission or removal long after the product enters use; it is in the footprint already.</summary>
/// <param name="Item">What emits or removes.</param>
/// <param name="Years">How many years after the product enters use.</param>
/// <param name="Amount">How much, in CO2 equivalents.</param>
public sealed record LaterEmission(Wording Item, Located<double> Years, Located<Quantity> Amount);
