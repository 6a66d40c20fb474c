using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;
using CarbonLca.Tests.MonteCarlo;

namespace CarbonLca.Tests.Reporting;

/// <summary>N15: a report says where its point value lies among the samples, and the true reason why.</summary>
public sealed class PointValueReasonsTests
{
    [Fact]
    public void N15_a_sum_of_lognormal_medians_lies_below_the_mean_because_means_lie_above_medians()
    {
        Process steel = Process.Producing(1, Some.Steel).Using(1, Some.Coal).Using(1, Some.Heat).With(Emission(1, Uncertainty.Lognormal(0.5)));
        string text = Reason(steel, Process.Producing(1, Some.Coal).With(Emission(1, Uncertainty.Lognormal(0.5))), Process.Producing(1, Some.Heat).With(Emission(1, Uncertainty.Lognormal(0.5)))).En;
        Assert.Contains("above it", text, StringComparison.Ordinal);
        Assert.Contains("medians of skewed distributions", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Medians_of_credits_lower_the_sum()
    {
        string text = Reason(Process.Producing(1, Some.Steel).With(Emission(-3, Uncertainty.Lognormal(0.5)))).En;
        Assert.Contains("below it", text, StringComparison.Ordinal);
        Assert.Contains("credits or removals", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_amount_that_is_no_centre_of_its_distribution_is_named()
    {
        Wording text = Reason(Process.Producing(1, Some.Steel).With(Emission(1, Uncertainty.Triangular(1, 4))));
        Assert.Contains("not the centre", text.En, StringComparison.Ordinal);
        Assert.Contains("'Carbon dioxide, fossil' of 'steel' (stated 1.000, mean 2.000)", text.En, StringComparison.Ordinal);
        Assert.Contains("并非其分布的中心", text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_is_not_linear()
    {
        string text = Reason(
            Process.Producing(1, Some.Steel).With(Emission(1, Uncertainty.Normal(0.01))).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 0.5, Uncertainty.Uniform(0.05, 0.95))),
            Process.Producing(1, Some.Coal).Using(1, Some.Steel)).En;
        Assert.Contains("not linear", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Distributions_about_their_amounts_centre_the_samples_on_the_point_value() =>
        Assert.Contains("centred on the point value", Reason(Process.Producing(1, Some.Steel).With(Emission(3, Uncertainty.Normal(0.5)))).En, StringComparison.Ordinal);

    [Fact]
    public void A_skewed_distribution_about_its_mean_has_its_median_elsewhere() =>
        Assert.Contains("upper tail is the longer one", Reason(Process.Producing(1, Some.Steel).With(Emission(5, Uncertainty.Gamma(1, 5)))).En, StringComparison.Ordinal);

    [Fact]
    public void Nothing_that_spreads_is_said_to_spread() =>
        Assert.Contains("nothing upstream of it spreads", Reason(Process.Producing(1, Some.Steel).Emitting(3, Some.Co2)).En, StringComparison.Ordinal);

    [Fact]
    public void One_sample_is_not_said_to_equal_the_point_value() =>
        Assert.Equal("One sample says nothing of the spread.", Reason(1, Process.Producing(1, Some.Steel).With(Emission(3, Uncertainty.Normal(0.5)))).En);

    [Fact]
    public void Samples_too_far_apart_for_a_deviation_are_not_said_to_equal_the_point_value() =>
        Assert.Contains("standard deviation exceeds the range", Reason(Process.Producing(1, Some.Steel).With(Emission(1e300, Uncertainty.Lognormal(2)))).En, StringComparison.Ordinal);

    private static Exchange Emission(double amount, Uncertainty uncertainty) => MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, amount, uncertainty);

    private static Wording Reason(params Process[] processes) => Reason(20_000, processes);

    private static Wording Reason(int samples, params Process[] processes)
    {
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, processes);
        Demand demand = Demand.ForProcess("steel", 1);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = samples, Seed = 3 }).Statistics(demand, 0);
        Wording reason = new PointValueReasons(model, demand).Of(statistics, 0);
        Assert.NotEqual(reason.En, reason.Zh);
        return reason;
    }
}
