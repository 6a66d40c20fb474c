using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>How uncertain figures of a group are even at their best: the basic uncertainty that pedigree scores are added to.</summary>
/// <param name="Key">The key used in files, for instance <c>transport</c>.</param>
/// <param name="Variance">σ² of the logarithm.</param>
/// <param name="Name">The name people read.</param>
public sealed record BasicUncertainty(string Key, LogVariance Variance, Wording Name);
