using CarbonLca.MonteCarlo;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Bins hold every sample once, and what they say of a limit is true of the samples.</summary>
public sealed class SampleHistogramTests
{
    [Fact]
    public void Every_sample_is_counted_once_and_probabilities_of_exceedance_are_within_their_bounds() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            Random random = new(seed);
            double[] samples = [.. Enumerable.Range(0, random.Next(1, 3000)).Select(_ => Math.Exp(3 * random.NextDouble()) * (random.Next(50) == 0 ? 100 : 1))];
            SampleHistogram histogram = SampleHistogram.Of(samples);
            Assert.Equal(samples.Length, histogram.Total);
            for (int k = 0; k < 20 && histogram.HasBins; k++)
            {
                double limit = k % 2 == 0 ? samples[random.Next(samples.Length)] : samples.Min() + (random.NextDouble() * (samples.Max() - samples.Min()));
                (double estimate, double least, double most) = histogram.Exceeding(limit);
                double share = samples.Count(s => s > limit) / (double)samples.Length;
                Assert.InRange(share, least - 1e-12, most + 1e-12);
                Assert.InRange(estimate, least - 1e-12, most + 1e-12);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Bins_are_equal_and_lie_between_the_outer_quantiles()
    {
        double[] samples = [.. Enumerable.Range(0, 10_001).Select(k => k / 100.0)];
        SampleHistogram histogram = SampleHistogram.Of(samples);
        Assert.Equal((0.5, 99.5), (histogram.Low, histogram.High));
        Assert.Equal((50, 50), (histogram.Below, histogram.Above));
        Assert.Equal(SampleHistogram.BinCount, histogram.Counts.Length);
        Assert.All(histogram.Counts, count => Assert.InRange(count, 48, 51));
        Assert.Equal(histogram.High, histogram.Bound(SampleHistogram.BinCount));
        Assert.Equal(0.5, histogram.Exceeding(50).Estimate, 0.002);
    }

    [Fact]
    public void Samples_that_do_not_spread_have_no_bins()
    {
        SampleHistogram histogram = SampleHistogram.Of([4, 4, 4, double.NaN]);
        Assert.False(histogram.HasBins);
        Assert.Equal(3, histogram.Total);
        Assert.Throws<InvalidOperationException>(() => histogram.Exceeding(4));
        Assert.Equal(0, SampleHistogram.Of([double.NaN]).Total);
    }
}
