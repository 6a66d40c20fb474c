using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Tables;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>Reads the tables of an export, typed as a stored database has them.</summary>
internal sealed class ExportedTables(SourceFiles source, FindingList findings, CancellationToken cancellation)
{
    private const int RowsBetweenChecks = 4096;

    // Texts that may be empty, which CSV shows like missing ones.
    private static readonly (string Table, string Column)[] NeverMissing = [(StoreLayout.Factors, "source"), (StoreLayout.Factors, "confidence")];

    private static readonly Lazy<Dictionary<string, ColumnSchema>> Schemas = new(() =>
    {
        LciDatabase empty = LciDatabase.Of();
        LciPackage package = new() { Format = string.Empty, Database = empty, PublishedTotals = new PublishedTotals([], [], []) };
        return StoreTables.Of(package, empty).Concat(FactorDistributions.Tables([])).ToDictionary(t => t.Key, t => t.Value.Schema, StringComparer.Ordinal);
    });

    /// <summary>All tables by name; null when something is at fault, which has then been reported.</summary>
    public IReadOnlyDictionary<string, StoreTable>? Read()
    {
        Dictionary<string, StoreTable> tables = new(StringComparer.Ordinal);
        foreach (string name in StoreLayout.Tables(Has(StoreLayout.FactorDistributions), Has(StoreLayout.Totals)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (TableFiles.TwoOf(source, name) is { } two) findings.Add(two);
            else if (TableFiles.Find(source, name) is not { } file) findings.Add(StoreFaults.Missing(TableFiles.NameOf(source, name)));
            else if (Read(name, file, Schemas.Value[name]) is { } table) tables.Add(name, table);
        }

        return findings.HasErrors ? null : tables;
    }

    private bool Has(string table) => TableFiles.Find(source, table) is not null;

    private StoreTable? Read(string name, string file, ColumnSchema schema)
    {
        TableColumn[] columns = [.. schema.Fields.Select(f => new TableColumn(f.Name, IsMandatory: true, KindOf(f.Type), f.Metadata.Find(StoreLayout.MeaningKey) ?? string.Empty))];
        using SourceTable? table = SourceTable.Open(source, file, new TableSchema(name, columns) { Format = StoreLayout.Format }, findings);
        if (table is null) return null;
        bool isCsv = TableFiles.EncodingOf(file) == TableEncoding.Csv;
        Cells[] cells = [.. schema.Fields.Select(f => new Cells(f, isCsv, NeverMissing.Contains((name, f.Name))))];
        while (table.Next())
        {
            if (table.RowCount % RowsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            foreach (Cells column in cells) column.Add(table);
        }

        return findings.HasErrors ? null : new StoreTable(name, new ColumnTable([.. cells.Select(c => c.ToColumn())], schema.Metadata, table.RowCount), file);
    }

    private static CellKind KindOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Utf8 => CellKind.Text,
        ColumnKind.Dictionary => CellKind.Word,
        ColumnKind.Float64 => CellKind.Number,
        ColumnKind.Int32 or ColumnKind.UInt8 => CellKind.Whole,
        _ => throw new InvalidOperationException($"No table of a stored database has a column of type {type}."),
    };

    /// <summary>The cells of one column, as they are read.</summary>
    private sealed class Cells(ColumnField field, bool isCsv, bool isNeverMissing)
    {
        private readonly List<string?> _texts = [];
        private readonly List<double> _numbers = [];
        private readonly List<int?> _wholes = [];

        public void Add(SourceTable table)
        {
            switch (field.Type.Kind)
            {
                case ColumnKind.Float64:
                    _numbers.Add(table.Number(field.Name) ?? 0); // a fault, reported, which refuses the whole
                    break;
                case ColumnKind.Int32 or ColumnKind.UInt8:
                    (int least, int most) = field.Type.Kind == ColumnKind.UInt8 ? (byte.MinValue, byte.MaxValue) : (int.MinValue, int.MaxValue);
                    if (!field.IsNullable) table.Required(field.Name);
                    _wholes.Add(table.OptionalInteger(field.Name, least, most));
                    break;
                default:
                    _texts.Add(Text(table));
                    break;
            }
        }

        public Column ToColumn() => field.Type.Kind switch
        {
            ColumnKind.Float64 => Column.Over<double>(field, _numbers.ToArray()),
            ColumnKind.UInt8 => Column.Over<byte>(field, _wholes.Select(w => (byte)w!.Value).ToArray()),
            ColumnKind.Int32 when !field.IsNullable => Column.Over<int>(field, _wholes.Select(w => w!.Value).ToArray()),
            ColumnKind.Int32 => Column.OfOptional(field, _wholes),
            ColumnKind.Dictionary => Column.OfDictionary(field, _texts),
            _ => Column.OfText(field, _texts),
        };

        private string? Text(SourceTable table)
        {
            string text = table.Raw(field.Name);
            if (isCsv) text = CsvText.Original(text);
            if (isNeverMissing || !table.IsMissing(field.Name)) return text;
            if (field.IsNullable) return null;
            if (!isCsv) table.Required(field.Name); // in CSV it may be empty
            return text;
        }
    }
}
