using System.Runtime.InteropServices;

namespace CarbonLca.Formats.Columns;

/// <summary>Joins columns end to end.</summary>
internal static class ColumnConcat
{
    /// <summary>The values of all parts, in aligned memory.</summary>
    /// <param name="field">The field of the result, of the type of all parts.</param>
    /// <param name="parts">The parts in order.</param>
    /// <param name="length">Their values together.</param>
    /// <exception cref="ArgumentException">The texts together exceed 2 GiB.</exception>
    public static Column Of(ColumnField field, IReadOnlyList<Column> parts, int length)
    {
        if (field.Type.Kind == ColumnKind.Dictionary)
        {
            parts = DictionaryUnion.Unite(parts);
        }

        Column? dictionary = field.Type.Kind != ColumnKind.Dictionary ? null : parts.Count == 0 ? Column.OfText(field.Name, []) : parts[0].Dictionary;
        int missing = parts.Sum(p => p.NullCount);
        Memory<byte> validity = missing == 0 ? Memory<byte>.Empty : AlignedBuffer.Allocate(Bits.Bytes(length));
        int row = 0;
        foreach (Column part in parts)
        {
            if (missing != 0)
            {
                if (part.NullCount == 0) Bits.Fill(validity.Span, row, part.Length);
                else Bits.Copy(part.Validity, part.BitOffset, validity.Span, row, part.Length);
            }

            row += part.Length;
        }

        if (field.Type.Kind == ColumnKind.Utf8)
        {
            (ReadOnlyMemory<byte> offsets, ReadOnlyMemory<byte> text) = Texts(field, parts, length);
            return new Column(field, length, missing, validity, 0, offsets, text, null);
        }

        return new Column(field, length, missing, validity, 0, Values(field.Type, parts, length), default, dictionary);
    }

    private static Memory<byte> Values(ColumnType type, IReadOnlyList<Column> parts, int length)
    {
        bool isBits = type.Kind == ColumnKind.Boolean;
        long bytes = isBits ? Bits.Bytes(length) : (long)length * type.ByteWidth;
        if (bytes > Array.MaxLength - AlignedBuffer.Alignment) throw new ArgumentException("The values exceed 2 GiB; use the batches one by one.", nameof(parts));
        Memory<byte> values = AlignedBuffer.Allocate((int)bytes);
        int row = 0;
        foreach (Column part in parts)
        {
            if (isBits) Bits.Copy(part.ValueBytes, part.BitOffset, values.Span, row, part.Length);
            else part.ValueBytes.CopyTo(values.Span[(row * type.ByteWidth)..]);
            row += part.Length;
        }

        return values;
    }

    private static (ReadOnlyMemory<byte> Offsets, ReadOnlyMemory<byte> Text) Texts(ColumnField field, IReadOnlyList<Column> parts, int length)
    {
        long total = 0;
        foreach (Column part in parts)
            if (part.Length > 0) total += part.TextOffsets[^1] - part.TextOffsets[0];
        if (total > Array.MaxLength - AlignedBuffer.Alignment) throw new ArgumentException($"The texts of column '{field.Name}' exceed 2 GiB; use the batches one by one.", nameof(parts));
        Memory<byte> buffer = AlignedBuffer.Allocate((length + 1) * sizeof(int));
        Memory<byte> text = AlignedBuffer.Allocate((int)total);
        Span<int> target = MemoryMarshal.Cast<byte, int>(buffer.Span);
        int row = 0;
        int end = 0;
        foreach (Column part in parts)
        {
            if (part.Length == 0) continue;
            ReadOnlySpan<int> offsets = part.TextOffsets;
            part.TextBytes[offsets[0]..offsets[^1]].CopyTo(text.Span[end..]);
            for (int i = 0; i < part.Length; i++) target[row + i + 1] = end + offsets[i + 1] - offsets[0];
            row += part.Length;
            end = target[row];
        }

        return (buffer, text);
    }
}
