using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Tests.Functions;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;

namespace CarbonLca.Numerics.Tests.Sampling;

public sealed class DistributionTests
{
    /// <summary>One of each continuous family, plain, mirrored and truncated.</summary>
    public static readonly Distribution[] Continuous =
    [
        Distribution.Lognormal(5, 0.3),
        Distribution.Lognormal(-5, 0.3),
        Distribution.Lognormal(2, 0.8).Truncated(0.5, 6),
        Distribution.Lognormal(-2, 0.8).Truncated(-6, -0.5),
        Distribution.Normal(-3, 2),
        Distribution.Normal(1, 2).Negated(),
        Distribution.Normal(0, 1).Truncated(1.5, double.PositiveInfinity),
        Distribution.Normal(0, 1).Truncated(-0.5, 3),
        Distribution.Uniform(-1, 4),
        Distribution.Uniform(-1, 4).Negated(),
        Distribution.Triangular(1, 3, 4),
        Distribution.Triangular(1, 1, 4),
        Distribution.Triangular(1, 4, 4).Negated(),
        Distribution.Triangular(1, 3, 4).Truncated(1.5, 3.5),
        Distribution.BetaPert(1, 2, 7),
        Distribution.BetaPert(1, 2, 7, lambda: 9).Negated(),
        Distribution.Beta(3.3, 2.2),
        Distribution.Beta(0.6, 0.8, -2, 5),
        Distribution.Gamma(2, 5),
        Distribution.Gamma(0.4, 3),
        Distribution.Gamma(30, 0.1).Negated(),
        Distribution.Weibull(2, 5),
        Distribution.Weibull(3, 0.9, 10),
        Distribution.StudentT(5),
        Distribution.StudentT(7.5, 10, 3),
        Distribution.GeneralizedExtremeValue(1, 2, 0),
        Distribution.GeneralizedExtremeValue(1, 2, 0.1),
        Distribution.GeneralizedExtremeValue(1, 2, -0.4).Negated(),
    ];

    [Theory]
    [InlineData(1.0000001e6)]
    [InlineData(1e9)]
    [InlineData(1e16)]
    [InlineData(1e300)]
    public void Student_t_of_very_many_degrees_is_nearly_normal_and_not_computed_for_ever(double degrees)
    {
        Distribution student = Distribution.StudentT(degrees);
        foreach (double z in (double[])[-37, -6, -1.5, 0.25, 3])
        {
            double p = Distribution.Normal(0, 1).Cdf(z);
            double t = student.Quantile(p);
            Assert.InRange(t / z, 1 - 1e-9, 1 + (1e-3 * 1e6 / degrees) + 1e-9);
            if (degrees < 1.1e6 && z > -10) Assert.InRange(t / Distribution.StudentT(1e6).Quantile(p), 1 - 1e-9, 1 + 1e-9);
            Assert.InRange(student.Cdf(t) / p, 1 - 1e-8, 1 + 1e-8);
        }
    }

    [Fact]
    public void M02_triangular()
    {
        Distribution triangular = Distribution.Triangular(1, 3, 4);
        Assert.Equal(1, triangular.Quantile(0));
        Assert.Equal(2.73205081, triangular.Quantile(0.5), 1e-8);
        Assert.Equal(4, triangular.Quantile(1));
        Assert.Equal(8.0 / 3, triangular.Mean, 1e-14);
        Assert.Equal(7.0 / 18, triangular.Variance, 1e-15);
        Assert.Equal(1.2738613, triangular.Quantile(0.0125), 1e-7);
        Assert.Equal(3.8063508, triangular.Quantile(0.9875), 1e-7);
        Assert.Equal(1.3872983, triangular.Quantile(0.025), 1e-7);
        Assert.Equal(3.7261387, triangular.Quantile(0.975), 1e-7);
        Assert.Equal(2, Distribution.Triangular(1, 1, 4).Mean, 1e-15);
        Assert.Equal(1.8787, Distribution.Triangular(1, 1, 4).Quantile(0.5), 1e-4);
        Assert.Equal(3, Distribution.Triangular(1, 4, 4).Mean, 1e-15);
        Assert.Equal(3.1213, Distribution.Triangular(1, 4, 4).Quantile(0.5), 1e-4);
    }

    [Fact]
    public void M03_beta()
    {
        Distribution beta = Distribution.Beta(3.3, 2.2);
        Assert.Equal(0.30549, beta.Cdf(0.5), 1e-5);
        Assert.Equal(0.47638, beta.Cdf(0.6), 1e-5);
        Assert.Equal(0.8333, beta.Cdf(0.8), 1e-4);
        Assert.Equal(0.6, beta.Mean, 1e-15);
        Assert.Equal(0.036923, beta.Variance, 1e-6);
        foreach ((double x, double density) in new[] { (0.5, 1.564791817), (0.6, 1.820880381), (0.8, 1.536047041) })
            Assert.Equal(density, (beta.Cdf(x + 1e-5) - beta.Cdf(x - 1e-5)) / 2e-5, 1e-7);
    }

    [Fact]
    public void M04_beta_pert()
    {
        Distribution pert = Distribution.BetaPert(1, 2, 3, 4);
        Assert.Equal(2, pert.Mean, 1e-15);
        Assert.Equal(Distribution.Beta(3, 3, 1, 3).Variance, pert.Variance, 1e-15);
        Assert.Equal(Distribution.Beta(3, 3, 1, 3).Quantile(0.1), pert.Quantile(0.1));
    }

    [Fact]
    public void M05_gamma()
    {
        Assert.Equal(10, Distribution.Gamma(2, 5).Mean, 1e-14);
        Assert.Equal(50, Distribution.Gamma(2, 5).Variance, 1e-13);
        Assert.Equal(110, Distribution.Gamma(2, 5, 100).Mean, 1e-13);
    }

    [Fact]
    public void M06_weibull() => Assert.Equal(1.8586, Distribution.Weibull(2, 5).Quantile(0.5), 1e-4);

    [Fact]
    public void Weibull_has_its_closed_form()
    {
        Distribution weibull = Distribution.Weibull(2, 5, 10);
        foreach (double x in new[] { 10.1, 11, 12, 13 })
            Assert.Equal(1 - Math.Exp(-Math.Pow((x - 10) / 2, 5)), weibull.Cdf(x), 1e-14);
        double first = MathNet.Numerics.SpecialFunctions.Gamma(1.2);
        Assert.Equal(10 + (2 * first), weibull.Mean, 1e-13);
        Assert.Equal(4 * (MathNet.Numerics.SpecialFunctions.Gamma(1.4) - (first * first)), weibull.Variance, 1e-12);
    }

    [Fact]
    public void M07_student() => Assert.Equal(5.0 / 3, Distribution.StudentT(5).Variance, 1e-15);

    [Fact]
    public void M08_lognormal_conventions()
    {
        Distribution median = Distribution.LognormalOfGsd(5, 1.1);
        Assert.Equal(5, median.Quantile(0.5), 1e-14);
        Assert.Equal(5.022762, median.Mean, 1e-6);
        Assert.Equal(0.479810, Math.Sqrt(median.Variance), 1e-6);

        double sigma = Math.Log(1.1);
        Distribution mean = Distribution.LognormalOfMean(5, sigma);
        Assert.Equal(5, mean.Mean, 1e-14);
        Assert.Equal(4.977341, mean.Quantile(0.5), 1e-6);
        Assert.Equal(4.977341, Distribution.LognormalMedian(5, sigma), 1e-6);
        Assert.Equal(5.022762, Distribution.LognormalMean(5, sigma), 1e-6);
        Assert.Equal(1.133, Distribution.LognormalMean(1, 0.5) / Distribution.LognormalMedian(Distribution.LognormalMean(1, 0.5), 0.5), 1e-3);

        Distribution mirrored = Distribution.LognormalOfGsd(-5, 1.1);
        Assert.True(mirrored.IsNegated);
        Assert.Equal(-median.Mean, mirrored.Mean);
        Assert.Equal(median.Variance, mirrored.Variance);
        Assert.Equal(-median.Quantile(0.1), mirrored.Quantile(0.9), 1e-13);

        Distribution constant = Distribution.Normalize(Distribution.LognormalOfGsd(5, 1), out DegenerateParameter change);
        Assert.Equal(Distribution.Constant(5), constant);
        Assert.Equal(DegenerateParameter.ZeroSpread, change);
        Assert.Equal(5, Distribution.LognormalOfGsd(5, 1).Quantile(0.3));
    }

    [Fact]
    public void Quantile_inverts_the_cdf()
    {
        foreach (Distribution distribution in Continuous)
        {
            double last = double.NegativeInfinity;
            foreach (double p in new[] { 1e-7, 0.001, 0.02, 0.25, 0.5, 0.6, 0.9, 0.999, 1 - 1e-7 })
            {
                double x = distribution.Quantile(p);
                Assert.True(x > last, $"{distribution}: quantile of {p} is {x}, not above {last}.");
                Assert.Equal(p, distribution.Cdf(x), 2e-11);
                last = x;
            }
            Assert.Equal(0, distribution.Cdf(double.NegativeInfinity));
            Assert.Equal(1, distribution.Cdf(double.PositiveInfinity));
            Assert.Equal(distribution.Quantile(0.3), -distribution.Negated().Quantile(0.7), 1e-12 * Math.Max(1, Math.Abs(distribution.Quantile(0.3))));
        }
    }

    [Fact]
    public void Moments_are_the_integrals_of_the_quantile()
    {
        foreach (Distribution distribution in Continuous)
        {
            // The midpoint rule in logit space covers both tails.
            double mean = Integrate(distribution, static x => x);
            double variance = Integrate(distribution, x => (x - mean) * (x - mean));
            Assert.Equal(mean, distribution.Mean, 1e-7 * Math.Max(1, Math.Abs(mean)));
            Assert.Equal(1, distribution.Variance / variance, 1e-5);
        }

        static double Integrate(Distribution distribution, Func<double, double> f)
        {
            double sum = 0;
            for (double t = -30; t <= 30; t += 0.01)
            {
                double p = 1 / (1 + Math.Exp(-t));
                sum += f(distribution.Quantile(p)) * p * (1 / (1 + Math.Exp(t)));
            }
            return sum * 0.01;
        }
    }

    [Fact]
    public void Cdfs_and_moments_agree_with_MathNet()
    {
        (Distribution Own, IContinuousDistribution Other)[] pairs =
        [
            (Distribution.Lognormal(5, 0.3), new LogNormal(Math.Log(5), 0.3)),
            (Distribution.Normal(-3, 2), new Normal(-3, 2)),
            (Distribution.Uniform(-1, 4), new ContinuousUniform(-1, 4)),
            (Distribution.Triangular(1, 3, 4), new Triangular(1, 4, 3)),
            (Distribution.Beta(3.3, 2.2), new Beta(3.3, 2.2)),
            (Distribution.BetaPert(1, 2, 7), new BetaScaled(1 + (4.0 / 6), 1 + (20.0 / 6), 1, 6)),
            (Distribution.Gamma(2.5, 5), new Gamma(2.5, 0.2)),
            (Distribution.StudentT(5, 1, 2), new StudentT(1, 2, 5)),
        ];
        foreach ((Distribution own, IContinuousDistribution other) in pairs)
        {
            Assert.Equal(1, own.Variance / other.Variance, 1e-9);
            Assert.Equal(other.Mean, own.Mean, 1e-9 * Math.Abs(other.Mean));
            for (double p = 0.01; p < 1; p += 0.049)
            {
                double x = own.Quantile(p);
                Assert.Equal(other.CumulativeDistribution(x), own.Cdf(x), 1e-9);
            }
        }
    }

    [Fact]
    public void Extreme_value_moments_are_smooth_through_zero_shape()
    {
        // Gumbel: mean μ + γ·σ, variance π²σ²/6.
        Distribution gumbel = Distribution.GeneralizedExtremeValue(1, 2, 0);
        Assert.Equal(1 + (2 * 0.5772156649015329), gumbel.Mean, 1e-14);
        Assert.Equal(4 * Math.PI * Math.PI / 6, gumbel.Variance, 1e-13);
        foreach (double shape in new[] { 1e-9, -1e-6 })
        {
            Assert.Equal(gumbel.Mean, Distribution.GeneralizedExtremeValue(1, 2, shape).Mean, 1e-5);
            Assert.Equal(gumbel.Variance, Distribution.GeneralizedExtremeValue(1, 2, shape).Variance, 1e-4);
        }
        // The series below |ξ| = 0.02 meets the closed form above it.
        Assert.Equal(Distribution.GeneralizedExtremeValue(0, 1, 0.02).Variance, Distribution.GeneralizedExtremeValue(0, 1, 0.02 - 1e-12).Variance, 1e-9);
        Assert.Equal(Distribution.GeneralizedExtremeValue(0, 1, -0.02).Mean, Distribution.GeneralizedExtremeValue(0, 1, -0.02 + 1e-12).Mean, 1e-11);
        Assert.Equal(double.PositiveInfinity, Distribution.GeneralizedExtremeValue(0, 1, 0.6).Variance);
        Assert.Equal(double.PositiveInfinity, Distribution.GeneralizedExtremeValue(0, 1, 1).Mean);
    }

    [Fact]
    public void Moments_that_do_not_exist_say_so()
    {
        Assert.True(double.IsNaN(Distribution.StudentT(1).Mean));
        Assert.True(double.IsNaN(Distribution.StudentT(1).Variance));
        Assert.Equal(double.PositiveInfinity, Distribution.StudentT(2).Variance);
        Assert.Equal(0, Distribution.StudentT(1.5).Mean);
    }

    [Fact]
    public void Truncated_normal_has_the_textbook_moments()
    {
        // Johnson, Kotz & Balakrishnan (1994), 13.10.1, for N(0, 1) on [a, b].
        double a = -0.5;
        double b = 3;
        double mass = Normal.CDF(0, 1, b) - Normal.CDF(0, 1, a);
        double mean = (Normal.PDF(0, 1, a) - Normal.PDF(0, 1, b)) / mass;
        double variance = 1 + (((a * Normal.PDF(0, 1, a)) - (b * Normal.PDF(0, 1, b))) / mass) - (mean * mean);
        Distribution truncated = Distribution.Normal(0, 1).Truncated(a, b);
        Assert.Equal(mean, truncated.Mean, 1e-10);
        Assert.Equal(variance, truncated.Variance, 1e-10);
        Assert.Equal(a, truncated.Quantile(0), 1e-15);
        Assert.Equal(b, truncated.Quantile(1), 1e-15);

        // Far in the upper tail nothing is lost: P(X > 9 | X > 8.5).
        Distribution far = Distribution.Normal(0, 1).Truncated(8.5, double.PositiveInfinity);
        Assert.Equal(BigReal.ToDouble(BigReal.NormalCdf(-9)) / BigReal.ToDouble(BigReal.NormalCdf(-8.5)), 1 - far.Cdf(9), 1e-12);
        Assert.InRange(far.Quantile(1e-9), 8.5, 8.5001);
    }

    [Fact]
    public void Discrete_distributions_step()
    {
        Distribution coin = Distribution.Bernoulli(0.3);
        Assert.Equal(0.3, coin.Mean);
        Assert.Equal(0.21, coin.Variance, 1e-15);
        Assert.Equal(0, coin.Quantile(0.7));
        Assert.Equal(1, coin.Quantile(0.71));
        Assert.Equal(0.7, coin.Cdf(0.5), 1e-15);
        Assert.Equal(0.3, coin.Negated().Cdf(-0.5), 1e-15);
        Assert.Equal(0.3, coin.Negated().Cdf(-1), 1e-15);
        Assert.Equal(-1, coin.Negated().Quantile(0.29));

        Distribution die = Distribution.DiscreteUniform(1, 6);
        Assert.Equal(3.5, die.Mean);
        Assert.Equal(35.0 / 12, die.Variance, 1e-14);
        Assert.Equal(0.5, die.Cdf(3.9), 1e-15);
        Assert.Equal(3, die.Quantile(0.5));
        Assert.Equal(4, die.Quantile(0.500001));
        Assert.Equal(6, die.Quantile(1));
        Assert.Equal(1, die.Quantile(0));
        Assert.Equal(-4, die.Negated().Quantile(0.5));
        Assert.Equal(0.5, die.Negated().Cdf(-4), 1e-15);

        Distribution array = Distribution.ArrayRandom([3, 1, 2, 2]);
        Assert.Equal(2, array.Mean);
        Assert.Equal(0.5, array.Variance, 1e-15);
        Assert.Equal(0.75, array.Cdf(2));
        Assert.Equal(3, array.Quantile(0.8));
    }

    [Fact]
    public void Degenerate_parameters_become_constants()
    {
        (Distribution Degenerate, double Value, DegenerateParameter Change)[] cases =
        [
            (Distribution.Normal(3, 0), 3, DegenerateParameter.ZeroSpread),
            (Distribution.Lognormal(-3, 0), -3, DegenerateParameter.ZeroSpread),
            (Distribution.Uniform(2, 2), 2, DegenerateParameter.EqualBounds),
            (Distribution.Triangular(2, 2, 2), 2, DegenerateParameter.EqualBounds),
            (Distribution.BetaPert(2, 2, 2), 2, DegenerateParameter.EqualBounds),
            (Distribution.Beta(1, 2, 5, 5).Negated(), -5, DegenerateParameter.EqualBounds),
            (Distribution.Gamma(2, 0, 7), 7, DegenerateParameter.ZeroSpread),
            (Distribution.Weibull(0, 2, 7), 7, DegenerateParameter.ZeroSpread),
            (Distribution.StudentT(3, 4, 0), 4, DegenerateParameter.ZeroSpread),
            (Distribution.GeneralizedExtremeValue(4, 0, 0.1), 4, DegenerateParameter.ZeroSpread),
            (Distribution.DiscreteUniform(6, 6), 6, DegenerateParameter.EqualBounds),
            (Distribution.Bernoulli(1), 1, DegenerateParameter.CertainOutcome),
            (Distribution.Bernoulli(0), 0, DegenerateParameter.CertainOutcome),
            (Distribution.ArraySequential([4, 4]), 4, DegenerateParameter.EqualValues),
        ];
        foreach ((Distribution degenerate, double value, DegenerateParameter expected) in cases)
        {
            Assert.Equal(value, degenerate.Mean, 1e-12);
            Assert.Equal(0, degenerate.Variance, 1e-30);
            Assert.Equal(value, degenerate.Quantile(0.2));
            Assert.Equal(Distribution.Constant(value), Distribution.Normalize(degenerate, out DegenerateParameter change));
            Assert.Equal(expected, change);
        }
        foreach (Distribution distribution in Continuous)
        {
            Assert.Equal(distribution, Distribution.Normalize(distribution, out DegenerateParameter change));
            Assert.Equal(DegenerateParameter.None, change);
        }
    }

    [Fact]
    public void N21_impossible_parameters_are_refused()
    {
        Action[] impossible =
        [
            () => Distribution.Lognormal(0, 0.1),
            () => Distribution.Lognormal(1, -0.1),
            () => Distribution.Lognormal(double.NaN, 0.1),
            () => Distribution.LognormalOfGsd(1, 0),
            () => Distribution.LognormalOfGsd(1, 0.9),
            () => Distribution.LognormalOfGsd(1, -2),
            () => Distribution.LognormalOfGsd(1, double.PositiveInfinity),
            () => Distribution.Normal(double.PositiveInfinity, 1),
            () => Distribution.Normal(0, -1),
            () => Distribution.Normal(0, double.NaN),
            () => Distribution.Uniform(2, 1),
            () => Distribution.Uniform(-1.7e308, 1.7e308),
            () => Distribution.Triangular(1, 5, 4),
            () => Distribution.Triangular(1, 0, 4),
            () => Distribution.Triangular(4, 3, 1),
            () => Distribution.Triangular(1, double.NaN, 4),
            () => Distribution.BetaPert(1, 2, 3, 0),
            () => Distribution.BetaPert(1, 4, 3),
            () => Distribution.Beta(0, 1),
            () => Distribution.Beta(1, -1),
            () => Distribution.Gamma(0, 1),
            () => Distribution.Gamma(1, -1),
            () => Distribution.Weibull(1, 0),
            () => Distribution.Bernoulli(1.1),
            () => Distribution.Bernoulli(double.NaN),
            () => Distribution.DiscreteUniform(2, 1),
            () => Distribution.StudentT(0),
            () => Distribution.GeneralizedExtremeValue(0, 1, double.NaN),
            () => Distribution.Constant(double.NaN),
            () => Distribution.ArrayCombinatorial([1], 0),
            () => Distribution.Normal(0, 1).Truncated(2, 1),
            () => Distribution.Normal(0, 1).Truncated(double.NaN, 1),
            () => Distribution.Uniform(0, 1).Truncated(2, 3),
            () => Distribution.Normal(0, 1).Quantile(-0.1),
            () => Distribution.Normal(0, 1).Quantile(double.NaN),
            () => Distribution.Normal(0, 1).Cdf(double.NaN),
        ];
        foreach (Action action in impossible)
            Assert.Throws<ArgumentOutOfRangeException>(action);
        Assert.Throws<ArgumentException>(() => Distribution.ArrayRandom([]));
        Assert.Throws<ArgumentException>(() => Distribution.ArraySequential([1, double.NaN]));
        Assert.Throws<InvalidOperationException>(() => Distribution.Bernoulli(0.5).Truncated(0, 1));
        Assert.Throws<InvalidOperationException>(() => Distribution.Normal(0, 1).Truncated(0, 1).Truncated(0, 0.5));
        Assert.Throws<InvalidOperationException>(() => Distribution.Normal(0, 0).Truncated(-1, 1));
    }

    [Fact]
    public void Messages_name_the_distribution()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Uniform(0, 1).Truncated(2, 3));
        Assert.Contains("Uniform(0 to 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Equal("-Lognormal(median 2, σ 0.8) within [0.5, 6]", Distribution.Lognormal(-2, 0.8).Truncated(-6, -0.5).ToString());
    }

    [Fact]
    public void Quantiles_grow_with_p_and_stay_in_the_support()
    {
        Gen<(double, double)> pairs = Gen.Choose(0, 1_000_000).Select(static k => k / 1e6).Two().Select(static t => (Math.Min(t.Item1, t.Item2), Math.Max(t.Item1, t.Item2)));
        Prop.ForAll(pairs.ToArbitrary(), static t => Continuous.All(d => d.Quantile(t.Item1) <= d.Quantile(t.Item2))).QuickCheckThrowOnFailure();
    }
}
