namespace CarbonLca.Formats.Columns;

/// <summary>Columns of equal length under one schema: a table, or one batch of a larger one.</summary>
public sealed class ColumnTable
{
    private readonly Column[] _columns;

    /// <summary>A table of columns.</summary>
    /// <param name="columns">Columns of equal length with distinct names.</param>
    /// <param name="metadata">Keys and values that go with the whole.</param>
    /// <param name="rowCount">The number of rows; needed only when there are no columns.</param>
    /// <exception cref="ArgumentException">Lengths differ or names repeat.</exception>
    public ColumnTable(IReadOnlyList<Column> columns, ColumnMetadata? metadata = null, int? rowCount = null)
        : this(new ColumnSchema((columns ?? throw new ArgumentNullException(nameof(columns))).Select(c => c.Field), metadata), columns, rowCount ?? (columns.Count == 0 ? 0 : columns[0].Length))
    {
    }

    /// <summary>A table under a schema that exists; the columns' fields are the schema's own.</summary>
    internal ColumnTable(ColumnSchema schema, IReadOnlyList<Column> columns, int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        Schema = schema;
        RowCount = rowCount;
        _columns = [.. columns];
        foreach (Column column in _columns)
            if (column.Length != rowCount) throw new ArgumentException($"Column '{column.Name}' has {column.Length} values; expected {rowCount}, the number of rows.", nameof(columns));
    }

    /// <summary>Names, types and metadata.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The columns in the order of the schema.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Column this[string name] => _columns[Schema.Require(name)];

    /// <summary>The column of a name; null when there is none.</summary>
    public Column? Find(string name) => Schema.IndexOf(name) is >= 0 and int index ? _columns[index] : null;

    /// <summary>Consecutive rows, not copied.</summary>
    public ColumnTable Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, RowCount - length);
        return new ColumnTable(Schema, [.. _columns.Select(c => c.Slice(start, length))], length);
    }

    /// <summary>The rows of several batches in one table; copied unless there is only one.</summary>
    /// <param name="schema">The schema of all of them.</param>
    /// <param name="batches">Batches whose columns have the names and types of the schema.</param>
    /// <exception cref="ArgumentException">A batch has another schema, or the rows exceed what one table holds.</exception>
    public static ColumnTable Concat(ColumnSchema schema, IReadOnlyList<ColumnTable> batches)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        foreach (ColumnTable batch in batches) RequireSame(schema, batch);
        if (batches.Count == 1) return batches[0];
        long rows = batches.Sum(b => (long)b.RowCount);
        if (rows > int.MaxValue - 1) throw new ArgumentException($"{rows} rows do not fit one table; use the batches one by one.", nameof(batches));
        Column[] columns = [.. schema.Fields.Select((field, i) => ColumnConcat.Of(field, [.. batches.Select(b => b._columns[i])], (int)rows))];
        return new ColumnTable(schema, columns, (int)rows);
    }

    /// <summary>The same batches with one dictionary per column, so that a file can hold them.</summary>
    /// <param name="schema">The schema of all of them.</param>
    /// <param name="batches">Batches whose columns have the names and types of the schema.</param>
    /// <returns>The batches; unchanged where the dictionaries agree already.</returns>
    public static IReadOnlyList<ColumnTable> ShareDictionaries(ColumnSchema schema, IReadOnlyList<ColumnTable> batches)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        foreach (ColumnTable batch in batches) RequireSame(schema, batch);
        Column[][] shared = [.. batches.Select(b => (Column[])b._columns.Clone())];
        bool isChanged = false;
        for (int i = 0; i < schema.Fields.Count; i++)
        {
            if (schema.Fields[i].Type.Kind != ColumnKind.Dictionary) continue;
            Column[] parts = [.. shared.Select(columns => columns[i])];
            IReadOnlyList<Column> united = DictionaryUnion.Unite(parts);
            for (int batch = 0; batch < united.Count; batch++)
            {
                isChanged |= !ReferenceEquals(united[batch], parts[batch]);
                shared[batch][i] = united[batch];
            }
        }

        return isChanged ? [.. shared.Select((columns, batch) => new ColumnTable(schema, columns, batches[batch].RowCount))] : batches;
    }

    /// <summary>Refuses a batch whose columns are not those of a schema.</summary>
    internal static void RequireSame(ColumnSchema schema, ColumnTable batch)
    {
        if (ReferenceEquals(schema, batch.Schema)) return;
        if (schema.Fields.Count != batch.Schema.Fields.Count)
            throw new ArgumentException($"A batch has {batch.Schema.Fields.Count} columns; expected {schema.Fields.Count}.", nameof(batch));
        for (int i = 0; i < schema.Fields.Count; i++)
        {
            ColumnField expected = schema.Fields[i];
            ColumnField found = batch.Schema.Fields[i];
            if (expected.Name != found.Name || expected.Type != found.Type)
                throw new ArgumentException($"Column {i + 1} of a batch is '{found}'; expected '{expected}'.", nameof(batch));
            if (!expected.IsNullable && batch._columns[i].NullCount != 0)
                throw new ArgumentException($"Column '{found.Name}' of a batch misses {batch._columns[i].NullCount} values; its schema allows none.", nameof(batch));
        }
    }
}
