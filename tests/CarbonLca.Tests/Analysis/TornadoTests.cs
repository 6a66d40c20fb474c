using CarbonLca.Analysis;
using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Reporting;
using CarbonLca.Tests.MonteCarlo;

namespace CarbonLca.Tests.Analysis;

/// <summary>Inputs turned one at a time, by hand.</summary>
public sealed class TornadoTests
{
    [Fact]
    public void N18_both_ends_are_the_solutions_at_the_quantiles()
    {
        ProductAssessment assessment = Loop();
        Tornado tornado = Tornado.Of(assessment, 0, new InputNames(assessment.System), TornadoRange.Default);
        Assert.Equal(2, tornado.Bars.Length);
        TornadoBar coal = Assert.Single(tornado.Bars, b => b.Name.FlowId == "coal");
        Distribution distribution = Distribution.Lognormal(0.5, 0.2);
        double low = distribution.Quantile(0.05);
        double high = distribution.Quantile(0.95);
        Assert.Equal(low, coal.Low, 14);
        Assert.Equal(high, coal.High, 14);

        // Steel takes x coal, coal 1 steel: h = 4/(1 − x), far from linear in x.
        Assert.Equal(8, tornado.Impact, 12);
        Assert.Equal(4 / (1 - low), coal.AtLow, 12);
        Assert.Equal(4 / (1 - high), coal.AtHigh, 11);
        TornadoBar co2 = Assert.Single(tornado.Bars, b => b.Name.FlowId == "co2");
        Assert.Equal(2 * co2.High, co2.AtHigh, 12);
        Assert.True(tornado.Bars[0].Span >= tornado.Bars[1].Span);
    }

    [Fact]
    public void A_relative_range_turns_certain_inputs_too_and_only_so_many()
    {
        ProductAssessment assessment = Loop();
        Tornado tornado = Tornado.Of(assessment, 0, new InputNames(assessment.System), TornadoRange.Relative(0.1));
        Assert.Equal(3, tornado.Bars.Length);
        Assert.Equal(4 / (1 - 0.55), Assert.Single(tornado.Bars, b => b.Name.FlowId == "coal").AtHigh, 11);
        Tornado one = Tornado.Of(assessment, 0, new InputNames(assessment.System), TornadoRange.Relative(0.1), most: 1);
        Assert.Equal((1, 2), (one.Bars.Length, one.NotTurned));
    }

    [Fact]
    public void A_group_is_turned_as_one_input()
    {
        Uncertainty shared = Uncertainty.Normal(1).InGroup("grid");
        ProductAssessment assessment = InputSensitivitiesTests.Assess(
            "steel",
            Process.Producing(1, Some.Steel).Using(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, shared)),
            Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, shared)));
        TornadoBar bar = Assert.Single(Tornado.Of(assessment, 0, new InputNames(assessment.System), TornadoRange.Default).Bars);
        Assert.Equal(2, bar.Members);
        Assert.Equal(10 + (2 * 1.6448536269514722), bar.AtHigh, 9);
    }

    [Fact]
    public void An_end_without_an_answer_is_left_out_by_name()
    {
        ProductAssessment assessment = Loop();
        Tornado tornado = Tornado.Of(assessment, 0, new InputNames(assessment.System), TornadoRange.Relative(1.5));
        Assert.Contains("coal", Assert.Single(tornado.Findings, f => f.What.En.Contains("'steel: coal'", StringComparison.Ordinal)).What.En, StringComparison.Ordinal);
        Assert.DoesNotContain(tornado.Bars, b => b.Name.FlowId == "coal");
        Assert.Throws<ArgumentOutOfRangeException>(() => TornadoRange.Relative(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TornadoRange.Quantiles(0.9, 0.1));
    }

    private static ProductAssessment Loop() => InputSensitivitiesTests.Assess(
        "steel",
        Process.Producing(1, Some.Steel)
            .With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 0.5, Uncertainty.Lognormal(0.2)))
            .With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 4, Uncertainty.Normal(0.4))),
        Process.Producing(1, Some.Coal).Using(1, Some.Steel));
}
