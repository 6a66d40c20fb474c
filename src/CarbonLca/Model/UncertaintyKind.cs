namespace CarbonLca.Model;

/// <summary>The shape of an uncertain amount, and what the amount of the exchange means in it.</summary>
/// <remarks>
/// The numbers are those of the stored column <c>distribution</c> and never change. Parameters that a kind does not mention are 0.
/// </remarks>
public enum UncertaintyKind : byte
{
    /// <summary>A fixed amount.</summary>
    None = 0,

    /// <summary>Lognormal: the amount is the median (the geometric mean), the scale is σ of the natural logarithm.</summary>
    Lognormal = 1,

    /// <summary>Normal: the amount is the mean, the scale is the standard deviation.</summary>
    Normal = 2,

    /// <summary>Triangular: the amount is the mode, between minimum and maximum.</summary>
    Triangular = 3,

    /// <summary>Uniform between minimum and maximum; the amount plays no part in it.</summary>
    Uniform = 4,

    /// <summary>Beta-PERT: the amount is the mode, between minimum and maximum; the shape is the weight λ of the mode, usually 4.</summary>
    BetaPert = 5,

    /// <summary>Beta between minimum and maximum: the shape is α, the scale is β; the amount plays no part in it.</summary>
    Beta = 6,

    /// <summary>The minimum plus a gamma variate of scale θ and shape k; the amount plays no part in it.</summary>
    Gamma = 7,

    /// <summary>The minimum plus a Weibull variate of scale λ and shape k; the amount plays no part in it.</summary>
    Weibull = 8,

    /// <summary>One reference unit with a probability, the shape, else nothing; the amount plays no part in it.</summary>
    Bernoulli = 9,

    /// <summary>The whole numbers of reference units from minimum to maximum, equally likely; the amount plays no part in it.</summary>
    DiscreteUniform = 10,

    /// <summary>The amount, which is the median, plus scale × Student's t of as many degrees of freedom as the shape says.</summary>
    StudentT = 11,

    /// <summary>Generalised extreme value: the amount is the location, e⁻¹ of the probability below it; scale, and shape ξ.</summary>
    GeneralizedExtremeValue = 12,

    /// <summary>Given values in order, sample k takes value k; the amount plays no part in it.</summary>
    ArraySequential = 13,

    /// <summary>One of given values, equally likely; the amount plays no part in it.</summary>
    ArrayRandom = 14,

    /// <summary>Given values that run through all combinations with the other arrays of this kind; the amount plays no part in it.</summary>
    ArrayCombinatorial = 15,
}

/// <summary>Which ends of a distribution are cut off at its minimum or maximum.</summary>
[Flags]
public enum Truncation : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>No value lies below the minimum.</summary>
    Below = 1,

    /// <summary>No value lies above the maximum.</summary>
    Above = 2,
}
