using System.Numerics;
using System.Runtime.InteropServices;

namespace CarbonLca.Formats.Columns;

/// <summary>Bitmaps, lowest bit first: bit i is bit i mod 8 of byte i / 8.</summary>
internal static class Bits
{
    /// <summary>⌈count / 8⌉.</summary>
    public static int Bytes(int count) => (int)(((long)count + 7) >> 3);

    public static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] & (1 << (index & 7))) != 0;

    public static void Set(Span<byte> bits, int index) => bits[index >> 3] |= (byte)(1 << (index & 7));

    /// <summary>How many of <paramref name="count"/> bits from <paramref name="start"/> on are set.</summary>
    public static int CountSet(ReadOnlySpan<byte> bits, int start, int count)
    {
        int set = 0;
        int i = start;
        int end = start + count;
        for (; i < end && (i & 7) != 0; i++) set += Get(bits, i) ? 1 : 0;
        ReadOnlySpan<byte> whole = bits.Slice(i >> 3, (end - i) >> 3);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(whole);
        foreach (ulong word in words) set += BitOperations.PopCount(word);
        foreach (byte b in whole[(words.Length * sizeof(ulong))..]) set += BitOperations.PopCount(b);
        for (i += whole.Length * 8; i < end; i++) set += Get(bits, i) ? 1 : 0;
        return set;
    }

    /// <summary>Copies bits; the bits of the last target byte beyond them are cleared when the copy ends there.</summary>
    public static void Copy(ReadOnlySpan<byte> source, int sourceStart, Span<byte> target, int targetStart, int count)
    {
        if ((sourceStart & 7) == 0 && (targetStart & 7) == 0)
        {
            int bytes = count >> 3;
            source.Slice(sourceStart >> 3, bytes).CopyTo(target[(targetStart >> 3)..]);
            int done = bytes * 8;
            if (done == count) return;
            int mask = (1 << (count - done)) - 1;
            target[(targetStart >> 3) + bytes] = (byte)(source[(sourceStart >> 3) + bytes] & mask);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            int at = targetStart + i;
            int bit = 1 << (at & 7);
            if (Get(source, sourceStart + i)) target[at >> 3] |= (byte)bit;
            else target[at >> 3] &= (byte)~bit;
        }
    }

    /// <summary>Sets bits.</summary>
    public static void Fill(Span<byte> target, int start, int count)
    {
        int i = start;
        int end = start + count;
        for (; i < end && (i & 7) != 0; i++) Set(target, i);
        int bytes = (end - i) >> 3;
        target.Slice(i >> 3, bytes).Fill(byte.MaxValue);
        for (i += bytes * 8; i < end; i++) Set(target, i);
    }
}
