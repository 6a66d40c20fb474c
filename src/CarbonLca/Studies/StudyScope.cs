using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>What a study covers (REQ-10), apart from its boundary, units and stages.</summary>
public sealed record StudyScope
{
    /// <summary>The standards and editions the study claims to follow (REQ-05).</summary>
    public required ImmutableArray<string> Standards { get; init; }

    /// <summary>The product.</summary>
    public required Wording Product { get; init; }

    /// <summary>What the product does.</summary>
    public required Wording Function { get; init; }

    /// <summary>Where it is made, used and disposed of.</summary>
    public required Wording Geography { get; init; }

    /// <summary>The time the data represent (REQ-17).</summary>
    public required Located<StudyPeriod> Period { get; init; }

    /// <summary>The product category rule followed, or why none is (REQ-12).</summary>
    public required Wording Pcr { get; init; }

    /// <summary>What is assumed.</summary>
    public required ImmutableArray<Wording> Assumptions { get; init; }

    /// <summary>What the study does not show.</summary>
    public required ImmutableArray<Wording> Limits { get; init; }
}

/// <summary>A span of days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public readonly record struct StudyPeriod(DateOnly From, DateOnly To);
