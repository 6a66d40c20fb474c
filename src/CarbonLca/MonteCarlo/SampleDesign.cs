namespace CarbonLca.MonteCarlo;

/// <summary>How the samples of one parameter relate to each other.</summary>
public enum SampleDesign
{
    /// <summary>Independent of one another: the first samples of a long run are the samples of a short one.</summary>
    Independent = 0,

    /// <summary>Samples 2k and 2k + 1 mirror each other: what is high in one is low in the other.</summary>
    Antithetic = 1,

    /// <summary>Latin hypercube: each of n equal strata of every parameter is hit once in n samples, at a random place in it.</summary>
    LatinHypercube = 2,
}
