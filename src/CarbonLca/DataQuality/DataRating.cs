using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>What is said about the quality of one item's data, beyond the kind of its source.</summary>
public sealed record DataRating
{
    /// <summary>The pedigree scores; null when none are given.</summary>
    public PedigreeScores? Scores { get; init; }

    /// <summary>The pedigree set that the scores are read by; null without scores.</summary>
    public PedigreeTable? Pedigree { get; init; }

    /// <summary>The basic uncertainty that the scores add to; null when none is named.</summary>
    public BasicUncertainty? Basic { get; init; }

    /// <summary>Whether the scores add to the distribution that the item states, taken as the basic one.</summary>
    public bool AddsToStated { get; init; }

    /// <summary>Whether the amount is primary: measured or otherwise got from the process itself; null when not said.</summary>
    public bool? IsActivityPrimary { get; init; }

    /// <summary>Whether the factor or data set behind it is primary too; null when not said.</summary>
    public bool? IsFactorPrimary { get; init; }

    /// <summary>Whether the process is under the control of the organisation that makes the study (REQ-16).</summary>
    public bool IsControlled { get; init; }

    /// <summary>Why secondary data are used where site-specific ones were due; null when not said.</summary>
    public Wording? Justification { get; init; }

    /// <summary>Where it stands.</summary>
    public SourcePosition? Where { get; init; }

    /// <summary>The sum of the scores' variances; null without scores.</summary>
    public double? PedigreeVariance => Scores is { } scores && Pedigree is { } table ? table.VarianceOf(scores) : null;

    /// <summary>Basic and pedigree variance together; null unless both are known.</summary>
    public LogVariance? Total => Basic is { } basic && PedigreeVariance is { } pedigree ? new LogVariance(basic.Variance.Value + pedigree) : null;

    /// <summary>The four PEF ratings the scores stand for; null without scores.</summary>
    public PefRating? Pef => Scores is { } scores ? PefRating.Of(scores) : null;

    /// <summary>The three PACT ratings the scores stand for; null without scores.</summary>
    public PactRating? Pact => Scores is { } scores ? PactRating.Of(scores) : null;
}
