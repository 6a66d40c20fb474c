using System.Collections.Immutable;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>Goods carried over one or more legs (REQ-77).</summary>
public sealed record TransportLine : StudyLine
{
    /// <summary>What is carried: packaging included unless <see cref="Packaging"/> states it.</summary>
    public required Located<Quantity> Mass { get; init; }

    /// <summary>The item that is carried to the gate, by its name or as <c>stage/number</c>; null when the study does not say.</summary>
    public Located<string>? Carries { get; init; }

    /// <summary>The mass of the packaging, carried on top of <see cref="Mass"/>; null where that includes it.</summary>
    public Located<Quantity>? Packaging { get; init; }

    /// <summary>All that is carried.</summary>
    public Quantity Carried => Packaging is { } packaging ? Mass.Value with { Value = Mass.Value.Value + packaging.Value.In(Mass.Value.Unit) } : Mass.Value;

    /// <summary>The legs.</summary>
    public required ImmutableArray<StudyLeg> Legs { get; init; }
}

/// <summary>One leg of a <see cref="TransportLine"/>.</summary>
/// <param name="Provider">The id of the transport process in the background database.</param>
/// <param name="Distance">How far.</param>
public sealed record StudyLeg(Located<string> Provider, Located<Quantity> Distance);
