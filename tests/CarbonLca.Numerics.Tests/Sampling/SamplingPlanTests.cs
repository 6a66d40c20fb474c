using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.Sampling;

public sealed class SamplingPlanTests
{
    private static readonly Distribution[] s_all =
    [
        .. DistributionTests.Continuous,
        Distribution.Constant(4.25),
        Distribution.Lognormal(3, 0),
        Distribution.Bernoulli(0.3),
        Distribution.DiscreteUniform(-2, 9),
        Distribution.ArraySequential([1, 2, 3, 4]),
        Distribution.ArrayRandom([1, 2, 3, 4, 5, 6, 7]),
        Distribution.ArrayCombinatorial([10, 20], 3),
        Distribution.ArrayCombinatorial([10, 20], 1).Negated(),
    ];

    private static readonly SamplingOptions[] s_designs =
    [
        SamplingOptions.Default,
        new() { Normal = NormalTransform.InverseCdf },
        new() { Design = SamplingDesign.Antithetic },
        new() { Design = SamplingDesign.Antithetic, Normal = NormalTransform.InverseCdf },
        new() { Design = SamplingDesign.LatinHypercube, SampleCount = 1000 },
        new() { Design = SamplingDesign.LatinHypercubeCentred, SampleCount = 1000 },
    ];

    [Fact]
    public void N14_moments_and_distribution_of_the_common_families()
    {
        foreach (Distribution distribution in (ReadOnlySpan<Distribution>)[Distribution.Lognormal(5, 0.3), Distribution.Normal(-3, 2), Distribution.Triangular(1, 3, 4), Distribution.Uniform(-1, 4)])
        {
            CheckDistribution(distribution, Draw(distribution, 1_000_000, SamplingOptions.Default));
            CheckDistribution(distribution, Draw(distribution, 100_000, s_designs[1]));
        }
    }

    [Fact]
    public void Moments_and_distribution_of_every_family()
    {
        foreach (Distribution distribution in DistributionTests.Continuous)
            CheckDistribution(distribution, Draw(distribution, 50_000, SamplingOptions.Default));
    }

    [Fact]
    public void Discrete_families_have_their_frequencies()
    {
        const int Count = 100_000;
        foreach (Distribution distribution in (ReadOnlySpan<Distribution>)[Distribution.Bernoulli(0.3), Distribution.DiscreteUniform(-2, 9), Distribution.ArrayRandom([1, 2, 2, 5])])
        {
            foreach (IGrouping<double, double> group in Draw(distribution, Count, SamplingOptions.Default).GroupBy(static x => x))
            {
                double probability = distribution.Cdf(group.Key) - distribution.Cdf(group.Key - 0.5);
                Assert.InRange((group.Count() - (Count * probability)) / Math.Sqrt(Count * probability * (1 - probability)), -4, 4);
            }
        }
    }

    /// <summary>The bits of the first thousand draws: any change of generator, layout or polynomial shows here, on every platform.</summary>
    [Theory]
    [InlineData(0, "49e3bac600a85150")]
    [InlineData(1, "132407ec1382aba9")]
    [InlineData(2, "98e908990d5c5c09")]
    [InlineData(4, "3534608fe82a3e9c")]
    public void N14_first_thousand_draws_are_the_golden_ones(int design, string expected)
    {
        SampledParameter[] parameters = Parameters(s_all);
        foreach (SimdPath path in SimdPathList.Supported)
        {
            SamplingPlan plan = SamplingPlan.Of(parameters, s_designs[design] with { Path = path });
            float[] lanes = new float[plan.RowCount * 16];
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int group = 0; group < 63; group++)
            {
                plan.Fill(42, group, lanes);
                hash.AppendData(MemoryMarshal.AsBytes(lanes.AsSpan()));
            }
            Assert.Equal(expected, Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
        }
    }

    [Fact]
    public void D07_paths_give_the_same_bits_for_every_design_and_number_of_parameters()
    {
        Random random = new(3);
        foreach (SamplingOptions options in s_designs)
        {
            foreach (int count in new[] { 0, 1, 2, 3, 4, 5, 63, 64, 65, 150 })
            {
                SampledParameter[] parameters = RandomParameters(random, count);
                float[] expected = Fill(parameters, options with { Path = SimdPath.Scalar }, seed: 9, group: 5);
                foreach (SimdPath path in SimdPathList.Supported)
                    AssertSameBits(expected, Fill(parameters, options with { Path = path }, seed: 9, group: 5));
            }
        }
    }

    [Fact]
    public void D07_quarters_have_the_bits_of_groups_on_every_path_for_every_design()
    {
        Random random = new(77);
        foreach (SamplingOptions design in s_designs)
        {
            foreach (int count in new[] { 1, 5, 16, 17, 300 })
            {
                SampledParameter[] parameters = RandomParameters(random, count);
                float[] group = Fill(parameters, design, seed: 9, group: 3);
                foreach (SimdPath path in SimdPathList.Supported)
                {
                    SamplingPlan plan = SamplingPlan.Of(parameters, design with { Path = path });
                    float[] quarter = new float[plan.RowCount * 4];
                    for (int q = 0; q < 4; q++)
                    {
                        plan.FillQuarter(9, 12 + q, quarter);
                        for (int k = 0; k < quarter.Length; k++)
                            Assert.Equal(BitConverter.SingleToInt32Bits(group[(k / 4 * 16) + (4 * q) + (k % 4)]), BitConverter.SingleToInt32Bits(quarter[k]));
                    }
                }
            }
        }
    }

    [Fact]
    public void Quarters_out_of_range_and_short_spans_are_refused()
    {
        SamplingPlan plan = SamplingPlan.Of(RandomParameters(new Random(1), 3), SamplingOptions.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.FillQuarter(1, -1, new float[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.FillQuarter(1, (Sampler.MaxSample / 4) + 1, new float[12]));
        Assert.Throws<ArgumentException>(() => plan.FillQuarter(1, 0, new float[11]));
        plan.FillQuarter(1, Sampler.MaxSample / 4, new float[12]);
    }

    [Fact]
    public void D05_seeds_are_distinct_and_zero_is_one()
    {
        SampledParameter[] parameters = Parameters([Distribution.Normal(0, 1), Distribution.Uniform(0, 1), Distribution.Lognormal(1, 0.1)]);
        HashSet<string> results = [];
        long[] seeds = [0, 1, -1, 2, long.MaxValue, long.MinValue, 1L << 32, -(1L << 32)];
        foreach (long seed in seeds)
        {
            float[] first = Fill(parameters, SamplingOptions.Default, seed, 0);
            AssertSameBits(first, Fill(parameters, SamplingOptions.Default, seed, 0));
            results.Add(string.Join(' ', first));
        }
        Assert.Equal(seeds.Length, results.Count);
    }

    [Fact]
    public void D06_M15_streams_seeds_and_neighbouring_identities_are_uncorrelated()
    {
        const int Count = 40_000;
        (ParameterKey Key, long Seed)[] series =
        [
            (new(100), 0), (new(100, 1), 0), (new(100, 2), 0), (new(101), 0), (new(100ul << 32), 0), (new(100), 1), (new(100), -1),
        ];
        double[][] draws = series.Select(s => Enumerable.Range(0, Count).Select(k => Sampler.Uniform(SamplingOptions.Default, s.Seed, s.Key, k)).ToArray()).ToArray();
        for (int i = 0; i < draws.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.InRange(Correlation(draws[i], draws[j]), -4 / Math.Sqrt(Count), 4 / Math.Sqrt(Count));
            Assert.InRange(Correlation(draws[i][1..], draws[i][..^1]), -4 / Math.Sqrt(Count), 4 / Math.Sqrt(Count));
        }
    }

    [Fact]
    public void Consecutive_normal_variates_are_uncorrelated_in_value_and_square()
    {
        double[] z = Draw(Distribution.Normal(0, 1), 400_000, SamplingOptions.Default);
        for (int lag = 1; lag <= 4; lag++)
        {
            Assert.InRange(Correlation(z[lag..], z[..^lag]) * Math.Sqrt(z.Length), -4, 4);
            double[] squares = z.Select(static x => x * x).ToArray();
            Assert.InRange(Correlation(squares[lag..], squares[..^lag]) * Math.Sqrt(z.Length), -4, 4);
        }
    }

    [Fact]
    public void A_draw_depends_on_its_key_alone_not_on_company_or_order()
    {
        Random random = new(8);
        foreach (SamplingOptions options in s_designs)
        {
            SampledParameter[] parameters = RandomParameters(random, 97);
            float[] whole = Fill(parameters, options, seed: -5, group: 11);
            int[] order = Enumerable.Range(0, parameters.Length).ToArray();
            random.Shuffle(order);
            int[] some = order[..41];
            float[] part = Fill(some.Select(k => parameters[k]).ToArray(), options, seed: -5, group: 11);
            for (int k = 0; k < some.Length; k++)
                AssertSameBits(whole.AsSpan(some[k] * 16, 16).ToArray(), part.AsSpan(k * 16, 16).ToArray());
        }
    }

    [Fact]
    public void Nothing_is_written_beyond_the_rows()
    {
        Random random = new(21);
        foreach (SimdPath path in SimdPathList.Supported)
        {
            for (int count = 0; count <= 70; count++)
            {
                float[] memory = new float[(count * 16) + 64];
                Array.Fill(memory, -777f);
                SamplingPlan.Of(RandomParameters(random, count), new SamplingOptions { Path = path }).Fill(1, 0, memory.AsSpan(32, count * 16));
                Assert.False(memory.AsSpan(0, 32).ContainsAnyExcept(-777f));
                Assert.False(memory.AsSpan(32 + (count * 16)).ContainsAnyExcept(-777f));
                Assert.False(memory.AsSpan(32, count * 16).Contains(-777f));
            }
        }
    }

    [Fact]
    public void D07_every_number_of_rows_up_to_257_has_the_bits_of_the_scalar_path_and_ends_where_its_memory_ends()
    {
        const int Longest = 257;
        Random random = new(22);
        SampledParameter[] all = RandomParameters(random, Longest);
        using GuardedBytes memory = new(Longest * 16 * sizeof(float));
        for (int count = 0; count <= Longest; count++)
        {
            SampledParameter[] parameters = all[..count];
            float[] expected = Fill(parameters, SamplingOptions.Default with { Path = SimdPath.Scalar }, seed: 3, group: 2);
            foreach (SimdPath path in SimdPathList.Supported)
            {
                SamplingPlan plan = SamplingPlan.Of(parameters, SamplingOptions.Default with { Path = path });
                Span<float> lanes = MemoryMarshal.Cast<byte, float>(memory.AtEnd(new byte[count * 16 * sizeof(float)]).Span);
                plan.Fill(3, 2, lanes);
                Assert.True(MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(lanes)));
                Span<float> quarter = MemoryMarshal.Cast<byte, float>(memory.AtEnd(new byte[count * 4 * sizeof(float)]).Span);
                plan.FillQuarter(3, 8, quarter);
                for (int k = 0; k < quarter.Length; k++) Assert.Equal(BitConverter.SingleToInt32Bits(expected[(k / 4 * 16) + (k % 4)]), BitConverter.SingleToInt32Bits(quarter[k]));
            }
        }
    }

    [Fact]
    public void Rows_are_the_callers_choice_and_others_stay_untouched()
    {
        SampledParameter[] parameters = RandomParameters(new Random(4), 30);
        int[] rows = Enumerable.Range(0, 30).Select(static k => 2 * ((k * 7) % 30)).ToArray();
        SamplingPlan plan = SamplingPlan.Of(parameters, rows, SamplingOptions.Default);
        float[] lanes = new float[60 * 16];
        Array.Fill(lanes, -777f);
        plan.Fill(1, 2, lanes);
        float[] direct = Fill(parameters, SamplingOptions.Default, 1, 2);
        for (int k = 0; k < 30; k++)
            AssertSameBits(direct.AsSpan(k * 16, 16).ToArray(), lanes.AsSpan(rows[k] * 16, 16).ToArray());
        for (int row = 1; row < 60; row += 2)
            Assert.All(lanes.AsSpan(row * 16, 16).ToArray(), static x => Assert.Equal(-777f, x));
    }

    [Fact]
    public void Lanes_agree_with_the_definition_in_double()
    {
        SampledParameter[] parameters = [.. Parameters(s_all), .. RandomParameters(new Random(6), 60)];
        foreach (SamplingOptions options in s_designs)
        {
            SamplingPlan plan = SamplingPlan.Of(parameters, options);
            float[] lanes = new float[plan.RowCount * 16];
            double[] exact = new double[plan.RowCount];
            double[] spreads = parameters.Select(static parameter => Math.Sqrt(parameter.Distribution.Variance)).ToArray();
            foreach (long group in new[] { 0L, 1, 30, 40 })
            {
                plan.Fill(77, group, lanes);
                for (int lane = 0; lane < 16; lane++)
                {
                    plan.Sample(77, (16 * group) + lane, exact);
                    for (int k = 0; k < parameters.Length; k++)
                    {
                        double tolerance = 2e-6 * (Math.Abs(exact[k]) + spreads[k]);
                        Assert.True(Math.Abs(lanes[(k * 16) + lane] - exact[k]) <= tolerance, $"{parameters[k].Distribution} under {options}: {lanes[(k * 16) + lane]} for {exact[k]}");
                        Assert.Equal(exact[k], Sampler.Sample(options, 77, parameters[k], (16 * group) + lane));
                    }
                }
            }
        }
    }

    [Fact]
    public void Fill_allocates_nothing()
    {
        foreach (SamplingOptions options in s_designs)
        {
            SamplingPlan plan = SamplingPlan.Of(Parameters(s_all), options);
            float[] lanes = new float[plan.RowCount * 16];
            double[] values = new double[plan.RowCount];
            plan.Fill(1, 0, lanes);
            plan.Sample(1, 0, values);

            Assert.Equal(0, Allocations.Of(() =>
            {
                for (int group = 1; group < 20; group++)
                {
                    plan.Fill(1, group, lanes);
                    plan.Sample(1, group, values);
                }
            }));
        }
    }

    [Fact]
    public void Antithetic_pairs_are_symmetric()
    {
        SampledParameter[] parameters = Parameters([Distribution.Normal(0, 1), Distribution.Uniform(-1, 1), Distribution.Lognormal(1, 0.5), Distribution.Triangular(-1, 0, 1)]);
        foreach (SamplingOptions options in s_designs[2..4])
        {
            float[] lanes = Fill(parameters, options, 3, 4);
            for (int sample = 0; sample < 16; sample += 2)
            {
                Assert.Equal(lanes[sample], -lanes[sample + 1]);
                Assert.Equal(lanes[16 + sample], -lanes[16 + sample + 1], 1e-7f);
                Assert.Equal(1, lanes[32 + sample] * lanes[32 + sample + 1], 1e-6f);
                Assert.Equal(lanes[48 + sample], -lanes[48 + sample + 1], 1e-6f);
                double u = Sampler.Uniform(options, 3, parameters[1].Key, 64 + sample);
                Assert.Equal(1 - u, Sampler.Uniform(options, 3, parameters[1].Key, 64 + sample + 1));
            }
            CheckDistribution(Distribution.Lognormal(2, 0.4), Draw(Distribution.Lognormal(2, 0.4), 100_000, options), independent: false);
        }
    }

    [Fact]
    public void Latin_hypercube_hits_every_stratum_once()
    {
        foreach (long count in new long[] { 1, 2, 3, 9, 16, 17, 100, 1000, 4096, 5000 })
        {
            foreach (ulong identity in new ulong[] { 1, 2, ulong.MaxValue })
            {
                SamplingOptions options = new() { Design = SamplingDesign.LatinHypercube, SampleCount = count };
                bool[] hit = new bool[count];
                for (long sample = 0; sample < count; sample++)
                {
                    double u = Sampler.Uniform(options, 12, new ParameterKey(identity), sample);
                    int stratum = (int)(u * count);
                    Assert.False(hit[stratum]);
                    hit[stratum] = true;
                    Assert.Equal(stratum, LatinHypercube.Of(12, new ParameterKey(identity), count).Stratum(sample));
                }
            }
        }
    }

    [Fact]
    public void Latin_hypercube_permutations_differ_and_are_unbiased()
    {
        // Each of nine strata is equally likely for each sample: chi-square of 81 cells, 64 degrees of freedom.
        const int Trials = 20_000;
        int[] counts = new int[81];
        for (ulong identity = 0; identity < Trials; identity++)
        {
            LatinHypercube strata = LatinHypercube.Of(4, new ParameterKey(identity), 9);
            for (int sample = 0; sample < 9; sample++)
                counts[(9 * sample) + (int)strata.Stratum(sample)]++;
        }
        double expected = Trials / 9.0;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquare, 64 - (4 * Math.Sqrt(128)), 64 + (4 * Math.Sqrt(128)));

        double[] first = Enumerable.Range(0, 10_000).Select(k => (double)LatinHypercube.Of(4, new ParameterKey(1), 10_000).Stratum(k)).ToArray();
        double[] second = Enumerable.Range(0, 10_000).Select(k => (double)LatinHypercube.Of(4, new ParameterKey(2), 10_000).Stratum(k)).ToArray();
        Assert.InRange(Correlation(first, second), -0.04, 0.04);
    }

    [Fact]
    public void Latin_hypercube_means_are_sharper()
    {
        const int Count = 1000;
        Distribution distribution = Distribution.Lognormal(1, 0.5);
        double[] independent = Draw(distribution, Count, SamplingOptions.Default);
        double[] stratified = Draw(distribution, Count, new SamplingOptions { Design = SamplingDesign.LatinHypercube, SampleCount = Count });
        double error = Math.Sqrt(distribution.Variance / Count);
        Assert.InRange(Math.Abs(stratified.Average() - distribution.Mean), 0, 0.1 * error);
        Assert.InRange(Math.Abs(independent.Average() - distribution.Mean), 0, 4 * error);
    }

    [Fact]
    public void M12_centred_latin_hypercube_of_nine()
    {
        SamplingOptions options = new() { Design = SamplingDesign.LatinHypercubeCentred, SampleCount = 9 };
        SampledParameter parameter = new(new ParameterKey(5), Distribution.Uniform(0, 1));
        double[] values = Enumerable.Range(0, 9).Select(k => Sampler.Sample(options, 1, parameter, k)).Order().ToArray();
        float[] lanes = Fill([parameter], options, 1, 0)[..9];
        Array.Sort(lanes);
        for (int k = 0; k < 9; k++)
        {
            Assert.Equal((k + 1) / 10.0, values[k], 2e-10);
            Assert.Equal((k + 1) / 10f, lanes[k], 1e-7f);
        }
    }

    [Fact]
    public void M13_sequential_arrays_start_with_the_first_value()
    {
        SampledParameter parameter = new(new ParameterKey(5), Distribution.ArraySequential([1, 2, 3, 4]));
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], Fill([parameter], SamplingOptions.Default, 1, 0));
        Assert.Equal(3, Sampler.Sample(SamplingOptions.Default, 1, parameter, 18));
    }

    [Fact]
    public void Combinatorial_arrays_visit_every_combination_once()
    {
        Distribution fast = Distribution.ArrayCombinatorial([1, 2, 3], 1);
        Distribution slow = Distribution.ArrayCombinatorial([10, 20], 3);
        SampledParameter[] parameters = Parameters([fast, slow]);
        float[] lanes = Fill(parameters, SamplingOptions.Default, 1, 0);
        HashSet<float> sums = [];
        for (int sample = 0; sample < 6; sample++)
            sums.Add(lanes[sample] + lanes[16 + sample]);
        Assert.Equal([11, 12, 13, 21, 22, 23], sums.Order());
    }

    [Fact]
    public void Parameters_with_one_key_share_their_draw()
    {
        ParameterKey key = new(99);
        SampledParameter[] parameters =
        [
            new(key, Distribution.Normal(0, 1)), new(key, Distribution.Normal(10, 2)), new(key, Distribution.Lognormal(1, 1)),
            new(key, Distribution.Uniform(0, 1)), new(key, Distribution.Gamma(2, 1)),
        ];
        float[] lanes = Fill(parameters, SamplingOptions.Default with { Normal = NormalTransform.InverseCdf }, 1, 0);
        for (int row = 1; row < parameters.Length; row++)
        {
            int[] expected = Ranks(lanes.AsSpan(0, 16));
            Assert.Equal(expected, Ranks(lanes.AsSpan(row * 16, 16)));
        }
        float[] fast = Fill(parameters, SamplingOptions.Default, 1, 0);
        Assert.Equal(Ranks(fast.AsSpan(0, 16)), Ranks(fast.AsSpan(16, 16)));
        Assert.Equal(Ranks(fast.AsSpan(0, 16)), Ranks(fast.AsSpan(32, 16)));
        Assert.Equal(Ranks(fast.AsSpan(48, 16)), Ranks(fast.AsSpan(64, 16)));
    }

    [Theory]
    [InlineData(SamplingDesign.Independent)]
    [InlineData(SamplingDesign.Antithetic)]
    [InlineData(SamplingDesign.LatinHypercube)]
    public void Parameters_of_a_shared_key_move_together_whatever_their_families(SamplingDesign design)
    {
        ParameterKey key = new(99, isShared: true);
        SampledParameter[] parameters =
        [
            new(key, Distribution.Uniform(0, 1)), new(key, Distribution.Normal(10, 2)), new(key, Distribution.Lognormal(1, 1)),
            new(key, Distribution.Normal(10, 2).Truncated(9, double.PositiveInfinity)), new(key, Distribution.Weibull(2, 1.5)), new(key, Distribution.Lognormal(-1, 1)),
        ];
        SamplingOptions options = new() { Design = design, SampleCount = 16 };
        float[] lanes = Fill(parameters, options, 1, 0);
        int[] expected = Ranks(lanes.AsSpan(0, 16));
        for (int row = 1; row < 5; row++) Assert.Equal(expected, Ranks(lanes.AsSpan(row * 16, 16)));
        Assert.Equal(expected, Ranks([.. lanes[80..96].Select(value => -value)]));
        for (int row = 0; row < parameters.Length; row++)
        {
            for (int sample = 0; sample < 16; sample++)
                Assert.Equal((float)Sampler.Sample(options, 1, parameters[row], sample), lanes[(row * 16) + sample]);
        }
    }

    [Fact]
    public void A_long_run_starts_with_a_short_one_and_samples_can_be_drawn_alone()
    {
        SampledParameter[] parameters = RandomParameters(new Random(9), 20);
        SamplingPlan plan = SamplingPlan.Of(parameters, SamplingOptions.Default);
        float[] last = new float[plan.RowCount * 16];
        float[] after = new float[plan.RowCount * 16];
        plan.Fill(3, 62, last);
        for (int group = 0; group < 100; group++)
            plan.Fill(3, group, after);
        plan.Fill(3, 62, after);
        AssertSameBits(last, after);
        AssertSameBits(last, Fill(parameters, SamplingOptions.Default, 3, 62));
    }

    [Fact]
    public void The_last_group_works_and_the_next_is_refused()
    {
        SampledParameter[] parameters = RandomParameters(new Random(9), 5);
        SamplingPlan plan = SamplingPlan.Of(parameters, SamplingOptions.Default);
        float[] lanes = new float[plan.RowCount * 16];
        plan.Fill(1, SamplingPlan.MaxSampleGroup, lanes);
        Assert.Equal(lanes[15], (float)Sampler.Sample(SamplingOptions.Default, 1, parameters[0], Sampler.MaxSample), Math.Abs(lanes[15]) * 1e-5f);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Fill(1, SamplingPlan.MaxSampleGroup + 1, lanes));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Fill(1, -1, lanes));
        Assert.Throws<ArgumentException>(() => plan.Fill(1, 0, lanes.AsSpan(1)));
    }

    [Fact]
    public void Inconsistent_plans_are_refused()
    {
        SampledParameter[] two = Parameters([Distribution.Constant(1), Distribution.Constant(2)]);
        Assert.Throws<ArgumentException>(() => SamplingPlan.Of(two, [0], SamplingOptions.Default));
        Assert.Throws<ArgumentException>(() => SamplingPlan.Of(two, [0, 0], SamplingOptions.Default));
        Assert.Throws<ArgumentException>(() => SamplingPlan.Of(two, [0, -1], SamplingOptions.Default));
        Assert.Throws<ArgumentException>(() => SamplingPlan.Of(two, new SamplingOptions { Design = SamplingDesign.LatinHypercube }));
        Assert.Throws<ArgumentException>(() => SamplingPlan.Of(two, new SamplingOptions { Design = (SamplingDesign)9 }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("auto")]
    [InlineData("Scalar")]
    public void The_environment_names_a_path(string? text)
    {
        SimdPath path = SimdPaths.ReadAutomatic(text);
        Assert.NotEqual(SimdPath.Auto, path);
        Assert.True(SimdPaths.IsSupported(path));
        Assert.True(text != "Scalar" || path == SimdPath.Scalar);
    }

    [Fact]
    public void An_unknown_path_in_the_environment_is_refused()
    {
        SimdVariableException error = Assert.Throws<SimdVariableException>(() => SimdPaths.ReadAutomatic("sse2"));
        Assert.Contains("CARBONLCA_SIMD is 'sse2'", error.Message, StringComparison.Ordinal);
    }

    private static double[] Draw(Distribution distribution, int count, SamplingOptions options)
    {
        SamplingPlan plan = SamplingPlan.Of([new SampledParameter(new ParameterKey(0xC0FFEE), distribution)], options);
        float[] lanes = new float[16];
        double[] values = new double[count];
        for (int first = 0; first < count; first += 16)
        {
            plan.Fill(20_240_501, first / 16, lanes);
            for (int lane = 0; lane < Math.Min(16, count - first); lane++)
                values[first + lane] = lanes[lane];
        }
        return values;
    }

    /// <summary>Mean and variance within four standard errors; Kolmogorov–Smirnov below the 0.1 % point.</summary>
    private static void CheckDistribution(Distribution distribution, double[] values, bool independent = true)
    {
        Moments moments = Moments.Of(values);
        int n = values.Length;
        double mean = moments.Mean;
        double fourth = values.Sum(x => (x - mean) * (x - mean) * ((x - mean) * (x - mean))) / n;
        double variance = distribution.Variance;
        double errorOfVariance = Math.Sqrt(Math.Max(0, fourth - (variance * variance)) / n);
        if (independent)
            Assert.InRange((mean - distribution.Mean) / Math.Sqrt(variance / n), -4, 4);
        else
            Assert.InRange((mean - distribution.Mean) / Math.Sqrt(variance / n), -1, 1);
        Assert.InRange((moments.Variance - variance) / errorOfVariance, -6, 6);

        Array.Sort(values);
        double largest = 0;
        for (int k = 0; k < n; k++)
        {
            double p = distribution.Cdf(values[k]);
            largest = Math.Max(largest, Math.Max(p - ((double)k / n), ((k + 1.0) / n) - p));
        }
        Assert.InRange(largest * Math.Sqrt(n), 0.2, 1.95);
    }

    private static SampledParameter[] Parameters(ReadOnlySpan<Distribution> distributions)
    {
        SampledParameter[] parameters = new SampledParameter[distributions.Length];
        for (int k = 0; k < parameters.Length; k++)
            parameters[k] = new SampledParameter(new ParameterKey(unchecked((ulong)(k + 1) * 0x9E3779B97F4A7C15)), distributions[k]);
        return parameters;
    }

    private static SampledParameter[] RandomParameters(Random random, int count)
    {
        SampledParameter[] parameters = new SampledParameter[count];
        for (int k = 0; k < count; k++)
        {
            double centre = (random.NextDouble() * 10) - 5;
            Distribution distribution = random.Next(6) switch
            {
                0 => Distribution.Lognormal(centre, random.NextDouble()),
                1 => Distribution.Normal(centre, random.NextDouble()),
                2 => Distribution.Uniform(centre, centre + random.NextDouble()),
                3 => Distribution.Triangular(centre - random.NextDouble(), centre, centre + random.NextDouble()),
                4 => s_all[random.Next(s_all.Length)],
                _ => Distribution.Lognormal(centre, random.NextDouble()).Negated(),
            };
            parameters[k] = new SampledParameter(new ParameterKey((ulong)random.NextInt64(), (uint)random.Next(3)), distribution);
        }
        return parameters;
    }

    private static float[] Fill(SampledParameter[] parameters, SamplingOptions options, long seed, long group)
    {
        SamplingPlan plan = SamplingPlan.Of(parameters, options);
        float[] lanes = new float[plan.RowCount * 16];
        plan.Fill(seed, group, lanes);
        return lanes;
    }

    private static void AssertSameBits(float[] expected, float[] actual)
        => Assert.True(MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan())));

    private static int[] Ranks(ReadOnlySpan<float> values)
    {
        int[] order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values.ToArray(), order);
        return order;
    }

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int k = 0; k < x.Length; k++)
        {
            xy += (x[k] - meanX) * (y[k] - meanY);
            xx += (x[k] - meanX) * (x[k] - meanX);
            yy += (y[k] - meanY) * (y[k] - meanY);
        }
        return xy / Math.Sqrt(xx * yy);
    }
}
