using CarbonLca.Numerics.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Numerics.Tests.Statistics;

public sealed class StatisticsTests
{
    /// <summary>NIST Statistical Reference Datasets, univariate summary statistics: NumAcc1 to NumAcc4 and Michelso with certified values.</summary>
    [Fact]
    public void N02_certified_means_and_deviations()
    {
        Check([10000001, 10000003, 10000002], 10000002, 1, meanDigits: 14, deviationDigits: 14);
        Check(Alternating(1.2, 1.1, 1.3), 1.2, 0.1, meanDigits: 14, deviationDigits: 13);
        Check(Alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, meanDigits: 14, deviationDigits: 9);
        Check(Alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, meanDigits: 14, deviationDigits: 8);
        Check(Michelson(), 299.852400000000, 0.0790105478190518, meanDigits: 14, deviationDigits: 12);
    }

    [Fact]
    public void N02_streaming_is_batch_whatever_the_order()
    {
        Random random = new(2);
        double[] values = new double[10_000];
        for (int k = 0; k < values.Length; k++)
            values[k] = 1e6 + random.NextDouble();
        Moments batch = Moments.Of(values);
        int blocks = (values.Length + MomentTree.BlockSize - 1) / MomentTree.BlockSize;
        for (int trial = 0; trial < 5; trial++)
        {
            int[] order = Enumerable.Range(0, blocks).ToArray();
            random.Shuffle(order);
            MomentTree[] workers = [new(), new(), new()];
            foreach (int block in order)
                workers[random.Next(3)].Add(block, values.AsSpan(block * MomentTree.BlockSize, Math.Min(MomentTree.BlockSize, values.Length - (block * MomentTree.BlockSize))));
            workers[2].Merge(workers[0]);
            workers[2].Merge(workers[1]);
            Assert.Equal(batch, workers[2].Total());
        }
    }

    [Fact]
    public void Merging_moments_is_the_moments_of_the_union()
    {
        Prop.ForAll(
            Gen.Choose(-1000, 1000).Select(static k => k / 8.0).ListOf().Two().ToArbitrary(),
            static pair =>
            {
                double[] left = [.. pair.Item1];
                double[] right = [.. pair.Item2];
                Moments merged = Moments.Of(left).MergedWith(Moments.Of(right));
                Moments whole = Moments.Of([.. left, .. right]);
                return merged.Count == whole.Count
                    && Close(merged.Mean, whole.Mean)
                    && Close(merged.SumOfSquaredDeviations, whole.SumOfSquaredDeviations)
                    && merged.Minimum.Equals(whole.Minimum)
                    && merged.Maximum.Equals(whole.Maximum);
            }).QuickCheckThrowOnFailure();

        static bool Close(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(b));
    }

    [Fact]
    public void Moments_of_nothing_and_one()
    {
        Assert.Equal(0, Moments.Of([]).Count);
        Assert.True(double.IsNaN(Moments.Of([]).Mean));
        Assert.True(double.IsNaN(Moments.Of([]).Minimum));
        Assert.Equal(7, Moments.Of([7]).Mean);
        Assert.True(double.IsNaN(Moments.Of([7]).Variance));
        Assert.Equal(0, Moments.Of([7]).PopulationVariance);
        Assert.Throws<ArgumentException>(() => Moments.Of([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => Moments.Of([1, double.PositiveInfinity]));
    }

    [Fact]
    public void A_block_counts_once()
    {
        MomentTree tree = new();
        tree.Add(0, [1, 2]);
        tree.Add(1, [3]);
        Assert.Throws<ArgumentException>(() => tree.Add(0, [1]));
        Assert.Throws<ArgumentException>(() => tree.Add(1, [1]));
        MomentTree other = new();
        other.Add(1, [3]);
        Assert.Throws<ArgumentException>(() => tree.Merge(other));
        Assert.Equal(2, tree.Total().Mean);
    }

    [Fact]
    public void M11_statistics_of_one_two_three()
    {
        Moments moments = Moments.Of([1, 2, 3]);
        Assert.Equal(2, moments.Mean);
        Assert.Equal(1, moments.StandardDeviation);
        Assert.Equal(1.05, ExactQuantiles.Quantile<double>([3, 1, 2], 0.025), 1e-15);
        Assert.Equal(2.95, ExactQuantiles.Quantile<double>([3, 1, 2], 0.975), 1e-15);
    }

    [Fact]
    public void N19_percentile_table()
    {
        (double[] Values, double P, double Expected)[] table =
        [
            ([5], 0, 5), ([5], 0.5, 5), ([5], 1, 5),
            ([1, 3], 0, 1), ([1, 3], 0.25, 1.5), ([1, 3], 0.5, 2), ([1, 3], 1, 3),
            ([1, 2, 3], 0.5, 2), ([1, 2, 3], 0.25, 1.5), ([1, 2, 3], 0.75, 2.5),
            ([1, 1, 1, 9], 0.5, 1), ([1, 1, 9, 9], 0.5, 5), ([1, 2, 2, 3], 0.5, 2),
            ([4, 4, 4, 4], 0.37, 4),
            ([1, 2, 3, 4], 0.25, 1.75),
        ];
        foreach ((double[] values, double p, double expected) in table)
        {
            double[] several = new double[1];
            ExactQuantiles.Quantiles<double>(values.Reverse().ToArray(), [p], several);
            Assert.Equal(expected, several[0]);
            Assert.Equal(expected, ExactQuantiles.Quantile<double>(values.Reverse().ToArray(), p));
            Assert.Equal((float)expected, ExactQuantiles.Quantile<float>(values.Select(static x => (float)x).ToArray(), p));
            QuantileSketch sketch = new(64);
            sketch.Add(0, TileOf(values));
            Assert.Equal(expected, RanksOf(sketch).Quantile(0, values.Length, p));
        }
        Assert.Throws<ArgumentException>(() => ExactQuantiles.Quantile<double>([], 0.5));
        Assert.Throws<ArgumentException>(() => ExactQuantiles.Quantile<double>([1, double.NaN], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactQuantiles.Quantile<double>([1], 1.1));
    }

    [Fact]
    public void Selection_finds_what_sorting_finds()
    {
        Random random = new(7);
        foreach (int count in new[] { 2, 33, 34, 100, 1000, 5000 })
        {
            foreach (int distinct in new[] { 2, 20, int.MaxValue })
            {
                double[] values = new double[count];
                for (int k = 0; k < count; k++)
                    values[k] = random.Next(distinct);
                double[] probabilities = [0, 0.025, 0.31, 0.5, 0.95, 1];
                double[] expected = new double[probabilities.Length];
                ExactQuantiles.Quantiles<double>(values.ToArray(), probabilities, expected);
                for (int k = 0; k < expected.Length; k++)
                    Assert.Equal(expected[k], ExactQuantiles.Quantile<double>(values.ToArray(), probabilities[k]));
            }
        }
        // Ascending, descending and organ-pipe orders, where naive selection is slow.
        double[] pipe = Enumerable.Range(0, 100_001).Select(static k => (double)Math.Min(k, 100_000 - k)).ToArray();
        Assert.Equal(25_000, ExactQuantiles.Quantile<double>(pipe, 0.5));
    }

    [Fact]
    public void Sketch_keeps_its_declared_rank_error()
    {
        Random random = new(11);
        foreach (string shape in new[] { "random", "ascending", "descending", "ties" })
        {
            const int BlockSize = 128;
            double[] values = new double[100_000];
            for (int k = 0; k < values.Length; k++)
                values[k] = shape switch { "ascending" => k, "descending" => -k, "ties" => random.Next(50), _ => (float)random.NextDouble() };
            QuantileSketch sketch = new(BlockSize);
            for (int first = 0; first < values.Length; first += BlockSize)
                sketch.Add(first / BlockSize, TileOf(values[first..Math.Min(first + BlockSize, values.Length)]));
            Assert.Equal(values.Length, sketch.Count);
            double rankError = sketch.RankError / values.Length;
            SketchedRanks ranks = RanksOf(sketch);
            Assert.InRange(rankError, 1e-6, 0.5 * Math.Log2((double)values.Length / BlockSize) / BlockSize);
            double[] sorted = values.Order().ToArray();
            for (double p = 0; p <= 1; p += 0.04)
            {
                double estimate = ranks.Quantile(0, values.Length, p);
                double below = sorted.Count(x => x < estimate) / (double)sorted.Length;
                double atMost = sorted.Count(x => x <= estimate) / (double)sorted.Length;
                double slack = rankError + (1.0 / sorted.Length);
                Assert.True(below - slack <= p && p <= atMost + slack, $"{shape}: quantile of {p} has rank {below} to {atMost}, declared error {rankError}.");
            }
        }
    }

    [Fact]
    public void Sketch_is_the_same_whatever_the_order_of_blocks_and_merges_and_the_other_series()
    {
        Random random = new(12);
        const int BlockSize = 32;
        double[][] series = [.. Enumerable.Range(0, SeriesTile.Width).Select(s => Enumerable.Range(0, 5_000).Select(_ => random.Next(9) == s ? double.NaN : (double)(float)random.NextDouble()).ToArray())];
        int blocks = (series[0].Length + BlockSize - 1) / BlockSize;
        double[][] expected = [];
        for (int trial = 0; trial < 6; trial++)
        {
            int[] order = Enumerable.Range(0, blocks).ToArray();
            if (trial > 0)
                random.Shuffle(order);
            QuantileSketch[] workers = [new(BlockSize), new(BlockSize), new(BlockSize)];
            foreach (int block in order)
                workers[trial == 0 ? 0 : random.Next(3)].Add(block, Block(series, block));
            workers[1].Merge(workers[2]);
            workers[0].Merge(workers[1]);

            // What was merged goes on its own way.
            workers[1].Add(blocks + 1L, Block(series, 0));
            workers[2].Add(blocks + 2L, Block(series, 0));
            double[][] quantiles = [.. series.Select((values, s) => QuantilesOf(workers[0], s, values))];
            if (trial == 0)
                expected = quantiles;
            Assert.Equal(expected, quantiles);
        }

        QuantileSketch alone = new(BlockSize);
        for (int block = 0; block < blocks; block++)
            alone.Add(block, Block([series[3]], block));
        Assert.Equal(expected[3], QuantilesOf(alone, 0, series[3]));

        static double[] QuantilesOf(QuantileSketch sketch, int series, double[] values)
        {
            SketchedRanks ranks = RanksOf(sketch);
            long count = values.Count(double.IsFinite);
            return [.. Enumerable.Range(0, 101).Select(k => ranks.Quantile(series, count, k / 100.0)), sketch.RankError];
        }

        static SeriesTile Block(double[][] series, int block) => TileOf([.. series.Select(values => values[(block * BlockSize)..Math.Min((block + 1) * BlockSize, values.Length)])]);
    }

    [Fact]
    public void Samples_after_the_last_block_count_as_if_they_were_one()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(static k => (double)((k * 37) % 300))];
        float[] rest = new float[(values.Length % 64) * SeriesTile.Width];
        rest.AsSpan().Fill(float.NaN);
        QuantileSketch whole = new(64);
        QuantileSketch started = new(64);
        for (int first = 0; first < values.Length; first += 64)
        {
            double[] block = values[first..Math.Min(first + 64, values.Length)];
            whole.Add(first / 64, TileOf(block));
            if (block.Length == 64) started.Add(first / 64, TileOf(block));
            else for (int k = 0; k < block.Length; k++) rest[k * SeriesTile.Width] = (float)block[k];
        }

        SketchedRanks ranks = new();
        ranks.Read(started, rest);
        for (double p = 0; p <= 1; p += 0.01) Assert.Equal(RanksOf(whole).Quantile(0, values.Length, p), ranks.Quantile(0, values.Length, p));
    }

    [Fact]
    public void Numbers_beyond_floats_are_infinite_and_zeros_have_no_sign()
    {
        QuantileSketch sketch = new(4);
        sketch.Add(0, TileOf([1e300, -1e300, -1e-300, double.NaN]));
        sketch.Add(1, TileOf([1e300, -1e300, 1e-300, 1]));
        sketch.Add(2, TileOf([-0.0, 0.0]));
        SketchedRanks ranks = RanksOf(sketch);
        Assert.Equal(double.NegativeInfinity, ranks.Quantile(0, 9, 0));
        Assert.Equal(BitConverter.DoubleToInt64Bits(0.0), BitConverter.DoubleToInt64Bits(ranks.Quantile(0, 9, 0.5)));
        Assert.Equal(double.PositiveInfinity, ranks.Quantile(0, 9, 1));
    }

    [Fact]
    public void Sketch_of_one_block_is_exact_and_misuse_is_refused()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(static k => (double)((k * 37) % 50))];
        QuantileSketch sketch = new(64);
        Assert.Throws<ArgumentException>(() => RanksOf(sketch));
        sketch.Add(0, TileOf(values));
        Assert.Equal(0, sketch.RankError);
        SketchedRanks ranks = RanksOf(sketch);
        foreach (double p in new[] { 0, 0.1, 0.5, 0.77, 1 })
            Assert.Equal(ExactQuantiles.Quantile<double>([.. values], p), ranks.Quantile(0, values.Length, p), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => ranks.Quantile(0, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ranks.Quantile(0, values.Length, 1.5));
        Assert.Throws<ArgumentException>(() => sketch.Add(0, TileOf(values)));
        Assert.Throws<ArgumentException>(() => sketch.Add(1, new SeriesTile()));
        Assert.Throws<ArgumentException>(() => sketch.Add(1, TileOf(new double[65])));
        Assert.Throws<ArgumentException>(() => sketch.Merge(new QuantileSketch(32)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch(63));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch(48));
    }

    [Fact]
    public void Correlations_of_many_series_are_those_of_each_about_any_origin_and_in_any_parts()
    {
        const int Series = 37;
        const int Groups = 25;
        Random random = new(13);
        double[] results = [.. Enumerable.Range(0, Groups * CovarianceSums.GroupSize).Select(_ => random.Next(10) == 0 ? double.NaN : random.NextDouble() - 0.3)];
        float[][] values = [.. Enumerable.Range(0, Series).Select(s => results.Select(y => s == 5 ? 7f : (float)((1e4 * s) + random.NextDouble() + (double.IsNaN(y) ? 99 : s * y / 10))).ToArray())];
        CovarianceSums whole = new([.. values.Select(static v => v[0])]);
        CovarianceSums[] parts = [whole.Another(), whole.Another()];
        for (int group = 0; group < Groups; group++)
        {
            int first = group * CovarianceSums.GroupSize;
            float[] samples = [.. values.SelectMany(v => v.AsSpan(first, CovarianceSums.GroupSize).ToArray())];
            whole.Add(samples, results.AsSpan(first, CovarianceSums.GroupSize));
            parts[group < 11 ? 0 : 1].Add(samples, results.AsSpan(first, CovarianceSums.GroupSize));
        }

        parts[0].Add(parts[1]);
        int[] answered = [.. Enumerable.Range(0, results.Length).Where(k => double.IsFinite(results[k]))];
        Assert.Equal(answered.Length, whole.Count);
        double[] y = [.. answered.Select(k => results[k])];
        for (int s = 0; s < Series; s++)
        {
            double expected = s == 5 ? 0 : MathNet.Numerics.Statistics.Correlation.Pearson(answered.Select(k => (double)values[s][k]), y);
            Assert.Equal(expected, whole.Correlations()[s], 1e-11);
            Assert.Equal(expected, parts[0].Correlations()[s], 1e-11);
        }

        Assert.Throws<ArgumentException>(() => whole.Add(new float[Series * 16], new double[15]));
        Assert.Throws<ArgumentException>(() => whole.Add(new float[Series * 15], new double[16]));
        Assert.Throws<ArgumentException>(() => whole.Add(new CovarianceSums(new float[Series])));
    }

    private static SeriesTile TileOf(params double[][] series)
    {
        SeriesTile tile = new();
        Span<double> samples = tile.Begin(series[0].Length);
        samples.Fill(double.NaN);
        for (int s = 0; s < series.Length; s++)
            for (int k = 0; k < series[s].Length; k++) samples[(k * SeriesTile.Width) + s] = series[s][k];
        return tile;
    }

    private static SketchedRanks RanksOf(QuantileSketch sketch)
    {
        SketchedRanks ranks = new();
        ranks.Read(sketch);
        return ranks;
    }

    private static void Check(double[] values, double mean, double deviation, double meanDigits, double deviationDigits)
    {
        Moments moments = Moments.Of(values);
        Assert.InRange(CorrectDigits(moments.Mean, mean), meanDigits, 16);
        Assert.InRange(CorrectDigits(moments.StandardDeviation, deviation), deviationDigits, 16);
    }

    /// <summary>NIST's log relative error, capped at 16.</summary>
    private static double CorrectDigits(double computed, double certified)
        => computed == certified ? 16 : Math.Min(16, -Math.Log10(Math.Abs(computed - certified) / Math.Abs(certified)));

    private static double[] Alternating(double first, double low, double high)
    {
        double[] values = new double[1001];
        values[0] = first;
        for (int k = 1; k < values.Length; k++)
            values[k] = k % 2 == 1 ? low : high;
        return values;
    }

    /// <summary>The speed of light in air, thousands of km/s, as A. A. Michelson measured it in 1879 (NIST dataset Michelso).</summary>
    private static double[] Michelson()
    {
        int[] thousandths =
        [
            850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960,
            960, 940, 960, 940, 880, 800, 850, 880, 900, 840, 830, 790, 810, 880, 880, 830, 800, 790, 760, 800,
            880, 880, 880, 860, 720, 720, 620, 860, 970, 950, 880, 910, 850, 870, 840, 840, 850, 840, 840, 840,
            890, 810, 810, 820, 800, 770, 760, 740, 750, 760, 910, 920, 890, 860, 880, 720, 840, 850, 850, 780,
            890, 840, 780, 810, 760, 810, 790, 810, 820, 850, 870, 870, 810, 740, 810, 940, 950, 800, 810, 870,
        ];
        return thousandths.Select(static t => (299_000 + t) / 1000.0).ToArray();
    }
}
