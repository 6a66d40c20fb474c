using CarbonLca.Numerics.Memory;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.Numerics.Tests.Statistics;

/// <summary>D09: statistics that were saved after any number of blocks go on with the bits of those that were not.</summary>
public sealed class SavedStatisticsTests
{
    private const int Width = SeriesTile.Width;
    private const int Blocks = 21;

    [Fact]
    public void D09_moments_go_on_from_any_block()
    {
        double[][] blocks = SomeBlocks(MomentTree.BlockSize);
        for (int cut = 0; cut <= Blocks; cut++)
        {
            TileMomentTree whole = new();
            for (int block = 0; block < cut; block++) whole.Add(block, blocks[block]);
            TileMomentTree resumed = new();
            Pass(writer => whole.Save(writer, cut), reader => resumed.Load(reader, cut));
            Assert.Equal(whole.Totals(), resumed.Totals());
            for (int block = cut; block < Blocks; block++)
            {
                whole.Add(block, blocks[block]);
                resumed.Add(block, blocks[block]);
            }

            Assert.Equal(BytesOf(writer => whole.Save(writer, Blocks)), BytesOf(writer => resumed.Save(writer, Blocks)));
            Assert.Equal(whole.Totals(), resumed.Totals());
            if (cut > 0) Assert.Throws<ArgumentException>(() => resumed.Add(cut - 1, blocks[0]));
        }
    }

    [Fact]
    public void D09_sums_and_counts_go_on_from_any_sample_also_where_a_series_has_none_yet()
    {
        double[] samples = SomeBlocks(Blocks)[0];
        double[] references = [1, -1, 0, 0.5, 1e-3, 2, 0.1];
        for (int cut = 0; cut <= Blocks; cut++)
        {
            TileTally whole = new(references, 2e-6);
            whole.Add(samples.AsSpan(0, cut * Width));
            TileTally resumed = new(references, 2e-6);
            resumed.Add(samples);
            Pass(whole.Save, resumed.Load);
            whole.Add(samples.AsSpan(cut * Width));
            resumed.Add(samples.AsSpan(cut * Width));
            Assert.Equal(BytesOf(whole.Save), BytesOf(resumed.Save));
            for (int s = 0; s < Width; s++)
            {
                Assert.Equal(
                    (whole.Missing(s), whole.Positive(s), whole.Negative(s), whole.Below(s), whole.Equal(s), whole.Values(s), whole.Logarithms(s)),
                    (resumed.Missing(s), resumed.Positive(s), resumed.Negative(s), resumed.Below(s), resumed.Equal(s), resumed.Values(s), resumed.Logarithms(s)));
            }
        }
    }

    [Fact]
    public void D09_sketches_go_on_from_any_block()
    {
        const int BlockSize = 32;
        double[][] blocks = SomeBlocks(BlockSize);
        for (int cut = 0; cut <= Blocks; cut++)
        {
            QuantileSketch whole = new(BlockSize);
            for (int block = 0; block < cut; block++) whole.Add(block, TileOf(blocks[block]));
            QuantileSketch resumed = new(BlockSize);
            Pass(writer => whole.Save(writer, cut), reader => resumed.Load(reader, cut));
            Assert.Equal((whole.Count, whole.RankError), (resumed.Count, resumed.RankError));
            for (int block = cut; block < Blocks; block++)
            {
                whole.Add(block, TileOf(blocks[block]));
                resumed.Add(block, TileOf(blocks[block]));
            }

            Assert.Equal(BytesOf(writer => whole.Save(writer, Blocks)), BytesOf(writer => resumed.Save(writer, Blocks)));
            Assert.Equal((whole.Count, whole.RankError), (resumed.Count, resumed.RankError));
            SketchedRanks expected = new();
            SketchedRanks found = new();
            expected.Read(whole);
            found.Read(resumed);
            for (int s = 0; s < Width; s++)
                for (double p = 0; p <= 1; p += 0.05) Assert.Equal(expected.Quantile(s, Blocks * BlockSize, p), found.Quantile(s, Blocks * BlockSize, p));
        }
    }

    [Fact]
    public void Only_the_first_blocks_without_a_gap_and_full_ones_are_saved_and_only_something_empty_is_loaded_into()
    {
        double[] block = SomeBlocks(4)[0];
        QuantileSketch gap = new(4);
        gap.Add(0, TileOf(block));
        gap.Add(2, TileOf(block));
        QuantileSketch rest = new(4);
        rest.Add(0, TileOf(block[..(3 * Width)]));
        TileMomentTree moments = new();
        moments.Add(1, block);
        foreach (Action<NumberWriter> save in (Action<NumberWriter>[])
        [
            writer => gap.Save(writer, 2), writer => gap.Save(writer, 3), writer => rest.Save(writer, 1), writer => moments.Save(writer, 1), writer => new QuantileSketch(4).Save(writer, 1),
        ])
        {
            Assert.Throws<InvalidOperationException>(() => BytesOf(save));
        }

        QuantileSketch full = new(4);
        full.Add(0, TileOf(block));
        byte[] saved = BytesOf(writer => full.Save(writer, 1));
        Assert.Equal(4 * Width * sizeof(float), saved.Length);
        Assert.Throws<InvalidOperationException>(() => full.Load(new NumberReader(new MemoryStream(saved)), 1));
        Assert.Throws<EndOfStreamException>(() => new QuantileSketch(4).Load(new NumberReader(new MemoryStream(saved)), 3));
        Assert.Throws<EndOfStreamException>(() => new TileMomentTree().Load(new NumberReader(new MemoryStream(saved)), 1));
        Assert.Throws<EndOfStreamException>(() => new TileTally([1], 0).Load(new NumberReader(new MemoryStream(saved))));
    }

    // Series of several sizes and signs: one has samples that are missing, one has none, one begins late.
    private static double[][] SomeBlocks(int samples)
    {
        Random random = new(9);
        return
        [
            .. Enumerable.Range(0, Blocks).Select(block => Enumerable.Range(0, samples * Width).Select(k => (k % Width) switch
            {
                0 => random.NextDouble(),
                1 => -1e30 * (1 + random.NextDouble()),
                2 => random.Next(3) == 0 ? double.NaN : random.NextDouble() - 0.5,
                3 => random.Next(2) == 0 ? 0.5 : random.Next(2) * random.NextDouble(),
                4 => block < 7 && k < (samples - 2) * Width ? double.NaN : 1e8 + random.NextDouble(),
                5 => double.NaN,
                6 => random.Next(5),
                _ => 1e-30 * random.NextDouble(),
            }).ToArray()),
        ];
    }

    private static SeriesTile TileOf(double[] samples)
    {
        SeriesTile tile = new();
        samples.CopyTo(tile.Begin(samples.Length / Width));
        return tile;
    }

    private static byte[] BytesOf(Action<NumberWriter> save)
    {
        using MemoryStream stream = new();
        using NumberWriter writer = new(stream);
        save(writer);
        return stream.ToArray();
    }

    private static void Pass(Action<NumberWriter> save, Action<NumberReader> load)
    {
        using MemoryStream stream = new(BytesOf(save));
        using NumberReader reader = new(stream);
        load(reader);
        Assert.Equal(stream.Length, stream.Position);
    }
}
