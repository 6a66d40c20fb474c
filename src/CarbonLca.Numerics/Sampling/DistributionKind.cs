namespace CarbonLca.Numerics.Sampling;

/// <summary>The families of <see cref="Distribution"/>.</summary>
public enum DistributionKind : byte
{
    /// <summary>One value.</summary>
    Constant = 0,

    /// <summary>ln X is normal.</summary>
    Lognormal,

    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Uniform on an interval.</summary>
    Uniform,

    /// <summary>Triangular with a mode.</summary>
    Triangular,

    /// <summary>Beta on an interval, its shapes derived from a mode.</summary>
    BetaPert,

    /// <summary>Beta on an interval.</summary>
    Beta,

    /// <summary>Gamma, shifted.</summary>
    Gamma,

    /// <summary>Weibull, shifted.</summary>
    Weibull,

    /// <summary>0 or 1.</summary>
    Bernoulli,

    /// <summary>The integers of an interval, equally likely.</summary>
    DiscreteUniform,

    /// <summary>Student's t, shifted and scaled.</summary>
    StudentT,

    /// <summary>Generalised extreme value.</summary>
    GeneralizedExtremeValue,

    /// <summary>The values of an array in order, one for each sample.</summary>
    ArraySequential,

    /// <summary>The values of an array, equally likely.</summary>
    ArrayRandom,

    /// <summary>The values of an array in the order of a mixed-radix counter over several arrays.</summary>
    ArrayCombinatorial,
}

/// <summary>Why a constant stands in place of a distribution, put there by <see cref="Distribution.Normalize"/> or for parameters that make none.</summary>
public enum DegenerateParameter
{
    /// <summary>It did not: the distribution varies.</summary>
    None = 0,

    /// <summary>The standard deviation, σ or scale is zero (a geometric standard deviation of one).</summary>
    ZeroSpread,

    /// <summary>Minimum and maximum, or the truncation bounds, are equal.</summary>
    EqualBounds,

    /// <summary>A Bernoulli probability of zero or one.</summary>
    CertainOutcome,

    /// <summary>An array whose values are all equal.</summary>
    EqualValues,

    /// <summary>The most likely value lies outside of the ends; said by whoever puts a location and ends together.</summary>
    ModeOutside,

    /// <summary>The median of a lognormal is zero; said by whoever puts a location and a spread together.</summary>
    ZeroMedian,

    /// <summary>No probability lies between the truncation bounds; said by whoever puts a location and bounds together.</summary>
    EmptyTruncation,
}
