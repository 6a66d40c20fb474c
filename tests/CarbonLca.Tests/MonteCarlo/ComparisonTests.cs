using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Paired differences, statistics of given numbers, shares of variance, stop rules.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void N17_with_common_draws_more_of_the_same_is_always_more()
    {
        Process coal = Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(0.5)));
        Process a = Process.Producing(1, Some.Product("a")).Using(20, Some.Coal);
        Process b = Process.Producing(1, Some.Product("b")).Using(21, Some.Coal);
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, coal, a, b);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 2000 });
        MonteCarloComparison paired = MonteCarloComparison.Between(result, model.System.FindColumn("a"), model.System.FindColumn("b"), 0);
        Assert.Equal(1, paired.ProbabilityOfLess);
        Assert.Equal(0, paired.ProbabilityStandardError);
        Assert.Equal(-2, paired.Difference.Deterministic, 1e-12);
        MonteCarloRunTests.AssertWithin(1, paired.Correlation, 1e-9);
        Assert.True(paired.Difference.Maximum < 0);

        // Draws of another seed are independent, and then 20 is more than 21 nearly half of the time.
        MonteCarloResult other = model.Run(new MonteCarloOptions { Samples = 2000, Seed = 1 });
        MonteCarloComparison independent = MonteCarloComparison.Of(result.SamplesOf(model.System.FindColumn("a"), 0), other.SamplesOf(model.System.FindColumn("b"), 0), -2);
        Assert.InRange(independent.ProbabilityOfLess, 0.49, 0.57);
        MonteCarloRunTests.AssertWithin(0, independent.Correlation, 4 / Math.Sqrt(2000));
        Assert.Throws<ArgumentException>(() => MonteCarloComparison.Between(result, Demand.ForProcess("a", 1), 0, other, Demand.ForProcess("b", 1), 0));
    }

    [Fact]
    public void Two_databases_share_the_draws_of_what_they_have_in_common()
    {
        Process coal = Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(0.5)));
        Process before = Process.Producing(1, Some.Steel).Using(20, Some.Coal);
        Process after = Process.Producing(1, Some.Steel).Using(19, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 1e-3, Uncertainty.Lognormal(0.1)));
        MonteCarloResult a = MonteCarloRunTests.ModelOf(Some.Method, coal, before).Run(new MonteCarloOptions { Samples = 500, Seed = 8 });
        MonteCarloResult b = MonteCarloRunTests.ModelOf(Some.Method, after, coal, Process.Producing(1, Some.Heat)).Run(new MonteCarloOptions { Samples = 500, Seed = 8 });
        MonteCarloComparison change = MonteCarloComparison.Between(b, Demand.ForProcess("steel", 1), 0, a, Demand.ForProcess("steel", 1), 0);
        Assert.Equal(1, change.ProbabilityOfLess);
        Assert.Equal(500, change.Difference.Count);
    }

    [Fact]
    public void M11_statistics_of_one_two_three()
    {
        SampleStatistics statistics = MonteCarloComparison.Of([1, 2, 3], [0, 0, 0], 2).Difference;
        Assert.Equal((3L, 0L, 2.0, 1.0, 1.0, 3.0, 2.0), (statistics.Count, statistics.Failed, statistics.Mean, statistics.StandardDeviation, statistics.Minimum, statistics.Maximum, statistics.Median));
        Assert.Equal(1.05, statistics.Quantile(0.025).Value, 1e-12);
        Assert.Equal(2.95, statistics.Quantile(0.975).Value, 1e-12);
        Assert.Equal(50, statistics.DeterministicPercentile);
        Assert.Equal(1 / Math.Sqrt(3), statistics.MeanStandardError, 1e-15);
        Assert.True(double.IsNaN(statistics.Quantile(0.025).StandardError), "three samples say nothing of the error of a tail");
    }

    [Fact]
    public void Failed_samples_are_left_out_of_a_comparison_and_counted()
    {
        MonteCarloComparison comparison = MonteCarloComparison.Of([1, double.NaN, 3, 4], [2, 2, double.NaN, 4], -0.5);
        Assert.Equal((2L, 2L, 0.75), (comparison.Difference.Count, comparison.Difference.Failed, comparison.ProbabilityOfLess));
        Assert.Throws<ArgumentException>(() => MonteCarloComparison.Of([1], [1, 2], 0));
    }

    [Fact]
    public void Without_any_answer_statistics_are_not_numbers_and_say_so()
    {
        SampleStatistics statistics = MonteCarloComparison.Of([double.NaN, double.NaN], [1, 1], 1).Difference;
        Assert.Equal((0L, 2L), (statistics.Count, statistics.Failed));
        Assert.True(double.IsNaN(statistics.Mean) && double.IsNaN(statistics.Median) && double.IsNaN(statistics.DeterministicPercentile));
    }

    [Fact]
    public void Shares_of_variance_follow_the_closed_form_of_a_sum()
    {
        // y = x1 + 2·x2 + x3 with equal variances: shares 1/6, 4/6, 1/6.
        Flow[] gases = [.. Enumerable.Range(1, 3).Select(k => Flow.Elementary($"x{k}", Some.Kilogram, $"gas {k}", "air"))];
        Process steel = Process.Producing(1, Some.Steel);
        foreach (Flow gas in gases) steel = steel.With(MonteCarloRunTests.Uncertain(gas, ExchangeDirection.Output, 5, Uncertainty.Normal(1)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Counting((gases[0], 1), (gases[1], 2), (gases[2], 1)), steel);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 20_000, Seed = 6 });
        VarianceShare[] shares = [.. result.VarianceShares(Demand.For(Some.Steel, 10), 0)];
        Assert.Equal(3, shares.Length);
        Assert.Equal("x2", model.System.Database.Flows[model.System.Database.Exchanges.Flow[shares[0].Parameter.Exchange]].Id);
        MonteCarloRunTests.AssertWithin(4 / 6.0, shares[0].Share, 0.02);
        MonteCarloRunTests.AssertWithin(1 / 6.0, shares[1].Share, 0.02);
        MonteCarloRunTests.AssertWithin(1, shares.Sum(s => s.Share), 0.03);
        Assert.Single(result.VarianceShares(Demand.For(Some.Steel, 1), 0, 1));
    }

    [Theory]
    [InlineData(SampleDesign.Antithetic)]
    [InlineData(SampleDesign.LatinHypercube)]
    public void Designs_that_spread_samples_know_the_mean_of_a_sum_better(SampleDesign design)
    {
        Process steel = Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Uniform(4, 6)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, steel);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 1000, Design = design }).Statistics(0, 0);
        MonteCarloRunTests.AssertWithin(5, statistics.Mean, 1e-3);
        MonteCarloRunTests.AssertWithin(1 / Math.Sqrt(3), statistics.StandardDeviation, 0.02);
        if (design == SampleDesign.Antithetic) Assert.InRange(statistics.MeanStandardError, 0, 1e-6);
    }

    [Theory]
    [InlineData("P95=0.5%", "P95=0.5%")]
    [InlineData(" mean = 1 % , p97_5=2%", "mean=1%,P97.5=2%")]
    [InlineData("median=0.25%", "P50=0.25%")]
    public void A_stop_rule_is_read_and_written(string text, string expected) => Assert.Equal(expected, StopRule.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("P95")]
    [InlineData("P95=0.5")]
    [InlineData("P94=1%")]
    [InlineData("sd=1%")]
    [InlineData("P95=0%")]
    [InlineData("P95=NaN%")]
    [InlineData("P95=1%,,")]
    public void A_stop_rule_that_makes_no_sense_is_refused(string text)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => StopRule.Parse(text));
        Assert.Contains("P95=0.5%", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_exclude_each_other_are_refused()
    {
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, Process.Producing(1, Some.Steel).Emitting(1, Some.Co2));
        Assert.ThrowsAny<ArgumentException>(() => model.Run(new MonteCarloOptions { Samples = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => model.Run(new MonteCarloOptions { Threads = -1 }));
        Assert.ThrowsAny<ArgumentException>(() => model.Run(new MonteCarloOptions { Design = SampleDesign.LatinHypercube, StopRule = StopRule.Parse("mean=1%") }));
        Assert.ThrowsAny<ArgumentException>(() => model.Run(new MonteCarloOptions { MemoryBudget = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => model.Run(new MonteCarloOptions { CheckpointInterval = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => model.Run().Statistics(1, 0));
        Assert.ThrowsAny<ArgumentException>(() => MonteCarloModel.Prepare(model.Solver, model.Characterization, [7]));
    }
}
