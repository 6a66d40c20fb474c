using System.Buffers;
using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>The buffers of a column as they stand in the body of a message: bits from bit 0 on, text offsets from 0.</summary>
internal static class ArrowBody
{
    /// <summary>Takes the bytes of one buffer.</summary>
    public delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>The bytes of each buffer: validity, values or offsets, texts.</summary>
    public static IEnumerable<long> BufferLengths(Column column)
    {
        yield return column.NullCount == 0 ? 0 : Bits.Bytes(column.Length);
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                yield return Bits.Bytes(column.Length);
                break;
            case ColumnKind.Utf8:
                yield return ((long)column.Length + 1) * sizeof(int);
                yield return TextRange(column).Length;
                break;
            default:
                yield return column.ValueBytes.Length;
                break;
        }
    }

    /// <summary>Hands over each buffer in the order of <see cref="BufferLengths"/>.</summary>
    public static void Write(Column column, Sink sink)
    {
        if (column.NullCount == 0) sink(default);
        else WriteBits(column.Validity, column, sink);
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                WriteBits(column.ValueBytes, column, sink);
                break;
            case ColumnKind.Utf8:
                WriteOffsets(column, sink);
                sink(TextRange(column));
                break;
            default:
                sink(column.ValueBytes);
                break;
        }
    }

    // The bits behind the last one are cleared: they are not part of the column, and the bytes must depend on the column alone.
    private static void WriteBits(ReadOnlySpan<byte> bits, Column column, Sink sink)
    {
        int bytes = Bits.Bytes(column.Length);
        byte[] rented = ArrayPool<byte>.Shared.Rent(bytes);
        Span<byte> target = rented.AsSpan(0, bytes);
        target.Clear();
        Bits.Copy(bits, column.BitOffset, target, 0, column.Length);
        sink(target);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteOffsets(Column column, Sink sink)
    {
        ReadOnlySpan<int> offsets = column.TextOffsets;
        if (offsets.IsEmpty)
        {
            sink(stackalloc byte[sizeof(int)]);
            return;
        }

        if (offsets[0] == 0)
        {
            sink(MemoryMarshal.AsBytes(offsets));
            return;
        }

        int[] rented = ArrayPool<int>.Shared.Rent(offsets.Length);
        Span<int> target = rented.AsSpan(0, offsets.Length);
        for (int i = 0; i < target.Length; i++) target[i] = offsets[i] - offsets[0];
        sink(MemoryMarshal.AsBytes(target));
        ArrayPool<int>.Shared.Return(rented);
    }

    private static ReadOnlySpan<byte> TextRange(Column column)
    {
        ReadOnlySpan<int> offsets = column.TextOffsets;
        return offsets.IsEmpty ? default : column.TextBytes[offsets[0]..offsets[^1]];
    }
}
