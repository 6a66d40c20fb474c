using CarbonLca.Model;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Spread and its standard errors: against closed forms, and against how much estimates really differ from run to run.</summary>
public sealed class SampleStatisticsTests
{
    [Fact]
    public void The_spread_of_normal_samples_follows_the_closed_forms()
    {
        double[] samples = Normal(40_000, 3, 2);
        SampleStatistics statistics = Of(samples);
        Assert.Equal(statistics.StandardDeviation / Math.Sqrt(2.0 * samples.Length), statistics.DeviationStandardError, 0.05 * statistics.DeviationStandardError);
        Assert.InRange(Math.Abs(statistics.Skewness), 0, 4 * Math.Sqrt(6.0 / samples.Length));
        Assert.InRange(Math.Abs(statistics.StandardDeviation - 2), 0, 4 * statistics.DeviationStandardError);
        Assert.True(double.IsNaN(statistics.GeometricDeviation), "samples of both signs have no geometric standard deviation");
        Assert.True(double.IsNaN(statistics.GeometricDeviationStandardError));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(1e-140)]
    [InlineData(1e140)]
    public void The_geometric_deviation_of_lognormal_samples_is_that_of_the_distribution(double median)
    {
        double[] samples = [.. Normal(20_000, 0, 0.4).Select(z => median * Math.Exp(z))];
        SampleStatistics statistics = Of(samples);
        double gsd = Math.Exp(0.4);
        Assert.InRange(Math.Abs(statistics.GeometricDeviation - gsd), 0, 4 * statistics.GeometricDeviationStandardError);
        Assert.Equal(gsd * 0.4 / Math.Sqrt(2.0 * samples.Length), statistics.GeometricDeviationStandardError, 0.05 * statistics.GeometricDeviationStandardError);
        Assert.Equal(Math.Sign(median), Math.Sign(statistics.Skewness));
        Assert.InRange(statistics.DeviationStandardError / statistics.StandardDeviation, 0.005, 0.05);
    }

    [Fact]
    public void Samples_without_spread_have_a_geometric_deviation_of_one()
    {
        SampleStatistics statistics = Of([.. Enumerable.Repeat(7.0, 100)]);
        Assert.Equal((0, 0, 1, 0), (statistics.StandardDeviation, statistics.DeviationStandardError, statistics.GeometricDeviation, statistics.GeometricDeviationStandardError));
        Assert.True(double.IsNaN(statistics.Skewness));
    }

    [Fact]
    public void A_sample_of_zero_leaves_no_geometric_deviation() => Assert.True(double.IsNaN(Of([0, 1, 2, 3]).GeometricDeviation));

    [Fact]
    public void One_sample_tells_no_spread()
    {
        SampleStatistics statistics = Of([5]);
        Assert.True(double.IsNaN(statistics.StandardDeviation) && double.IsNaN(statistics.DeviationStandardError) && double.IsNaN(statistics.GeometricDeviation));
    }

    [Theory]
    [InlineData(SampleDesign.Independent, 0.8)]
    [InlineData(SampleDesign.Antithetic, 0.8)]
    [InlineData(SampleDesign.LatinHypercube, 0.0)]
    public void Standard_errors_are_as_large_as_estimates_differ_from_run_to_run(SampleDesign design, double least)
    {
        MonteCarloModel model = MonteCarloRunTests.ModelOf(
            Some.Method,
            Process.Producing(1, Some.Steel)
                .With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 2, Uncertainty.Lognormal(0.3)))
                .With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 3, Uncertainty.Normal(0.5))),
            Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(0.2))));
        int steel = model.System.FindColumn("steel");
        SampleStatistics[] runs = [.. Enumerable.Range(0, 300).Select(seed => model.Run(new MonteCarloOptions { Samples = 512, Seed = seed, Threads = 1, Design = design }).Statistics(steel, 0))];
        foreach ((string name, Func<SampleStatistics, double> value, Func<SampleStatistics, double> error) in ((string, Func<SampleStatistics, double>, Func<SampleStatistics, double>)[])
        [
            ("mean", s => s.Mean, s => s.MeanStandardError),
            ("sd", s => s.StandardDeviation, s => s.DeviationStandardError),
            ("gsd", s => s.GeometricDeviation, s => s.GeometricDeviationStandardError),
            ("P5", s => s.Quantile(0.05).Value, s => s.Quantile(0.05).StandardError),
            ("P50", s => s.Median, s => s.Quantile(0.5).StandardError),
            ("P97.5", s => s.Quantile(0.975).Value, s => s.Quantile(0.975).StandardError),
        ])
        {
            double mean = runs.Average(value);
            double real = Math.Sqrt(runs.Average(s => Math.Pow(value(s) - mean, 2)));
            double stated = runs.Average(error);
            Assert.True(real <= 1.25 * stated, $"{design}: {name} differs by {real:G3}, its standard error says {stated:G3}.");
            if (design == SampleDesign.Independent) Assert.True(real >= least * stated, $"{name} differs by {real:G3} only, its standard error says {stated:G3}.");
        }
    }

    [Fact]
    public void Standard_errors_of_sketched_quantiles_are_those_of_the_distribution_and_a_stop_rule_waits_for_them()
    {
        const double Sigma = 0.4;
        const int Samples = 200_000;
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 3, Uncertainty.Lognormal(Sigma))));
        MonteCarloOptions sketched = new() { Samples = Samples, Seed = 3, MemoryBudget = 100_000 };
        Assert.False(model.CanKeep(sketched));
        SampleStatistics statistics = model.Run(sketched).Statistics(0, 0);
        foreach ((double p, double z) in ((double, double)[])[(0.025, -1.959964), (0.05, -1.644854), (0.25, -0.67449), (0.5, 0), (0.75, 0.67449), (0.95, 1.644854), (0.975, 1.959964)])
        {
            // √(p·(1 − p)/n) over the density at the quantile.
            double quantile = 3 * Math.Exp(Sigma * z);
            double density = Math.Exp(-z * z / 2) / (Math.Sqrt(2 * Math.PI) * Sigma * quantile);
            double expected = Math.Sqrt(p * (1 - p) / Samples) / density;
            Assert.InRange(statistics.Quantile(p).StandardError / expected, 0.7, 3);
        }

        StopRule rule = StopRule.Parse("P95=0.2%");
        MonteCarloResult kept = model.Run(new MonteCarloOptions { Samples = 1 << 20, Seed = 3, StopRule = rule });
        MonteCarloResult stopped = model.Run(sketched with { Samples = 1 << 20, StopRule = rule });
        Assert.True(kept.IsStoppedByRule && !stopped.HasSamples);
        Assert.InRange(stopped.SampleCount, kept.SampleCount / 2, 8 * kept.SampleCount);
    }

    [Theory]
    [InlineData(180_000, 10_000, 1 << 10)]
    [InlineData(8, 1_000_000, 1 << 13)]
    [InlineData(180_000_000, 10_000, 256)]
    public void P14_sketches_take_half_of_the_memory_that_is_given_and_no_more_than_they_need(int series, int samples, int largest)
    {
        const long Budget = 2L << 30;
        int block = SketchedSamples.BlockSizeFor(series, samples, Budget);
        Assert.True(int.IsPow2(block));
        Assert.InRange(block, 256, largest);
        double bytes = (double)series * block * sizeof(float) * (2 + Math.Ceiling(Math.Log2((double)samples / block)));
        Assert.True(block == 256 || bytes <= Budget / 2.0);
        Assert.Equal(SketchedSamples.BlockSizeFor(series, samples, Budget), Math.Max(block, SketchedSamples.BlockSizeFor(series, samples, Budget / 2)));
    }

    private static SampleStatistics Of(double[] samples) => MonteCarloComparison.Of(samples, new double[samples.Length], samples[0]).Difference;

    private static double[] Normal(int count, double mean, double deviation)
    {
        Random random = new(11);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
