using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace CarbonLca.Formats.Adapters;

/// <summary>Values of our columns as the arrays of the package <c>Parquet.Net</c>, and back.</summary>
internal static class ParquetNetValues
{
    /// <summary>Their field for ours.</summary>
    /// <exception cref="ArgumentException">Nanoseconds.</exception>
    public static DataField FieldOf(ColumnField field) => field.Type.Kind switch
    {
        ColumnKind.Boolean => new DataField(field.Name, typeof(bool), field.IsNullable),
        ColumnKind.Int8 => new DataField(field.Name, typeof(sbyte), field.IsNullable),
        ColumnKind.Int16 => new DataField(field.Name, typeof(short), field.IsNullable),
        ColumnKind.Int32 => new DataField(field.Name, typeof(int), field.IsNullable),
        ColumnKind.Int64 => new DataField(field.Name, typeof(long), field.IsNullable),
        ColumnKind.UInt8 => new DataField(field.Name, typeof(byte), field.IsNullable),
        ColumnKind.UInt16 => new DataField(field.Name, typeof(ushort), field.IsNullable),
        ColumnKind.UInt32 => new DataField(field.Name, typeof(uint), field.IsNullable),
        ColumnKind.UInt64 => new DataField(field.Name, typeof(ulong), field.IsNullable),
        ColumnKind.Float32 => new DataField(field.Name, typeof(float), field.IsNullable),
        ColumnKind.Float64 => new DataField(field.Name, typeof(double), field.IsNullable),
        ColumnKind.Date => new DataField(field.Name, typeof(DateOnly), field.IsNullable),
        ColumnKind.Timestamp => new DateTimeDataField(field.Name, DateTimeFormat.Timestamp, field.Type.TimeZone is not null, UnitOf(field), field.IsNullable),
        _ => new DataField(field.Name, typeof(string), field.IsNullable),
    };

    /// <summary>Our type for their field; null where there is none.</summary>
    public static ColumnType? TypeOf(DataField field) => field switch
    {
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Timestamp, Unit: DateTimeTimeUnit.Millis or DateTimeTimeUnit.Micros } time =>
            ColumnType.Timestamp(time.Unit == DateTimeTimeUnit.Millis ? TimeUnit.Millisecond : TimeUnit.Microsecond, time.IsAdjustedToUTC ? "UTC" : null),
        DateTimeDataField { DateTimeFormat: DateTimeFormat.DateAndTime } => ColumnType.Timestamp(TimeUnit.Millisecond, "UTC"),
        DateTimeDataField { DateTimeFormat: DateTimeFormat.DateAndTimeMicros } => ColumnType.Timestamp(TimeUnit.Microsecond, "UTC"),
        DateTimeDataField => null,
        { ClrType: var type } when type == typeof(bool) => ColumnType.Of(ColumnKind.Boolean),
        { ClrType: var type } when type == typeof(sbyte) => ColumnType.Of(ColumnKind.Int8),
        { ClrType: var type } when type == typeof(short) => ColumnType.Of(ColumnKind.Int16),
        { ClrType: var type } when type == typeof(int) => ColumnType.Of(ColumnKind.Int32),
        { ClrType: var type } when type == typeof(long) => ColumnType.Of(ColumnKind.Int64),
        { ClrType: var type } when type == typeof(byte) => ColumnType.Of(ColumnKind.UInt8),
        { ClrType: var type } when type == typeof(ushort) => ColumnType.Of(ColumnKind.UInt16),
        { ClrType: var type } when type == typeof(uint) => ColumnType.Of(ColumnKind.UInt32),
        { ClrType: var type } when type == typeof(ulong) => ColumnType.Of(ColumnKind.UInt64),
        { ClrType: var type } when type == typeof(float) => ColumnType.Of(ColumnKind.Float32),
        { ClrType: var type } when type == typeof(double) => ColumnType.Of(ColumnKind.Float64),
        { ClrType: var type } when type == typeof(DateOnly) => ColumnType.Of(ColumnKind.Date),
        { ClrType: var type } when type == typeof(string) => ColumnType.Utf8,
        _ => null,
    };

    /// <summary>The values of a column that are there, with the levels that say which are.</summary>
    /// <exception cref="ArgumentException">A date or an instant outside of the years 1 to 9999.</exception>
    public static DataColumn DataOf(Column column, DataField field)
    {
        int[]? levels = field.IsNullable ? [.. Enumerable.Range(0, column.Length).Select(i => column.IsNull(i) ? 0 : 1)] : null;
        Array values = column.Type.Kind switch
        {
            ColumnKind.Boolean => Present(column, i => column.BooleanAt(i) == true),
            ColumnKind.Int8 => Numbers<sbyte>(column),
            ColumnKind.Int16 => Numbers<short>(column),
            ColumnKind.Int32 => Numbers<int>(column),
            ColumnKind.Int64 => Numbers<long>(column),
            ColumnKind.UInt8 => Numbers<byte>(column),
            ColumnKind.UInt16 => Numbers<ushort>(column),
            ColumnKind.UInt32 => Numbers<uint>(column),
            ColumnKind.UInt64 => Numbers<ulong>(column),
            ColumnKind.Float32 => Numbers<float>(column),
            ColumnKind.Float64 => Numbers<double>(column),
            ColumnKind.Date => Present(column, i => DateOf(column, i)),
            ColumnKind.Timestamp => Present(column, i => InstantOf(column, i)),
            _ => Present(column, i => column.TextAt(i)!),
        };
        return new DataColumn(field, values, levels, repetitionLevels: null);
    }

    /// <summary>Their values as a column.</summary>
    public static Column ColumnOf(DataColumn data, ParquetColumn column, ParquetBudget budget)
    {
        ColumnField field = new(column.Name, column.Type, column.IsNullable);
        budget.Spend(column.Name, (long)data.NumValues * Math.Max(column.PhysicalWidth, sizeof(int)));
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                return Column.OfBooleans(column.Name, Values<bool, bool>(data, v => v)).With(field);
            case ColumnKind.Int8:
                return Column.OfOptional(field, Values<sbyte, sbyte>(data, v => v));
            case ColumnKind.Int16:
                return Column.OfOptional(field, Values<short, short>(data, v => v));
            case ColumnKind.Int32:
                return Column.OfOptional(field, Values<int, int>(data, v => v));
            case ColumnKind.Int64:
                return Column.OfOptional(field, Values<long, long>(data, v => v));
            case ColumnKind.UInt8:
                return Column.OfOptional(field, Values<byte, byte>(data, v => v));
            case ColumnKind.UInt16:
                return Column.OfOptional(field, Values<ushort, ushort>(data, v => v));
            case ColumnKind.UInt32:
                return Column.OfOptional(field, Values<uint, uint>(data, v => v));
            case ColumnKind.UInt64:
                return Column.OfOptional(field, Values<ulong, ulong>(data, v => v));
            case ColumnKind.Float32:
                return Column.OfOptional(field, Values<float, float>(data, v => v));
            case ColumnKind.Float64:
                return Column.OfOptional(field, Values<double, double>(data, v => v));
            case ColumnKind.Date:
                return Column.OfOptional(field, Values<DateOnly, int>(data, v => v.DayNumber - Epoch.DayNumber));
            case ColumnKind.Timestamp:
                long ticks = TicksOf(column.Type.Unit);
                return Column.OfOptional(field, Values<DateTime, long>(data, v => (v.Ticks - DateTime.UnixEpoch.Ticks) / ticks));
            default:
                string?[] texts = (string?[])data.Data;
                budget.Spend(column.Name, texts.Sum(t => t is null ? 0L : System.Text.Encoding.UTF8.GetByteCount(t)));
                return Column.OfText(field, texts);
        }
    }

    private static DateOnly Epoch { get; } = DateOnly.FromDateTime(DateTime.UnixEpoch);

    private static DateTimeTimeUnit UnitOf(ColumnField field) => field.Type.Unit switch
    {
        TimeUnit.Second or TimeUnit.Millisecond => DateTimeTimeUnit.Millis,
        TimeUnit.Microsecond => DateTimeTimeUnit.Micros,
        _ => throw new ArgumentException($"Column '{field.Name}' is {field.Type}; Parquet.Net counts 100 ns. Write microseconds, or use the own ParquetWriter."),
    };

    private static long TicksOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => TimeSpan.TicksPerSecond,
        TimeUnit.Millisecond => TimeSpan.TicksPerMillisecond,
        _ => TimeSpan.TicksPerMicrosecond,
    };

    private static T[] Numbers<T>(Column column)
        where T : unmanaged => column.NullCount == 0 ? column.Values<T>().ToArray() : Present(column, i => column.Values<T>()[i]);

    private static T[] Present<T>(Column column, Func<int, T> value)
    {
        T[] values = new T[column.Length - column.NullCount];
        int next = 0;
        for (int i = 0; i < column.Length; i++)
            if (!column.IsNull(i)) values[next++] = value(i);
        return values;
    }

    private static DateOnly DateOf(Column column, int row)
    {
        long day = (long)column.Values<int>()[row] + Epoch.DayNumber;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)day)
            : throw Outside(column, row, $"a date {column.Values<int>()[row]} days from 1970-01-01");
    }

    // Of kind UTC whatever the zone, so that the package converts nothing by the zone of this machine.
    private static DateTime InstantOf(Column column, int row)
    {
        long steps = column.Values<long>()[row];
        Int128 ticks = ((Int128)steps * TicksOf(column.Type.Unit)) + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, DateTimeKind.Utc)
            : throw Outside(column, row, $"an instant {steps} {column.Type} from 1970-01-01");
    }

    private static ArgumentException Outside(Column column, int row, string what) =>
        new($"Column '{column.Name}' holds {what} in row {row + 1}; Parquet.Net writes the years 1 to 9999.");

    private static TValue?[] Values<TStored, TValue>(DataColumn data, Func<TStored, TValue> convert)
        where TStored : struct
        where TValue : unmanaged
    {
        TStored[] defined = (TStored[])data.DefinedData;
        if (data.DefinitionLevels is not { } levels) return Array.ConvertAll(defined, v => (TValue?)convert(v));
        TValue?[] values = new TValue?[levels.Length];
        int next = 0;
        for (int i = 0; i < values.Length; i++)
            if (levels[i] != 0) values[i] = convert(defined[next++]);
        return values;
    }
}
