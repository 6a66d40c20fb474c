using System.Globalization;
using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonLca.Formats.Tables;

/// <summary>Writes the rows of a table in an encoding. The same rows always give the same bytes.</summary>
internal static class TableEncoder
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="columns">Which of its columns, in this order.</param>
    /// <param name="rows">The cells of each row as they stand in CSV, at least one for each column; null where one is missing.</param>
    /// <param name="encoding">In which encoding.</param>
    /// <exception cref="InputRefusedException">A text holds half of a character, which only CSV replaces.</exception>
    public static byte[] Encode(TableSchema schema, IReadOnlyList<TableColumn> columns, IReadOnlyList<string?[]> rows, TableEncoding encoding)
    {
        using MemoryStream stream = new();
        switch (encoding)
        {
            case TableEncoding.Parquet:
                ParquetWriter.Write(stream, ToTable(schema, columns, rows));
                break;
            case TableEncoding.Arrow:
                ArrowWriter.WriteFile(stream, ToTable(schema, columns, rows));
                break;
            default:
                WriteCsv(stream, columns, rows);
                break;
        }

        return stream.ToArray();
    }

    private static void WriteCsv(Stream stream, IReadOnlyList<TableColumn> columns, IReadOnlyList<string?[]> rows)
    {
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture) { NewLine = "\n", Mode = CsvMode.RFC4180, Delimiter = "," };
        using StreamWriter text = new(stream, leaveOpen: true);
        using CsvWriter csv = new(text, configuration);
        foreach (string?[] row in (IEnumerable<string?[]>)[[.. columns.Select(c => c.Name)], .. rows])
        {
            for (int i = 0; i < columns.Count; i++) csv.WriteField(row[i] ?? string.Empty);
            csv.NextRecord();
        }
    }

    private static ColumnTable ToTable(TableSchema schema, IReadOnlyList<TableColumn> columns, IReadOnlyList<string?[]> rows) =>
        new([.. columns.Select((c, i) => ToColumn(schema, c, [.. rows.Select(r => r[i])]))], ColumnMetadata.Of((TableSchema.Key, schema.Identity)), rows.Count);

    private static Column ToColumn(TableSchema schema, TableColumn column, string?[] cells)
    {
        ColumnField field = new(column.Name, column.Type, !column.IsMandatory, ColumnMetadata.Of((TableSchema.MeaningKey, column.Meaning)));
        return column.Kind switch
        {
            CellKind.Number => Column.OfOptional(field, Array.ConvertAll(cells, c => c is null ? (double?)null : double.Parse(c, CultureInfo.InvariantCulture))),
            CellKind.Whole => Column.OfOptional(field, Array.ConvertAll(cells, c => c is null ? (int?)null : int.Parse(c, CultureInfo.InvariantCulture))),
            CellKind.Flag => Column.OfBooleans(column.Name, Array.ConvertAll(cells, c => c is null ? (bool?)null : c == "true")).With(field),
            _ => Texts(schema, field, cells),
        };
    }

    private static Column Texts(TableSchema schema, ColumnField field, string?[] cells)
    {
        try
        {
            return field.Type.Kind == ColumnKind.Dictionary ? Column.OfDictionary(field, cells) : Column.OfText(field, cells);
        }
        catch (EncoderFallbackException fault)
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.EncodingInvalid,
                $"A text of the column '{field.Name}' holds half of a character, which cannot be written: {fault.Message}",
                $"列 '{field.Name}' 的文本含有不完整的字符，无法写出。") with
            {
                Where = new SourcePosition(schema.Name, Path: field.Name),
                Next = new Wording("Correct the text in the source.", "请在来源数据中更正该文本。"),
            });
        }
    }
}
