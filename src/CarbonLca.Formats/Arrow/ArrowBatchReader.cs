using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>Reads record batches and dictionary batches.</summary>
internal sealed class ArrowBatchReader
{
    private readonly ByteRegion _bytes;
    private readonly ArrowFaults _faults;
    private readonly ArrowSchema _schema;
    private readonly Dictionary<long, ColumnField> _dictionaryFields = [];
    private readonly Dictionary<long, Column> _dictionaries = [];

    public ArrowBatchReader(ByteRegion bytes, ArrowFaults faults, ArrowSchema schema)
    {
        _bytes = bytes;
        _faults = faults;
        _schema = schema;
        for (int i = 0; i < schema.DictionaryIds.Count; i++)
        {
            if (schema.DictionaryIds[i] is not { } id) continue;
            ColumnField field = schema.Columns.Fields[i];
            _dictionaryFields.TryAdd(id, new ColumnField(field.Name, ColumnType.Utf8));
        }
    }

    /// <summary>Keeps the dictionary of a message for the batches that follow.</summary>
    /// <param name="message">A message with the header <c>DictionaryBatch</c>.</param>
    /// <param name="mayReplace">Whether a dictionary may take the place of an earlier one, as in a stream.</param>
    public void ReadDictionary(ArrowMessage message, bool mayReplace)
    {
        long id = message.Header.Int64(0);
        if (!_dictionaryFields.TryGetValue(id, out ColumnField? field))
            throw _faults.Damaged(message.Where, new($"it is the dictionary {id}, which no column has.", $"它是字典 {id}，而没有任何列使用该字典。"));
        if (message.Header.Boolean(2)) throw _faults.NotSupported(field.Name, new("a delta dictionary", "增量字典"));
        if (message.Header.Table(1) is not { } batch) throw _faults.Damaged(message.Where, new("it has no data.", "它没有数据。"));
        if (!mayReplace && _dictionaries.ContainsKey(id))
            throw _faults.Damaged(message.Where, new($"it gives the dictionary of column '{field.Name}' a second time.", $"它第二次给出列 '{field.Name}' 的字典。"));
        Cursor cursor = Open(message, batch, [field]);
        Column dictionary = ReadColumn(ref cursor, field, null);
        if (dictionary.NullCount != 0) throw _faults.NotSupported(field.Name, new("a dictionary with missing entries", "含缺失项的字典"));
        _dictionaries[id] = dictionary;
    }

    /// <summary>The rows of a message.</summary>
    /// <param name="message">A message with the header <c>RecordBatch</c>.</param>
    public ColumnTable ReadBatch(ArrowMessage message)
    {
        IReadOnlyList<ColumnField> fields = _schema.Columns.Fields;
        Cursor cursor = Open(message, message.Header, fields);
        Column[] columns = new Column[fields.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            Column? dictionary = null;
            if (_schema.DictionaryIds[i] is { } id && !_dictionaries.TryGetValue(id, out dictionary))
            {
                // A dictionary may be left out when no value of the column is there; then any index is refused.
                dictionary = Column.OfText(_dictionaryFields[id], []);
            }

            columns[i] = ReadColumn(ref cursor, fields[i], dictionary);
            if (columns[i].Length != cursor.RowCount)
            {
                throw _faults.DamagedColumn(fields[i].Name, message.Where, new(
                    $"it has {columns[i].Length} values in a batch of {cursor.RowCount} rows.",
                    $"它有 {columns[i].Length} 个值，而该批次有 {cursor.RowCount} 行。"));
            }
        }

        return new ColumnTable(_schema.Columns, columns, cursor.RowCount);
    }

    private Cursor Open(ArrowMessage message, FlatTable batch, IReadOnlyList<ColumnField> fields)
    {
        if (batch.Table(3) is { } compression)
        {
            string codec = compression.Byte(0) switch
            {
                0 => "LZ4_FRAME",
                1 => "ZSTD",
                byte number => $"number {number}",
            };
            Wording feature = new($"{codec} compression", $" {codec} 压缩");
            throw fields.Count > 0 ? _faults.NotSupported(fields[0].Name, feature) : _faults.NotSupported(feature);
        }

        Cursor cursor = new()
        {
            Where = message.Where,
            Nodes = batch.Structs(1, ArrowNumbers.NodeBytes),
            Buffers = batch.Structs(2, ArrowNumbers.BufferBytes),
            BodyStart = message.BodyStart,
            BodyLength = message.BodyLength,
            BodyLeft = message.BodyLength,
            RowCount = Count(message.Where, batch.Int64(0)),
        };
        int nodes = cursor.Nodes.Length / ArrowNumbers.NodeBytes;
        int buffers = cursor.Buffers.Length / ArrowNumbers.BufferBytes;
        int expected = 0;
        for (int i = 0; i < fields.Count; i++) expected += ArrowNumbers.BuffersOf(fields[i].Type.Kind);
        if (nodes == fields.Count && buffers == expected) return cursor;
        throw _faults.Damaged(message.Where, new(
            $"it has {nodes} columns and {buffers} buffers; expected {fields.Count} and {expected}.",
            $"它有 {nodes} 列、{buffers} 个缓冲区；应为 {fields.Count} 列、{expected} 个缓冲区。"));
    }

    private Column ReadColumn(ref Cursor cursor, ColumnField field, Column? dictionary)
    {
        int length = Count(cursor.Where, BinaryPrimitives.ReadInt64LittleEndian(cursor.Nodes));
        long nullCount = BinaryPrimitives.ReadInt64LittleEndian(cursor.Nodes[sizeof(long)..]);
        cursor.Nodes = cursor.Nodes[ArrowNumbers.NodeBytes..];

        // Writers may leave the bitmap of an empty column out or not.
        ReadOnlyMemory<byte> validity = Buffer(ref cursor, field);
        if (length == 0) validity = default;
        ReadOnlyMemory<byte> values = Buffer(ref cursor, field);
        ReadOnlyMemory<byte> text = field.Type.Kind == ColumnKind.Utf8 ? Buffer(ref cursor, field) : default;
        if (ColumnCheck.TryMake(field, length, nullCount == -1 ? null : nullCount, validity, values, text, dictionary, out Column? column) is { } fault)
            throw _faults.DamagedColumn(field.Name, Lower(cursor.Where), fault);
        return column!;
    }

    private ReadOnlyMemory<byte> Buffer(ref Cursor cursor, ColumnField field)
    {
        long offset = BinaryPrimitives.ReadInt64LittleEndian(cursor.Buffers);
        long length = BinaryPrimitives.ReadInt64LittleEndian(cursor.Buffers[sizeof(long)..]);
        cursor.Buffers = cursor.Buffers[ArrowNumbers.BufferBytes..];
        if (length == 0) return default;
        if (offset < 0 || length < 0 || offset > cursor.BodyLength || length > cursor.BodyLength - offset)
        {
            throw _faults.DamagedColumn(field.Name, Lower(cursor.Where), new(
                $"a buffer of {length} bytes at {offset} lies outside of the body of {cursor.BodyLength} bytes.",
                $"位于 {offset}、长 {length} 字节的缓冲区超出了 {cursor.BodyLength} 字节的正文。"));
        }

        if (offset % sizeof(long) != 0)
            throw _faults.DamagedColumn(field.Name, Lower(cursor.Where), new($"a buffer begins at {offset}, which is not a multiple of 8.", $"有缓冲区始于 {offset}，不是 8 的倍数。"));

        // Buffers that shared bytes would make a small file cost the work of a large one.
        cursor.BodyLeft -= length;
        if (cursor.BodyLeft < 0)
            throw _faults.DamagedColumn(field.Name, Lower(cursor.Where), new($"the buffers together exceed the body of {cursor.BodyLength} bytes.", $"各缓冲区合计超过 {cursor.BodyLength} 字节的正文。"));
        if (length > int.MaxValue) throw _faults.TooLarge(field.Name, length);
        return _bytes.Slice(cursor.BodyStart + offset, (int)length);
    }

    private int Count(Wording where, long count) => count is >= 0 and < int.MaxValue
        ? (int)count
        : throw _faults.Damaged(where, new($"it has {count} rows; expected 0 to {int.MaxValue - 1}.", $"它有 {count} 行；应为 0 到 {int.MaxValue - 1}。"));

    private static Wording Lower(Wording where) => where with { En = char.ToLowerInvariant(where.En[0]) + where.En[1..] };

    private ref struct Cursor
    {
        public Wording Where;
        public ReadOnlySpan<byte> Nodes;
        public ReadOnlySpan<byte> Buffers;
        public long BodyStart;
        public long BodyLength;
        public long BodyLeft;
        public int RowCount;
    }
}
