using System.Buffers.Binary;
using System.Security.Cryptography;
using CarbonLca.Diagnostics;
using CarbonLca.MonteCarlo;
using CarbonLca.Tests.Assessment;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.MonteCarlo;

/// <summary>D09 where samples are folded: a run goes on from its sketches with every bit of one that never stopped, or is told why it cannot.</summary>
public sealed class ResumedSketchTests
{
    // Where the numbers of a file stand: the digest of the model has 64 characters.
    private const int VersionAt = 8;
    private const int TextLengthAt = 16;
    private const int SeriesAt = 112;
    private const int CountAt = 120;
    private const int BlockSizeAt = 136;
    private const int ErrorCountAt = 152;
    private const int FirstTileAt = 160;
    private const int ChecksumLength = 32;

    private static readonly RandomSystem Small = new(20_240_601, 60);

    [Theory]
    [InlineData(SampleDesign.Independent)]
    [InlineData(SampleDesign.Antithetic)]
    [InlineData(SampleDesign.LatinHypercube)]
    [InlineData(SampleDesign.CentredLatinHypercube)]
    public void D01_D09_a_run_resumed_from_any_checkpoint_has_the_bits_of_one_that_never_stopped(SampleDesign design)
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.9));
        List<(long Samples, bool IsLast, byte[] File)> states = [];
        MonteCarloOptions options = Options(5003, 1 << 20) with { Design = design };
        MonteCarloResult expected = model.Run(options with { Checkpoint = state => states.Add((state.Samples, state.IsLast, Saved(state))) });
        Assert.False(expected.HasSamples);
        Assert.InRange(expected.FailedCount, 1, 5002);
        Assert.Equal([1024, 2048, 3072, 4096, 4864], states.Select(s => s.Samples));
        Assert.Equal([false, false, false, false, true], states.Select(s => s.IsLast));
        AssertSameBits(expected, model.Run(options with { Threads = 1 }));
        foreach ((long samples, _, byte[] file) in states)
        {
            MonteCarloState state = Loaded(file);
            Assert.Equal((samples, false, 42, design, 5003), (state.Samples, state.HasSamples, state.Seed, state.Design, state.PlannedSamples));
            List<byte[]> later = [];
            AssertSameBits(expected, model.Run(options with { Threads = 1 + (int)(samples / 1024 % 3), Checkpoint = s => later.Add(Saved(s)) }, state));
            Assert.Equal(states[^1].File, later.Count == 0 ? states[^1].File : later[^1]);
        }
    }

    [Fact]
    public void D09_a_run_interrupted_anywhere_and_as_often_as_may_be_has_the_bits_of_one_that_never_stopped()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(new RandomSystem(7, 12), 0.9), "p000003", "p000011");
        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000_000)), seed =>
        {
            Random random = new(seed);
            SampleDesign design = (SampleDesign)random.Next(4);
            MonteCarloOptions options = Options(1 + random.Next(6000), 10_000 + random.Next(30_000)) with { Design = design, Seed = seed };
            if (!design.NeedsCount() && random.Next(2) == 0) options = options with { StopRule = StopRule.Parse("mean=2%,P75=4%") };
            if (model.CanKeep(options)) return;
            MonteCarloResult expected = model.Run(options);
            byte[]? file = null;
            MonteCarloResult? found = null;
            while (found is null)
            {
                using CancellationTokenSource source = new();
                MonteCarloOptions part = options with
                {
                    Threads = 1 + random.Next(3),
                    CheckpointInterval = 1 + random.Next(2000),
                    Checkpoint = state =>
                    {
                        file = Saved(state);
                        if (random.Next(3) == 0) source.Cancel();
                    },
                };
                try
                {
                    found = model.Run(part, file is null ? null : Loaded(file), source.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.NotNull(file);
                }
            }

            AssertSameBits(expected, found);
            Assert.Equal(expected.IsStoppedByRule, found.IsStoppedByRule);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void D09_more_samples_have_the_bits_of_a_run_of_that_number_if_the_blocks_are_the_same_and_are_refused_with_the_memory_that_makes_them_so()
    {
        MonteCarloModel model = TwoProducts();
        (byte[] file, MonteCarloOptions made) = StateOf(model, Options(3000, 50_000));
        int block = SketchedSamples.BlockSizeFor(4, 3000, 50_000);
        Assert.Equal(256, block);
        MonteCarloOptions more = made with { Samples = 5000 };
        AssertSameBits(model.Run(more), model.Run(more, Loaded(file)));

        // Memory for larger blocks: those that are there cannot be put together otherwise.
        MonteCarloOptions roomier = more with { MemoryBudget = 150_000 };
        Diagnostic finding = Refusal(model, roomier, file);
        Assert.Contains("its sketches have blocks of 256 samples, for 3000 samples with a memory budget of 0.0476837158203125 MiB; 5000 samples with 0.14305114746", finding.What.En, StringComparison.Ordinal);
        Assert.Contains("need blocks of 512", finding.What.En, StringComparison.Ordinal);
        Assert.Contains("256 个样本", finding.What.Zh, StringComparison.Ordinal);
        AssertSameBits(model.Run(more), model.Run(more with { MemoryBudget = BudgetIn(finding) }, Loaded(file)));
    }

    [Fact]
    public void A_state_of_folded_samples_is_refused_where_bits_would_differ()
    {
        MonteCarloModel model = TwoProducts();
        (byte[] file, MonteCarloOptions made) = StateOf(model, Options(3000, 50_000));
        foreach ((MonteCarloOptions asked, string en, string zh) in ((MonteCarloOptions, string, string)[])
        [
            (made with { Seed = 5 }, "its seed is 42, and 5 is asked for", "种子"),
            (made with { Design = SampleDesign.Antithetic }, "its design is 'independent', and 'antithetic' is asked for", "抽样设计为 'independent'"),
            (made with { MemoryBudget = 1 << 20 }, "its samples were folded into sketches, and a memory budget of 1 MiB lets this one keep all of its 3000", "已作汇总"),
            (made with { Samples = 2000 }, "it holds 2816 samples already, and 2000 are asked for", "已含 2816 个样本"),
            (made with { StopRule = StopRule.Parse("mean=5%") }, "folded without looking at the stop rule 'mean=5%'", "停止规则 'mean=5%'"),
        ])
        {
            Diagnostic finding = Refusal(model, asked, file);
            Assert.Contains(en, finding.What.En, StringComparison.Ordinal);
            Assert.Contains(zh, finding.What.Zh, StringComparison.Ordinal);
            Assert.NotNull(finding.Next);
            Assert.NotEqual(finding.Next!.Value.En, finding.Next.Value.Zh);
        }

        Assert.Contains("3000 samples with a memory budget of 0.0476837158203125 MiB", Refusal(model, made with { Samples = 2000 }, file).Next!.Value.En, StringComparison.Ordinal);
        Assert.Equal(model.Run(made).SampleCount, model.Run(made with { MemoryBudget = BudgetIn(Refusal(model, made with { MemoryBudget = 1 << 20 }, file)) }, Loaded(file)).SampleCount);
        MonteCarloModel other = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.4), "p000003", "p000011");
        Assert.Contains("data, method", Refusal(other, made, file).What.En, StringComparison.Ordinal);
        (byte[] hypercube, MonteCarloOptions planned) = StateOf(model, made with { Design = SampleDesign.LatinHypercube });
        Assert.Contains("a Latin hypercube of 3000 samples, and 4000 are asked for", Refusal(model, planned with { Samples = 4000 }, hypercube).What.En, StringComparison.Ordinal);

        // The last bit of a result without any draw decides what samples are compared with and divided by.
        byte[] nudged = Resealed(file, bytes => bytes[FirstTileAt] ^= 1);
        Assert.Contains("results without any draw differ", Refusal(model, made, nudged).What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void D09_a_stop_rule_that_is_kept_or_made_stricter_stops_where_a_run_that_never_stopped_does()
    {
        MonteCarloModel model = TwoProducts();
        StopRule rule = StopRule.Parse("mean=1%,P95=40%");
        MonteCarloOptions options = Options(60_000, 100_000) with { StopRule = rule };
        MonteCarloResult expected = model.Run(options);
        Assert.True(expected.IsStoppedByRule);
        Assert.InRange(expected.SampleCount, 4096, 32_768);
        (byte[] file, _) = StateOf(model, options, atSamples: 3072);
        AssertSameBits(expected, model.Run(options, Loaded(file)));
        MonteCarloOptions stricter = options with { StopRule = StopRule.Parse("P95=40%,mean=0.7%,P5=40%") };
        AssertSameBits(model.Run(stricter), model.Run(stricter, Loaded(file)));
        MonteCarloOptions all = options with { StopRule = null };
        AssertSameBits(model.Run(all), model.Run(all, Loaded(file)));
        foreach (string looser in (string[])["mean=1%", "mean=1.1%,P95=40%", "P95=40%,P5=1%"])
            Assert.Contains("stop rule", Refusal(model, options with { StopRule = StopRule.Parse(looser) }, file).What.En, StringComparison.Ordinal);

        // What the rule itself stopped goes on when more is asked for, and nothing was looked at before the first look.
        (byte[] stopped, _) = StateOf(model, options);
        Assert.Equal(expected.SampleCount, Loaded(stopped).Samples);
        AssertSameBits(expected, model.Run(options, Loaded(stopped)));
        AssertSameBits(model.Run(stricter), model.Run(stricter, Loaded(stopped)));
        (byte[] early, _) = StateOf(model, all, atSamples: 1024);
        AssertSameBits(expected, model.Run(options, Loaded(early)));
    }

    [Fact]
    public void D09_kept_samples_are_looked_at_as_if_they_were_drawn()
    {
        MonteCarloModel model = TwoProducts();
        MonteCarloState state = model.Run(Options(20_000, 1 << 30)).State!;
        MonteCarloOptions ruled = Options(20_000, 1 << 30) with { StopRule = StopRule.Parse("mean=2%") };
        MonteCarloResult expected = model.Run(ruled);
        Assert.True(expected.IsStoppedByRule && expected.SampleCount < 20_000);
        MonteCarloResult resumed = model.Run(ruled, state);
        Assert.True(resumed.IsStoppedByRule);
        AssertSameBits(expected, resumed);
        AssertSameBits(model.Run(ruled with { MemoryBudget = 100_000 }), model.Run(ruled with { MemoryBudget = 100_000 }, state));
    }

    [Fact]
    public void A_state_of_folded_samples_is_of_its_run_until_it_was_reported_and_serves_one_run_once_it_is_loaded()
    {
        MonteCarloModel model = TwoProducts();
        MonteCarloOptions options = Options(3000, 50_000);
        List<MonteCarloState> states = [];
        byte[] file = [];
        MonteCarloResult whole = model.Run(options with
        {
            Checkpoint = state =>
            {
                states.Add(state);
                file = Saved(state);
                Assert.Equal(file, Saved(state));
                Assert.Contains("belongs to the run that reports it", Assert.Throws<InvalidOperationException>(() => model.Run(options, state)).Message, StringComparison.Ordinal);
            },
        });
        Assert.Null(whole.State);
        Assert.All(states, state => Assert.Throws<InvalidOperationException>(() => Saved(state)));
        Assert.All(states, state => Assert.Throws<InvalidOperationException>(() => model.Run(options, state)));
        MonteCarloState loaded = Loaded(file);
        Assert.Equal(file, Saved(loaded));
        Assert.Throws<InputRefusedException>(() => model.Run(options with { Seed = 1 }, loaded));
        AssertSameBits(whole, model.Run(options, loaded));
        Assert.Contains("a run has gone on with them", Assert.Throws<InvalidOperationException>(() => model.Run(options, loaded)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Saved(loaded));
        Assert.Equal((2816, 42), (loaded.Samples, loaded.Seed));
    }

    [Fact]
    public void Folded_samples_have_no_state_before_their_first_block_is_full()
    {
        MonteCarloModel model = TwoProducts();
        List<long> states = [];
        foreach (int samples in (int[])[255, 256, 257, 511, 512])
            model.Run(Options(samples, 1000) with { Checkpoint = state => states.Add(state.IsLast ? state.Samples : -state.Samples) });
        Assert.Equal([256, 256, 256, 512], states);
    }

    [Fact]
    public void A_damaged_file_of_folded_samples_is_refused_and_takes_no_memory_it_has_no_bytes_for()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.9));
        (byte[] file, MonteCarloOptions made) = StateOf(model, Options(4000, 1 << 20) with { Design = SampleDesign.Antithetic });
        for (int cut = 0; cut < file.Length; cut += cut < 4096 ? 7 : 9973) Refuse(file[..cut]);
        Refuse(file[..^1]);
        for (int flip = 0; flip < file.Length; flip += flip < 400 ? 1 : 6151)
        {
            byte[] damaged = [.. file];
            damaged[flip] ^= 16;
            Refuse(damaged);
        }

        // Numbers that lie, under a checksum that is right.
        foreach (int at in (int[])[VersionAt, TextLengthAt, SeriesAt, CountAt, CountAt + 8, BlockSizeAt, BlockSizeAt + 8, ErrorCountAt])
        {
            foreach (long lie in (long[])[-1, long.MinValue, long.MaxValue, at == BlockSizeAt ? 1 << 14 : 1L << 40, at == BlockSizeAt ? 384 : int.MaxValue])
                if (at != BlockSizeAt + 8 || lie < 0) Refuse(Resealed(file, bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), lie)));
        }

        // More samples than there are sketches of, larger blocks, more series: within what a header may say.
        Refuse(Resealed(file, bytes =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(104), int.MaxValue);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(CountAt), int.MaxValue / 256 * 256);
        }));
        Refuse(Resealed(file, bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(BlockSizeAt), SketchedSamples.LargestBlock)));
        Refuse(Resealed(file, bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SeriesAt), 121)));
        InputRefusedException version = Assert.Throws<InputRefusedException>(() => Loaded(Resealed(file, bytes => bytes[VersionAt] = 3)));
        Assert.Contains("its version is 3, and this program reads versions 1 and 2", version.Message, StringComparison.Ordinal);
        Assert.Contains("版本为 3", version.Findings[0].What.Zh, StringComparison.Ordinal);
        Refuse(Resealed(file, bytes => bytes[VersionAt] = 1));
        AssertSameBits(model.Run(made), model.Run(made, Loaded(file)));

        void Refuse(byte[] bytes)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Loaded(bytes));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (3L * bytes.Length) + (1 << 21));
            Assert.NotEqual(refusal.Findings[0].What.En, refusal.Findings[0].What.Zh);
        }
    }

    [Fact]
    public void Saving_and_loading_takes_no_second_copy()
    {
        MonteCarloModel model = UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5));
        byte[] file = [];
        long allocated = 0;
        model.Run(Options(20_000, 8 << 20) with
        {
            Threads = 1,
            Checkpoint = state =>
            {
                if (!state.IsLast) return;
                file = Saved(state);
                using MemoryStream target = new(file.Length);
                long before = GC.GetAllocatedBytesForCurrentThread();
                state.Save(target);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
        });
        Assert.InRange(file.Length, 1_000_000, 8 << 20);
        Assert.InRange(allocated, 1, file.Length / 10);
        using MemoryStream source = new(file);
        long start = GC.GetAllocatedBytesForCurrentThread();
        MonteCarloState.Load(source);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, file.Length, file.Length * 1.1);
    }

    private static MonteCarloModel TwoProducts() => UncertainSystem.Model(UncertainSystem.Processes(Small, 0.5), "p000003", "p000011");

    private static MonteCarloOptions Options(int samples, long budget) => new() { Samples = samples, Seed = 42, MemoryBudget = budget };

    // The state of a run at a number of samples; otherwise its last.
    private static (byte[] File, MonteCarloOptions Made) StateOf(MonteCarloModel model, MonteCarloOptions options, long? atSamples = null)
    {
        byte[]? file = null;
        Assert.False(model.CanKeep(options));
        model.Run(options with
        {
            Checkpoint = state =>
            {
                if (atSamples is { } samples ? state.Samples == samples : state.IsLast) file = Saved(state);
            },
        });
        return (file!, options);
    }

    private static byte[] Saved(MonteCarloState state)
    {
        using MemoryStream file = new();
        state.Save(file);
        return file.ToArray();
    }

    private static MonteCarloState Loaded(byte[] file)
    {
        using MemoryStream stream = new(file);
        return MonteCarloState.Load(stream);
    }

    private static byte[] Resealed(byte[] file, Action<byte[]> change)
    {
        byte[] changed = [.. file];
        change(changed);
        SHA256.HashData(changed.AsSpan(0, changed.Length - ChecksumLength)).CopyTo(changed.AsSpan(changed.Length - ChecksumLength));
        return changed;
    }

    private static Diagnostic Refusal(MonteCarloModel model, MonteCarloOptions options, byte[] file)
    {
        MonteCarloState state = Loaded(file);
        Diagnostic finding = Assert.Single(Assert.Throws<InputRefusedException>(() => model.Run(options, state)).Findings);
        Assert.Equal(file, Saved(state));    // refused, it serves another run
        return finding;
    }

    // From a next step such as "Set the memory budget to 0.25 MiB".
    private static long BudgetIn(Diagnostic finding)
    {
        const string Before = "Set the memory budget to ";
        string next = finding.Next!.Value.En;
        Assert.StartsWith(Before, next, StringComparison.Ordinal);
        return (long)(double.Parse(next[Before.Length..next.IndexOf(" MiB", StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture) * (1 << 20));
    }

    private static void AssertSameBits(MonteCarloResult expected, MonteCarloResult found)
    {
        Assert.Equal((expected.SampleCount, expected.FailedCount), (found.SampleCount, found.FailedCount));
        Assert.Equal(expected.Failures.AsEnumerable(), found.Failures);
        Assert.Equal(BitsOf(expected), BitsOf(found));
    }

    private static long[] BitsOf(MonteCarloResult result) => Results.Bits([.. result.AllStatistics().SelectMany(s => (IEnumerable<double>)
    [
        s.Count, s.Failed, s.Mean, s.MeanStandardError, s.StandardDeviation, s.DeviationStandardError, s.GeometricDeviation, s.GeometricDeviationStandardError,
        s.Skewness, s.Minimum, s.Maximum, s.QuantileRankError, s.Deterministic, s.DeterministicPercentile, .. s.Quantiles.SelectMany(q => (IEnumerable<double>)[q.Value, q.StandardError]),
    ])]);
}
