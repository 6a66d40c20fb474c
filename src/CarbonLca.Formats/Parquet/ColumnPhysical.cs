using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>How the values of a column are stored in Parquet.</summary>
internal static class ColumnPhysical
{
    public static ParquetPhysical TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => ParquetPhysical.Boolean,
        ColumnKind.Float32 => ParquetPhysical.Float,
        ColumnKind.Float64 => ParquetPhysical.Double,
        ColumnKind.Int64 or ColumnKind.UInt64 or ColumnKind.Timestamp => ParquetPhysical.Int64,
        ColumnKind.Utf8 or ColumnKind.Dictionary => ParquetPhysical.ByteArray,
        _ => ParquetPhysical.Int32,
    };

    /// <summary>Bytes of a value as <see cref="Values"/> gives it; 1 for truth values, 0 for texts.</summary>
    public static int WidthOf(ColumnType type) => TypeOf(type) switch
    {
        ParquetPhysical.Boolean => 1,
        ParquetPhysical.Int32 or ParquetPhysical.Float => sizeof(int),
        ParquetPhysical.ByteArray => 0,
        _ => sizeof(long),
    };

    /// <summary>The values that are there, one after the other, as Parquet's physical type holds them; truth values as bytes.</summary>
    public static byte[] Values(Column column)
    {
        byte[] values = new byte[checked((column.Length - column.NullCount) * WidthOf(column.Type))];
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                int next = 0;
                for (int i = 0; i < column.Length; i++)
                    if (column.BooleanAt(i) is { } value) values[next++] = value ? (byte)1 : (byte)0;
                return values;
            case ColumnKind.Int8:
                Widen(column, column.Values<sbyte>(), values, static v => v);
                return values;
            case ColumnKind.Int16:
                Widen(column, column.Values<short>(), values, static v => v);
                return values;
            case ColumnKind.UInt8:
                Widen(column, column.Values<byte>(), values, static v => v);
                return values;
            case ColumnKind.UInt16:
                Widen(column, column.Values<ushort>(), values, static v => v);
                return values;
            case ColumnKind.Timestamp when column.Type.Unit == TimeUnit.Second:
                Compact(column, column.Values<long>(), MemoryMarshal.Cast<byte, long>(values.AsSpan()));
                foreach (ref long time in MemoryMarshal.Cast<byte, long>(values.AsSpan())) time = ParquetTimes.ToMilliseconds(column.Name, time);
                return values;
            default:
                if (WidthOf(column.Type) == sizeof(int)) Compact(column, MemoryMarshal.Cast<byte, int>(column.ValueBytes), MemoryMarshal.Cast<byte, int>(values.AsSpan()));
                else Compact(column, MemoryMarshal.Cast<byte, long>(column.ValueBytes), MemoryMarshal.Cast<byte, long>(values.AsSpan()));
                return values;
        }
    }

    private static void Widen<T>(Column column, ReadOnlySpan<T> source, byte[] values, Func<T, int> widen)
    {
        Span<int> target = MemoryMarshal.Cast<byte, int>(values.AsSpan());
        int next = 0;
        for (int i = 0; i < source.Length; i++)
            if (!column.IsNull(i)) target[next++] = widen(source[i]);
    }

    private static void Compact<T>(Column column, ReadOnlySpan<T> source, Span<T> target)
        where T : unmanaged
    {
        if (column.NullCount == 0)
        {
            source.CopyTo(target);
            return;
        }

        ReadOnlySpan<byte> validity = column.Validity;
        int next = 0;
        for (int i = 0; i < source.Length; i++)
            if (Bits.Get(validity, column.BitOffset + i)) target[next++] = source[i];
    }
}
