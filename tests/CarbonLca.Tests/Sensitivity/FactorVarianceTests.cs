using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Sensitivity;
using CarbonLca.Tests.MonteCarlo;

namespace CarbonLca.Tests.Sensitivity;

/// <summary>Derivatives and variances with respect to characterisation factors.</summary>
public sealed class FactorVarianceTests
{
    private static readonly Flow Methane = Flow.Elementary("ch4", Some.Kilogram, "Methane, fossil", "air");

    [Fact]
    public void The_derivative_with_respect_to_a_factor_is_the_inventory_it_characterises()
    {
        // 1 steel ← 2 coal; coal emits 3 co2 in CN, steel 5 co2 and, taken in, 4 ore counted per tonne of input.
        LcaSolver solver = Solver();
        ImpactMethod method = UncertainFactorTests.MethodOf(
            ["score", "other"],
            UncertainFactorTests.Row(0, Some.Co2, 1.5, Uncertainty.None),
            UncertainFactorTests.Row(0, Some.Co2, 2.5, Uncertainty.None) with { Location = "CN" },
            new MethodRow(0, "ore", 7, CarbonLca.Quantities.Unit.Parse("t")) { Direction = ExchangeDirection.Input },
            UncertainFactorTests.Row(1, Some.Co2, 9, Uncertainty.None));
        Gradient gradient = GradientOf(solver, method);
        double[] expected = [5, 6, 0.004, 0];
        for (int row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row], gradient.Factors[row], 1e-14);
            double changed = GradientOf(solver, new ImpactMethod("changed", method.Categories, method.Rows.SetItem(row, method.Rows[row] with { Factor = method.Rows[row].Factor + 1 }))).Impact;
            Assert.Equal(expected[row], changed - gradient.Impact, 1e-12);
        }
    }

    [Fact]
    public void Independent_factors_of_every_shape_are_exact()
    {
        LcaSolver solver = Solver();
        AnalyticVariance variance = VarianceOf(solver, Uncertain(Uncertainty.Lognormal(0.3), Uncertainty.Triangular(1, 4)));
        double lognormal = 25 * 4 * Math.Exp(0.09) * (Math.Exp(0.09) - 1);
        double triangular = 36 * 7.0 / 18;
        Assert.Equal((5 * 2 * Math.Exp(0.045)) + (6 * 8.0 / 3), variance.Center, 1e-12);
        Assert.Equal(lognormal + triangular, variance.Variance, 1e-12 * variance.Variance);
        Assert.Equal(lognormal / variance.Variance, variance.ShareOfFactor(0), 1e-12);
        Assert.Equal(triangular, variance.FactorParts[1], 1e-12 * triangular);

        AnalyticVariance means = VarianceOf(solver, Uncertain(Uncertainty.Lognormal(0.3), Uncertainty.Triangular(1, 4)), LognormalAmount.Mean);
        Assert.Equal((5 * 2) + (6 * 8.0 / 3), means.Center, 1e-12);
    }

    [Fact]
    public void Factors_and_exchanges_of_a_group_add_their_deviations()
    {
        // 5·c + x·2 with σ(c) = 0.1 and σ(x) = 0.2: together (5·0.1 + 2·0.2)².
        Process steel = Process.Producing(1, Some.Steel).Emitting(5, Some.Co2)
            .With(new Exchange(Methane, ExchangeDirection.Output, 3) { Uncertainty = Uncertainty.Normal(0.2).InGroup("g") });
        LcaSolver solver = GradientTests.Solver(steel);
        MethodRow fixedRow = UncertainFactorTests.Row(0, Methane, 2, Uncertainty.None);
        AnalyticVariance together = VarianceOf(solver, UncertainFactorTests.MethodOf(["score"], UncertainFactorTests.Row(0, Some.Co2, 1, Uncertainty.Normal(0.1).InGroup("g")), fixedRow));
        AnalyticVariance apart = VarianceOf(solver, UncertainFactorTests.MethodOf(["score"], UncertainFactorTests.Row(0, Some.Co2, 1, Uncertainty.Normal(0.1)), fixedRow));
        Assert.Equal(0.81, together.Variance, 1e-12);
        Assert.Equal(0.25 + 0.16, apart.Variance, 1e-12);
    }

    [Fact]
    public void The_variance_agrees_with_that_of_samples()
    {
        Process coal = Process.Producing(1, Some.Coal).With(new Exchange(Methane, ExchangeDirection.Output, 2) { Uncertainty = Uncertainty.Lognormal(0.1) });
        Process steel = Process.Producing(1, Some.Steel).With(new Exchange(Some.Coal, ExchangeDirection.Input, 3) { Uncertainty = Uncertainty.Normal(0.2) }).Emitting(5, Some.Co2);
        LcaSolver solver = GradientTests.Solver(coal, steel);
        ImpactMethod method = UncertainFactorTests.MethodOf(["score"], UncertainFactorTests.Row(0, Methane, 3, Uncertainty.Lognormal(0.1)), UncertainFactorTests.Row(0, Some.Co2, 1, Uncertainty.Uniform(0.8, 1.2)));
        AnalyticVariance analytic = VarianceOf(solver, method);
        MonteCarloModel model = MonteCarloModel.Prepare(solver, Characterization.Match(method, solver.System.Database), [solver.System.FindColumn("steel")]);
        SampleStatistics samples = model.Run(new MonteCarloOptions { Samples = 50_000, Seed = 2 }).Statistics(solver.System.FindColumn("steel"), 0);
        MonteCarloRunTests.AssertWithin(analytic.Center, samples.Mean, 4 * samples.MeanStandardError);
        MonteCarloRunTests.AssertWithin(analytic.StandardDeviation, samples.StandardDeviation, 0.03 * samples.StandardDeviation);
        Assert.Equal(4, model.Parameters.Length);
    }

    [Fact]
    public void The_geometric_deviation_of_a_product_of_lognormals_counts_its_factor()
    {
        Process steel = Process.Producing(1, Some.Steel).With(new Exchange(Methane, ExchangeDirection.Output, 2) { Uncertainty = Uncertainty.Lognormal(0.3) });
        LcaSolver solver = GradientTests.Solver(steel);
        Gradient gradient = GradientOf(solver, UncertainFactorTests.MethodOf(["score"], UncertainFactorTests.Row(0, Methane, 30, Uncertainty.Lognormal(0.4))));
        Assert.Equal(Math.Exp(0.5), GeometricDeviation.Of(gradient), 1e-12);
    }

    private static LcaSolver Solver() => GradientTests.Solver(
        Process.Producing(1, Some.Steel).Using(2, Some.Coal).Emitting(5, Some.Co2).With(new Exchange(Some.Ore, ExchangeDirection.Input, 4)),
        Process.Producing(1, Some.Coal).Emitting(3, Some.Co2) with { Location = "CN" });

    private static ImpactMethod Uncertain(Uncertainty everywhere, Uncertainty there) => UncertainFactorTests.MethodOf(
        ["score"],
        UncertainFactorTests.Row(0, Some.Co2, 2, everywhere),
        UncertainFactorTests.Row(0, Some.Co2, 3, there) with { Location = "CN" });

    private static Gradient GradientOf(LcaSolver solver, ImpactMethod method) =>
        Gradient.Of(solver, Demand.For(Some.Steel, 1), DirectImpacts.Of(solver.System, Characterization.Match(method, solver.System.Database)), 0);

    private static AnalyticVariance VarianceOf(LcaSolver solver, ImpactMethod method, LognormalAmount convention = LognormalAmount.Median) =>
        AnalyticVariance.Of(solver, Demand.For(Some.Steel, 1), DirectImpacts.Of(solver.System, Characterization.Match(method, solver.System.Database)), 0, lognormalAmount: convention);
}
