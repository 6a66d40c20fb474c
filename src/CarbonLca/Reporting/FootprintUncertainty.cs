using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Reporting;

/// <summary>How uncertain a footprint is: what samples of all uncertain amounts say of it.</summary>
/// <remarks>Made by <see cref="FootprintSampler"/>, or read back from a result file. Nothing in it depends on the number of threads.</remarks>
public sealed record FootprintUncertainty
{
    /// <summary>How many samples a result is computed from at most, so that all of them can be kept while it is.</summary>
    public const int MostSamples = 1_000_000;

    /// <summary>How many samples were drawn.</summary>
    public required long Samples { get; init; }

    /// <summary>How many of them have no answer and are left out.</summary>
    public required long Failed { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>How many amounts were sampled: those upstream that state a distribution.</summary>
    public required int Parameters { get; init; }

    /// <summary>How many items of the study have an amount among them.</summary>
    public required int VaryingItems { get; init; }

    /// <summary>SHA-256 of everything that decides the samples apart from the seed.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>
    /// The standard deviation of the headline category to first order, without sampling: what the sampled one is checked against (REQ-85).
    /// Null where a distribution has no variance, or where the system has no answer at the means of its distributions.
    /// </summary>
    public required double? AnalyticDeviation { get; init; }

    /// <summary>Each category of the footprint, in its order.</summary>
    public required ImmutableArray<CategoryUncertainty> Categories { get; init; }

    /// <summary>Each stage in the headline category, in the order of a product's life.</summary>
    public required ImmutableArray<StageUncertainty> Stages { get; init; }

    /// <summary>The sampled amounts that go with most of the variance of the headline category, largest first.</summary>
    public required ImmutableArray<ParameterShare> Shares { get; init; }
}

/// <summary>The samples of one category.</summary>
/// <param name="Statistics">What they say of its distribution.</param>
/// <param name="Histogram">How often they fall where.</param>
/// <param name="PointValue">Where the value without draws lies among them, and why.</param>
public sealed record CategoryUncertainty(SampleStatistics Statistics, SampleHistogram Histogram, Wording PointValue);

/// <summary>The samples of one stage in the headline category.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Statistics">What they say of its distribution.</param>
public sealed record StageUncertainty(LifeCycleStage Stage, SampleStatistics Statistics);
