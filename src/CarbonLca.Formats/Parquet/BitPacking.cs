using System.Buffers.Binary;

namespace CarbonLca.Formats.Parquet;

/// <summary>Integers of a fixed number of bits one after the other, lowest bit first.</summary>
internal static class BitPacking
{
    /// <summary>⌈count · width / 8⌉.</summary>
    public static long Bytes(long count, int width) => ((count * width) + 7) >> 3;

    /// <summary>Reads integers of up to 32 bits; the bytes are there.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<int> values)
    {
        if (width == 0)
        {
            values.Clear();
            return;
        }

        ulong mask = (1ul << width) - 1;
        int i = 0;
        long bit = 0;

        // While eight bytes can be read, one load holds a whole value: 32 bits and 7 of displacement.
        for (; i < values.Length && (bit >> 3) + sizeof(ulong) <= packed.Length; i++, bit += width)
            values[i] = (int)((BinaryPrimitives.ReadUInt64LittleEndian(packed[(int)(bit >> 3)..]) >> (int)(bit & 7)) & mask);
        for (; i < values.Length; i++, bit += width) values[i] = (int)Slow(packed, bit, width);
    }

    /// <summary>Reads integers of up to 64 bits; the bytes are there.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int width, Span<ulong> values)
    {
        if (width == 0)
        {
            values.Clear();
            return;
        }

        long bit = 0;
        for (int i = 0; i < values.Length; i++, bit += width)
        {
            values[i] = width <= 56 && (bit >> 3) + sizeof(ulong) <= packed.Length
                ? (BinaryPrimitives.ReadUInt64LittleEndian(packed[(int)(bit >> 3)..]) >> (int)(bit & 7)) & ((1ul << width) - 1)
                : Slow(packed, bit, width);
        }
    }

    /// <summary>Writes eight integers.</summary>
    public static int PackEight(ReadOnlySpan<int> values, int width, Span<byte> packed)
    {
        ulong held = 0;
        int bits = 0;
        int written = 0;
        foreach (int value in values)
        {
            held |= (ulong)(uint)value << bits;
            for (bits += width; bits >= 8; bits -= 8)
            {
                packed[written++] = (byte)held;
                held >>= 8;
            }
        }

        return written;
    }

    private static ulong Slow(ReadOnlySpan<byte> packed, long bit, int width)
    {
        ulong value = 0;
        for (int done = 0; done < width;)
        {
            int inByte = (int)(bit & 7);
            int take = Math.Min(8 - inByte, width - done);
            value |= (ulong)((packed[(int)(bit >> 3)] >> inByte) & ((1 << take) - 1)) << done;
            done += take;
            bit += take;
        }

        return value;
    }
}
