using System.Collections.Immutable;
using CarbonLca.DataQuality;
using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>One item of a stage: what it is, where its number comes from, and how much of what it needs.</summary>
/// <remarks>One of <see cref="ProvidedLine"/>, <see cref="FactorLine"/>, <see cref="SupplierFootprintLine"/>, <see cref="TransportLine"/>, <see cref="EnergyUseLine"/>, <see cref="ModelLine"/>.</remarks>
public abstract record StudyLine
{
    private protected StudyLine()
    {
    }

    /// <summary>What the item is.</summary>
    public required Wording Item { get; init; }

    /// <summary>Where the amount comes from.</summary>
    public required Wording Source { get; init; }

    /// <summary>How the amount came to be known.</summary>
    public required SourceKind Quality { get; init; }

    /// <summary>Scores and marks of the data's quality; null when the study gives none.</summary>
    public DataRating? Rating { get; init; }

    /// <summary>How the amount is distributed, as stated; null when it is not. See <see cref="LineUncertainty"/> for what is drawn from.</summary>
    public StudyUncertainty? Uncertainty { get; init; }

    /// <summary>Whether the study marks the item as an offset, which a footprint never contains (REQ-04).</summary>
    public Located<bool> IsOffset { get; init; }

    /// <summary>Other assumptions about the item, each computed beside the result (REQ-70).</summary>
    public ImmutableArray<LineAlternative> Alternatives { get; init; } = [];

    /// <summary>Where the item stands.</summary>
    public SourcePosition? Where { get; init; }
}
