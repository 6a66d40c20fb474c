using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Systems;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Systems solved by hand: mean and variance of the samples against exact values.</summary>
public sealed class MonteCarloRunTests
{
    [Fact]
    public void M01_a_chain_of_uniform_exchanges_has_the_exact_mean_and_variance()
    {
        // score = 1·b1 + 1·b2·u with u ~ U(0.2, 0.8), b1 ~ U(0.5, 1.5), b2 ~ U(0, 0.2).
        Flow bio1 = Flow.Elementary("b1", Some.Kilogram, "one", "air");
        Flow bio2 = Flow.Elementary("b2", Some.Kilogram, "two", "air");
        Process fuel = Process.Producing(1, Some.Coal).With(Uncertain(bio2, ExchangeDirection.Output, 0.1, Uncertainty.Uniform(0, 0.2)));
        Process main = Process.Producing(1, Some.Steel)
            .With(Uncertain(Some.Coal, ExchangeDirection.Input, 0.5, Uncertainty.Uniform(0.2, 0.8)))
            .With(Uncertain(bio1, ExchangeDirection.Output, 1, Uncertainty.Uniform(0.5, 1.5)));
        MonteCarloModel model = ModelOf(Some.Counting((bio1, 1.25), (bio2, 2.5)), main, fuel);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 100_000, Seed = 1 }).Statistics(model.System.FindColumn("steel"), 0);

        double mean = 1.25 + (2.5 * 0.1 * 0.5);
        double product = ((0.04 / 3) * (0.25 + (0.36 / 12))) - (0.05 * 0.05);
        double variance = (1.25 * 1.25 / 12) + (2.5 * 2.5 * product);
        Assert.Equal(3, model.Parameters.Length);
        Assert.Equal(mean, statistics.Deterministic, 1e-12);
        AssertWithin(mean, statistics.Mean, 4 * statistics.MeanStandardError);
        AssertWithin(variance, statistics.StandardDeviation * statistics.StandardDeviation, 0.02 * variance);
        Assert.InRange(statistics.Minimum, 1.25 * 0.5, mean);
        Assert.InRange(statistics.Maximum, mean, (1.25 * 1.5) + (2.5 * 0.2 * 0.8));
    }

    [Fact]
    public void A_lognormal_chain_has_the_exact_mean_and_the_point_value_at_its_median_N15()
    {
        Process coal = Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(0.4)));
        Process steel = Process.Producing(1, Some.Steel).With(Uncertain(Some.Coal, ExchangeDirection.Input, 3, Uncertainty.Lognormal(0.3)));
        MonteCarloModel model = ModelOf(Some.Method, steel, coal);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 50_000, Seed = -1 }).Statistics(model.System.FindColumn("steel"), 0);
        AssertWithin(6 * Math.Exp(0.125), statistics.Mean, 4 * statistics.MeanStandardError);
        AssertWithin(6 * Math.Exp(0.125) * Math.Sqrt(Math.Exp(0.25) - 1), statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
        AssertWithin(6, statistics.Median, 4 * statistics.Quantile(0.5).StandardError);
        AssertWithin(6 * Math.Exp(0.5 * 1.6448536269514722), statistics.Quantile(0.95).Value, 4 * statistics.Quantile(0.95).StandardError);
        AssertWithin(50, statistics.DeterministicPercentile, 1);
        Assert.Equal(0, statistics.QuantileRankError);
    }

    [Fact]
    public void A_loop_has_the_mean_of_its_closed_form()
    {
        // electricity uses u of itself by way of coal: y = 1 / (1 − u·v) with u uniform, v fixed; E[y] by the integral.
        Process electricity = Process.Producing(1, Some.Electricity)
            .With(Uncertain(Some.Coal, ExchangeDirection.Input, 0.5, Uncertainty.Uniform(0.1, 0.9)))
            .Emitting(1, Some.Co2);
        Process coal = Process.Producing(1, Some.Coal).Using(0.8, Some.Electricity);
        MonteCarloModel model = ModelOf(Some.Method, electricity, coal);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 50_000, Seed = 3 });
        SampleStatistics statistics = result.Statistics(model.System.FindColumn("electricity"), 0);
        double mean = Math.Log((1 - 0.08) / (1 - 0.72)) / 0.8 / 0.8;
        Assert.Equal(0, result.FailedCount);
        AssertWithin(mean, statistics.Mean, 4 * statistics.MeanStandardError);

        // E[y²] = ∫ (1 − 0.8·u)⁻² du / 0.8.
        double second = ((1 / (1 - 0.72)) - (1 / (1 - 0.08))) / 0.8 / 0.8;
        AssertWithin(Math.Sqrt(second - (mean * mean)), statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
    }

    [Fact]
    public void The_reference_amount_itself_is_drawn()
    {
        // y = 1/r with r ~ U(1, 3): mean ln 3 / 2.
        Process steel = new Process("steel", "steel", Some.Steel) { Exchanges = [Uncertain(Some.Steel, ExchangeDirection.Output, 2, Uncertainty.Uniform(1, 3))] }.Emitting(1, Some.Co2);
        MonteCarloModel model = ModelOf(Some.Method, steel);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 50_000, Seed = 5 }).Statistics(0, 0);
        AssertWithin(Math.Log(3) / 2, statistics.Mean, 4 * statistics.MeanStandardError);
        AssertWithin(Math.Sqrt((1 / 3.0) - (Math.Log(3) * Math.Log(3) / 4)), statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
        Assert.InRange(statistics.Minimum, 1 / 3.0 * (1 - 1e-6), 0.34);
    }

    [Fact]
    public void An_amount_of_zero_with_a_distribution_is_drawn_and_so_is_what_lies_behind_it()
    {
        Process coal = Process.Producing(1, Some.Coal).Emitting(1, Some.Co2);
        Process steel = Process.Producing(1, Some.Steel).With(Uncertain(Some.Coal, ExchangeDirection.Input, 0, Uncertainty.Uniform(0, 2)));
        Process heat = Process.Producing(1, Some.Heat).With(Uncertain(Some.Co2, ExchangeDirection.Output, 0, Uncertainty.Uniform(-1, 3)));
        MonteCarloModel model = ModelOf(Some.Method, steel, coal, heat);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 20_000 });
        foreach (string id in (string[])["steel", "heat"])
        {
            SampleStatistics statistics = result.Statistics(model.System.FindColumn(id), 0);
            Assert.Equal(0, statistics.Deterministic);
            AssertWithin(1, statistics.Mean, 4 * statistics.MeanStandardError);
        }
    }

    [Fact]
    public void Wastes_credits_and_negative_references_keep_their_signs()
    {
        // Treatment of slag emits 0.5 per kg, drawn about 1; steel gives 2 kg slag away, avoids 1 kg coal (drawn), coal emits 3.
        Process treatment = Process.Treating(1, Some.Slag).Named("treatment").With(Uncertain(Some.Co2, ExchangeDirection.Output, 0.5, Uncertainty.Uniform(0.25, 0.75)));
        Process coal = Process.Producing(1, Some.Coal).Emitting(3, Some.Co2);
        Process steel = Process.Producing(1, Some.Steel).AlsoProducing(2, Some.Slag)
            .With(new Exchange(Some.Coal, ExchangeDirection.Input, 1) { IsAvoided = true, Uncertainty = Uncertainty.Uniform(0.5, 1.5) });
        Process turned = new Process("heat", "heat", Some.Heat) { Exchanges = [Uncertain(Some.Heat, ExchangeDirection.Output, -1, Uncertainty.Uniform(-1.5, -0.5))] }
            .Emitting(-1, Some.Co2).Named("heat");
        MonteCarloModel model = ModelOf(Some.Method, treatment, coal, steel, turned);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 20_000, Seed = 9 });
        SampleStatistics steelStatistics = result.Statistics(model.System.FindColumn("steel"), 0);
        Assert.Equal(-2, steelStatistics.Deterministic, 1e-12);
        AssertWithin(-2, steelStatistics.Mean, 4 * steelStatistics.MeanStandardError);
        AssertWithin((4 * 0.25 / 12) + (9.0 / 12), steelStatistics.StandardDeviation * steelStatistics.StandardDeviation, 0.02);
        SampleStatistics turnedStatistics = result.Statistics(model.System.FindColumn("heat"), 0);
        AssertWithin(Math.Log(3), turnedStatistics.Mean, 4 * turnedStatistics.MeanStandardError);
        Assert.Equal(0, result.FailedCount);
    }

    [Fact]
    public void A_negative_lognormal_keeps_its_sign_and_the_distribution_of_its_size()
    {
        Process steel = Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, -2, Uncertainty.Lognormal(0.5)));
        SampleStatistics statistics = ModelOf(Some.Method, steel).Run(new MonteCarloOptions { Samples = 20_000 }).Statistics(0, 0);
        AssertWithin(-2 * Math.Exp(0.125), statistics.Mean, 4 * statistics.MeanStandardError);
        Assert.True(statistics.Maximum < 0);
    }

    [Fact]
    public void N16_without_spread_every_sample_is_the_deterministic_value()
    {
        Process coal = Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(1e-9)));
        Process steel = Process.Producing(3, Some.Steel).Using(7, Some.Coal);
        SampleStatistics statistics = ModelOf(Some.Method, steel, coal).Run(new MonteCarloOptions { Samples = 100 }).Statistics(1, 0);
        Assert.Equal(14 / 3.0, statistics.Deterministic, 1e-12);
        AssertWithin(14 / 3.0, statistics.Minimum, 2e-6);
        AssertWithin(14 / 3.0, statistics.Maximum, 2e-6);
        Assert.Equal(50, statistics.DeterministicPercentile);
    }

    [Fact]
    public void A_system_without_uncertainty_can_be_sampled()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).Emitting(2, Some.Co2));
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 17 }).Statistics(0, 0);
        Assert.Empty(model.Parameters);
        Assert.Equal((17L, 2.0, 0.0, 2.0), (statistics.Count, statistics.Mean, statistics.StandardDeviation, statistics.Quantile(0.975).Value));
    }

    [Fact]
    public void M14_two_demands_of_one_run_use_the_same_draws()
    {
        Process coal = Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Lognormal(0.4)));
        Process steel = Process.Producing(1, Some.Steel).Using(3, Some.Coal);
        MonteCarloModel model = ModelOf(Some.Method, steel, coal);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 100 });
        double[] one = result.SamplesOf(model.System.FindColumn("coal"), 0);
        double[] three = result.SamplesOf(model.System.FindColumn("steel"), 0);
        double[] both = result.SamplesOf(Demand.For(Some.Coal, 1).And(Demand.For(Some.Steel, 2)), 0);
        for (int k = 0; k < one.Length; k++)
        {
            AssertWithin(3 * one[k], three[k], 1e-6 * three[k]);
            Assert.Equal(one[k] + (2 * three[k]), both[k], 1e-12);
        }
    }

    internal static Exchange Uncertain(Flow flow, ExchangeDirection direction, double amount, Uncertainty uncertainty) =>
        new(flow, direction, amount) { Uncertainty = uncertainty };

    internal static MonteCarloModel ModelOf(ImpactMethod method, params Process[] processes)
    {
        LciDatabase database = LciDatabase.Of(processes);
        return MonteCarloModel.Prepare(LcaSolver.Factorize(ProductSystem.Link(database)), Characterization.Match(method, database));
    }

    internal static void AssertWithin(double expected, double found, double tolerance) =>
        Assert.True(Math.Abs(expected - found) <= tolerance, $"expected {expected} ± {tolerance}, found {found}");
}
