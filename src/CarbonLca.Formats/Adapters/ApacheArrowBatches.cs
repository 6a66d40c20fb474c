using System.Runtime.InteropServices;
using Apache.Arrow;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using Column = CarbonLca.Formats.Columns.Column;

namespace CarbonLca.Formats.Adapters;

/// <summary>Our tables as record batches of the package <c>Apache.Arrow</c>, and theirs as ours; the memory is shared, not copied.</summary>
/// <remarks>
/// <para>
/// Both sides keep values in Arrow's layout, so a batch is made of the same buffers. Copied are only: the validity bitmap of a slice
/// that begins inside a byte, the text offsets of a slice that begins behind other texts, and dictionary indices that are not 32 bits
/// wide. Nothing owns what it shares: a batch is usable as long as the table's memory is (the mapping of its file), and a table as long
/// as its batch is not disposed.
/// </para>
/// <para>
/// The types are those of <see cref="ColumnKind"/>; others are refused by name. Of metadata with repeated keys the first entry counts.
/// What comes from the package is checked like a file before a column is made of it.
/// </para>
/// <para>
/// Compiled with <c>-p:CarbonLcaApacheArrow=true</c> only; compiled and tested by hand against Apache.Arrow 23.0.0, not part of the
/// default build.
/// </para>
/// </remarks>
public static class ApacheArrowBatches
{
    /// <summary>A table as a record batch.</summary>
    /// <param name="table">The table.</param>
    public static RecordBatch ToRecordBatch(ColumnTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return ToRecordBatch(table, ApacheArrowTypes.SchemaOf(table.Schema));
    }

    /// <summary>Batches under one schema as record batches under one schema.</summary>
    /// <param name="content">The batches; dictionaries that differ between them are united, as a file of theirs needs it.</param>
    /// <returns>Their schema and the batches; perhaps none.</returns>
    public static (Schema Schema, IReadOnlyList<RecordBatch> Batches) ToRecordBatches(ColumnBatches content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Schema schema = ApacheArrowTypes.SchemaOf(content.Schema);
        return (schema, [.. ColumnTable.ShareDictionaries(content.Schema, content.Batches).Select(b => ToRecordBatch(b, schema))]);
    }

    /// <summary>A record batch as a table.</summary>
    /// <param name="batch">The batch; it must not be disposed as long as the table is used.</param>
    /// <param name="name">What people call it, for messages.</param>
    /// <exception cref="InputRefusedException">A column has a type that is not read here, two have one name, or buffers contradict each other.</exception>
    public static ColumnTable ToTable(RecordBatch batch, string name)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return ToTable(batch, ApacheArrowTypes.SchemaOf(batch.Schema, name), name);
    }

    /// <summary>Record batches under one schema as batches.</summary>
    /// <param name="schema">The schema of all of them.</param>
    /// <param name="batches">The batches; none may be disposed as long as the result is used.</param>
    /// <param name="name">What people call them, for messages.</param>
    /// <exception cref="InputRefusedException">A column has a type that is not read here, two have one name, or buffers contradict each other.</exception>
    public static ColumnBatches ToBatches(Schema schema, IEnumerable<RecordBatch> batches, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        ColumnSchema own = ApacheArrowTypes.SchemaOf(schema, name);
        return new ColumnBatches(own, batches.Select(b => ToTable(b, own, name)));
    }

    private static RecordBatch ToRecordBatch(ColumnTable table, Schema schema) =>
        new(schema, [.. table.Columns.Select((c, i) => ArrowArrayFactory.BuildArray(DataOf(c, schema.GetFieldByIndex(i))))], table.RowCount);

    private static ArrayData DataOf(Column column, Field field)
    {
        // Truth values and their bitmap begin at the same bit; other values begin at a whole one, and so must the bitmap.
        bool isBits = column.Type.Kind == ColumnKind.Boolean;
        int offset = isBits ? column.BitOffset : 0;
        ArrowBuffer validity = new(column.NullCount == 0 ? default : isBits || column.BitOffset == 0 ? column.ValidityMemory : Aligned(column));
        ArrowBuffer[] buffers = column.Type.Kind == ColumnKind.Utf8 ? [validity, .. TextsOf(column)] : [validity, new ArrowBuffer(column.ValueMemory)];
        ArrayData? dictionary = column.Dictionary is { } texts ? DataOf(texts, new Field(column.Name, ApacheArrowTypes.TypeOf(ColumnType.Utf8), nullable: false)) : null;
        return new ArrayData(field.DataType, column.Length, column.NullCount, offset, buffers, [], dictionary);
    }

    // Their writers take the offsets of an array that begins at its buffer's first value to begin at zero.
    private static ArrowBuffer[] TextsOf(Column column)
    {
        ReadOnlySpan<int> offsets = column.TextOffsets;
        if (offsets.IsEmpty) return [new ArrowBuffer(new byte[sizeof(int)]), ArrowBuffer.Empty];
        int first = offsets[0];
        ArrowBuffer text = new(column.TextMemory[first..offsets[^1]]);
        if (first == 0) return [new ArrowBuffer(column.ValueMemory), text];
        Memory<byte> buffer = AlignedBuffer.Allocate(offsets.Length * sizeof(int));
        Span<int> zeroBased = MemoryMarshal.Cast<byte, int>(buffer.Span);
        for (int i = 0; i < zeroBased.Length; i++) zeroBased[i] = offsets[i] - first;
        return [new ArrowBuffer(buffer), text];
    }

    private static ReadOnlyMemory<byte> Aligned(Column column)
    {
        Memory<byte> bits = AlignedBuffer.Allocate(Bits.Bytes(column.Length));
        Bits.Copy(column.Validity, column.BitOffset, bits.Span, 0, column.Length);
        return bits;
    }

    private static ColumnTable ToTable(RecordBatch batch, ColumnSchema schema, string name)
    {
        ArrowFaults faults = new(name);
        if (batch.ColumnCount != schema.Fields.Count)
            throw faults.Damaged(new("A batch", "一个批次"), new($"it has {batch.ColumnCount} columns; its schema has {schema.Fields.Count}.", $"它有 {batch.ColumnCount} 列，而模式有 {schema.Fields.Count} 列。"));
        Column[] columns = [.. schema.Fields.Select((f, i) => ColumnOf(f, batch.Column(i).Data, faults))];
        foreach (Column column in columns)
        {
            if (column.Length != batch.Length)
                throw faults.DamagedColumn(column.Name, new("a batch", "一个批次"), new($"it has {column.Length} values and the batch {batch.Length} rows.", $"它有 {column.Length} 个值，而批次有 {batch.Length} 行。"));
        }

        return new ColumnTable(schema, columns, batch.Length);
    }

    private static Column ColumnOf(ColumnField field, ArrayData data, ArrowFaults faults)
    {
        if (ApacheArrowTypes.TypeOf(data.DataType) != field.Type)
            throw faults.DamagedColumn(field.Name, new("a batch", "一个批次"), new($"its values are {data.DataType.Name}, and the schema says {field.Type}.", $"其数值为 {data.DataType.Name}，而模式声明为 {field.Type}。"));

        // From the whole byte of the bitmap on in which the first value lies; what stands before that value is cut off again.
        int skipped = data.Offset & ~7;
        int before = data.Offset - skipped;
        int length = checked(before + data.Length);
        ReadOnlyMemory<byte> validity = From(data.Buffers[0].Memory, skipped >> 3, field.Name, faults);
        ReadOnlyMemory<byte> values = ApacheArrowTypes.WidthOf(data.DataType) is > 0 and int width
            ? From(data.Buffers[1].Memory, (long)skipped * width, field.Name, faults)
            : From(data.Buffers[1].Memory, skipped >> 3, field.Name, faults);
        if (field.Type.Kind == ColumnKind.Dictionary) values = ApacheArrowTypes.IndicesOf(data.DataType, values, length, field.Name, faults);
        Column? dictionary = data.Dictionary is { } texts ? ColumnOf(new ColumnField(field.Name, ColumnType.Utf8, isNullable: false), texts, faults) : null;
        ReadOnlyMemory<byte> text = field.Type.Kind == ColumnKind.Utf8 ? data.Buffers[2].Memory : default;
        if (ColumnCheck.TryMake(field with { IsNullable = true }, length, null, validity, values, text, dictionary, out Column? column) is { } fault)
            throw faults.DamagedColumn(field.Name, new("a batch", "一个批次"), fault);
        Column slice = before == 0 ? column! : column!.Slice(before, data.Length);
        return field.IsNullable || slice.NullCount == 0
            ? slice.With(field)
            : throw faults.DamagedColumn(field.Name, new("a batch", "一个批次"), new($"{slice.NullCount} of its values are missing, and the schema says that none is.", $"有 {slice.NullCount} 个值缺失，而模式声明不可缺失。"));
    }

    private static ReadOnlyMemory<byte> From(ReadOnlyMemory<byte> buffer, long start, string column, ArrowFaults faults)
    {
        if (buffer.IsEmpty) return default;
        return start <= buffer.Length
            ? buffer[(int)start..]
            : throw faults.DamagedColumn(column, new("a batch", "一个批次"), new($"a buffer of {buffer.Length} bytes begins at byte {start}.", $"一个 {buffer.Length} 字节的缓冲区从第 {start} 字节开始。"));
    }
}
