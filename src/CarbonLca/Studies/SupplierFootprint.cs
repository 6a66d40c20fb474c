using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>A footprint that a supplier declares for a product of its own: a provider with its own unit, boundary, validity and quality (REQ-24).</summary>
public sealed record SupplierFootprint
{
    /// <summary>Who declares it.</summary>
    public required Wording Supplier { get; init; }

    /// <summary>What it is per, for instance 1 piece or 1000 m.</summary>
    public required Located<Quantity> Per { get; init; }

    /// <summary>Its parts by gas group, or one part for a total, in CO2 equivalents.</summary>
    public required ImmutableArray<SupplierPart> Parts { get; init; }

    /// <summary>The GWP set it was made with.</summary>
    public required GwpSet GwpSet { get; init; }

    /// <summary>What part of the life it covers.</summary>
    public required Located<SystemBoundary> Boundary { get; init; }

    /// <summary>What it covers beyond its boundary.</summary>
    public ImmutableArray<SupplierInclusion> Includes { get; init; } = [];

    /// <summary>When it is valid.</summary>
    public required Located<StudyPeriod> Validity { get; init; }

    /// <summary>Whether use outside the validity is an error; otherwise a warning.</summary>
    public bool RefusesExpired { get; init; }

    /// <summary>The data quality rating it declares, from 1, the best, to 5; null when it declares none.</summary>
    public Located<double>? Dqr { get; init; }

    /// <summary>The three ratings of PACT it declares; null when it declares none.</summary>
    public PactRating? Pact { get; init; }

    /// <summary>The primary data share it declares, in per cent; null when it declares none.</summary>
    public Located<double>? PrimaryShare { get; init; }

    /// <summary>How it is distributed: lognormal, or in the unit of a total; null for a fixed one.</summary>
    public StudyUncertainty? Uncertainty { get; init; }

    /// <summary>Where it is published; null when the source of the line is also its own.</summary>
    public Wording? Source { get; init; }

    /// <summary>Where it stands.</summary>
    public SourcePosition? Where { get; init; }
}

/// <summary>A part of a supplier's footprint.</summary>
/// <param name="Group">The gas group.</param>
/// <param name="Value">In CO2 equivalents; zero or more for emissions, zero or less for removals.</param>
public readonly record struct SupplierPart(SupplierGroup Group, Located<Quantity> Value);

/// <summary>The gas groups of a supplier's footprint.</summary>
public enum SupplierGroup
{
    /// <summary>Fossil emissions.</summary>
    Fossil,

    /// <summary>Biogenic emissions.</summary>
    BiogenicEmission,

    /// <summary>Biogenic removals.</summary>
    BiogenicRemoval,

    /// <summary>Emissions of land-use change.</summary>
    LandUseEmission,

    /// <summary>Removals of land-use change.</summary>
    LandUseRemoval,

    /// <summary>Emissions of aircraft.</summary>
    Aircraft,
}

/// <summary>What a supplier's footprint may cover beyond its boundary.</summary>
public enum SupplierInclusion
{
    /// <summary>The way to the customer's gate.</summary>
    InboundTransport,

    /// <summary>The packaging for it.</summary>
    Packaging,
}

/// <summary>Keys of <see cref="SupplierGroup"/> and <see cref="SupplierInclusion"/>.</summary>
public static class SupplierWords
{
    /// <summary>All gas groups.</summary>
    public static IReadOnlyList<SupplierGroup> Groups { get; } =
        [SupplierGroup.Fossil, SupplierGroup.BiogenicEmission, SupplierGroup.BiogenicRemoval, SupplierGroup.LandUseEmission, SupplierGroup.LandUseRemoval, SupplierGroup.Aircraft];

    /// <summary>All inclusions.</summary>
    public static IReadOnlyList<SupplierInclusion> Inclusions { get; } = [SupplierInclusion.InboundTransport, SupplierInclusion.Packaging];

    /// <summary>The key used in files: the code of the category.</summary>
    public static string Key(this SupplierGroup group) => group switch
    {
        SupplierGroup.BiogenicEmission => "biogenic-emission",
        SupplierGroup.BiogenicRemoval => "biogenic-removal",
        SupplierGroup.LandUseEmission => "luc-emission",
        SupplierGroup.LandUseRemoval => "luc-removal",
        SupplierGroup.Aircraft => "aircraft",
        _ => "fossil",
    };

    /// <summary>Whether the group holds removals, which are zero or less.</summary>
    public static bool IsRemoval(this SupplierGroup group) => group is SupplierGroup.BiogenicRemoval or SupplierGroup.LandUseRemoval;

    /// <summary>The key used in files.</summary>
    public static string Key(this SupplierInclusion inclusion) => inclusion == SupplierInclusion.Packaging ? "packaging" : "inbound-transport";
}
