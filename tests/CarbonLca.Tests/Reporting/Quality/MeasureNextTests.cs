using CarbonLca.Model;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Quality;
using CarbonLca.Studies;
using CarbonLca.Tests.Studies;
using static CarbonLca.Tests.Reporting.Quality.Evidence;

namespace CarbonLca.Tests.Reporting.Quality;

public sealed class MeasureNextTests
{
    private static double VarianceOf(double amount, double logVariance) => amount * amount * Math.Exp(logVariance) * (Math.Exp(logVariance) - 1);

    [Fact]
    public void The_input_that_narrows_the_result_most_comes_first()
    {
        double wide = Math.Pow(Math.Log(1.5), 2);
        double narrow = Math.Pow(Math.Log(1.1), 2);
        MeasureNext next = Compute(Study(
            Steel(10, "narrow") with { Uncertainty = StudyUncertainty.Lognormal(1.1) },
            Steel(5, "wide") with { Uncertainty = StudyUncertainty.Lognormal(1.5) },
            Steel(50, "fixed"))).MeasureNext!;

        double a = VarianceOf(20, narrow);
        double b = VarianceOf(10, wide);
        Assert.Equal(Math.Sqrt(a + b), next.Deviation, 10);
        Assert.Equal(["wide", "narrow"], next.Items.Select(i => i.What.En));
        Assert.Equal(100 * b / (a + b), next.Items[0].Percent, 9);
        double shrunk = b - VarianceOf(10, MeasureNext.MeasuredVariance);
        Assert.Equal(100 * shrunk / (a + b), next.Items[0].ShrinkPercent, 9);
        Assert.Equal(Math.Sqrt(a + b - shrunk), next.Items[0].DeviationAfter, 9);
        Assert.StartsWith("Can you measure how much 'wide' the product really needs", next.Items[0].Question.En, StringComparison.Ordinal);
        Assert.Contains("“wide”", next.Items[0].Question.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_vary_or_is_measured_already_is_not_asked_for()
    {
        Assert.Empty(Compute(Study(Steel(10))).MeasureNext!.Items);
        Assert.Equal(0, Compute(Study(Steel(10))).MeasureNext!.Deviation);
        MeasureNext measured = Compute(Study(Steel(10) with { Rating = Scores(1, 1, 1, 1, 1) })).MeasureNext!;
        Assert.True(measured.Deviation > 0);
        Assert.Empty(measured.Items);
    }

    [Fact]
    public void Figures_and_background_numbers_are_asked_for_too()
    {
        LciDatabase background = LciDatabase.Of(Process.Producing(1, SampleStudy.Steel).With(new Exchange(SampleStudy.Co2, ExchangeDirection.Output, 2) { Uncertainty = Uncertainty.Lognormal(0.3) }));
        MeasureNext next = Compute(Study(Steel(10), SampleStudy.Part() with { Amount = 1, FactorUncertainty = StudyUncertainty.Lognormal(1.8) }), background).MeasureNext!;
        Assert.Equal([MeasuredThing.Background, MeasuredThing.Figure], next.Items.Select(i => i.Kind));
        Assert.Equal("Rare part", next.Items[1].What.En);
        Assert.Contains("Carbon dioxide, fossil", next.Items[0].Question.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_share_a_draw_shrink_together_with_what_they_share()
    {
        Uncertainty shared = Uncertainty.Lognormal(0.3).InGroup("meter");
        LciDatabase background = LciDatabase.Of(
            Process.Producing(1, SampleStudy.Steel).With(new Exchange(SampleStudy.Co2, ExchangeDirection.Output, 2) { Uncertainty = shared }),
            Process.Producing(1, SampleStudy.Electricity).With(new Exchange(SampleStudy.Co2, ExchangeDirection.Output, 2) { Uncertainty = shared }));
        MeasureNext next = Compute(Study(Steel(1), SampleStudy.Line(1, "MJ", "electricity")), background).MeasureNext!;

        double one = Math.Sqrt(VarianceOf(2, 0.09));
        double small = Math.Sqrt(VarianceOf(2, MeasureNext.MeasuredVariance));
        Assert.Equal(2 * one, next.Deviation, 10);
        Assert.All(next.Items, item => Assert.Equal(one + small, item.DeviationAfter, 9));
        Assert.Equal(2, next.Items.Length);
    }
}
