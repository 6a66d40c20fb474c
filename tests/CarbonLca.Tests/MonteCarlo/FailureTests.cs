using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>Samples that have no answer: the rule applied, counted and listed, and nothing else touched.</summary>
public sealed class FailureTests
{
    [Fact]
    public void N06_samples_with_a_loop_gain_of_one_or_more_are_counted_listed_and_left_out()
    {
        // gain = u·v, u ~ U(0.2, 1.8), v = 0.8: one or more for u ≥ 1.25, in 34.375 % of samples.
        Process electricity = Process.Producing(1, Some.Electricity).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 0.9, Uncertainty.Uniform(0.2, 1.8))).Emitting(1, Some.Co2);
        Process coal = Process.Producing(1, Some.Coal).Using(0.8, Some.Electricity);
        Process heat = Process.Producing(1, Some.Heat).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Uniform(0.5, 1.5)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, electricity, coal, heat);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 10_000, Seed = 2 });
        SampleStatistics loop = result.Statistics(model.System.FindColumn("electricity"), 0);
        SampleStatistics apart = result.Statistics(model.System.FindColumn("heat"), 0);

        Assert.Equal(10_000, loop.Count + loop.Failed);
        Assert.Equal(loop.Failed, result.FailedCount);
        MonteCarloRunTests.AssertWithin(3437.5, loop.Failed, 4 * Math.Sqrt(10_000 * 0.34375 * 0.65625));
        Assert.True(loop.Minimum > 0, "a sample whose loop is not productive has negative activities; none may count");
        Assert.Equal((10_000L, 0L), (apart.Count, apart.Failed));
        Assert.Equal(FailureLog.Limit, result.Failures.Length);
        Assert.All(result.Failures, f => Assert.Equal(SampleFailure.NonProductiveLoop, f.Reason));
        double[] samples = result.SamplesOf(model.System.FindColumn("electricity"), 0);
        long[] expected = [.. Enumerable.Range(0, samples.Length).Where(k => double.IsNaN(samples[k])).Take(FailureLog.Limit)];
        Assert.Equal(expected, result.Failures.Select(f => f.Sample));
        Assert.Contains(result.Findings, f => f.What.En.StartsWith($"{loop.Failed} of 10000 samples", StringComparison.Ordinal));
    }

    [Fact]
    public void A_slow_loop_is_factorised_and_agrees_with_its_closed_form()
    {
        // gain = u, u ~ U(0.999, 0.9999999): no sweeps settle that; 1 / (1 − u) is between 1e3 and 1e7.
        Process electricity = Process.Producing(1, Some.Electricity).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 0.9995, Uncertainty.Uniform(0.999, 0.9999999))).Emitting(1, Some.Co2);
        Process coal = Process.Producing(1, Some.Coal).Using(1, Some.Electricity);
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, electricity, coal);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 64 });
        Assert.Equal(0, result.FailedCount);
        UncertainParameter parameter = Assert.Single(model.Parameters);
        float[] draws = new float[16];
        SamplingPlan plan = SamplingPlan.Of([new SampledParameter(parameter.Key, parameter.Distribution)], SamplingOptions.Default);
        plan.Fill(0, 2, draws);
        double[] samples = result.SamplesOf(model.System.FindColumn("electricity"), 0);
        for (int lane = 0; lane < 16; lane++)
        {
            double expected = 1 / (1 - (double)draws[lane]);
            MonteCarloRunTests.AssertWithin(expected, samples[32 + lane], 1e-6 * expected);
        }
    }

    [Fact]
    public void A_reference_output_of_zero_or_less_fails_for_what_depends_on_it_alone()
    {
        Process coal = new Process("coal", "coal", Some.Coal) { Exchanges = [MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Output, 1, Uncertainty.Normal(0.5))] }.Emitting(1, Some.Co2);
        Process steel = Process.Producing(1, Some.Steel).Using(1, Some.Coal);
        Process heat = Process.Producing(1, Some.Heat).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Lognormal(0.1)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, coal, steel, heat);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 20_000 });
        SampleStatistics statistics = result.Statistics(model.System.FindColumn("steel"), 0);
        MonteCarloRunTests.AssertWithin(20_000 * 0.0227501, statistics.Failed, 4 * Math.Sqrt(20_000 * 0.0227501));
        Assert.Equal(0, result.Statistics(model.System.FindColumn("heat"), 0).Failed);
        Assert.All(result.Failures, f => Assert.Equal(("coal", SampleFailure.NoReferenceOutput), (model.System.Columns[f.Column].Id, f.Reason)));
    }

    [Fact]
    public void Credits_that_turn_a_loop_are_solved_as_they_are()
    {
        // Heat is spared by coal, and coal used for heat: y_h = e + u·y_c, y_c = 1 − w·y_h; any u, w > 0 has a solution.
        Process heat = Process.Producing(1, Some.Heat).With(MonteCarloRunTests.Uncertain(Some.Coal, ExchangeDirection.Input, 1, Uncertainty.Uniform(0.5, 3))).Emitting(2, Some.Co2);
        Process coal = Process.Producing(1, Some.Coal).Emitting(1, Some.Co2)
            .With(new Exchange(Some.Heat, ExchangeDirection.Input, 1) { IsAvoided = true, Uncertainty = Uncertainty.Uniform(0.5, 3) });
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, heat, coal);
        MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 256, Seed = 4 });
        Assert.Equal(0, result.FailedCount);
        SamplingPlan plan = SamplingPlan.Of([.. model.Parameters.Select(p => new SampledParameter(p.Key, p.Distribution))], SamplingOptions.Default);
        float[] draws = new float[2 * 16];
        double[] samples = result.SamplesOf(model.System.FindColumn("heat"), 0);
        int heatRow = model.Parameters.ToList().FindIndex(p => model.System.Database.Processes.Id(p.Process) == "heat");
        for (int group = 0; group < 16; group++)
        {
            plan.Fill(4, group, draws);
            for (int lane = 0; lane < 16; lane++)
            {
                double u = draws[(heatRow * 16) + lane];
                double w = draws[((1 - heatRow) * 16) + lane];
                double expected = (2 + u) / (1 + (u * w));
                MonteCarloRunTests.AssertWithin(expected, samples[(group * 16) + lane], 2e-6 * expected);
            }
        }
    }

    [Fact]
    public void Degenerate_distributions_keep_the_amount_and_are_named()
    {
        Process steel = Process.Producing(1, Some.Steel)
            .With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 5, Uncertainty.Triangular(1, 2)))
            .With(MonteCarloRunTests.Uncertain(Some.Ore, ExchangeDirection.Input, 0, Uncertainty.Lognormal(0.5)));
        MonteCarloModel model = MonteCarloRunTests.ModelOf(Some.Method, steel);
        Assert.Empty(model.Parameters);
        Assert.Contains("2 exchanges", Assert.Single(model.Findings).What.En, StringComparison.Ordinal);
        Assert.Contains("'steel'", model.Findings[0].What.En, StringComparison.Ordinal);
        Assert.Equal(5, model.Run(new MonteCarloOptions { Samples = 16 }).Statistics(0, 0).Maximum);
    }

    [Fact]
    public void Completed_samples_agree_with_the_whole_system_solved_anew() =>
        Prop.ForAll(RandomSystem.UpTo(25), system =>
        {
            MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(system, 1.2));
            MonteCarloResult result = model.Run(new MonteCarloOptions { Samples = 32, Seed = system.Seed });
            SamplingPlan plan = SamplingPlan.Of([.. model.Parameters.Select(p => new SampledParameter(p.Key, p.Distribution))], SamplingOptions.Default);
            float[] draws = new float[Math.Max(16, plan.RowCount * 16)];
            for (int group = 0; group < 2; group++)
            {
                plan.Fill(system.Seed, group, draws);
                for (int lane = 0; lane < 16; lane++) AssertAgrees(model, result, draws, group, lane);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    // The database with the drawn amounts in place, through the ordinary path: linked, factorised, solved in double.
    private static void AssertAgrees(MonteCarloModel model, MonteCarloResult result, float[] draws, int group, int lane)
    {
        LciDatabase database = model.System.Database;
        Dictionary<int, double> drawn = [];
        for (int row = 0; row < model.Parameters.Length; row++) drawn[model.Parameters[row].Exchange] = draws[(row * 16) + lane] * model.Parameters[row].Unit;
        List<Process> processes = [];
        for (int j = 0; j < database.Processes.Count; j++)
        {
            Process process = database.Process(j);
            int first = database.Exchanges.Starts[j];
            processes.Add(process with { Exchanges = [.. process.Exchanges.Select((e, k) => e with { Amount = drawn.GetValueOrDefault(first + k, e.Amount), Uncertainty = Uncertainty.None })] });
        }

        ProductFootprints expected;
        ProductFootprints sizes;
        try
        {
            LciDatabase sample = LciDatabase.Create("sample", null, processes);
            expected = Solved(sample);
            sizes = Solved(LciDatabase.Create("sizes", null, processes.Select(WithoutCancellation)));
        }
        catch (CarbonLca.Diagnostics.RefusalException)
        {
            // Some part of the system has no answer in this sample; then some product must have failed.
            Assert.Contains(model.Products, column => double.IsNaN(result.SamplesOf(column, 0)[(group * 16) + lane]));
            return;
        }

        foreach (int column in model.Products)
        {
            double found = result.SamplesOf(column, 0)[(group * 16) + lane];
            if (double.IsNaN(found)) continue;

            // Negative draws are credits, which cancel; and sweeps stop by an estimate that loops with a gain near one stretch.
            double relative = Math.Max(1e-4, 1e-6 * expected.Proof.Condition);
            MonteCarloRunTests.AssertWithin(expected[column, 0], found, relative * Math.Abs(sizes[column, 0]));
        }
    }

    private static ProductFootprints Solved(LciDatabase database) =>
        LcaSolver.Factorize(ProductSystem.Link(database), new SolverOptions { Path = SolverPath.Lu }).FootprintsOfAllProducts(Characterization.Match(Some.Method, database));

    // The size of what adds up: every emission counted as a burden.
    private static Process WithoutCancellation(Process process) =>
        process with { Exchanges = [.. process.Exchanges.Select(e => e.Flow.Kind == FlowKind.Elementary ? e with { Amount = Math.Abs(e.Amount), Direction = ExchangeDirection.Output } : e)] };
}
