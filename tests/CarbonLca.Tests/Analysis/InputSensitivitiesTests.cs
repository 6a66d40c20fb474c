using CarbonLca.Analysis;
using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;
using CarbonLca.Sensitivity;
using CarbonLca.Systems;
using CarbonLca.Tests.MonteCarlo;

namespace CarbonLca.Tests.Analysis;

/// <summary>Derivatives, shares, correlations and indices of systems that are solved by hand.</summary>
public sealed class InputSensitivitiesTests
{
    private static readonly MonteCarloOptions TenThousand = new() { Samples = 10_000, Seed = 42 };

    [Fact]
    public void N18_a_sum_of_emissions_has_the_shares_of_their_variance()
    {
        // h = 2·a + b with a N(3, 0.5) and b N(4, 2): Var = 4·0.25 + 4 = 5.
        ProductAssessment assessment = Assess(
            "steel",
            Process.Producing(1, Some.Steel).Using(2, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 4, Uncertainty.Normal(2))),
            Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 3, Uncertainty.Normal(0.5))));
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        Assert.Equal(10, result.Impact, 12);
        Assert.Equal(5, result.Variance.Variance, 12);
        InputSensitivity b = result.Inputs[0];
        InputSensitivity a = result.Inputs[1];
        Assert.Equal(("steel", "co2"), (b.Name.ProcessId, b.Name.FlowId));
        Assert.Equal((1.0, 2.0), (b.Derivative, a.Derivative));
        Assert.Equal(0.4, b.Elasticity, 14);
        Assert.Equal(0.8, b.VarianceShare, 12);
        Assert.Equal(0.2, a.VarianceShare, 12);
        Near(0.8, b.FirstOrder!.Value);
        Near(0.2, a.FirstOrder!.Value);
        Near(6 / Math.PI * Math.Asin(Math.Sqrt(0.8) / 2), b.RankCorrelation!.Value); // Spearman of a bivariate normal
        Assert.InRange(result.FirstOrderSum, 0.97, 1.03);

        // The coal is an input without a distribution: a derivative, and no index. The outputs processes are described per are none.
        InputSensitivity coal = Assert.Single(result.Inputs, i => i.Name.FlowId == "coal");
        Assert.Equal(3, coal.Derivative, 12);
        Assert.Null(coal.FirstOrder);
        Assert.Equal(3, result.Inputs.Length);
    }

    [Fact]
    public void N18_a_product_of_two_inputs_leaves_their_interaction_to_neither()
    {
        // h = u·e, u U(1, 3) (mean 2, variance 1/3), e N(5, 1): Var = 2²·1 + 5²/3 + 1/3 = 12 + 2/3.
        ProductAssessment assessment = Assess(
            "steel",
            Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 2, Uncertainty.Uniform(1, 3))),
            Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Normal(1))));
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        double variance = 12 + (2.0 / 3);
        Near(25.0 / 3 / variance, Assert.Single(result.Inputs, i => i.Name.FlowId == "coal").FirstOrder!.Value);
        Near(4 / variance, Assert.Single(result.Inputs, i => i.Name.FlowId == "co2").FirstOrder!.Value);
        Assert.InRange(result.FirstOrderSum, 0.95, 0.995);
        Assert.Equal(4 + (25.0 / 3), result.Variance.Variance, 10);
    }

    [Fact]
    public void Exchanges_of_a_group_have_one_index_that_counts_once()
    {
        Uncertainty shared = Uncertainty.Normal(1).InGroup("grid");
        ProductAssessment assessment = Assess(
            "steel",
            Process.Producing(1, Some.Steel).Using(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, shared)),
            Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, shared)));
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        Assert.Equal(4, result.Variance.Variance, 12);
        Assert.All(result.Inputs.Where(i => i.FirstOrder is not null), i => Assert.Equal(1, i.FirstOrder!.Value.Value, 1e-3));
        Assert.Equal(1, result.FirstOrderSum, 1e-3);
    }

    [Fact]
    public void Hundreds_of_inputs_have_their_own_draws()
    {
        // 299 emissions with a deviation of 1 and one with 10: its share is 100/399.
        Process[] parts = [.. Enumerable.Range(0, 300).Select(k => Process.Producing(1, Some.Product($"part-{k:000}")).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 50, Uncertainty.Normal(k == 217 ? 10 : 1))))];
        Process whole = parts.Aggregate(Process.Producing(1, Some.Steel), (process, part) => process.Using(1, part.ReferenceFlow));
        ProductAssessment assessment = Assess("steel", [whole, .. parts]);
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        Assert.Equal("part-217", result.Inputs[0].Name.ProcessId);
        Near(100.0 / 399, result.Inputs[0].FirstOrder!.Value);
        Assert.Equal(300, result.Inputs.Count(i => i.FirstOrder is not null));
        Assert.All(result.Inputs.Skip(1).Where(i => i.FirstOrder is not null), i => Assert.InRange(i.FirstOrder!.Value.Value, -0.01, 0.015));
        Assert.InRange(result.FirstOrderSum, 0.9, 1.1);
    }

    [Fact]
    public void REQ_85_the_geometric_deviation_of_a_product_of_lognormals_is_exact_and_that_of_samples()
    {
        // h = x1·x2·x3 with σ 0.1, 0.2, 0.3: (ln GSD)² = 0.14.
        ProductAssessment assessment = Assess(
            "steel",
            Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 2, Uncertainty.Lognormal(0.1))),
            Process.Producing(1, Some.Coal).With(MonteCarloRunTests.Uncertain(Some.Heat, ExchangeDirection.Input, 3, Uncertainty.Lognormal(0.2))),
            Process.Producing(1, Some.Heat).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Lognormal(0.3))));
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        Assert.Equal(Math.Exp(Math.Sqrt(0.14)), result.GeometricDeviation, 12);
        double[] logarithms = [.. result.Run!.SamplesOf(assessment.Column, 0).Select(v => Math.Log(v))];
        double mean = logarithms.Average();
        double deviation = Math.Sqrt(logarithms.Sum(v => (v - mean) * (v - mean)) / (logarithms.Length - 1));
        Assert.InRange(deviation, Math.Sqrt(0.14) * (1 - (3 / Math.Sqrt(20_000))), Math.Sqrt(0.14) * (1 + (3 / Math.Sqrt(20_000))));
    }

    [Fact]
    public void REQ_85_bad_an_impact_of_zero_has_no_geometric_deviation_and_no_elasticity()
    {
        ProductAssessment assessment = Assess(
            "steel",
            Process.Producing(1, Some.Steel)
                .With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Lognormal(0.1)))
                .With(new Exchange(Some.Co2, ExchangeDirection.Output, -1)));
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        Assert.Equal(0, result.Impact);
        Assert.True(double.IsNaN(result.GeometricDeviation));
        Assert.All(result.Inputs, i => Assert.True(double.IsNaN(i.Elasticity)));
    }

    [Fact]
    public void A_certain_system_has_derivatives_and_no_run()
    {
        ProductAssessment assessment = Assess("steel", Process.Producing(1, Some.Steel).Using(2, Some.Coal), Process.Producing(1, Some.Coal).Emitting(3, Some.Co2));
        InputSensitivities result = InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), TenThousand);
        Assert.Null(result.Run);
        Assert.Equal(0, result.Variance.Variance);
        Assert.Equal(1, result.GeometricDeviation);
        Assert.Equal(2, result.Inputs.Length);
        Assert.Throws<ArgumentException>(() => InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), new MonteCarloOptions { Samples = 10 }));
        Assert.Throws<ArgumentException>(() => InputSensitivities.Of(assessment, 0, new InputNames(assessment.System), new MonteCarloOptions { Design = SampleDesign.Antithetic }));
    }

    [Fact]
    public void A_factor_is_an_input_like_others()
    {
        // h = c·b, c N(30, 3), b N(2, 0.1): shares 4·9 and 900·0.01 of 45.
        LciDatabase database = LciDatabase.Of(Process.Producing(1, Some.Steel).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 2, Uncertainty.Normal(0.1))));
        ImpactMethod method = UncertainFactorTests.MethodOf(["other", "score"], UncertainFactorTests.Row(0, Some.Co2, 1, Uncertainty.Normal(0.1)), UncertainFactorTests.Row(1, Some.Co2, 30, Uncertainty.Normal(3)));
        ProductAssessment assessment = ProductAssessment.Of(LcaSolver.Factorize(ProductSystem.Link(database)), Characterization.Match(method, database), "steel", 1);
        InputSensitivities result = InputSensitivities.Of(assessment, 1, new InputNames(assessment.System), TenThousand);
        Assert.Equal(2, result.Inputs.Length);
        InputSensitivity factor = result.Inputs[0];
        Assert.Equal((1, "co2", "kg CO2e/kg"), (factor.Name.FactorRow, factor.Name.FlowId, factor.Name.Unit));
        Assert.Equal((30.0, 2.0), (factor.Amount, factor.Derivative));
        Assert.Equal(0.8, factor.VarianceShare, 12);
        Near(0.8, factor.FirstOrder!.Value);
        Assert.Null(result.Inputs[1].Name.FactorRow);
        Assert.InRange(result.FirstOrderSum, 0.97, 1.03);
        ParameterShare share = ParameterShare.Of(result.Run!, Demand.For(Some.Steel, 1), 1, 5)[0];
        Assert.Equal(("test", "co2"), (share.ProcessId, share.FlowId));
        Assert.NotEqual(share.Process.En, share.Process.Zh);
    }

    internal static ProductAssessment Assess(string product, params Process[] processes)
    {
        LciDatabase database = LciDatabase.Create("test", null, processes);
        return ProductAssessment.Of(LcaSolver.Factorize(ProductSystem.Link(database)), Characterization.Match(Some.Method, database), product, 1);
    }

    private static void Near(double expected, IndexEstimate estimate) =>
        Assert.True(Math.Abs(estimate.Value - expected) <= 4 * estimate.StandardError, $"{estimate.Value:R} ± {estimate.StandardError:R}, expected {expected:R}");
}
