using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Columns;

/// <summary>The loops over bitmaps, offsets and indices against their definitions, at every length, before a guard page.</summary>
public sealed class ColumnKernelTests
{
    private const int Longest = 257;

    [Fact]
    public void Bits_are_counted_copied_and_filled()
    {
        using GuardedBytes source = new(64);
        using GuardedBytes target = new(64);
        Random random = new(3);
        byte[] noise = new byte[64];
        for (int length = 0; length <= Longest; length++)
        {
            for (int start = 0; start < 9; start++)
            {
                random.NextBytes(noise);
                ReadOnlySpan<byte> bits = source.AtEnd(noise.AsSpan(0, Bits.Bytes(start + length))).Span;
                int set = 0;
                for (int i = start; i < start + length; i++) set += (bits[i / 8] >> (i % 8)) & 1;
                Assert.Equal(set, Bits.CountSet(bits, start, length));

                int shift = random.Next(9);
                Span<byte> copy = target.AtEnd(new byte[Bits.Bytes(shift + length)]).Span;
                Bits.Copy(bits, start, copy, shift, length);
                for (int i = 0; i < length; i++) Assert.Equal(Bits.Get(bits, start + i), Bits.Get(copy, shift + i));

                Span<byte> filled = target.AtEnd(new byte[Bits.Bytes(start + length)]).Span;
                Bits.Fill(filled, start, length);
                for (int i = 0; i < filled.Length * 8; i++) Assert.Equal(i >= start && i < start + length, Bits.Get(filled, i));
            }
        }
    }

    [Fact]
    public void Text_offsets_that_fall_anywhere_are_refused()
    {
        using GuardedBytes memory = new(Longest * sizeof(int));
        ColumnField field = new("t", ColumnType.Utf8);
        byte[] text = new byte[Longest * 3];
        for (int length = 1; length < 70; length++)
        {
            int[] offsets = [.. Enumerable.Range(0, length + 1).Select(i => i * 3)];
            Assert.Equal(length, Column.OverBuffers(field, length, memory.AtEnd(MemoryMarshal.AsBytes<int>(offsets)), text: text).Length);
            for (int i = 1; i <= length; i++)
            {
                int good = offsets[i];
                offsets[i] = offsets[i - 1] - 1;
                Assert.Throws<ArgumentException>(() => Column.OverBuffers(field, length, memory.AtEnd(MemoryMarshal.AsBytes<int>(offsets)), text: text));
                offsets[i] = good;
            }
        }
    }

    [Fact]
    public void Indices_outside_of_the_dictionary_are_refused_wherever_they_stand()
    {
        using GuardedBytes memory = new(Longest * sizeof(int));
        ColumnField field = new("d", ColumnType.Dictionary);
        Column dictionary = Column.OfText("d", ["a", "b", "c"]);
        for (int length = 0; length < 70; length++)
        {
            int[] indices = [.. Enumerable.Range(0, length).Select(i => i % 3)];
            Assert.Equal(length, Column.OverBuffers(field, length, memory.AtEnd(MemoryMarshal.AsBytes<int>(indices)), dictionary: dictionary).Length);
            for (int i = 0; i < length; i++)
            {
                foreach (int bad in (int[])[3, -1, int.MinValue, int.MaxValue])
                {
                    indices[i] = bad;
                    Assert.Throws<ArgumentException>(() => Column.OverBuffers(field, length, memory.AtEnd(MemoryMarshal.AsBytes<int>(indices)), dictionary: dictionary));
                }

                indices[i] = i % 3;
            }
        }
    }
}
