using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;

namespace CarbonLca.Numerics.Tests.Sampling;

/// <summary>Draws of every family against distribution functions, means and variances that are not ours: MathNet's, or closed forms written here.</summary>
public sealed class IndependentDistributionTests
{
    private const int Count = 40_000;

    /// <summary>A family, its distribution function, and the ends between which it lies but for 1e-12.</summary>
    private static readonly (Distribution Own, Func<double, double> Cdf, double Low, double High)[] s_families =
    [
        Of(Distribution.Lognormal(5, 0.3), new LogNormal(Math.Log(5), 0.3)),
        Of(Distribution.LognormalOfGsd(0.02, 2.5), new LogNormal(Math.Log(0.02), Math.Log(2.5))),
        Of(Distribution.LognormalOfMean(5, 0.5), new LogNormal(Math.Log(5) - 0.125, 0.5)),
        Mirrored(Distribution.Lognormal(-5, 0.3), new LogNormal(Math.Log(5), 0.3)),
        Cut(Distribution.Lognormal(2, 0.8).Truncated(0.5, 6), new LogNormal(Math.Log(2), 0.8), 0.5, 6),
        CutMirrored(Distribution.Lognormal(-2, 0.8).Truncated(-6, -0.5), new LogNormal(Math.Log(2), 0.8), 0.5, 6),
        Of(Distribution.Normal(-3, 2), new Normal(-3, 2)),
        Mirrored(Distribution.Normal(1, 2).Negated(), new Normal(1, 2)),
        Cut(Distribution.Normal(0, 1).Truncated(-0.5, 3), new Normal(0, 1), -0.5, 3),
        Cut(Distribution.Normal(0, 1).Truncated(1.5, double.PositiveInfinity), new Normal(0, 1), 1.5, 12),
        Of(Distribution.Uniform(-1, 4), new ContinuousUniform(-1, 4)),
        Mirrored(Distribution.Uniform(-1, 4).Negated(), new ContinuousUniform(-1, 4)),
        Of(Distribution.Triangular(1, 3, 4), new Triangular(1, 4, 3)),
        Of(Distribution.Triangular(1, 1, 4), new Triangular(1, 4, 1)),
        Mirrored(Distribution.Triangular(1, 4, 4).Negated(), new Triangular(1, 4, 4)),
        Cut(Distribution.Triangular(1, 3, 4).Truncated(1.5, 3.5), new Triangular(1, 4, 3), 1.5, 3.5),
        Of(Distribution.BetaPert(1, 2, 7), new BetaScaled(1 + (4.0 / 6), 1 + (20.0 / 6), 1, 6)),
        Of(Distribution.BetaPert(1, 2, 7, lambda: 9), new BetaScaled(1 + (9.0 / 6), 1 + (45.0 / 6), 1, 6)),
        Of(Distribution.Beta(3.3, 2.2), new Beta(3.3, 2.2)),
        Of(Distribution.Beta(0.6, 0.8, -2, 5), new BetaScaled(0.6, 0.8, -2, 7)),
        Of(Distribution.Gamma(2, 5), new Gamma(2, 0.2)),
        Of(Distribution.Gamma(0.4, 3), new Gamma(0.4, 1 / 3.0)),
        Moved(Distribution.Gamma(2, 5, 100), new Gamma(2, 0.2), 100),
        Mirrored(Distribution.Gamma(30, 0.1).Negated(), new Gamma(30, 10)),
        Closed(Distribution.Weibull(2, 5), x => x <= 0 ? 0 : 1 - Math.Exp(-Math.Pow(x / 2, 5))),
        Closed(Distribution.Weibull(3, 0.9, 10), x => x <= 10 ? 0 : 1 - Math.Exp(-Math.Pow((x - 10) / 3, 0.9))),
        Of(Distribution.StudentT(5), new StudentT(0, 1, 5)),
        Of(Distribution.StudentT(7.5, 10, 3), new StudentT(10, 3, 7.5)),
        Extreme(1, 2, 0),
        Extreme(1, 2, 0.1),
        Extreme(1, 2, -0.4),
    ];

    [Fact]
    public void N14_draws_of_every_family_pass_Kolmogorov_and_Smirnov_against_functions_that_are_not_ours()
    {
        HashSet<DistributionKind> covered = [];
        foreach ((Distribution own, Func<double, double> cdf, _, _) in s_families)
        {
            covered.Add(own.Kind);
            double[] draws = Draw(own);
            Array.Sort(draws);
            double largest = 0;
            for (int k = 0; k < Count; k++)
            {
                double p = cdf(draws[k]);
                Assert.True(Math.Abs(p - own.Cdf(draws[k])) <= 1e-8, $"{own} at {draws[k]:R}: {own.Cdf(draws[k]):R} and {p:R}");
                largest = Math.Max(largest, Math.Max(p - ((double)k / Count), ((k + 1.0) / Count) - p));
            }

            // The 0.1 % point; below 0.2 the draws would be too even to be independent.
            Assert.True(largest * Math.Sqrt(Count) is > 0.2 and < 1.95, $"{own}: {largest * Math.Sqrt(Count)}");
        }

        DistributionKind[] discrete = [DistributionKind.Constant, DistributionKind.Bernoulli, DistributionKind.DiscreteUniform, DistributionKind.ArraySequential, DistributionKind.ArrayRandom, DistributionKind.ArrayCombinatorial];
        Assert.Equal(Enum.GetValues<DistributionKind>().Except(discrete).Order(), covered.Order());
    }

    [Fact]
    public void N14_moments_of_every_family_are_those_of_functions_that_are_not_ours()
    {
        foreach ((Distribution own, Func<double, double> cdf, double low, double high) in s_families)
        {
            // E x = high − ∫ F, E x² = high² − 2·∫ x·F; taken about the middle, so that little cancels.
            double middle = own.Quantile(0.5);
            double mean = high - Integral(cdf, low, high, middle);
            double second = ((high - middle) * (high - middle)) - (2 * Integral(x => (x - middle) * cdf(x), low, high, middle));
            double variance = second - ((mean - middle) * (mean - middle));
            Assert.Equal(mean, own.Mean, 2e-4 * Math.Sqrt(variance));
            Assert.Equal(1, own.Variance / variance, 5e-3);
            double[] draws = Draw(own);
            Moments moments = Moments.Of(draws);
            double fourth = draws.Average(x => Math.Pow(x - moments.Mean, 4));
            Assert.InRange((moments.Mean - own.Mean) / Math.Sqrt(own.Variance / Count), -4, 4);
            Assert.InRange((moments.Variance - own.Variance) / Math.Sqrt((fourth - (own.Variance * own.Variance)) / Count), -5, 5);
        }
    }

    [Fact]
    public void Discrete_families_have_the_frequencies_and_moments_of_MathNet()
    {
        (Distribution Own, IDiscreteDistribution Other)[] pairs =
        [
            (Distribution.Bernoulli(0.3), new Bernoulli(0.3)),
            (Distribution.Bernoulli(0.99), new Bernoulli(0.99)),
            (Distribution.DiscreteUniform(-2, 9), new DiscreteUniform(-2, 9)),
            (Distribution.DiscreteUniform(0, 1), new DiscreteUniform(0, 1)),
        ];
        foreach ((Distribution own, IDiscreteDistribution other) in pairs)
        {
            Assert.Equal(other.Mean, own.Mean, 1e-14);
            Assert.Equal(other.Variance, own.Variance, 1e-13);
            double[] draws = Draw(own);
            for (int value = other.Minimum; value <= other.Maximum; value++)
            {
                double p = other.Probability(value);
                Assert.InRange((draws.Count(x => x == value) - (Count * p)) / Math.Sqrt(Count * p * (1 - p)), -4, 4);
                Assert.Equal(((IUnivariateDistribution)other).CumulativeDistribution(value), own.Cdf(value), 1e-14);
            }

            Assert.All(draws, x => Assert.InRange(x, other.Minimum, other.Maximum));
        }
    }

    private static double[] Draw(Distribution distribution)
    {
        SamplingPlan plan = SamplingPlan.Of([new SampledParameter(new ParameterKey(0xBEEF), distribution)], SamplingOptions.Default);
        float[] lanes = new float[16];
        double[] values = new double[Count];
        for (int group = 0; group < Count / 16; group++)
        {
            plan.Fill(20_240_601, group, lanes);
            for (int lane = 0; lane < 16; lane++) values[(group * 16) + lane] = lanes[lane];
        }

        return values;
    }

    private static double Integral(Func<double, double> function, double low, double high, double middle)
    {
        // Panels that grow from the middle outwards, so that long tails are covered as finely as the bulk.
        double sum = 0;
        foreach (double end in (ReadOnlySpan<double>)[low, high])
        {
            double from = middle;
            double step = (high - low) * 1e-7;
            while (from != end)
            {
                double to = Math.Abs(end - from) <= step ? end : from + (Math.Sign(end - from) * step);
                sum += GaussLegendreRule.Integrate(function, Math.Min(from, to), Math.Max(from, to), 20);
                from = to;
                step *= 1.3;
            }
        }

        return sum;
    }

    private static (Distribution, Func<double, double>, double, double) Of(Distribution own, IContinuousDistribution other) =>
        (own, other.CumulativeDistribution, own.Quantile(1e-12), own.Quantile(1 - 1e-12));

    private static (Distribution, Func<double, double>, double, double) Closed(Distribution own, Func<double, double> cdf) =>
        (own, cdf, own.Quantile(1e-12), own.Quantile(1 - 1e-12));

    private static (Distribution, Func<double, double>, double, double) Mirrored(Distribution own, IContinuousDistribution other) =>
        (own, x => 1 - other.CumulativeDistribution(-x), own.Quantile(1e-12), own.Quantile(1 - 1e-12));

    private static (Distribution, Func<double, double>, double, double) Moved(Distribution own, Gamma other, double by) =>
        (own, x => other.CumulativeDistribution(x - by), own.Quantile(1e-12), own.Quantile(1 - 1e-12));

    private static (Distribution, Func<double, double>, double, double) Cut(Distribution own, IContinuousDistribution other, double low, double high)
    {
        double below = other.CumulativeDistribution(low);
        double mass = other.CumulativeDistribution(high) - below;
        return (own, x => (other.CumulativeDistribution(x) - below) / mass, low, high);
    }

    private static (Distribution, Func<double, double>, double, double) CutMirrored(Distribution own, IContinuousDistribution other, double low, double high)
    {
        (_, Func<double, double> cdf, _, _) = Cut(own, other, low, high);
        return (own, x => 1 - cdf(-x), -high, -low);
    }

    // Coles (2001), An Introduction to Statistical Modeling of Extreme Values, 3.1.
    private static (Distribution, Func<double, double>, double, double) Extreme(double location, double scale, double shape)
    {
        return Closed(Distribution.GeneralizedExtremeValue(location, scale, shape), Cdf);

        double Cdf(double x)
        {
            double z = (x - location) / scale;
            if (shape == 0) return Math.Exp(-Math.Exp(-z));
            double t = 1 + (shape * z);
            if (t <= 0) return shape > 0 ? 0 : 1;
            return Math.Exp(-Math.Pow(t, -1 / shape));
        }
    }
}
