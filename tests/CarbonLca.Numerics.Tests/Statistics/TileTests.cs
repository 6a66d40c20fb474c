using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;
using CarbonLca.Numerics.Statistics;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.Statistics;

/// <summary>What is done to eight series at once has the bits of what is done to one after the other, at every length, and touches nothing beside them.</summary>
public sealed class TileTests
{
    private const int Longest = 257;
    private const int Width = SeriesTile.Width;
    private const double SameWithin = 2e-6;

    private static readonly GuardedSide[] Sides = [GuardedSide.Start, GuardedSide.End];

    [Fact]
    public void Exchanges_sort_every_series_at_every_length()
    {
        using GuardedBytes memory = new(Longest * Width * sizeof(double));
        Random random = new(1);
        for (int length = 0; length <= Longest; length++)
        {
            // Few distinct numbers among them, and numbers that are missing.
            double[] samples = [.. Enumerable.Range(0, length * Width).Select(k => random.Next(7) == 0 ? double.PositiveInfinity : k % 3 == 0 ? random.Next(5) : random.NextDouble() - 0.5)];
            foreach (GuardedSide side in Sides)
            {
                Span<double> sorted = memory.Place<double>(samples, side);
                TileSort.Run(MemoryMarshal.Cast<double, Vector512<double>>(sorted));
                for (int s = 0; s < Width; s++) Assert.Equal([.. SeriesOf(samples, s).Order()], SeriesOf(sorted, s));
            }
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Exchanges_sort_many_samples(int length)
    {
        Random random = new(length);
        double[] samples = [.. Enumerable.Range(0, length * Width).Select(_ => random.NextDouble())];
        Span<double> sorted = [.. samples];
        TileSort.Run(MemoryMarshal.Cast<double, Vector512<double>>(sorted));
        for (int s = 0; s < Width; s++) Assert.Equal([.. SeriesOf(samples, s).Order()], SeriesOf(sorted, s));
    }

    [Fact]
    public void Sorted_parts_merge_at_every_length()
    {
        Random random = new(3);
        for (int half = 1; half <= 64; half *= 2)
        {
            for (int length = half; length <= 2 * half; length++)
            {
                double[] samples = [.. Enumerable.Range(0, length * Width).Select(_ => random.NextDouble())];
                Span<Vector512<double>> rows = MemoryMarshal.Cast<double, Vector512<double>>(samples.AsSpan());
                TileSort.Run(rows[..half]);
                TileSort.Run(rows[half..]);
                double[] expected = [.. SeriesOf(samples, 5).Order()];
                TileSort.Merge(rows, half);
                Assert.Equal(expected, SeriesOf(samples, 5));
            }
        }
    }

    [Fact]
    public void Moments_have_the_bits_of_one_series_at_every_length()
    {
        using GuardedBytes memory = new(Longest * Width * sizeof(double));
        Random random = new(4);
        for (int length = 0; length <= MomentTree.BlockSize; length++)
        {
            double[] samples = WithGaps(random, length);
            foreach (GuardedSide side in Sides)
            {
                TileMoments moments = TileMoments.OfBlock(MemoryMarshal.Cast<double, Vector512<double>>(memory.Place<double>(samples, side)));
                for (int s = 0; s < Width; s++) Assert.Equal(Moments.Of([.. SeriesOf(samples, s).Where(double.IsFinite)]), moments[s]);
            }
        }
    }

    [Fact]
    public void Moments_of_many_blocks_have_the_bits_of_one_series_in_any_order_of_blocks()
    {
        Random random = new(5);
        double[] samples = WithGaps(random, 3000);
        samples.AsSpan(MomentTree.BlockSize * Width, MomentTree.BlockSize * Width).Fill(double.NaN);
        int[] order = [.. Enumerable.Range(0, (3000 + MomentTree.BlockSize - 1) / MomentTree.BlockSize)];
        random.Shuffle(order);
        TileMomentTree tile = new();
        MomentTree[] single = [.. Enumerable.Range(0, Width).Select(_ => new MomentTree())];
        foreach (int block in order)
        {
            ReadOnlySpan<double> part = samples.AsSpan(block * MomentTree.BlockSize * Width)[..Math.Min(MomentTree.BlockSize * Width, samples.Length - (block * MomentTree.BlockSize * Width))];
            tile.Add(block, part);
            for (int s = 0; s < Width; s++) single[s].Add(block, [.. SeriesOf(part, s).Where(double.IsFinite)]);
        }

        Moments[] totals = tile.Totals();
        for (int s = 0; s < Width; s++) Assert.Equal(single[s].Total(), totals[s]);
        Assert.Throws<ArgumentException>(() => tile.Add(0, samples.AsSpan(0, Width)));
        Assert.Throws<ArgumentException>(() => tile.Add(99, samples.AsSpan(0, Width + 1)));
        Assert.Throws<ArgumentException>(() => tile.Add(99, samples.AsSpan(0, (MomentTree.BlockSize + 1) * Width)));
        Assert.Throws<ArgumentException>(() => tile.Add(99, [0, 0, 0, 0, 0, 0, 0, double.PositiveInfinity]));
        Assert.Equal(0, new TileMomentTree().Totals()[0].Count);
    }

    [Fact]
    public void Sums_and_counts_have_the_bits_of_one_series_at_every_length_however_it_is_cut()
    {
        using GuardedBytes memory = new(Longest * Width * sizeof(double));
        Random random = new(6);
        double[] references = [1, -1, 0, 0.5, 1e-3, 2, 0.1];
        for (int length = 0; length <= Longest; length++)
        {
            double[] samples = WithGaps(random, length);
            foreach (GuardedSide side in Sides)
            {
                TileTally tally = new(references, SameWithin);
                int cut = random.Next(length + 1);
                tally.Add(memory.Place<double>(samples.AsSpan(0, cut * Width), side));
                tally.Add(memory.Place<double>(samples.AsSpan(cut * Width), side));
                for (int s = 0; s < references.Length; s++) AssertIs(SeriesOf(samples, s), references[s], tally, s);
            }
        }

        Assert.Throws<ArgumentException>(() => new TileTally(new double[9], SameWithin));
        Assert.Throws<ArgumentException>(() => new TileTally(references, SameWithin).Add(new double[9]));
    }

    [Theory]
    [InlineData(1000, 8)]
    [InlineData(1000, 2)]
    [InlineData(40_000, 3)]
    public void Quantiles_are_those_of_one_series_whichever_way_it_is_sorted(int length, int series)
    {
        double[] samples = WithGaps(new Random(8), length);
        SeriesTile tile = new();
        samples.CopyTo(tile.Begin(length));
        Assert.Throws<InvalidOperationException>(() => tile.Quantile(0, 1, 0.5));
        tile.Sort(series);
        for (int s = 0; s < series; s++)
        {
            double[] answers = [.. SeriesOf(samples, s).Where(double.IsFinite)];
            if (answers.Length == 0) continue;
            foreach (double p in (double[])[0, 0.025, 0.3, 0.5, 0.975, 1]) Assert.Equal(ExactQuantiles.Quantile<double>([.. answers], p), tile.Quantile(s, answers.Length, p));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => tile.Quantile(0, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => tile.Quantile(0, length + 1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => tile.Quantile(0, 1, -0.1));
    }

    [Fact]
    public void Zeros_have_no_sign_once_they_are_sorted()
    {
        SeriesTile tile = new();
        tile.Begin([0.0, -0.0, -0.0]);
        tile.Sort();
        foreach (double p in (double[])[0, 0.5, 1]) Assert.Equal(0, BitConverter.DoubleToInt64Bits(tile.Quantile(0, 3, p)));
    }

    private static void AssertIs(double[] samples, double reference, TileTally tally, int series)
    {
        double[] answers = [.. samples.Where(double.IsFinite)];
        bool[] isEqual = [.. answers.Select(x => Math.Abs(x - reference) <= SameWithin * Math.Abs(reference))];
        Assert.Equal(samples.Length - answers.Length, tally.Missing(series));
        Assert.Equal(answers.Count(static x => x > 0), tally.Positive(series));
        Assert.Equal(answers.Count(static x => x < 0), tally.Negative(series));
        Assert.Equal(isEqual.Count(static equal => equal), tally.Equal(series));
        Assert.Equal(answers.Where((x, k) => x < reference && !isEqual[k]).Count(), tally.Below(series));
        AssertSame(PowerSums.Reference(answers), tally.Values(series));
        AssertSame(PowerSums.Reference([.. answers.Where(static x => x != 0).Select(static x => RealMath.Log(Math.Abs(x)))]), tally.Logarithms(series));
    }

    private static void AssertSame(PowerSums expected, PowerSums actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.StandardDeviation, actual.StandardDeviation);
        Assert.Equal(expected.Skewness, actual.Skewness);
        Assert.Equal(expected.StandardErrorOfDeviation(7), actual.StandardErrorOfDeviation(7));
    }

    // Series of several sizes and signs: one lacks every third sample, one has none, one is full of zeros and of the number it is compared with.
    private static double[] WithGaps(Random random, int length) =>
    [
        .. Enumerable.Range(0, length * Width).Select(k => (k % Width) switch
        {
            0 => random.NextDouble(),
            1 => -1e200 * (1 + random.NextDouble()),
            2 => random.Next(3) == 0 ? double.NaN : random.NextDouble() - 0.5,
            3 => random.Next(2) == 0 ? 0.5 : random.Next(2) * random.NextDouble(),
            4 => 1e-300 * random.NextDouble(),
            5 => double.NaN,
            6 => k < 4 * Width ? double.NaN : 1e8 + random.NextDouble(),
            _ => random.Next(5),
        }),
    ];

    private static double[] SeriesOf(ReadOnlySpan<double> samples, int series)
    {
        double[] one = new double[samples.Length / Width];
        for (int k = 0; k < one.Length; k++) one[k] = samples[(k * Width) + series];
        return one;
    }
}
