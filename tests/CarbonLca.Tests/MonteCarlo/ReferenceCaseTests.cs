using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using static CarbonLca.Tests.MonteCarlo.MonteCarloRunTests;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Worked cases M01 … M15 that ask something of a whole run; the distributions by themselves are tested in CarbonLca.Numerics.Tests.</summary>
public sealed class ReferenceCaseTests
{
    [Fact]
    public void M08_a_geometric_deviation_of_one_is_a_constant_and_not_an_error()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 5, new Uncertainty(UncertaintyKind.Lognormal, 0, 0, 0))));
        Assert.Equal(DegenerateParameter.ZeroSpread, Assert.Single(model.FixedByRule).Rule);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 32 }).Statistics(0, 0);
        Assert.Equal((5, 5, 0), (statistics.Minimum, statistics.Maximum, statistics.StandardDeviation));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void M08_a_lognormal_amount_is_the_median_and_a_negative_one_its_mirror_image(double amount)
    {
        double sigma = Math.Log(1.1);
        SampleStatistics statistics = Sampled(Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, amount, Uncertainty.Lognormal(sigma))), 40_000);
        double sign = Math.Sign(amount);
        AssertWithin(sign * 5.022762, statistics.Mean, 4 * statistics.MeanStandardError);
        AssertWithin(0.479810, statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
        AssertWithin(amount, statistics.Median, 4 * statistics.Quantile(0.5).StandardError);
        AssertWithin(1.1, statistics.GeometricDeviation, 4 * statistics.GeometricDeviationStandardError);
    }

    [Fact]
    public void M09_a_factor_between_22_and_26_gives_scores_in_that_range_about_24()
    {
        // A factor that is stated per unit of a product enters as an emission of CO2 equivalents.
        SampleStatistics statistics = Sampled(Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 24, Uncertainty.Uniform(22, 26))), 20_000);
        Assert.InRange(statistics.Minimum, 22, 22.01);
        Assert.InRange(statistics.Maximum, 25.99, 26);
        AssertWithin(24, statistics.Mean, 4 * statistics.MeanStandardError);
    }

    [Fact]
    public void M10_an_emission_of_a_supplier_varies_in_the_product_and_stays_in_its_range()
    {
        SampleStatistics statistics = Sampled(
            Process.Producing(1, Some.Steel).Using(1, Some.Coal),
            20_000,
            Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 42, Uncertainty.Uniform(21, 63))));
        Assert.InRange(statistics.Minimum, 21, 21.1);
        Assert.InRange(statistics.Maximum, 62.9, 63);
        AssertWithin(42 / Math.Sqrt(12), statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
    }

    [Fact]
    public void M12_a_centred_latin_hypercube_of_nine_takes_the_tenths()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 0.5, Uncertainty.Uniform(0, 1))));
        double[] samples = [.. model.Run(new MonteCarloOptions { Samples = 9, Seed = 4, Design = SampleDesign.CentredLatinHypercube }).SamplesOf(0, 0).Order()];
        for (int k = 0; k < 9; k++) Assert.Equal((k + 1) / 10.0, samples[k], 1e-6);
    }

    [Fact]
    public void M12_a_centred_latin_hypercube_goes_on_as_planned_or_not_at_all()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 0.5, Uncertainty.Uniform(0, 1))));
        List<MonteCarloState> states = [];
        MonteCarloOptions options = new() { Samples = 3000, Seed = 4, Design = SampleDesign.CentredLatinHypercube };
        double[] whole = model.Run(options with { Checkpoint = states.Add }).SamplesOf(0, 0);
        Assert.Equal(whole, model.Run(options, states[0]).SamplesOf(0, 0));
        Assert.Contains("3000", Assert.Throws<InputRefusedException>(() => model.Run(options with { Samples = 4000 }, states[0])).Findings[0].What.En, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Run(options with { StopRule = StopRule.Parse("mean=1%") }));
    }

    [Fact]
    public void M13_a_sequence_of_values_is_used_in_its_order_from_the_first()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Array(UncertaintyKind.ArraySequential, 1, 2, 3, 4))));
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 1, 2], model.Run(new MonteCarloOptions { Samples = 10, Seed = 8 }).SamplesOf(0, 0));
    }

    [Fact]
    public void Every_rule_that_fixes_an_amount_is_counted_and_listed_by_name()
    {
        Process steel = Process.Producing(1, Some.Steel)
            .With(Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Triangular(1, 2)))
            .With(Uncertain(Some.Ore, ExchangeDirection.Input, 0, Uncertainty.Lognormal(0.5)))
            .With(Uncertain(Some.Coal, ExchangeDirection.Input, 1, new Uncertainty(UncertaintyKind.Normal, 0, 0, 0)));
        Process coal = Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 2, new Uncertainty(UncertaintyKind.Triangular, 0, 2, 2)));
        MonteCarloModel model = ModelOf(Some.Method, steel, coal);
        Assert.Equal(
            [DegenerateParameter.ZeroSpread, DegenerateParameter.EqualBounds, DegenerateParameter.ModeOutside, DegenerateParameter.ZeroMedian],
            model.FixedByRule.Select(f => f.Rule).Order());
        Assert.All(model.FixedByRule, f => Assert.NotEqual(f.Reason.En, f.Reason.Zh));
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 16 });
        Diagnostic finding = Assert.Single(result.Findings);
        Assert.Equal(FindingCode.DegenerateDistribution, finding.Code);
        Assert.Contains("4 exchanges", finding.What.En, StringComparison.Ordinal);
        Assert.Equal(7, result.Statistics(model.System.FindColumn("steel"), 0).Maximum);
    }

    [Fact]
    public void A_run_whose_samples_do_not_fit_goes_on_from_samples_that_were_kept()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Lognormal(0.3))));
        MonteCarloOptions kept = new() { Samples = 2048, Seed = 2 };
        MonteCarloState state = model.Run(kept).State!;
        MonteCarloOptions sketched = kept with { Samples = 8192, MemoryBudget = 40_000 };
        Assert.True(model.CanKeep(kept));
        Assert.False(model.CanKeep(sketched));
        MonteCarloResult whole = model.Run(sketched);
        Assert.Null(whole.State);
        Assert.False(whole.HasSamples);
        Assert.Throws<InvalidOperationException>(() => whole.SamplesOf(0, 0));
        SampleStatistics resumed = model.Run(sketched, state).Statistics(0, 0);
        SampleStatistics expected = whole.Statistics(0, 0);
        Assert.Equal((expected.Count, expected.Mean, expected.StandardDeviation, expected.GeometricDeviation), (resumed.Count, resumed.Mean, resumed.StandardDeviation, resumed.GeometricDeviation));
        Assert.Equal(expected.Quantiles.AsEnumerable(), resumed.Quantiles);
    }

    [Theory]
    [InlineData(SampleDesign.Independent)]
    [InlineData(SampleDesign.Antithetic)]
    [InlineData(SampleDesign.LatinHypercube)]
    public void A_group_moves_together_whatever_the_families_of_its_members(SampleDesign design)
    {
        // A bound five deviations away changes the loop that draws, not the distribution: the deviations add up.
        Process steel = Process.Producing(1, Some.Steel).Using(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 10, Uncertainty.Normal(2).InGroup("weather")));
        Process coal = Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 10, Uncertainty.Normal(2).Truncated(0, null).InGroup("weather")));
        MonteCarloModel model = ModelOf(Some.Method, steel, coal);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 20_000, Seed = 6, Design = design }).Statistics(model.System.FindColumn("steel"), 0);
        AssertWithin(4, statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
    }

    private static SampleStatistics Sampled(Process product, int samples, params Process[] suppliers)
    {
        MonteCarloModel model = ModelOf(Some.Method, [product, .. suppliers]);
        return model.Run(new MonteCarloOptions { Samples = samples, Seed = 6 }).Statistics(model.System.FindColumn("steel"), 0);
    }
}
