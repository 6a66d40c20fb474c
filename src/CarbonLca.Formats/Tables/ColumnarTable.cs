using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Parquet;

namespace CarbonLca.Formats.Tables;

/// <summary>One Parquet or Arrow file as a table; faults are reported with row and column.</summary>
/// <remarks>
/// Numbers, dictionaries and missing values come typed, and their types are held against the schema before the first row is read.
/// A column whose every value is missing may have any type: programs that wrote it had nothing to tell it by. The readers check the
/// bytes and bound the memory; a value means what it would mean in CSV, so that a set has one digest whatever its files are.
/// </remarks>
internal sealed class ColumnarTable : SourceTable
{
    private readonly ColumnBatches _content;
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly string?[]?[] _dictionary;
    private int _batch = -1;
    private int _row;

    private ColumnarTable(string file, ColumnBatches content, FindingList findings)
        : base(file, findings)
    {
        _content = content;
        _dictionary = new string?[content.Schema.Fields.Count][];
    }

    private ColumnTable Batch => _content.Batches[_batch];

    /// <summary>Opens a file and holds its columns against the schema.</summary>
    /// <returns>The table; null when it cannot be used at all, which has then been reported.</returns>
    /// <exception cref="InputRefusedException">The file is damaged, or uses what is not read.</exception>
    public static ColumnarTable? Open(SourceFiles source, string file, TableEncoding encoding, TableSchema schema, FindingList findings)
    {
        byte[] bytes = source.ReadAll(file);
        IReadOnlyList<string> names;
        ColumnBatches content;
        if (encoding == TableEncoding.Parquet)
        {
            content = ParquetReader.ReadKnown(bytes, file, name => IsKnown(schema, name), out names);
        }
        else
        {
            content = ArrowReader.Read(bytes, file);
            names = [.. content.Schema.Fields.Select(f => f.Name)];
        }

        ColumnarTable table = new(file, content, findings);
        return table.Check(schema, names) ? table : null;
    }

    /// <inheritdoc/>
    public override bool Next()
    {
        _row++;
        while (_batch < 0 || _row >= Batch.RowCount)
        {
            if (_batch + 1 >= _content.Batches.Count) return false;
            _batch++;
            _row = 0;
            Array.Clear(_dictionary);
        }

        RowCount++;
        Line = RowCount;
        IsRowGood = true;
        return true;
    }

    /// <inheritdoc/>
    public override string Raw(string column)
    {
        if (!_index.TryGetValue(column, out int index)) return string.Empty;
        Column cells = Batch.Columns[index];
        if (cells.IsNull(_row)) return string.Empty;
        return cells.Type.Kind switch
        {
            ColumnKind.Dictionary => Entry(index, cells),
            ColumnKind.Utf8 => cells.TextAt(_row)!,
            ColumnKind.Boolean => cells.BooleanAt(_row) == true ? "true" : "false",
            ColumnKind.Int64 => cells.Values<long>()[_row].ToString(CultureInfo.InvariantCulture),
            ColumnKind.UInt64 => cells.Values<ulong>()[_row].ToString(CultureInfo.InvariantCulture),
            _ => NumberAt(cells).ToString("R", CultureInfo.InvariantCulture),
        };
    }

    /// <inheritdoc/>
    public override bool IsMissing(string column) => !_index.TryGetValue(column, out int index) || Batch.Columns[index].IsNull(_row);

    /// <inheritdoc/>
    public override double? Number(string column) => Finite(column) ?? base.Number(column);

    /// <inheritdoc/>
    public override double? OptionalNumber(string column) => Finite(column) ?? base.OptionalNumber(column);

    /// <inheritdoc/>
    public override SourcePosition Position(string column) => new(File, Line, null, column);

    private static bool IsKnown(TableSchema schema, string name) => schema.Columns.Any(c => c.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    private bool Check(TableSchema schema, IReadOnlyList<string> names)
    {
        if (_content.Schema.Metadata.Find(TableSchema.Key) is { } identity && identity != schema.Identity)
        {
            Findings.Add(Diagnostic.Error(FindingCode.NotSupported, $"'{File}' holds another table than '{schema.Name}', or another version of it.", $"'{File}' 不是 '{schema.Name}' 表，或版本不同。") with
            {
                Where = new SourcePosition(File, Path: TableSchema.Key),
                Found = Shown(identity),
                Expected = Wording.Same(schema.Identity),
                Next = new Wording("Write the tables again, or rename the file to the table it holds.", "请重新写出这些表，或将文件改为其所含表的名称。"),
            });
            return false;
        }

        bool isGood = true;
        foreach (ColumnField field in _content.Schema.Fields)
        {
            string name = field.Name.Trim();
            if (!IsKnown(schema, name)) continue;
            if (_index.TryAdd(name, _content.Schema.IndexOf(field.Name))) continue;
            isGood = false;
            ReportTwice(name, new SourcePosition(File, Path: field.Name));
        }

        foreach (TableColumn column in schema.Columns) isGood &= Check(column, names);
        if (!isGood) return false;
        foreach (string name in names)
            if (!IsKnown(schema, name)) ReportUnknown(name, schema.Columns, new SourcePosition(File, Path: name));
        return true;
    }

    private bool Check(TableColumn column, IReadOnlyList<string> names)
    {
        if (!_index.TryGetValue(column.Name, out int index))
        {
            if (!column.IsMandatory) return true;
            Findings.Add(Diagnostic.Error(FindingCode.MissingField, $"'{File}' has no column '{column.Name}'.", $"'{File}' 缺少列 '{column.Name}'。") with
            {
                Where = new SourcePosition(File, Path: column.Name),
                Found = Shown(string.Join(", ", names)),
                Next = AddColumn(column.Name, names, new Wording("Add the column.", "请添加该列。")),
            });
            return false;
        }

        ColumnType type = _content.Schema.Fields[index].Type;
        if (column.Accepts(type) || _content.Batches.All(b => b.Columns[index].NullCount == b.RowCount)) return true;
        Findings.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"The column '{column.Name}' of '{File}' has a type that its values cannot have.", $"'{File}' 的列 '{column.Name}' 的类型与其内容不符。") with
        {
            Where = new SourcePosition(File, Path: column.Name),
            Found = type.ToString(),
            Expected = Expectation(column),
            Next = new Wording("Write the column in that type.", "请以该类型写出此列。"),
        });
        return false;
    }

    private static Wording Expectation(TableColumn column) => column.Kind switch
    {
        CellKind.Number or CellKind.Whole => new Wording($"{column.Type}, or other numbers", $"{column.Type} 或其他数值类型"),
        CellKind.Flag => new Wording("bool, or the texts true and false", "bool，或文本 true 与 false"),
        CellKind.Decimal => new Wording("utf8, or numbers", "utf8 或数值"),
        _ => new Wording("utf8 or dictionary<int32, utf8>", "utf8 或 dictionary<int32, utf8>"),
    };

    // One text for each entry of a dictionary, however many rows name it.
    private string Entry(int index, Column cells)
    {
        string?[] texts = _dictionary[index] ??= new string?[cells.Dictionary!.Length];
        int entry = cells.Values<int>()[_row];
        return texts[entry] ??= cells.Dictionary!.TextAt(entry)!;
    }

    // The number of a cell that has one; everything else goes the way of the texts, which report it.
    private double? Finite(string column)
    {
        if (!_index.TryGetValue(column, out int index)) return null;
        Column cells = Batch.Columns[index];
        if (cells.Type.IsText || cells.Type.Kind is ColumnKind.Boolean or ColumnKind.Date or ColumnKind.Timestamp || cells.IsNull(_row)) return null;
        double value = NumberAt(cells);
        return double.IsFinite(value) ? value : null;
    }

    private double NumberAt(Column cells) => cells.Type.Kind switch
    {
        ColumnKind.Int8 => cells.Values<sbyte>()[_row],
        ColumnKind.Int16 => cells.Values<short>()[_row],
        ColumnKind.Int32 => cells.Values<int>()[_row],
        ColumnKind.Int64 => cells.Values<long>()[_row],
        ColumnKind.UInt8 => cells.Values<byte>()[_row],
        ColumnKind.UInt16 => cells.Values<ushort>()[_row],
        ColumnKind.UInt32 => cells.Values<uint>()[_row],
        ColumnKind.UInt64 => cells.Values<ulong>()[_row],
        ColumnKind.Float32 => cells.Values<float>()[_row],
        ColumnKind.Float64 => cells.Values<double>()[_row],
        _ => throw new InvalidOperationException($"Column '{cells.Name}' is {cells.Type}; it holds no numbers."),
    };
}
