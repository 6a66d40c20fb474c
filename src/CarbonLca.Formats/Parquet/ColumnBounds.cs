using System.Numerics;
using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>The least and greatest value of a column, in the order that Parquet's TYPE_ORDER defines.</summary>
/// <remarks>
/// Integers by their value, texts by their bytes. Floats leave NaN out; a bound of zero is −0 below and +0 above, so that both zeros
/// lie between. Texts longer than 64 bytes have no bounds: they would outweigh what they save.
/// </remarks>
internal static class ColumnBounds
{
    private const int LongestText = 64;

    /// <summary>The bounds as plain values; null when there are none.</summary>
    /// <param name="column">The column.</param>
    /// <param name="values">Its values that are there, as they are stored.</param>
    public static (byte[] Least, byte[] Greatest)? Of(Column column, ReadOnlySpan<byte> values) => column.Type.Kind switch
    {
        ColumnKind.Boolean => Integers(values),
        ColumnKind.UInt8 or ColumnKind.UInt16 or ColumnKind.UInt32 => Integers(MemoryMarshal.Cast<byte, uint>(values)),
        ColumnKind.UInt64 => Integers(MemoryMarshal.Cast<byte, ulong>(values)),
        ColumnKind.Int64 or ColumnKind.Timestamp => Integers(MemoryMarshal.Cast<byte, long>(values)),
        ColumnKind.Float32 => Floats(MemoryMarshal.Cast<byte, float>(values)),
        ColumnKind.Float64 => Floats(MemoryMarshal.Cast<byte, double>(values)),
        ColumnKind.Utf8 => Texts(column, Enumerable.Range(0, column.Length).Where(i => !column.IsNull(i))),
        ColumnKind.Dictionary => null,
        _ => Integers(MemoryMarshal.Cast<byte, int>(values)),
    };

    /// <summary>The bounds of some texts of a column.</summary>
    public static (byte[] Least, byte[] Greatest)? Texts(Column texts, IEnumerable<int> rows)
    {
        int least = -1;
        int greatest = -1;
        foreach (int row in rows)
        {
            if (least < 0 || texts.Utf8At(row).SequenceCompareTo(texts.Utf8At(least)) < 0) least = row;
            if (greatest < 0 || texts.Utf8At(row).SequenceCompareTo(texts.Utf8At(greatest)) > 0) greatest = row;
        }

        if (least < 0 || texts.Utf8At(least).Length > LongestText || texts.Utf8At(greatest).Length > LongestText) return null;
        return (texts.Utf8At(least).ToArray(), texts.Utf8At(greatest).ToArray());
    }

    private static (byte[] Least, byte[] Greatest)? Integers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (values.IsEmpty) return null;
        T least = values[0];
        T greatest = values[0];
        foreach (T value in values)
        {
            if (value < least) least = value;
            if (value > greatest) greatest = value;
        }

        return (Bytes(least), Bytes(greatest));
    }

    private static (byte[] Least, byte[] Greatest)? Floats<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T least = T.PositiveInfinity;
        T greatest = T.NegativeInfinity;
        bool isAny = false;
        foreach (T value in values)
        {
            if (T.IsNaN(value)) continue;
            isAny = true;
            if (value < least) least = value;
            if (value > greatest) greatest = value;
        }

        if (!isAny) return null;
        return (Bytes(least == T.Zero ? T.NegativeZero : least), Bytes(greatest == T.Zero ? T.Zero : greatest));
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
}
