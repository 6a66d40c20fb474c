using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Tests.Columns;

/// <summary>A table as text that two programs can compare: every value exactly, floats as their bits.</summary>
internal static class TableText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Schema, metadata and all rows; batches are joined, so that only content is compared.</summary>
    /// <param name="content">The table.</param>
    /// <param name="withMetadata">Whether metadata are part of it.</param>
    public static string Of(ColumnBatches content, bool withMetadata = true)
    {
        List<string> lines = [];
        if (withMetadata) lines.Add("metadata " + Metadata(content.Schema.Metadata));
        lines.Add($"rows {content.RowCount}");
        for (int i = 0; i < content.Schema.Fields.Count; i++)
        {
            ColumnField field = content.Schema.Fields[i];
            lines.Add($"column {Json(field.Name)} {field.Type}{(field.IsNullable ? string.Empty : " not null")}{(withMetadata ? " " + Metadata(field.Metadata) : string.Empty)}");
            foreach (ColumnTable batch in content.Batches)
                for (int row = 0; row < batch.RowCount; row++) lines.Add(Value(batch.Columns[i], row));
        }

        return string.Join('\n', lines);
    }

    public static string Value(Column column, int row)
    {
        if (column.IsNull(row)) return "null";
        return column.Type.Kind switch
        {
            ColumnKind.Boolean => column.BooleanAt(row)!.Value ? "true" : "false",
            ColumnKind.Int8 => Text(column.Values<sbyte>()[row]),
            ColumnKind.Int16 => Text(column.Values<short>()[row]),
            ColumnKind.Int32 or ColumnKind.Date => Text(column.Values<int>()[row]),
            ColumnKind.Int64 or ColumnKind.Timestamp => Text(column.Values<long>()[row]),
            ColumnKind.UInt8 => Text(column.Values<byte>()[row]),
            ColumnKind.UInt16 => Text(column.Values<ushort>()[row]),
            ColumnKind.UInt32 => Text(column.Values<uint>()[row]),
            ColumnKind.UInt64 => Text(column.Values<ulong>()[row]),
            ColumnKind.Float32 => Float(column.Values<float>()[row]),
            ColumnKind.Float64 => Float(column.Values<double>()[row]),
            _ => Json(column.TextAt(row)!),
        };
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Float(double value) =>
        double.IsNaN(value) ? "NaN" : BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    // JSON without escapes beyond the necessary ones, as JavaScript writes it; astral letters are kept as they are.
    public static string Json(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            JsonSerializer.Serialize(text, Plain),
            @"\\u(?<high>D[89AB][0-9A-F]{2})\\u(?<low>D[C-F][0-9A-F]{2})",
            m => $"{(char)Convert.ToInt32(m.Groups["high"].Value, 16)}{(char)Convert.ToInt32(m.Groups["low"].Value, 16)}",
            System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));

    private static string Metadata(ColumnMetadata metadata) =>
        "{" + string.Join(',', metadata.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{Json(e.Key)}:{Json(e.Value)}")) + "}";
}
