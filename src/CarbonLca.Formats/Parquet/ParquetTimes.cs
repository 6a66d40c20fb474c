using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>Timestamps in seconds, which Parquet does not have: stored as milliseconds, and turned back where the Arrow schema says so.</summary>
internal static class ParquetTimes
{
    private const long MillisecondsPerSecond = 1000;

    /// <summary>Whether every stored millisecond is a whole second.</summary>
    public static bool AreWholeSeconds(Column column)
    {
        ReadOnlySpan<long> values = column.Values<long>();
        for (int i = 0; i < values.Length; i++)
            if (values[i] % MillisecondsPerSecond != 0 && !column.IsNull(i)) return false;
        return true;
    }

    /// <summary>Seconds from stored milliseconds that are whole seconds.</summary>
    public static Column ToSeconds(Column column, ColumnField field)
    {
        ReadOnlySpan<long> source = column.Values<long>();
        Memory<byte> buffer = AlignedBuffer.Allocate(column.Length * sizeof(long));
        Span<long> target = MemoryMarshal.Cast<byte, long>(buffer.Span);
        for (int i = 0; i < source.Length; i++) target[i] = source[i] / MillisecondsPerSecond;

        return new Column(field, column.Length, column.NullCount, column.ValidityMemory, column.BitOffset, buffer, default, null);
    }

    /// <summary>The milliseconds of seconds.</summary>
    /// <exception cref="ArgumentException">A value exceeds 64 bits as milliseconds.</exception>
    public static long ToMilliseconds(string column, long seconds)
    {
        long milliseconds = unchecked(seconds * MillisecondsPerSecond);
        return milliseconds / MillisecondsPerSecond == seconds
            ? milliseconds
            : throw new ArgumentException($"Column '{column}' holds {seconds} s, which exceeds 64 bits as the milliseconds that Parquet keeps.");
    }
}
