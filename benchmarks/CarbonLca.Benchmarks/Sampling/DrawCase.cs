using CarbonLca.Numerics.Sampling;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using OwnDistribution = CarbonLca.Numerics.Sampling.Distribution;

namespace CarbonLca.Benchmarks.Sampling;

/// <summary>Parameters of one family, each with a shape of its own, and the rival's sampler for them.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Of">The distribution of the k-th parameter.</param>
/// <param name="Rival">Fills an array with draws of the k-th parameter; null where the rival has no such family.</param>
internal sealed record DrawCase(string Name, Func<int, OwnDistribution> Of, Action<System.Random, double[], int>? Rival)
{
    /// <summary>Every family, and truncated ones.</summary>
    public static IReadOnlyList<DrawCase> All { get; } =
    [
        new("lognormal", k => OwnDistribution.Lognormal(1 + Share(k), Share(k)), (random, values, k) => LogNormal.Samples(random, values, Math.Log(1 + Share(k)), Share(k))),
        new("normal", k => OwnDistribution.Normal(1, Share(k)), (random, values, k) => MathNet.Numerics.Distributions.Normal.Samples(random, values, 1, Share(k))),
        new("uniform", k => OwnDistribution.Uniform(1, 1 + Share(k)), (random, values, k) => ContinuousUniform.Samples(random, values, 1, 1 + Share(k))),
        new("triangular", k => OwnDistribution.Triangular(0, Share(k), 1), (random, values, k) => MathNet.Numerics.Distributions.Triangular.Samples(random, values, 0, 1, Share(k))),
        new("beta-PERT", k => OwnDistribution.BetaPert(0, Share(k), 1), (random, values, k) => MathNet.Numerics.Distributions.Beta.Samples(random, values, 1 + (4 * Share(k)), 5 - (4 * Share(k)))),
        new("beta", k => OwnDistribution.Beta(0.5 + (5 * Share(k)), 2), (random, values, k) => MathNet.Numerics.Distributions.Beta.Samples(random, values, 0.5 + (5 * Share(k)), 2)),
        new("gamma", k => OwnDistribution.Gamma(0.5 + (10 * Share(k)), 1), (random, values, k) => MathNet.Numerics.Distributions.Gamma.Samples(random, values, 0.5 + (10 * Share(k)), 1)),
        new("Weibull", k => OwnDistribution.Weibull(0.5 + (3 * Share(k)), 1), (random, values, k) => MathNet.Numerics.Distributions.Weibull.Samples(random, values, 0.5 + (3 * Share(k)), 1)),
        new("Student t", k => OwnDistribution.StudentT(2 + (20 * Share(k))), (random, values, k) => MathNet.Numerics.Distributions.StudentT.Samples(random, values, 0, 1, 2 + (20 * Share(k)))),
        new("generalised extreme value", k => OwnDistribution.GeneralizedExtremeValue(0, 1, Share(k) - 0.5), null),
        new("Bernoulli", k => OwnDistribution.Bernoulli(Share(k)), (random, values, k) => Whole(values, whole => MathNet.Numerics.Distributions.Bernoulli.Samples(random, whole, Share(k)))),
        new("discrete uniform", k => OwnDistribution.DiscreteUniform(0, 3 + k), (random, values, k) => Whole(values, whole => MathNet.Numerics.Distributions.DiscreteUniform.Samples(random, whole, 0, 3 + k))),
        new("lognormal, truncated", k => OwnDistribution.Lognormal(1, Share(k)).Truncated(0.5, 3), null),
        new("normal, truncated", k => OwnDistribution.Normal(1, Share(k)).Truncated(0, 3), null),
        new("gamma, truncated", k => OwnDistribution.Gamma(0.5 + (10 * Share(k)), 1).Truncated(0.1, 9), null),
    ];

    /// <summary>The rival's generator.</summary>
    public static System.Random RivalGenerator() => new Xoshiro256StarStar(42);

    private static double Share(int k) => (k + 0.5) / DrawComparison.Parameters;

    // The rival has integers in an array of its own.
    private static void Whole(double[] values, Action<int[]> fill)
    {
        int[] whole = new int[values.Length];
        fill(whole);
        for (int k = 0; k < whole.Length; k++)
            values[k] = whole[k];
    }
}
