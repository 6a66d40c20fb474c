using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Sensitivity;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;
using static CarbonLca.Tests.MonteCarlo.MonteCarloRunTests;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>REQ-82 to REQ-85: lognormals, kinds of distributions, Monte Carlo, and the analytic cross-check.</summary>
public sealed class UncertaintyRequirementTests
{
    private const double Normal97 = 1.959963984540054;

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void REQ_82_a_lognormal_amount_is_the_median_of_its_size(double amount)
    {
        double sigma = Math.Log(1.5);
        SampleStatistics statistics = Statistics(40_000, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, amount, Uncertainty.Lognormal(sigma))));
        int sign = Math.Sign(amount);
        double near = amount / Math.Pow(1.5, Normal97);
        double far = amount * Math.Pow(1.5, Normal97);
        Assert.Equal(amount, statistics.Deterministic);
        AssertWithin(amount * Math.Exp(sigma * sigma / 2), statistics.Mean, 4 * statistics.MeanStandardError);
        AssertWithin(amount, statistics.Median, 4 * statistics.Quantile(0.5).StandardError);
        AssertWithin(sign > 0 ? near : far, statistics.Quantile(0.025).Value, 4 * statistics.Quantile(0.025).StandardError);
        AssertWithin(sign > 0 ? far : near, statistics.Quantile(0.975).Value, 4 * statistics.Quantile(0.975).StandardError);
        Assert.True(sign * statistics.Minimum > 0 && sign * statistics.Maximum > 0, "a lognormal amount never changes its sign");
        AssertWithin(1.5, statistics.GeometricDeviation, 4 * statistics.GeometricDeviationStandardError);
    }

    [Theory]
    [InlineData(0, 0.5, DegenerateParameter.ZeroMedian)]
    [InlineData(3, 0, DegenerateParameter.ZeroSpread)]
    public void REQ_82_bad_an_amount_of_zero_or_no_spread_is_a_fixed_value(double amount, double sigma, DegenerateParameter rule)
    {
        Process steel = Process.Producing(1, Some.Steel).Emitting(1, Some.Ore).With(Uncertain(Some.Co2, ExchangeDirection.Output, amount, new Uncertainty(UncertaintyKind.Lognormal, sigma, 0, 0)));
        MonteCarloModel model = ModelOf(Some.Counting((Some.Co2, 1)), steel);
        Assert.Empty(model.Parameters);
        Assert.Equal(rule, Assert.Single(model.FixedByRule).Rule);
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 16 }).Statistics(0, 0);
        Assert.Equal((amount, amount), (statistics.Minimum, statistics.Maximum));
    }

    // Means and variances in closed form; beta with a mode is PERT: (lo + 4m + hi)/6.
    public static TheoryData<string, double, double, double> Kinds() => new()
    {
        { "normal", 5, 5, 0.25 },
        { "triangular", 3, 8.0 / 3, 7.0 / 18 },
        { "uniform", 2, 2.5, 0.75 },
        { "pert", 2, (1 + 8 + 5) / 6.0, PertVariance(1, 2, 5) },
        { "gamma", 12, 2 + 10, 50 },
        { "binomial", 1, 0.3, 0.21 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void REQ_83_every_kind_is_sampled_with_its_mean_and_variance(string kind, double amount, double mean, double variance)
    {
        Uncertainty uncertainty = kind switch
        {
            "normal" => Uncertainty.Normal(0.5),
            "triangular" => Uncertainty.Triangular(1, 4),
            "uniform" => Uncertainty.Uniform(1, 4),
            "pert" => Uncertainty.BetaPert(1, 5),
            "gamma" => Uncertainty.Gamma(2, 5, 2),
            _ => Uncertainty.Bernoulli(0.3),
        };
        SampleStatistics statistics = Statistics(40_000, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, amount, uncertainty)));
        AssertWithin(mean, statistics.Mean, 4 * statistics.MeanStandardError);
        AssertWithin(Math.Sqrt(variance), statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
    }

    [Fact]
    public void REQ_83_a_beta_with_a_mode_is_a_PERT()
    {
        (double low, double mode, double high) = (1, 2, 5);
        double a = 1 + (4 * (mode - low) / (high - low));
        double b = 1 + (4 * (high - mode) / (high - low));
        Distribution pert = Distribution.BetaPert(low, mode, high);
        Distribution beta = Distribution.Beta(a, b, low, high);
        Assert.Equal((low + (4 * mode) + high) / 6, pert.Mean, 1e-14);
        Assert.Equal(beta.Mean, pert.Mean, 1e-14);
        Assert.Equal(beta.Variance, pert.Variance, 1e-14);
    }

    [Fact]
    public void REQ_83_bad_a_mode_outside_of_its_range_is_kept_fixed_and_a_range_in_the_wrong_order_is_refused()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 9, Uncertainty.BetaPert(1, 5))));
        Assert.Equal(DegenerateParameter.ModeOutside, Assert.Single(model.FixedByRule).Rule);
        Assert.Equal(9, model.Run(new MonteCarloOptions { Samples = 16 }).Statistics(0, 0).Mean);
        Assert.Throws<ArgumentOutOfRangeException>(() => Uncertainty.Triangular(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Uncertainty.Normal(-1));
    }

    [Fact]
    public void REQ_84_draws_hang_on_the_parameter_and_a_shared_one_is_drawn_once()
    {
        // Both products burn the same coal: in every sample their footprints are in the ratio of what they burn.
        Process[] processes =
        [
            Process.Producing(1, Some.Steel).Using(2, Some.Coal),
            Process.Producing(1, Some.Heat).Using(3, Some.Coal),
            Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Lognormal(0.4))),
        ];
        MonteCarloModel model = ModelOf(Some.Method, processes);
        MonteCarloModel reversed = ModelOf(Some.Method, [.. processes.Reverse()]);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 1000, Seed = 9 });
        double[] steel = result.SamplesOf(model.System.FindColumn("steel"), 0);
        double[] heat = result.SamplesOf(model.System.FindColumn("heat"), 0);
        for (int k = 0; k < steel.Length; k++) Assert.Equal(1.5, heat[k] / steel[k], 1e-6);
        Assert.Equal(steel, reversed.Run(new MonteCarloOptions { Samples = 1000, Seed = 9 }).SamplesOf(reversed.System.FindColumn("steel"), 0));
        MonteCarloComparison comparison = MonteCarloComparison.Between(result, model.System.FindColumn("steel"), model.System.FindColumn("heat"), 0);
        Assert.Equal(1, comparison.ProbabilityOfLess);
        Assert.Equal(1, comparison.Correlation, 1e-9);
    }

    [Fact]
    public void REQ_84_a_run_reports_mean_median_deviation_quantiles_count_and_standard_error()
    {
        Assert.Equal(10_000, MonteCarloOptions.Default.Samples);
        SampleStatistics statistics = Statistics(10_000, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 10, Uncertainty.Normal(2))));
        Assert.Equal(10_000, statistics.Count);
        AssertWithin(10, statistics.Mean, 4 * statistics.MeanStandardError);
        Assert.Equal(0.02, statistics.MeanStandardError, 1e-3);
        AssertWithin(2, statistics.StandardDeviation, 4 * statistics.DeviationStandardError);
        foreach ((double p, double z) in ((double, double)[])[(0.025, -1.959964), (0.05, -1.644854), (0.5, 0), (0.95, 1.644854), (0.975, 1.959964)])
            AssertWithin(10 + (2 * z), statistics.Quantile(p).Value, 4 * statistics.Quantile(p).StandardError);
    }

    [Fact]
    public void REQ_84_bad_runs_without_common_draws_are_not_compared_and_no_samples_are_no_run()
    {
        MonteCarloModel model = ModelOf(Some.Method, Process.Producing(1, Some.Steel).With(Uncertain(Some.Co2, ExchangeDirection.Output, 10, Uncertainty.Normal(2))));
        MonteCarloOptions options = new() { Samples = 64, Seed = 1 };
        Demand steel = Demand.ForProcess("steel", 1);
        Assert.Contains("no common draws", Assert.Throws<ArgumentException>(() => MonteCarloComparison.Between(model.Run(options), steel, 0, model.Run(options with { Seed = 2 }), steel, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Run(options with { Samples = 0 }));
    }

    [Fact]
    public void REQ_85_the_logarithmic_variance_is_the_sum_of_the_sensitivities_squared()
    {
        // A chain of lognormals is a lognormal: (ln GSD)² = Σ (Sᵢ·ln GSDᵢ)² with every Sᵢ = 1, exactly.
        double[] sigmas = [0.1, 0.2, 0.15];
        Process[] chain =
        [
            Process.Producing(1, Some.Steel).With(Uncertain(Some.Coal, ExchangeDirection.Input, 2, Uncertainty.Lognormal(sigmas[0]))),
            Process.Producing(1, Some.Coal).With(Uncertain(Some.Heat, ExchangeDirection.Input, 3, Uncertainty.Lognormal(sigmas[1]))),
            Process.Producing(1, Some.Heat).With(Uncertain(Some.Co2, ExchangeDirection.Output, 4, Uncertainty.Lognormal(sigmas[2]))),
        ];
        MonteCarloModel model = ModelOf(Some.Method, chain);
        Gradient gradient = Gradient.Of(model.Solver, Demand.ForProcess("steel", 1), DirectImpacts.Of(model.System, model.Characterization), 0);
        double sum = 0;
        foreach (UncertainParameter parameter in model.Parameters)
        {
            double elasticity = gradient.Elasticity(parameter.Exchange);
            Assert.Equal(1, elasticity, 1e-12);
            sum += Math.Pow(elasticity * model.System.Database.Exchanges.Uncertainty(parameter.Exchange).Scale, 2);
        }

        SampleStatistics statistics = Statistics(20_000, chain);
        AssertWithin(Math.Exp(Math.Sqrt(sum)), statistics.GeometricDeviation, 3 * statistics.GeometricDeviationStandardError);
        Assert.Equal(Math.Sqrt(sigmas.Sum(s => s * s)), Math.Sqrt(sum), 1e-12);
    }

    [Fact]
    public void REQ_85_the_analytic_variance_lies_within_three_standard_errors_of_the_sampled_one_where_the_model_is_nearly_linear()
    {
        int compared = 0;
        foreach (int seed in Enumerable.Range(1, 12))
        {
            RandomSystem system = new(seed, 15);
            MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(system, 0.01));
            MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 8192, Seed = seed });
            for (int column = 0; column < model.System.Columns.Length; column += 5)
            {
                SampleStatistics statistics = result.Statistics(column, 0);
                if (!(statistics.StandardDeviation > 1e-6 * Math.Abs(statistics.Mean))) continue;
                double analytic = Analytic(model, model.System.Columns[column].Id);
                Assert.True(
                    Math.Abs(analytic - statistics.StandardDeviation) <= (3 * statistics.DeviationStandardError) + (1e-3 * analytic),
                    $"System {seed}, {model.System.Columns[column].Id}: analytic {analytic}, sampled {statistics.StandardDeviation} ± {statistics.DeviationStandardError}.");
                compared++;
            }
        }

        Assert.True(compared > 15, $"Only {compared} products vary.");
    }

    [Fact]
    public void REQ_85_bad_far_from_linear_the_cross_check_does_not_agree()
    {
        // A product of two wide lognormals has more variance than its first order says.
        MonteCarloModel model = ModelOf(
            Some.Method,
            Process.Producing(1, Some.Steel).With(Uncertain(Some.Coal, ExchangeDirection.Input, 1, Uncertainty.Lognormal(0.6))),
            Process.Producing(1, Some.Coal).With(Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Lognormal(0.6))));
        SampleStatistics statistics = model.Run(new MonteCarloOptions { Samples = 40_000, Seed = 5 }).Statistics(model.System.FindColumn("steel"), 0);
        Assert.True(statistics.StandardDeviation - Analytic(model, "steel") > 3 * statistics.DeviationStandardError);
    }

    private static double Analytic(MonteCarloModel model, string product) =>
        AnalyticVariance.Of(model.Solver, Demand.ForProcess(product, 1), DirectImpacts.Of(model.System, model.Characterization), 0).StandardDeviation;

    private static SampleStatistics Statistics(int samples, params Process[] processes)
    {
        MonteCarloModel model = ModelOf(Some.Method, processes);
        return model.Run(new MonteCarloOptions { Samples = samples, Seed = 12 }).Statistics(model.System.FindColumn("steel"), 0);
    }

    private static double PertVariance(double low, double mode, double high)
    {
        double mean = (low + (4 * mode) + high) / 6;
        return (mean - low) * (high - mean) / 7;
    }
}
