using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Sensitivity;

namespace CarbonLca.Tests.Sensitivity;

/// <summary>Variances without sampling: exact where the impact is linear in what varies.</summary>
public sealed class AnalyticVarianceTests
{
    [Theory]
    [InlineData(ExpansionPoint.Mean)]
    [InlineData(ExpansionPoint.Amount)]
    public void Independent_emissions_of_every_shape_are_exact(ExpansionPoint point)
    {
        LcaSolver solver = GradientTests.Solver(
            Process.Producing(1, Some.Steel).Using(2, Some.Coal).Using(3, Some.Heat).Using(4, Some.Electricity).With(Emission(5, Uncertainty.Normal(0.5))),
            Process.Producing(1, Some.Coal).With(Emission(2, Uncertainty.Uniform(1, 4))),
            Process.Producing(1, Some.Heat).With(Emission(3, Uncertainty.Triangular(1, 4))),
            Process.Producing(1, Some.Electricity).With(Emission(5, Uncertainty.Lognormal(0.3))));
        AnalyticVariance result = Of(solver, point);
        double lognormal = 25 * Math.Exp(0.09) * (Math.Exp(0.09) - 1);
        double expected = 0.25 + (4 * 9.0 / 12) + (9 * 7.0 / 18) + (16 * lognormal);
        Assert.Equal(expected, result.Variance, 1e-12 * expected);
        Assert.Equal(16 * lognormal / expected, result.Share(GradientTests.Row(solver, "electricity", "co2")), 1e-12);
        Assert.Equal(result.Variance, Sum(result.Parts), 1e-12 * expected);
        double mean = 5 + (2 * 2.5) + (3 * 8.0 / 3) + (4 * 5 * Math.Exp(0.045));
        Assert.Equal(point == ExpansionPoint.Mean ? mean : 5 + 4 + 9 + 20, result.Center, 1e-12 * mean);
    }

    [Fact]
    public void Exchanges_of_a_group_add_their_deviations()
    {
        LcaSolver solver = GradientTests.Solver(
            Process.Producing(1, Some.Steel).Using(2, Some.Coal).With(Emission(5, Uncertainty.Normal(0.5))),
            Process.Producing(1, Some.Coal).With(Emission(2, Uncertainty.Normal(0.3))));
        int steel = GradientTests.Row(solver, "steel", "co2");
        int coal = GradientTests.Row(solver, "coal", "co2");
        Assert.Equal(0.25 + 0.36, Of(solver, ExpansionPoint.Mean).Variance, 1e-14);
        AnalyticVariance together = Of(solver, ExpansionPoint.Mean, [[steel, coal]]);
        Assert.Equal(1.1 * 1.1, together.Variance, 1e-14);
        Assert.Equal(0.5 / 1.1, together.Share(steel), 1e-14);
        Assert.Contains("two groups", Assert.Throws<ArgumentException>(() => Of(solver, ExpansionPoint.Mean, [[steel], [steel, coal]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M01_the_first_order_mean_is_exact_and_the_variance_misses_only_the_product_of_variances()
    {
        // h = b₁ + b₂·u with u ~ U(0.2, 0.8), b₁ ~ U(0.5, 1.5), b₂ ~ U(0, 0.2); amounts 1, 0.1, 0.5 are the means.
        LcaSolver solver = GradientTests.Solver(
            Process.Producing(1, Some.Steel).With(new Exchange(Some.Coal, ExchangeDirection.Input, 0.5) { Uncertainty = Uncertainty.Uniform(0.2, 0.8) }).With(Emission(1, Uncertainty.Uniform(0.5, 1.5))),
            Process.Producing(1, Some.Coal).With(Emission(0.1, Uncertainty.Uniform(0, 0.2))));
        AnalyticVariance result = Of(solver, ExpansionPoint.Mean);
        double exact = (1.0 / 12) + (0.25 * 0.04 / 12) + (0.01 * 0.36 / 12) + (0.36 / 12 * 0.04 / 12);
        Assert.Equal(1.05, result.Center, 1e-14);
        Assert.Equal(exact - (0.36 / 12 * 0.04 / 12), result.Variance, 1e-14);
    }

    [Fact]
    public void Nothing_uncertain_has_no_variance_and_no_shares()
    {
        LcaSolver solver = GradientTests.Solver(Process.Producing(1, Some.Steel).Emitting(2, Some.Co2));
        AnalyticVariance result = Of(solver, ExpansionPoint.Mean);
        Assert.Equal(0, result.Variance);
        Assert.Equal(0, result.Share(0));
        Assert.Equal(2, result.Center);
    }

    private static AnalyticVariance Of(LcaSolver solver, ExpansionPoint point, IReadOnlyList<IReadOnlyList<int>>? groups = null) =>
        AnalyticVariance.Of(solver, Demand.For(Some.Steel, 1), DirectImpacts.Of(solver.System, Characterization.Match(Some.Method, solver.System.Database)), 0, point, groups);

    private static Exchange Emission(double amount, Uncertainty uncertainty) => new(Some.Co2, ExchangeDirection.Output, amount) { Uncertainty = uncertainty };

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
