namespace CarbonLca.Numerics.Sampling;

/// <summary>How the uniform variates of consecutive samples of a parameter relate.</summary>
public enum SamplingDesign
{
    /// <summary>Independent of one another. The first samples of a long run are the samples of a short one.</summary>
    Independent = 0,

    /// <summary>Samples 2k and 2k + 1 use u and 1 - u (for normal variates z and -z).</summary>
    Antithetic,

    /// <summary>Each of n equal strata of (0, 1) is hit once in n samples, at a random place in it.</summary>
    LatinHypercube,

    /// <summary>The n samples take the values k/(n + 1), k = 1 … n, in random order.</summary>
    LatinHypercubeCentred,
}

/// <summary>How standard normal variates come from random words.</summary>
public enum NormalTransform
{
    /// <summary>Box and Muller (1958): the fastest; two samples share one radius.</summary>
    BoxMuller = 0,

    /// <summary>The inverse of the normal distribution, so that normal and other parameters with one key are rank-correlated; keys that are shared take it always.</summary>
    InverseCdf,
}

/// <summary>How to sample; together with seed, parameter, distribution and sample number it determines every draw.</summary>
public sealed record SamplingOptions
{
    /// <summary>The largest number of samples of a Latin hypercube, 2³⁰.</summary>
    public const long MaxLatinHypercubeSamples = 1L << 30;

    /// <summary>Independent samples by Box and Muller on the widest vectors.</summary>
    public static SamplingOptions Default { get; } = new();

    /// <summary>How the samples of a parameter relate.</summary>
    public SamplingDesign Design { get; init; }

    /// <summary>Number of samples n of a Latin hypercube; other designs do not look at it.</summary>
    public long SampleCount { get; init; }

    /// <summary>How normal variates are made; a Latin hypercube always takes the inverse.</summary>
    public NormalTransform Normal { get; init; }

    /// <summary>Which instructions run; changes no bit of any result.</summary>
    public SimdPath Path { get; init; }

    /// <summary>Whether the design needs strata.</summary>
    internal bool IsStratified => Design is SamplingDesign.LatinHypercube or SamplingDesign.LatinHypercubeCentred;

    /// <summary>Whether normal variates come from pairs of words.</summary>
    internal bool UsesBoxMuller => Normal == NormalTransform.BoxMuller && !IsStratified;

    /// <summary>Refuses values outside their enumerations and a Latin hypercube without a number of samples.</summary>
    internal void Validate()
    {
        if (!Enum.IsDefined(Design))
            throw new ArgumentException($"'{Design}' is no sampling design; expected Independent, Antithetic, LatinHypercube or LatinHypercubeCentred.", nameof(Design));
        if (!Enum.IsDefined(Normal))
            throw new ArgumentException($"'{Normal}' is no normal transform; expected BoxMuller or InverseCdf.", nameof(Normal));
        if (IsStratified && SampleCount is < 1 or > MaxLatinHypercubeSamples)
            throw new ArgumentException($"A Latin hypercube of {SampleCount} samples; expected between 1 and {MaxLatinHypercubeSamples}. Set SampleCount to the number of samples that will be drawn.", nameof(SampleCount));
    }
}
