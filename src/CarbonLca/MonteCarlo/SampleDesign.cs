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

    /// <summary>Latin hypercube of fixed places: every parameter takes its quantiles of k/(n + 1), k = 1 … n, in random order.</summary>
    CentredLatinHypercube = 3,
}

/// <summary>What designs need and are called.</summary>
public static class SampleDesigns
{
    /// <summary>Whether a design divides the samples beforehand, so that their number decides them.</summary>
    public static bool NeedsCount(this SampleDesign design) => design is SampleDesign.LatinHypercube or SampleDesign.CentredLatinHypercube;

    /// <summary>The word for a design in results, on the command line and in messages of either language.</summary>
    public static string Key(this SampleDesign design) => design switch
    {
        SampleDesign.Independent => "independent",
        SampleDesign.Antithetic => "antithetic",
        SampleDesign.LatinHypercube => "latin-hypercube",
        SampleDesign.CentredLatinHypercube => "latin-hypercube-centred",
        _ => throw new ArgumentOutOfRangeException(nameof(design), design, $"'{design}' is no sampling design."),
    };
}
