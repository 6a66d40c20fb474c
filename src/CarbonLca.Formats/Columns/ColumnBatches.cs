namespace CarbonLca.Formats.Columns;

/// <summary>What a columnar file holds: a schema and batches of rows under it.</summary>
public sealed class ColumnBatches
{
    /// <summary>Batches under one schema.</summary>
    /// <exception cref="ArgumentException">A batch has other columns.</exception>
    public ColumnBatches(ColumnSchema schema, IEnumerable<ColumnTable> batches)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        Schema = schema;
        Batches = [.. batches];
        foreach (ColumnTable batch in Batches) ColumnTable.RequireSame(schema, batch);
    }

    /// <summary>Names, types and metadata.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>The batches in order; perhaps none, perhaps some without rows.</summary>
    public IReadOnlyList<ColumnTable> Batches { get; }

    /// <summary>The rows of all batches together.</summary>
    public long RowCount => Batches.Sum(b => (long)b.RowCount);

    /// <summary>All rows in one table; copied unless there is exactly one batch.</summary>
    /// <exception cref="ArgumentException">The rows, or the texts of a column, exceed what one table holds.</exception>
    public ColumnTable ToTable() => ColumnTable.Concat(Schema, Batches);
}
