using CarbonLca.Numerics.Sampling;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Numerics.Tests.Sampling;

public sealed class QuantileCurveTests
{
    /// <summary>Words where draws are hardest: both ends, around one half, and ends of pieces.</summary>
    private static readonly uint[] s_words =
    [
        0, 1, 2, 3, 255, 65_535, 1 << 20, 1 << 24, 1 << 28, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xC000_0000, 0xF000_0000, 0xFFF0_0000, 0xFFFF_FFFC, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ];

    [Fact]
    public void Draws_by_a_curve_are_those_of_the_definition_to_the_digits_of_a_float()
    {
        Prop.ForAll(WithCurve().ToArbitrary(), Gen.Choose(int.MinValue, int.MaxValue).Select(static word => unchecked((uint)word)).ArrayOf(22).ToArbitrary(), (distribution, random) =>
        {
            uint[] words = [.. s_words, .. random];
            Assert.NotNull(QuantileCurve.Of(CurveShape.Of(distribution)));
            float[] drawn = Draw(distribution, words);
            // Gamma and beta variates keep their digits up to the ends of their range, unless the range is shifted; t variates as parts of their spread.
            double scale = distribution.Kind == DistributionKind.StudentT ? distribution.Quantile(0.75) - distribution.Quantile(0.25) : Math.Abs(distribution.A);
            for (int k = 0; k < words.Length; k++)
            {
                double exact = Definition(distribution, words[k]);
                double tolerance = 8e-8 * Math.Abs(exact) + (4e-9 * scale) + float.Epsilon;
                if (!(Math.Abs(drawn[k] - exact) <= tolerance) && !float.IsInfinity((float)exact)) Assert.Fail($"{distribution}, word {words[k]}: {drawn[k]:R} for {exact:R}");
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>The error of a curve itself, without the rounding to float.</summary>
    [Fact]
    public void Curves_are_within_their_tolerance_between_the_points_they_were_made_from()
    {
        foreach (CurveShape shape in (CurveShape[])[Shape(DistributionKind.Gamma, 0.05), Shape(DistributionKind.Gamma, 2.5), Shape(DistributionKind.Gamma, 3e4), Shape(DistributionKind.Beta, 1, 5), Shape(DistributionKind.Beta, 0.1, 3), Shape(DistributionKind.Beta, 500, 0.7), Shape(DistributionKind.StudentT, 0.5), Shape(DistributionKind.StudentT, 4), Shape(DistributionKind.StudentT, 1e5)])
        {
            QuantileCurve? curve = QuantileCurve.Of(shape);
            Assert.NotNull(curve);
            int pieces = curve.PieceCount;
            for (int step = 0; step < 37 * pieces; step++)
            {
                double position = (step + 0.5) / 37;
                ReadOnlySpan<double> terms = curve.Coefficients.AsSpan((int)position * QuantileCurve.Terms, QuantileCurve.Terms);
                double t = (2 * (position - (int)position)) - 1;
                double value = 0;
                for (int power = QuantileCurve.Terms - 1; power >= 0; power--) value = (value * t) + terms[power];
                double logOdds = 2 * Math.Sinh(0.5 * (curve.Low + (position / curve.Scale)));
                double smaller = 1 / (1 + Math.Exp(Math.Abs(logOdds)));
                double larger = 1 / (1 + Math.Exp(-Math.Abs(logOdds)));
                double exact = logOdds < 0 ? shape.Ordinate(smaller, larger) : shape.Ordinate(larger, smaller);
                Assert.InRange(Math.Abs(value - exact), 0, 1.5 * QuantileCurve.Tolerance);
            }
        }

        static CurveShape Shape(DistributionKind family, double first, double second = 0) => new(family, first, second, Below: 0, Above: 0, Kept: 1);
    }

    /// <summary>A gamma variate of shape 0.001 is below the smallest double more often than not.</summary>
    [Fact]
    public void A_shape_too_extreme_for_a_curve_is_drawn_by_the_definition()
    {
        Distribution extreme = Distribution.Gamma(0.001, 5);
        Assert.Null(QuantileCurve.Of(CurveShape.Of(extreme)));
        SampledParameter[] parameters = [new(new ParameterKey(1), extreme), new(new ParameterKey(2), Distribution.Gamma(2, 5)), new(new ParameterKey(3), extreme.Negated())];
        SamplingPlan plan = SamplingPlan.Of(parameters, SamplingOptions.Default);
        float[] lanes = new float[3 * SamplingPlan.Lanes];
        plan.Fill(5, 7, lanes);
        for (int lane = 0; lane < SamplingPlan.Lanes; lane++)
        {
            Assert.Equal((float)Sampler.Sample(SamplingOptions.Default, 5, parameters[0], (7 * 16) + lane), lanes[lane]);
            Assert.Equal((float)Sampler.Sample(SamplingOptions.Default, 5, parameters[2], (7 * 16) + lane), lanes[32 + lane]);
        }
    }

    [Fact]
    public void Closed_quantile_functions_have_the_bits_of_the_definition_rounded()
    {
        Prop.ForAll(Closed().ToArbitrary(), Gen.Choose(int.MinValue, int.MaxValue).Select(static word => unchecked((uint)word)).ArrayOf(22).ToArbitrary(), (distribution, random) =>
        {
            uint[] words = [.. s_words, .. random];
            float[] drawn = Draw(distribution, words);
            for (int k = 0; k < words.Length; k++)
            {
                float expected = (float)Definition(distribution, words[k]);
                if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(drawn[k])) Assert.Fail($"{distribution}, word {words[k]}: {drawn[k]:R} for {expected:R}");
            }
        }).QuickCheckThrowOnFailure();
    }

    private static double Definition(Distribution distribution, uint word) => distribution.ValueAt(Sampler.UniformOf(word), Sampler.UniformOf(~word), sample: 0);

    /// <summary>The draws of given words: the samples of one row.</summary>
    private static float[] Draw(Distribution distribution, uint[] words)
    {
        QuantileCurve[] curves = CurveShape.Has(distribution.Kind) ? [QuantileCurve.Of(CurveShape.Of(distribution))!] : [];
        float[] values = new float[words.Length];
        QuantileKernels.Run(words, new QuantileColumns([distribution], curves, 1), 0, [0], values);
        return values;
    }

    private static Gen<double> Within(double low, double high) => Gen.Choose(0, 1 << 30).Select(k => low + ((high - low) * k / (1 << 30)));

    private static Gen<double> PowerOfTen(double low, double high) => Within(low, high).Select(static x => Math.Pow(10, x));

    private static Gen<Distribution> WithCurve()
    {
        Gen<Distribution> plain = Gen.OneOf(
            from shape in PowerOfTen(-1.4, 5) from scale in PowerOfTen(-3, 3) select Distribution.Gamma(shape, scale),
            from alpha in PowerOfTen(-1.2, 4) from beta in PowerOfTen(-1.2, 4) select Distribution.Beta(alpha, beta),
            from alpha in PowerOfTen(-1, 2) from beta in PowerOfTen(-1, 2) select Distribution.Beta(alpha, beta, -2, 5),
            from mode in Within(0, 1) select Distribution.BetaPert(0, mode, 1),
            from mode in Within(10, 11) from lambda in Within(0.5, 20) select Distribution.BetaPert(10, mode, 11, lambda),
            from degrees in PowerOfTen(-0.3, 6) select Distribution.StudentT(degrees),
            from degrees in PowerOfTen(0, 2) from scale in PowerOfTen(-2, 2) select Distribution.StudentT(degrees, 10, scale));
        return Varied(plain);
    }

    private static Gen<Distribution> Closed()
    {
        Gen<Distribution> truncatable = Gen.OneOf(
            from median in PowerOfTen(-6, 6) from sigma in Within(0.01, 3) select Distribution.Lognormal(median, sigma),
            from mean in Within(-5, 5) from deviation in PowerOfTen(-3, 3) select Distribution.Normal(mean, deviation),
            from low in Within(-5, 5) from width in PowerOfTen(-3, 3) select Distribution.Uniform(low, low + width),
            from low in Within(-5, 5) from width in PowerOfTen(-3, 3) from share in Within(0, 1) select Distribution.Triangular(low, low + (share * width), low + width));
        Gen<Distribution> others = Gen.OneOf(
            from shape in PowerOfTen(-1, 2) from scale in PowerOfTen(-3, 3) select Distribution.Weibull(shape, scale),
            from shape in Within(-2, 2) from scale in PowerOfTen(-3, 3) select Distribution.GeneralizedExtremeValue(1, scale, shape),
            from scale in PowerOfTen(-3, 3) select Distribution.GeneralizedExtremeValue(1, scale, 0),
            from probability in Within(0.001, 0.999) select Distribution.Bernoulli(probability),
            from low in Gen.Choose(-9, 9) from count in Gen.Choose(1, 1000) select Distribution.DiscreteUniform(low, low + count));
        return Gen.OneOf(Truncated(truncatable), Varied(others.Where(static d => d.Kind is not (DistributionKind.Bernoulli or DistributionKind.DiscreteUniform))), others);
    }

    /// <summary>A third of them truncated, a third mirrored.</summary>
    private static Gen<Distribution> Varied(Gen<Distribution> plain) => Gen.OneOf(plain, Truncated(plain), plain.Select(static d => d.Negated()));

    private static Gen<Distribution> Truncated(Gen<Distribution> plain) =>
        from distribution in plain
        from low in Within(0, 0.9)
        from kept in Within(0.01, 1)
        from side in Gen.Choose(0, 2)
        let lower = side == 0 ? double.NegativeInfinity : distribution.Quantile(low)
        let upper = side == 1 ? double.PositiveInfinity : distribution.Quantile(low + ((1 - low) * kept))
        where lower < upper
        let isThere = distribution.TryTruncate(lower, upper, out _)
        where isThere
        select distribution.Truncated(lower, upper);
}
