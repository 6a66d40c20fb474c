using CarbonLca.Formats.Parquet;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Parquet;

/// <summary>The decoders of pages against their definitions, at every length and width, before a guard page; damage never leads outside.</summary>
public sealed class ParquetKernelTests
{
    private const int Longest = 257;

    [Fact]
    public void Packed_integers_of_every_width_are_unpacked()
    {
        using GuardedBytes memory = new(64 * 80);
        Random random = new(7);
        byte[] noise = new byte[64 * 80];
        for (int width = 0; width <= 64; width++)
        {
            for (int count = 0; count < 70; count++)
            {
                random.NextBytes(noise);
                ReadOnlySpan<byte> packed = memory.AtEnd(noise.AsSpan(0, (int)BitPacking.Bytes(count, width))).Span;
                ulong[] wide = new ulong[count];
                BitPacking.Unpack(packed, width, wide);
                for (int i = 0; i < count; i++) Assert.Equal(Defined(packed, (long)i * width, width), wide[i]);
                if (width > 32) continue;
                int[] narrow = new int[count];
                BitPacking.Unpack(packed, width, narrow);
                for (int i = 0; i < count; i++) Assert.Equal((int)wide[i], narrow[i]);
            }
        }
    }

    [Fact]
    public void Runs_come_back_and_cut_or_damaged_ones_stay_inside()
    {
        using GuardedBytes memory = new(8192);
        Random random = new(9);
        for (int length = 0; length <= Longest; length++)
        {
            int width = 1 + (length % 12);
            int[] values = new int[length];
            for (int i = 0; i < length; i++) values[i] = i > 0 && random.Next(4) != 0 ? values[i - 1] : random.Next(1 << width);
            using MemoryStream stream = new();
            RleHybrid.Write(stream, width, values);
            byte[] encoded = stream.ToArray();
            int[] decoded = new int[length];
            Assert.True(RleHybrid.TryRead(memory.AtEnd(encoded).Span, width, decoded));
            Assert.Equal(values, decoded);

            // The last group of eight is filled up: without the filling nothing is missing.
            for (int cut = 0; cut < encoded.Length; cut++)
                if (RleHybrid.TryRead(memory.AtEnd(encoded.AsSpan(0, cut)).Span, width, decoded)) Assert.Equal(values, decoded);
            if (length > 0) Assert.False(RleHybrid.TryRead([], width, decoded));
            for (int round = 0; round < 20 && length > 0; round++)
            {
                byte[] bad = (byte[])encoded.Clone();
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
                RleHybrid.TryRead(memory.AtEnd(bad).Span, width, decoded);
                RleHybrid.TryReadBits(memory.AtEnd(bad).Span, new byte[(length + 7) / 8], 0, length);
            }
        }
    }

    [Fact]
    public void Noise_is_no_reason_for_delta_or_snappy_to_leave_their_bytes()
    {
        using GuardedBytes source = new(512);
        using GuardedBytes target = new(512);
        Random random = new(13);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] noise = new byte[random.Next(0, 60)];
            random.NextBytes(noise);
            if (round % 2 == 0 && noise.Length > 4) (noise[0], noise[1], noise[2]) = (0x80, 0x01, 0x04); // a plausible header of 128 values in 4 parts
            DeltaBinaryPacked.TryRead(source.AtEnd(noise).Span, new long[random.Next(0, 50)]);
            Snappy.TryDecompress(source.AtEnd(noise).Span, target.AtEnd(new byte[random.Next(0, 300)]).Span);
        }
    }

    [Fact]
    public void Snappy_of_every_length_comes_back_and_cut_it_is_refused()
    {
        using GuardedBytes source = new(4096);
        using GuardedBytes target = new(4096);
        Random random = new(15);
        for (int length = 0; length <= Longest; length++)
        {
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++) text[i] = (byte)(random.Next(3) == 0 ? random.Next(256) : i % 5);
            byte[] compressed = new byte[Snappy.MostCompressed(length)];
            int bytes = Snappy.Compress(source.AtEnd(text).Span, compressed);
            Span<byte> expanded = target.AtEnd(new byte[length]).Span;
            Assert.True(Snappy.TryDecompress(source.AtEnd(compressed.AsSpan(0, bytes)).Span, expanded));
            Assert.Equal(text, expanded.ToArray());
            for (int cut = 0; cut < bytes; cut++)
                Assert.False(Snappy.TryDecompress(source.AtEnd(compressed.AsSpan(0, cut)).Span, target.AtEnd(new byte[length]).Span));
        }
    }

    private static ulong Defined(ReadOnlySpan<byte> packed, long bit, int width)
    {
        ulong value = 0;
        for (int i = 0; i < width; i++) value |= (ulong)((packed[(int)((bit + i) / 8)] >> (int)((bit + i) % 8)) & 1) << i;
        return value;
    }
}
