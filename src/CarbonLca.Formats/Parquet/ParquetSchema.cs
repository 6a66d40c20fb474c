using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>The columns of a file that are read, and what they become.</summary>
internal sealed class ParquetSchema
{
    private readonly ColumnMetadata _metadata;
    private readonly IReadOnlyDictionary<string, ColumnField> _hints;

    private ParquetSchema(IReadOnlyList<ParquetColumn> columns, int leafCount, ColumnMetadata metadata, IReadOnlyDictionary<string, ColumnField> hints)
    {
        Columns = columns;
        LeafCount = leafCount;
        _metadata = metadata;
        _hints = hints;
    }

    /// <summary>The columns to read.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The columns of the file, read or not.</summary>
    public int LeafCount { get; }

    /// <summary>Reads the schema tree, which must be a root with leaves as far as columns are asked for.</summary>
    /// <param name="file">The footer.</param>
    /// <param name="faults">Makes the refusals.</param>
    /// <param name="names">The columns asked for; null for all.</param>
    /// <exception cref="InputRefusedException">Not readable; every column that is not readable is named.</exception>
    public static ParquetSchema Read(FileMetadata file, ParquetFaults faults, IReadOnlyList<string>? names)
    {
        (Dictionary<string, (ParquetColumn? Column, Wording? Fault)> known, List<string> order, int leaves) = ReadTree(file, faults);
        return Of(Choose(known, names ?? order, faults), leaves, file.KeyValues);
    }

    /// <summary>The names of the columns, in the order of the file; nested ones by the name of their group.</summary>
    /// <exception cref="InputRefusedException">The schema is damaged, or two columns have one name.</exception>
    public static IReadOnlyList<string> NamesOf(FileMetadata file, ParquetFaults faults) => ReadTree(file, faults).Order;

    /// <summary>The schema of columns that are known, with what the file says about them in its metadata.</summary>
    /// <param name="columns">The columns to read.</param>
    /// <param name="leafCount">The columns of the file, read or not.</param>
    /// <param name="keyValues">The metadata of the file, its Arrow schema perhaps among them.</param>
    public static ParquetSchema Of(IReadOnlyList<ParquetColumn> columns, int leafCount, IEnumerable<KeyValuePair<string, string>> keyValues)
    {
        (IReadOnlyDictionary<string, ColumnField> hints, ColumnMetadata metadata) = ReadKeyValues([.. keyValues]);
        return new ParquetSchema(columns, leafCount, metadata, hints);
    }

    /// <summary>The decoded columns as batches of one schema.</summary>
    public ColumnBatches ToBatches(IReadOnlyList<Column[]> groups, IReadOnlyList<int> rows, ParquetBudget budget)
    {
        List<ColumnField> fields = [];
        for (int i = 0; i < Columns.Count; i++)
        {
            ColumnField? hint = _hints.GetValueOrDefault(Columns[i].Name);
            bool isDictionary = Columns[i].Type.IsText && groups.Count > 0 && groups.All(g => g[i].Length == 0 || g[i].Type.Kind == ColumnKind.Dictionary);
            if (hint is not null && hint.Type.IsText && Columns[i].Type.IsText) isDictionary = hint.Type.Kind == ColumnKind.Dictionary;
            ColumnType type = isDictionary ? ColumnType.Dictionary : Columns[i].Type;
            if (hint?.Type.Kind == ColumnKind.Timestamp && type.Kind == ColumnKind.Timestamp) type = TimestampOf(type, hint.Type, groups.Select(g => g[i]));

            // Some writers store seconds, for which Parquet has no word, as plain integers.
            if (hint is { Type: { Kind: ColumnKind.Timestamp, Unit: TimeUnit.Second } } && type.Kind == ColumnKind.Int64) type = hint.Type;
            fields.Add(new ColumnField(Columns[i].Name, type, Columns[i].IsNullable, hint?.Metadata ?? ColumnMetadata.Empty));
            foreach (Column[] group in groups) group[i] = Fit(group[i], fields[i], budget);
        }

        ColumnSchema schema = new(fields, _metadata);
        return new ColumnBatches(schema, groups.Select((columns, i) => new ColumnTable(schema, columns, rows[i])));
    }

    private static (Dictionary<string, (ParquetColumn? Column, Wording? Fault)> Known, List<string> Order, int Leaves) ReadTree(FileMetadata file, ParquetFaults faults)
    {
        Dictionary<string, (ParquetColumn? Column, Wording? Fault)> known = new(StringComparer.Ordinal);
        List<string> order = [];
        int leaves = 0;
        int at = 1;
        for (int child = file.Schema[0].ChildCount; child > 0; child--)
        {
            if (at >= file.Schema.Count) throw faults.Damaged(new("The footer", "文件尾"), new("its schema ends early.", "其模式提前结束。"));
            SchemaElement element = file.Schema[at];
            (ParquetColumn? Column, Wording? Fault) entry;
            if (element.ChildCount == 0)
            {
                at++;
                entry.Fault = ParquetColumn.TryMake(element, leaves++, out entry.Column);
            }
            else
            {
                int first = at;
                at = SkipSubtree(file.Schema, at, faults);
                for (int i = first; i < at; i++)
                    if (file.Schema[i].ChildCount == 0) leaves++;
                entry = (null, new Wording("nested values", "嵌套值"));
            }

            if (!known.TryAdd(element.Name, entry)) throw faults.TwoOfOneName(element.Name);
            order.Add(element.Name);
        }

        if (at != file.Schema.Count) throw faults.Damaged(new("The footer", "文件尾"), new("its schema has more nodes than its tree.", "其模式的节点多于树中的节点。"));
        return (known, order, leaves);
    }

    private static Column Fit(Column column, ColumnField field, ParquetBudget budget)
    {
        if (column.Length == 0) return ColumnConcat.Of(field, [], 0);
        if (field.Type.Kind == ColumnKind.Utf8 && column.Type.Kind == ColumnKind.Dictionary)
        {
            long bytes = ((long)column.Length + 1) * sizeof(int);
            for (int i = 0; i < column.Length; i++) bytes += column.Utf8At(i).Length;
            budget.Spend(column.Name, bytes);
            column = column.Decode();
        }

        if (field.Type.Kind == ColumnKind.Dictionary) column = column.Encode();
        if (column.Type == field.Type) return column.With(field);
        return field.Type.Unit != column.Type.Unit
            ? ParquetTimes.ToSeconds(column, field)
            : new Column(field, column.Length, column.NullCount, column.ValidityMemory, column.BitOffset, column.ValueMemory, default, null);
    }

    // Parquet says of a timestamp only whether it is in UTC; Arrow's schema says which zone to show it in, and keeps seconds.
    private static ColumnType TimestampOf(ColumnType stored, ColumnType hint, IEnumerable<Column> columns)
    {
        if ((stored.TimeZone is null) != (hint.TimeZone is null)) return stored;
        bool isWhole = stored.Unit == TimeUnit.Millisecond && hint.Unit == TimeUnit.Second && columns.All(ParquetTimes.AreWholeSeconds);
        return stored.Unit == hint.Unit || isWhole ? hint : stored;
    }

    private static List<ParquetColumn> Choose(Dictionary<string, (ParquetColumn? Column, Wording? Fault)> known, IReadOnlyList<string> names, ParquetFaults faults)
    {
        List<ParquetColumn> columns = [];
        FindingList refused = new();
        HashSet<string> asked = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!asked.Add(name)) throw new ArgumentException($"Column '{name}' is asked for twice.", nameof(names));
            if (!known.TryGetValue(name, out (ParquetColumn? Column, Wording? Fault) entry)) throw faults.NoSuchColumn(name, known.Keys);
            if (entry.Fault is { } fault) refused.Add(faults.NotSupportedFinding(name, fault));
            else columns.Add(entry.Column!);
        }

        return refused.HasErrors ? throw new InputRefusedException(refused.ToImmutable()) : columns;
    }

    // The position behind a node and everything below it.
    private static int SkipSubtree(IReadOnlyList<SchemaElement> schema, int at, ParquetFaults faults)
    {
        long open = 1;
        for (; open > 0; open--, at++)
        {
            if (at >= schema.Count || schema[at].ChildCount < 0) throw faults.Damaged(new("The footer", "文件尾"), new("its schema ends early.", "其模式提前结束。"));
            open += schema[at].ChildCount;
        }

        return at;
    }

    // Some writers keep the metadata of the whole only in the Arrow schema.
    private static (IReadOnlyDictionary<string, ColumnField> Hints, ColumnMetadata Metadata) ReadKeyValues(IReadOnlyList<KeyValuePair<string, string>> all)
    {
        List<KeyValuePair<string, string>> entries = [.. all.Where(e => e.Key != ParquetNumbers.ArrowSchemaKey)];
        string? encoded = all.FirstOrDefault(e => e.Key == ParquetNumbers.ArrowSchemaKey).Value;
        if (encoded is null) return (new Dictionary<string, ColumnField>(StringComparer.Ordinal), new ColumnMetadata(entries));
        (IReadOnlyDictionary<string, ColumnField> fields, ColumnMetadata metadata) = ArrowSchemaText.Read(encoded);
        HashSet<string> keys = [.. entries.Select(e => e.Key)];
        entries.AddRange(metadata.Where(e => !keys.Contains(e.Key)));
        return (fields, new ColumnMetadata(entries));
    }
}
