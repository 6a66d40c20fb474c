using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;
using CarbonLca.Systems;
using CarbonLca.Tests.Assessment;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>D01…D09: what must not change a bit of any sample.</summary>
public sealed class DeterminismTests
{
    private static readonly RandomSystem Small = new(20_240_601, 60);

    [Fact]
    public void D01_threads_change_no_bit()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        MonteCarloResult expected = model.Run(Options(3000) with { Threads = 1 });
        foreach (int threads in (int[])[2, 3, 7])
            AssertSameBits(expected, model.Run(Options(3000) with { Threads = threads }));
    }

    [Fact]
    public void D03_D04_company_order_and_names_change_no_bit() =>
        Prop.ForAll(RandomSystem.UpTo(40), system =>
        {
            Process[] processes = UncertainSystem.Processes(system, 0.7);
            Random random = new(system.Seed);
            MonteCarloResult all = UncertainSystem.Model(processes).Run(Options(48));
            string[] asked = [.. processes.Select(p => p.Id).Shuffle(random).Take(1 + random.Next(3))];
            Process[] shuffled = [.. processes.Select(p => p with { Name = "other " + p.Name, Exchanges = [.. p.Exchanges.Shuffle(random)] }).Shuffle(random)];
            MonteCarloResult some = UncertainSystem.Model(shuffled, asked).Run(Options(48));
            foreach (string id in asked)
            {
                int column = all.Model.System.FindColumn(id);
                for (int category = 0; category < 2; category++)
                {
                    Assert.Equal(Results.Bits(all.SamplesOf(column, category)), Results.Bits(some.SamplesOf(column, category)));
                    Assert.Equal(all.Statistics(column, category).Failed, some.Statistics(column, category).Failed);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void D03_a_category_has_the_same_bits_alone_and_with_seven_others() =>
        Prop.ForAll(RandomSystem.UpTo(30), system =>
        {
            LciDatabase database = LciDatabase.Create("test", null, UncertainSystem.Processes(system, 0.8));
            Random random = new(system.Seed);
            ImpactCategory[] categories = [.. Enumerable.Range(0, 8).Select(k => new ImpactCategory($"c{k}", "points"))];
            MethodRow[] factors = [.. Enumerable.Range(0, 8).Select(k => new MethodRow(k, random.Next(3) == 0 ? "ore" : "co2", Math.Pow(10, random.Next(-6, 6)), Some.Kilogram))];
            Characterization characterization = Characterization.Match(new ImpactMethod("eight", [.. categories], [.. factors]), database);
            LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database));
            MonteCarloResult together = MonteCarloModel.Prepare(solver, characterization).Run(Options(48));
            for (int k = 0; k < 8; k += 3)
            {
                MonteCarloResult alone = MonteCarloModel.Prepare(solver, characterization, [], [k]).Run(Options(48));
                foreach (int column in alone.Model.Products)
                    Assert.Equal(Results.Bits(alone.SamplesOf(column, k)), Results.Bits(together.SamplesOf(column, k)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Processes_that_a_product_does_not_need_change_none_of_its_draws() =>
        Prop.ForAll(RandomSystem.UpTo(30), system =>
        {
            Process[] processes = UncertainSystem.Processes(system, 0.3);
            Process stranger = Process.Producing(1, Some.Product("a stranger")).With(MonteCarloRunTests.Uncertain(Some.Co2, ExchangeDirection.Output, 1, Uncertainty.Lognormal(1)));
            MonteCarloResult alone = UncertainSystem.Model(processes).Run(Options(16));
            MonteCarloResult among = UncertainSystem.Model(processes.Append(stranger)).Run(Options(16));
            foreach (Process process in processes)
            {
                double[] expected = alone.SamplesOf(alone.Model.System.FindColumn(process.Id), 0);
                double[] found = among.SamplesOf(among.Model.System.FindColumn(process.Id), 0);
                Assert.Equal(expected.Select(double.IsNaN), found.Select(double.IsNaN));
                for (int k = 0; k < expected.Length; k++)
                    if (!double.IsNaN(expected[k])) MonteCarloRunTests.AssertWithin(expected[k], found[k], 2e-6 * Math.Abs(expected[k]));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void D05_seeds_are_distinct_and_zero_is_a_seed()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.3), "p000000");
        long[] seeds = [0, 1, long.MaxValue, -1, long.MinValue];
        double[][] samples = [.. seeds.Select(seed => model.Run(Options(32) with { Seed = seed }).SamplesOf(0, 0))];
        Assert.Equal(seeds.Length, samples.Select(s => s[0]).Distinct().Count());
        Assert.Equal(samples[0], model.Run(Options(32) with { Seed = 0 }).SamplesOf(0, 0));
    }

    [Fact]
    public void D06_M15_draws_of_different_exchanges_and_streams_are_uncorrelated()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.3));
        UncertainParameter[] parameters = [.. model.Parameters];
        Assert.Equal(parameters.Length, parameters.Select(p => p.Key).Distinct().Count());
        Assert.Equal(2, parameters.Select(p => p.Key.Stream).Distinct().Count());
        const int Samples = 4096;
        SamplingPlan plan = SamplingPlan.Of([.. parameters.Select(p => new SampledParameter(p.Key, Distribution.Uniform(-1, 1)))], SamplingOptions.Default);
        float[] lanes = new float[plan.RowCount * 16];
        double[][] draws = [.. parameters.Select(_ => new double[Samples])];
        for (int group = 0; group < Samples / 16; group++)
        {
            plan.Fill(7, group, lanes);
            for (int row = 0; row < draws.Length; row++)
                for (int lane = 0; lane < 16; lane++) draws[row][(group * 16) + lane] = lanes[(row * 16) + lane];
        }

        int pairs = 0;
        int beyond = 0;
        for (int a = 0; a < draws.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double sum = 0;
                for (int k = 0; k < Samples; k++) sum += draws[a][k] * draws[b][k];
                double correlation = 3 * sum / Samples;
                pairs++;
                if (Math.Abs(correlation) > 4 / Math.Sqrt(Samples)) beyond++;
            }
        }

        // 6e-5 of all pairs lie beyond four standard errors.
        Assert.InRange(beyond, 0, 3 + (pairs / 5000));
    }

    [Fact]
    public void D07_instructions_change_no_bit()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        MonteCarloResult expected = model.Run(Options(100) with { Path = SimdPath.Scalar });
        if (Avx2.IsSupported && Fma.IsSupported) AssertSameBits(expected, model.Run(Options(100) with { Path = SimdPath.Vector256 }));
        if (Avx512F.IsSupported) AssertSameBits(expected, model.Run(Options(100) with { Path = SimdPath.Vector512 }));
        AssertSameBits(expected, model.Run(Options(100)));
    }

    [Fact]
    public void A_short_run_is_the_beginning_of_a_long_one()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5), "p000003", "p000011");
        MonteCarloResult longer = model.Run(Options(10_000));
        MonteCarloResult shorter = model.Run(Options(1000));
        foreach (int column in model.Products)
            Assert.Equal(Results.Bits(longer.SamplesOf(column, 0).AsSpan(0, 1000)), Results.Bits(shorter.SamplesOf(column, 0)));
    }

    [Theory]
    [InlineData(SampleDesign.Independent)]
    [InlineData(SampleDesign.Antithetic)]
    [InlineData(SampleDesign.LatinHypercube)]
    public void D09_a_run_resumed_from_any_checkpoint_has_the_bits_of_one_that_never_stopped(SampleDesign design)
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.9), "p000003", "p000011");
        List<MonteCarloState> states = [];
        MonteCarloResult expected = model.Run(Options(5000) with { Design = design, Checkpoint = states.Add });
        Assert.Equal([1024, 2048, 3072, 4096, 5000], states.Select(s => s.Samples));
        foreach (MonteCarloState state in states)
        {
            using MemoryStream file = new();
            state.Save(file);
            file.Position = 0;
            MonteCarloResult resumed = model.Run(Options(5000) with { Design = design, Threads = 3 }, MonteCarloState.Load(file));
            AssertSameBits(expected, resumed);
            Assert.Equal(expected.Failures.ToArray(), resumed.Failures.ToArray());
        }
    }

    [Fact]
    public void D09_a_cancelled_run_goes_on_from_its_last_checkpoint()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5), "p000003");
        MonteCarloResult expected = model.Run(Options(4096));
        using CancellationTokenSource source = new();
        MonteCarloState? last = null;
        MonteCarloOptions interrupted = Options(4096) with
        {
            Checkpoint = state =>
            {
                last = state;
                if (state.Samples == 2048) source.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => model.Run(interrupted, cancellation: source.Token));
        Assert.Equal(2048, last!.Samples);
        AssertSameBits(expected, model.Run(Options(4096), last));
    }

    [Fact]
    public void A_state_of_another_run_or_a_damaged_one_is_refused()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5), "p000003");
        MonteCarloModel other = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.4), "p000003");
        MonteCarloState state = model.Run(Options(2048)).State!;
        Assert.Contains("seed", Assert.Throws<InputRefusedException>(() => model.Run(Options(4096) with { Seed = 5 }, state)).Message, StringComparison.Ordinal);
        Assert.Contains("design", Assert.Throws<InputRefusedException>(() => model.Run(Options(4096) with { Design = SampleDesign.Antithetic }, state)).Message, StringComparison.Ordinal);
        Assert.Contains("data", Assert.Throws<InputRefusedException>(() => other.Run(Options(4096), state)).Message, StringComparison.Ordinal);

        using MemoryStream file = new();
        state.Save(file);
        byte[] bytes = file.ToArray();
        for (int cut = 0; cut < bytes.Length; cut += 997) Assert.Throws<InputRefusedException>(() => MonteCarloState.Load(new MemoryStream(bytes, 0, cut)));
        for (int flip = 0; flip < bytes.Length; flip += 631)
        {
            byte[] damaged = [.. bytes];
            damaged[flip] ^= 16;
            Assert.Throws<InputRefusedException>(() => MonteCarloState.Load(new MemoryStream(damaged)));
        }
    }

    [Fact]
    public void Samples_that_do_not_fit_are_sketched_with_a_declared_error_and_the_same_moments()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        MonteCarloResult kept = model.Run(Options(6000));
        MonteCarloResult sketched = model.Run(Options(6000) with { MemoryBudget = 1 << 20, Threads = 2 });
        Assert.True(kept.HasSamples);
        Assert.False(sketched.HasSamples);
        Assert.Null(sketched.State);
        Assert.Throws<InvalidOperationException>(() => sketched.SamplesOf(0, 0));
        foreach (int column in model.Products)
        {
            SampleStatistics exact = kept.Statistics(column, 0);
            SampleStatistics estimate = sketched.Statistics(column, 0);
            Assert.Equal((exact.Count, exact.Failed, exact.Mean, exact.StandardDeviation, exact.Minimum, exact.Maximum, exact.DeterministicPercentile), (estimate.Count, estimate.Failed, estimate.Mean, estimate.StandardDeviation, estimate.Minimum, estimate.Maximum, estimate.DeterministicPercentile));
            if (estimate.Count > 1000) Assert.InRange(estimate.QuantileRankError, 1e-6, 0.02);
            double[] sorted = [.. kept.SamplesOf(column, 0).Where(double.IsFinite).Order()];
            foreach (QuantileEstimate quantile in estimate.Quantiles)
            {
                double slack = 1.5 / sorted.Length;
                double low = ExactQuantiles.Quantile(sorted.AsSpan(), Math.Max(0, quantile.Probability - estimate.QuantileRankError - slack));
                double high = ExactQuantiles.Quantile(sorted.AsSpan(), Math.Min(1, quantile.Probability + estimate.QuantileRankError + slack));
                Assert.InRange(quantile.Value, low - (1e-6 * Math.Abs(low)), high + (1e-6 * Math.Abs(high)));
            }
        }
    }

    [Theory]
    [InlineData(SampleDesign.Independent)]
    [InlineData(SampleDesign.Antithetic)]
    public void D01_statistics_of_all_products_together_are_those_of_each(SampleDesign design)
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        foreach (MonteCarloOptions options in (MonteCarloOptions[])[Options(1500), Options(1500) with { Threads = 3 }, Options(6000) with { MemoryBudget = 1 << 20 }])
        {
            MonteCarloResult result = model.Run(options with { Design = design });
            Assert.True(result.FailedCount > 0);
            ImmutableArray<SampleStatistics> all = result.AllStatistics();
            Assert.Equal(model.Products.Length * model.Categories.Length, all.Length);
            for (int k = 0; k < all.Length; k++)
            {
                SampleStatistics one = result.Statistics(model.Products[k / model.Categories.Length], model.Categories[k % model.Categories.Length]);
                Assert.Equal(one with { Quantiles = [] }, all[k] with { Quantiles = [] });
                Assert.Equal<QuantileEstimate>([.. one.Quantiles], [.. all[k].Quantiles]);
            }
        }
    }

    [Fact]
    public void D01_shares_of_the_variance_are_the_same_bits_on_any_number_of_threads()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        Demand demand = Demand.ForProcess(model.System.Columns[model.Products[^1]].Id, 1);
        ImmutableArray<VarianceShare> expected = model.Run(Options(3001) with { Threads = 1 }).VarianceShares(demand, 0);
        Assert.NotEmpty(expected);
        foreach (int threads in (int[])[2, 3, 7]) Assert.Equal<VarianceShare>([.. expected], [.. model.Run(Options(3001) with { Threads = threads }).VarianceShares(demand, 0)]);
    }

    [Fact]
    public void D01_memory_of_a_disposed_run_changes_no_bit_of_the_next_and_has_no_samples_any_more()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        MonteCarloResult expected = model.Run(Options(1500));
        MonteCarloResult other = model.Run(Options(1500) with { Seed = 77 });
        MonteCarloState state = other.State!;
        other.Dispose();
        other.Dispose();
        AssertSameBits(expected, model.Run(Options(1500)));
        AssertSameBits(model.Run(Options(700)), model.Run(Options(700) with { Threads = 3 }));
        Assert.Throws<ObjectDisposedException>(() => other.SamplesOf(model.Products[0], 0));
        Assert.Throws<ObjectDisposedException>(() => other.Statistics(model.Products[0], 0));
        Assert.Throws<ObjectDisposedException>(() => state.Save(Stream.Null));
        Assert.Equal(1500, other.SampleCount);
    }

    [Fact]
    public void D01_D07_sketches_are_the_same_bits_on_any_threads_instructions_and_order_of_rows()
    {
        Process[] processes = UncertainSystem.Processes(Small, 0.5);
        MonteCarloModel model = UncertainSystem.Model(processes);
        MonteCarloModel shuffled = UncertainSystem.Model(processes.Select(p => p with { Exchanges = [.. p.Exchanges.Reverse()] }).Reverse());
        MonteCarloOptions options = Options(5000) with { MemoryBudget = 1 << 20 };
        MonteCarloResult expected = model.Run(options with { Threads = 1 });
        Assert.False(expected.HasSamples);
        MonteCarloResult[] others =
        [
            .. new[] { 2, 3, 7 }.Select(threads => model.Run(options with { Threads = threads })),
            model.Run(options with { Path = SimdPath.Scalar }),
            shuffled.Run(options),
        ];
        foreach (MonteCarloResult other in others)
        {
            foreach (int column in model.Products)
            {
                SampleStatistics a = expected.Statistics(column, 0);
                SampleStatistics b = other.Statistics(column, 0);
                Assert.Equal(a with { Quantiles = [] }, b with { Quantiles = [] });
                Assert.Equal(a.Quantiles.ToArray(), b.Quantiles.ToArray());
            }
        }
    }

    [Fact]
    public void The_stop_rule_stops_at_the_same_sample_whatever_the_threads()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.3), "p000003");
        MonteCarloOptions options = Options(100_000) with { StopRule = StopRule.Parse("mean=1%,P95=2%") };
        MonteCarloResult one = model.Run(options with { Threads = 1 });
        MonteCarloResult three = model.Run(options with { Threads = 3 });
        Assert.True(one.IsStoppedByRule);
        Assert.InRange(one.SampleCount, 1024, 65_536);
        Assert.True(long.IsPow2(one.SampleCount));
        AssertSameBits(one, three);
        SampleStatistics statistics = one.Statistics(model.Products[0], 0);
        Assert.InRange(statistics.MeanStandardError, 0, 0.01 * statistics.Mean);
        Assert.InRange(statistics.Quantile(0.95).StandardError, 0, 0.02 * statistics.Quantile(0.95).Value);
        Assert.False(model.Run(options with { Samples = 512 }).IsStoppedByRule);
    }

    private static MonteCarloOptions Options(int samples) => new() { Samples = samples, Seed = 42 };

    private static void AssertSameBits(MonteCarloResult expected, MonteCarloResult found)
    {
        Assert.Equal((expected.SampleCount, expected.FailedCount), (found.SampleCount, found.FailedCount));
        foreach (int column in expected.Model.Products)
        {
            for (int category = 0; category < expected.Model.Categories.Length; category++)
            {
                Assert.Equal(Results.Bits(expected.SamplesOf(column, category)), Results.Bits(found.SamplesOf(column, category)));
                SampleStatistics a = expected.Statistics(column, category);
                SampleStatistics b = found.Statistics(column, category);
                Assert.Equal(a with { Quantiles = [] }, b with { Quantiles = [] });
                Assert.Equal(a.Quantiles.ToArray(), b.Quantiles.ToArray());
            }
        }
    }
}
