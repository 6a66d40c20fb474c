using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Reporting.Standards;

namespace CarbonLca.Reporting.Documents;

/// <summary>What the sections of one report share: the footprint, its claims, and what is missing from it.</summary>
internal sealed class ReportContext(CarbonFootprint footprint, StandardEditions? standards, double? threshold)
{
    /// <summary>How many rows of a ranking a study report shows.</summary>
    public const int RowsShown = 15;

    /// <summary>The footprint.</summary>
    public CarbonFootprint Footprint { get; } = footprint;

    /// <summary>A value of the headline category to compare the samples with; null for none.</summary>
    public double? Threshold { get; } = threshold;

    /// <summary>The unit of the headline category.</summary>
    public string Unit => Footprint.TotalUnit;

    /// <summary>The fields that a study report must have and this one lacks (REQ-92).</summary>
    public ImmutableArray<Wording> Missing { get; } = ReportFields.Missing(footprint);

    /// <summary>The claims to follow standards; none when there is no register to check them by.</summary>
    public ImmutableArray<StandardClaim> Claims { get; } = standards?.ClaimsOf(footprint) ?? [];

    /// <summary>The name of a category, by its index.</summary>
    public Wording CategoryName(int category) => Glossary.Category(Footprint.Categories[category].Code);
}
