using System.Globalization;
using System.Text;
using CarbonLca.Formats.Results;

namespace CarbonLca.Formats.Columns;

/// <summary>Writes tables of columns as comma-separated values: one header row, one row per row.</summary>
/// <remarks>
/// UTF-8, RFC 4180, lines end with CR LF. Numbers have all their digits, dates and instants are ISO 8601, a missing value is an empty
/// cell. Texts that a spreadsheet would take for formulas get one apostrophe in front, as <see cref="CsvText"/> says.
/// </remarks>
public static class ColumnCsv
{
    private const int RowsPerPart = 4096;

    /// <summary>Writes all rows of a table.</summary>
    /// <param name="stream">Where they go; stays the caller's.</param>
    /// <param name="table">The table.</param>
    public static void Write(Stream stream, ColumnTable table)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        writer.Write(new CsvText().Row([.. table.Columns.Select(c => c.Name)]));
        for (int first = 0; first < table.RowCount; first += RowsPerPart)
        {
            CsvText part = new();
            for (int row = first; row < Math.Min(first + RowsPerPart, table.RowCount); row++)
            {
                foreach (Column column in table.Columns) Add(part, column, row);
                part.EndRow();
            }

            writer.Write(part);
        }
    }

    private static void Add(CsvText text, Column column, int row)
    {
        if (column.IsNull(row)) text.Number(null);
        else if (column.Type.IsText) text.Text(column.TextAt(row));
        else text.Plain(Value(column, row));
    }

    private static string Value(Column column, int row) => column.Type.Kind switch
    {
        ColumnKind.Boolean => column.BooleanAt(row) == true ? "true" : "false",
        ColumnKind.Int8 => Invariant(column.Values<sbyte>()[row]),
        ColumnKind.Int16 => Invariant(column.Values<short>()[row]),
        ColumnKind.Int32 => Invariant(column.Values<int>()[row]),
        ColumnKind.Int64 => Invariant(column.Values<long>()[row]),
        ColumnKind.UInt8 => Invariant(column.Values<byte>()[row]),
        ColumnKind.UInt16 => Invariant(column.Values<ushort>()[row]),
        ColumnKind.UInt32 => Invariant(column.Values<uint>()[row]),
        ColumnKind.UInt64 => Invariant(column.Values<ulong>()[row]),
        ColumnKind.Float32 => Invariant(column.Values<float>()[row]),
        ColumnKind.Float64 => Invariant(column.Values<double>()[row]),
        ColumnKind.Date => Date(column, row),
        _ => Instant(column, row),
    };

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Date(Column column, int row)
    {
        int days = column.Values<int>()[row];
        DateOnly epoch = DateOnly.FromDateTime(DateTime.UnixEpoch);
        return days >= -epoch.DayNumber && days <= DateOnly.MaxValue.DayNumber - epoch.DayNumber
            ? epoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw new ArgumentException($"Column '{column.Name}' holds a date {days} days from 1970-01-01 in row {row + 1}; years 1 to 9999 can be written.");
    }

    private static string Instant(Column column, int row)
    {
        long steps = column.Values<long>()[row];
        long perSecond = column.Type.Unit switch { TimeUnit.Second => 1, TimeUnit.Millisecond => 1_000, TimeUnit.Microsecond => 1_000_000, _ => 1_000_000_000 };
        (long seconds, long rest) = Math.DivRem(steps, perSecond);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + perSecond);
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            throw new ArgumentException($"Column '{column.Name}' holds an instant {seconds} s from 1970-01-01 in row {row + 1}; years 1 to 9999 can be written.");
        string text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        int digits = perSecond.ToString(CultureInfo.InvariantCulture).Length - 1;
        string fraction = digits == 0 ? string.Empty : "." + rest.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return text + fraction + (column.Type.TimeZone is null ? string.Empty : "Z");
    }
}
