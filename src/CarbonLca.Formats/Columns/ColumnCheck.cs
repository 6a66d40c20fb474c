using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Columns;

/// <summary>Decides whether buffers make a valid column: everything a loop later relies on, looked at once.</summary>
internal static class ColumnCheck
{
    /// <summary>The column, or what is wrong with the buffers.</summary>
    /// <param name="field">Name and type.</param>
    /// <param name="length">How many values; not negative.</param>
    /// <param name="nullCount">How many are said to be missing; null when nothing is said.</param>
    /// <param name="validity">The bitmap; empty when none is missing.</param>
    /// <param name="values">Values, bits, offsets or indices; may be longer than needed.</param>
    /// <param name="text">The bytes of texts.</param>
    /// <param name="dictionary">The texts of a dictionary.</param>
    /// <param name="column">The column; null when something is wrong.</param>
    public static Wording? TryMake(
        ColumnField field,
        int length,
        long? nullCount,
        ReadOnlyMemory<byte> validity,
        ReadOnlyMemory<byte> values,
        ReadOnlyMemory<byte> text,
        Column? dictionary,
        out Column? column)
    {
        column = null;
        int missing = 0;
        if (!validity.IsEmpty)
        {
            if (validity.Length < Bits.Bytes(length)) return TooShort("validity bitmap", "有效性位图", validity.Length, Bits.Bytes(length));
            validity = validity[..Bits.Bytes(length)];
            missing = length - Bits.CountSet(validity.Span, 0, length);
        }

        if (nullCount is { } said && said != missing)
        {
            return new Wording(
                $"it is said to miss {said} values, and its validity bitmap {(validity.IsEmpty ? "is not there" : $"marks {missing} as missing")}.",
                $"声明缺失 {said} 个值，而其有效性位图{(validity.IsEmpty ? "不存在" : $"标记缺失 {missing} 个")}。");
        }

        if (missing != 0 && !field.IsNullable)
            return new Wording($"{missing} of its values are missing, and the schema says that none is.", $"有 {missing} 个值缺失，而模式声明不可缺失。");

        long needed = field.Type.Kind switch
        {
            ColumnKind.Boolean => Bits.Bytes(length),
            ColumnKind.Utf8 => length == 0 && values.Length < sizeof(int) ? 0 : ((long)length + 1) * sizeof(int),
            _ => (long)length * field.Type.ByteWidth,
        };
        if (values.Length < needed) return TooShort("value buffer", "数值缓冲区", values.Length, needed);
        values = values[..(int)needed];

        Wording? fault = field.Type.Kind switch
        {
            ColumnKind.Utf8 => CheckText(length, missing == 0 ? default : validity.Span, MemoryMarshal.Cast<byte, int>(values.Span), text.Span),
            ColumnKind.Dictionary => CheckIndices(missing == 0 ? default : validity.Span, MemoryMarshal.Cast<byte, int>(values.Span), dictionary),
            _ => null,
        };
        if (fault is not null) return fault;
        column = new Column(field, length, missing, validity, 0, values, text, dictionary);
        return null;
    }

    private static Wording TooShort(string what, string zh, long found, long needed) => new(
        $"its {what} has {found} bytes and needs {needed}.",
        $"其{zh}有 {found} 字节，需要 {needed} 字节。");

    private static Wording? CheckText(int length, ReadOnlySpan<byte> validity, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> text)
    {
        if (offsets.IsEmpty) return null;
        int first = offsets[0];
        int last = offsets[^1];
        if (first < 0 || !Ascends(offsets))
            return new Wording("its text offsets do not ascend from zero or more.", "其文本偏移量不是从零或正数开始递增。");
        if (last > text.Length) return new Wording($"its texts end at byte {last} of {text.Length}.", $"其文本结束于第 {last} 字节，而缓冲区只有 {text.Length} 字节。");

        // Texts are valid one by one exactly when they are valid together and none begins inside a character.
        if (Utf8.IsValid(text[first..last]))
        {
            bool isWhole = true;
            foreach (int offset in offsets)
                if (offset < last && (text[offset] & 0xC0) == 0x80) isWhole = false;
            if (isWhole) return null;
        }

        for (int i = 0; i < length; i++)
        {
            if (!validity.IsEmpty && !Bits.Get(validity, i)) continue;
            if (!Utf8.IsValid(text[offsets[i]..offsets[i + 1]])) return new Wording($"its text in row {i + 1} is not valid UTF-8.", $"其第 {i + 1} 行的文本不是有效的 UTF-8。");
        }

        return null;
    }

    private static bool Ascends(ReadOnlySpan<int> offsets)
    {
        int i = 0;
        int step = Vector<int>.Count;
        for (; i + step < offsets.Length; i += step)
            if (Vector.GreaterThanAny(new Vector<int>(offsets[i..]), new Vector<int>(offsets[(i + 1)..]))) return false;
        for (; i + 1 < offsets.Length; i++)
            if (offsets[i] > offsets[i + 1]) return false;
        return true;
    }

    private static Wording? CheckIndices(ReadOnlySpan<byte> validity, ReadOnlySpan<int> indices, Column? dictionary)
    {
        if (dictionary is null) return new Wording("it has no dictionary.", "它没有字典。");
        if (dictionary.Type.Kind != ColumnKind.Utf8) return new Wording($"its dictionary is {dictionary.Type}, not utf8.", $"其字典是 {dictionary.Type}，而不是 utf8。");
        if (dictionary.NullCount != 0) return new Wording("its dictionary has missing values.", "其字典含有缺失值。");
        uint count = (uint)dictionary.Length;
        if (validity.IsEmpty && AllBelow(indices, count)) return null;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] < count || (!validity.IsEmpty && !Bits.Get(validity, i))) continue;
            return new Wording(
                $"its value in row {i + 1} is entry {indices[i]} of a dictionary with {count} entries.",
                $"其第 {i + 1} 行的值指向字典的第 {indices[i]} 项，而字典只有 {count} 项。");
        }

        return null;
    }

    private static bool AllBelow(ReadOnlySpan<int> indices, uint limit)
    {
        Vector<uint> most = Vector<uint>.Zero;
        ReadOnlySpan<uint> unsigned = MemoryMarshal.Cast<int, uint>(indices);
        int i = 0;
        for (; i + Vector<uint>.Count <= unsigned.Length; i += Vector<uint>.Count) most = Vector.Max(most, new Vector<uint>(unsigned[i..]));
        uint highest = 0;
        for (int lane = 0; lane < Vector<uint>.Count; lane++) highest = Math.Max(highest, most[lane]);
        for (; i < unsigned.Length; i++) highest = Math.Max(highest, unsigned[i]);
        return highest < limit || indices.IsEmpty;
    }
}
