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
            sketch.Add(0, values.Select(static x => (float)x).ToArray());
            Assert.Equal(expected, sketch.Quantile(p));
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
            float[] values = new float[100_000];
            for (int k = 0; k < values.Length; k++)
                values[k] = shape switch { "ascending" => k, "descending" => -k, "ties" => random.Next(50), _ => (float)random.NextDouble() };
            QuantileSketch sketch = new(BlockSize);
            for (int first = 0; first < values.Length; first += BlockSize)
                sketch.Add(first / BlockSize, values.AsSpan(first, Math.Min(BlockSize, values.Length - first)));
            Assert.Equal(values.Length, sketch.Count);
            Assert.InRange(sketch.RankError, 1e-6, 0.5 * Math.Log2((double)values.Length / BlockSize) / BlockSize);
            float[] sorted = values.Order().ToArray();
            for (double p = 0; p <= 1; p += 0.04)
            {
                double estimate = sketch.Quantile(p);
                double below = sorted.Count(x => x < estimate) / (double)sorted.Length;
                double atMost = sorted.Count(x => x <= estimate) / (double)sorted.Length;
                double slack = sketch.RankError + (1.0 / sorted.Length);
                Assert.True(below - slack <= p && p <= atMost + slack, $"{shape}: quantile of {p} has rank {below} to {atMost}, declared error {sketch.RankError}.");
            }
        }
    }

    [Fact]
    public void Sketch_is_the_same_whatever_the_order_of_blocks_and_merges()
    {
        Random random = new(12);
        const int BlockSize = 32;
        float[] values = new float[5_000];
        for (int k = 0; k < values.Length; k++)
            values[k] = (float)random.NextDouble();
        int blocks = (values.Length + BlockSize - 1) / BlockSize;
        double[] expected = [];
        for (int trial = 0; trial < 6; trial++)
        {
            int[] order = Enumerable.Range(0, blocks).ToArray();
            if (trial > 0)
                random.Shuffle(order);
            QuantileSketch[] workers = [new(BlockSize), new(BlockSize), new(BlockSize)];
            foreach (int block in order)
                workers[trial == 0 ? 0 : random.Next(3)].Add(block, values.AsSpan(block * BlockSize, Math.Min(BlockSize, values.Length - (block * BlockSize))));
            workers[1].Merge(workers[2]);
            workers[0].Merge(workers[1]);
            double[] quantiles = Enumerable.Range(0, 101).Select(k => workers[0].Quantile(k / 100.0)).Append(workers[0].RankError).ToArray();
            if (trial == 0)
                expected = quantiles;
            Assert.Equal(expected, quantiles);
        }
    }

    [Fact]
    public void Sketch_of_one_block_is_exact_and_misuse_is_refused()
    {
        float[] values = Enumerable.Range(0, 50).Select(static k => (float)((k * 37) % 50)).ToArray();
        QuantileSketch sketch = new(64);
        sketch.Add(0, values);
        Assert.Equal(0, sketch.RankError);
        foreach (double p in new[] { 0, 0.1, 0.5, 0.77, 1 })
            Assert.Equal(ExactQuantiles.Quantile<double>(values.Select(static x => (double)x).ToArray(), p), sketch.Quantile(p), 1e-12);
        Assert.Throws<ArgumentException>(() => sketch.Add(0, values));
        Assert.Throws<ArgumentException>(() => sketch.Add(1, []));
        Assert.Throws<ArgumentException>(() => sketch.Add(1, [float.NaN]));
        Assert.Throws<ArgumentException>(() => sketch.Add(1, new float[65]));
        Assert.Throws<ArgumentException>(() => sketch.Merge(new QuantileSketch(32)));
        Assert.Throws<InvalidOperationException>(() => new QuantileSketch(64).Quantile(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch(63));
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
