using System.Runtime.InteropServices;
using CarbonLca.Numerics.Sampling;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.Sampling;

public sealed class PhiloxTests
{
    /// <summary>Known answers for ten rounds from the file kat_vectors of Random123 1.14, the library of Salmon et al. (2011).</summary>
    [Theory]
    [InlineData(0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_gives_the_published_answers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
        => Assert.Equal(new PhiloxBlock(w0, w1, w2, w3), Philox4x32.Block(((ulong)k1 << 32) | k0, c0, c1, c2, c3));

    [Fact]
    public void Every_path_gives_the_words_of_the_definition()
    {
        const int Longest = 257;
        Random random = new(1);
        using GuardedBytes memory = new(Longest * PhiloxWords.WordsPerUnit * sizeof(uint));
        foreach (SimdPath path in SimdPathList.Supported)
        {
            for (int units = 1; units <= Longest; units++)
            {
                ComparesWithReference<GroupShape>(random, path, units, memory);
                ComparesWithReference<QuarterShape>(random, path, units, memory);
            }
        }
    }

    [Fact]
    public void Word_of_a_sample_stands_at_its_lane()
    {
        uint[] words = new uint[PhiloxWords.WordsPerUnit];
        PhiloxWords.Reference<GroupShape>(seed: 7, firstQuarter: 20, [0, 0, 0, 0], [11, 12, 13, 14], [0, 0, 0, 9], words);
        for (int parameter = 0; parameter < 4; parameter++)
        {
            ParameterKey key = new((parameter == 3 ? 9ul << 32 : 0) + 11 + (ulong)parameter);
            for (int sample = 0; sample < 16; sample++)
            {
                uint expected = Philox4x32.Draw(7, (uint)(80 + sample) / 4, key, DrawComponent.Value)[sample % 4];
                Assert.Equal(expected, words[(sample % 4 * 16) + (sample / 4 * 4) + parameter]);
            }
        }
    }

    [Fact]
    public void A_quarter_has_the_words_of_four_samples_for_sixteen_parameters()
    {
        uint[] words = new uint[PhiloxWords.WordsPerUnit];
        uint[] lows = [.. Enumerable.Range(11, 16).Select(k => (uint)k)];
        PhiloxWords.Reference<QuarterShape>(seed: 7, firstQuarter: 20, new uint[16], lows, new uint[16], words);
        for (int parameter = 0; parameter < 16; parameter++)
        {
            for (int sample = 0; sample < 4; sample++)
                Assert.Equal(Philox4x32.Draw(7, 20, new ParameterKey(lows[parameter]), DrawComponent.Value)[sample], words[(sample * 16) + parameter]);
        }
    }

    private static void ComparesWithReference<TShape>(Random random, SimdPath path, int units, GuardedBytes memory)
        where TShape : ISampleShape
    {
        uint[] streams = Words(random, TShape.Parameters * units);
        uint[] lows = Words(random, TShape.Parameters * units);
        uint[] highs = Words(random, TShape.Parameters * units);
        long seed = random.NextInt64(long.MinValue, long.MaxValue);
        uint quarter = (uint)random.NextInt64(uint.MaxValue) & ~3u;
        uint[] expected = new uint[units * PhiloxWords.WordsPerUnit];
        Span<uint> actual = MemoryMarshal.Cast<byte, uint>(memory.AtEnd(new byte[expected.Length * sizeof(uint)]).Span);
        PhiloxWords.Reference<TShape>(seed, quarter, streams, lows, highs, expected);
        PhiloxWords.Fill<TShape>(path, seed, quarter, streams, lows, highs, actual);
        Assert.True(actual.SequenceEqual(expected), $"{path}, {units} units");
    }

    [Fact]
    public void Bits_are_balanced()
    {
        long ones = 0;
        const int Blocks = 100_000;
        for (uint k = 0; k < Blocks; k++)
        {
            PhiloxBlock block = Philox4x32.Block(0, k, 0, 0, 0);
            for (int w = 0; w < 4; w++)
                ones += System.Numerics.BitOperations.PopCount(block[w]);
        }
        double bits = Blocks * 128.0;
        Assert.InRange((ones - (bits / 2)) / Math.Sqrt(bits / 4), -4, 4);
    }

    [Fact]
    public void A_stream_beyond_24_bits_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterKey(1, ParameterKey.MaxStream + 1));

    private static uint[] Words(Random random, int count)
    {
        uint[] words = new uint[count];
        for (int k = 0; k < count; k++)
            words[k] = (uint)random.NextInt64(1L << 32);
        return words;
    }
}
