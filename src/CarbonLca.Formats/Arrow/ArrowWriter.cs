using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>Writes Arrow IPC files and streams: metadata version 5, little-endian, every buffer at a multiple of 64 bytes.</summary>
/// <remarks>
/// The same tables give the same bytes. Slices are written as tables of their own: only their rows, offsets from zero. One thread at
/// a time; the stream stays the caller's. Without <see cref="Finish"/> what was written is refused by readers as cut off.
/// </remarks>
public sealed class ArrowWriter
{
    private const int Alignment = 64;
    private static readonly byte[] Zeros = new byte[Alignment];

    private readonly Stream _stream;
    private readonly bool _isFile;
    private readonly ColumnSchema _schema;
    private readonly Column?[] _dictionaries;
    private readonly List<long> _dictionaryBlocks = [];
    private readonly List<long> _batchBlocks = [];
    private long _position;
    private bool _isFinished;

    private ArrowWriter(Stream stream, ColumnSchema schema, bool isFile)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Arrow columns are written little-endian; this machine is big-endian.");
        _stream = stream;
        _schema = schema;
        _isFile = isFile;
        _dictionaries = new Column?[schema.Fields.Count];
        if (isFile)
        {
            Put(ArrowNumbers.Magic);
            Put(Zeros.AsSpan(0, sizeof(long) - ArrowNumbers.MagicLength));
        }

        FlatBufferBuilder builder = new();
        WriteMessage(builder, ArrowNumbers.HeaderSchema, ArrowSchemaWriter.Write(builder, schema), 0);
    }

    /// <summary>Begins an IPC file: batches and a footer that says where they are, to be mapped or read in any order.</summary>
    /// <param name="stream">Where it goes; at the beginning of the file.</param>
    /// <param name="schema">The schema of every batch.</param>
    public static ArrowWriter ToFile(Stream stream, ColumnSchema schema) => new(stream, schema, isFile: true);

    /// <summary>Begins an IPC stream (<c>application/vnd.apache.arrow.stream</c>): batches one after the other.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="schema">The schema of every batch.</param>
    public static ArrowWriter ToStream(Stream stream, ColumnSchema schema) => new(stream, schema, isFile: false);

    /// <summary>Writes a whole IPC file; dictionaries that differ between batches are united.</summary>
    public static void WriteFile(Stream stream, ColumnSchema schema, IReadOnlyList<ColumnTable> batches)
    {
        ArrowWriter writer = ToFile(stream, schema);
        foreach (ColumnTable batch in ColumnTable.ShareDictionaries(schema, batches)) writer.Write(batch);
        writer.Finish();
    }

    /// <summary>Writes one table as an IPC file of one batch.</summary>
    public static void WriteFile(Stream stream, ColumnTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        WriteFile(stream, table.Schema, [table]);
    }

    /// <summary>Writes a whole IPC stream.</summary>
    public static void WriteStream(Stream stream, ColumnSchema schema, IReadOnlyList<ColumnTable> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArrowWriter writer = ToStream(stream, schema);
        foreach (ColumnTable batch in batches) writer.Write(batch);
        writer.Finish();
    }

    /// <summary>Writes a batch of rows.</summary>
    /// <exception cref="ArgumentException">Its columns are not those of the schema; or, in a file, its dictionary differs from that of
    /// an earlier batch: a file holds one per column. See <see cref="ColumnTable.ShareDictionaries"/>.</exception>
    public void Write(ColumnTable batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_isFinished) throw new InvalidOperationException("The file is finished; no batch can follow.");
        ColumnTable.RequireSame(_schema, batch);
        for (int i = 0; i < _dictionaries.Length; i++)
        {
            if (batch.Columns[i].Dictionary is not { } dictionary) continue;
            if (_dictionaries[i] is { } known)
            {
                if (DictionaryUnion.AreEqual(known, dictionary)) continue;
                if (_isFile)
                    throw new ArgumentException($"Column '{batch.Columns[i].Name}' has another dictionary than in an earlier batch; a file holds one per column. Call ColumnTable.ShareDictionaries first.", nameof(batch));
            }

            _dictionaries[i] = dictionary;
            WriteDictionary(i, dictionary);
        }

        WriteBatch([.. batch.Columns], batch.RowCount, null);
    }

    /// <summary>Writes what closes the file or stream, and flushes.</summary>
    public void Finish()
    {
        if (_isFinished) return;
        _isFinished = true;

        // Some readers want every dictionary of the schema, even where no batch came.
        for (int i = 0; i < _dictionaries.Length; i++)
            if (_dictionaries[i] is null && _schema.Fields[i].Type.Kind == ColumnKind.Dictionary) WriteDictionary(i, Column.OfText(_schema.Fields[i].Name, []));
        PutInt32(ArrowNumbers.Continuation);
        PutInt32(0);
        if (_isFile) WriteFooter();
        _stream.Flush();
    }

    private void WriteFooter()
    {
        FlatBufferBuilder builder = new();
        int schema = ArrowSchemaWriter.Write(builder, _schema);
        int dictionaries = builder.Structs(CollectionsMarshal.AsSpan(_dictionaryBlocks), ArrowNumbers.BlockBytes / sizeof(long));
        int batches = builder.Structs(CollectionsMarshal.AsSpan(_batchBlocks), ArrowNumbers.BlockBytes / sizeof(long));
        builder.StartTable(5);
        builder.Place(1, schema);
        builder.Place(2, dictionaries);
        builder.Place(3, batches);
        builder.Int16(0, ArrowNumbers.VersionV5);
        byte[] footer = builder.Finish(builder.EndTable());
        Put(footer);
        PutInt32(footer.Length);
        Put(ArrowNumbers.Magic);
    }

    private void WriteDictionary(int id, Column dictionary) => WriteBatch([dictionary], dictionary.Length, id);

    private void WriteBatch(Column[] columns, int rowCount, int? dictionaryId)
    {
        List<long> nodes = [];
        List<long> buffers = [];
        long bodyLength = 0;
        foreach (Column column in columns)
        {
            nodes.Add(column.Length);
            nodes.Add(column.NullCount);
            foreach (long bytes in ArrowBody.BufferLengths(column))
            {
                buffers.Add(bodyLength);
                buffers.Add(bytes);
                bodyLength += Padded(bytes);
            }
        }

        FlatBufferBuilder builder = new();
        int nodeVector = builder.Structs(CollectionsMarshal.AsSpan(nodes), ArrowNumbers.NodeBytes / sizeof(long));
        int bufferVector = builder.Structs(CollectionsMarshal.AsSpan(buffers), ArrowNumbers.BufferBytes / sizeof(long));
        builder.StartTable(5);
        builder.Int64(0, rowCount);
        builder.Place(1, nodeVector);
        builder.Place(2, bufferVector);
        int header = builder.EndTable();
        if (dictionaryId is { } id)
        {
            builder.StartTable(3);
            builder.Int64(0, id);
            builder.Place(1, header);
            header = builder.EndTable();
        }

        long start = _position;
        WriteMessage(builder, dictionaryId is null ? ArrowNumbers.HeaderRecordBatch : ArrowNumbers.HeaderDictionaryBatch, header, bodyLength);
        (dictionaryId is null ? _batchBlocks : _dictionaryBlocks).AddRange([start, _position - start, bodyLength]);
        foreach (Column column in columns) ArrowBody.Write(column, PutPadded);
    }

    private void WriteMessage(FlatBufferBuilder builder, byte kind, int header, long bodyLength)
    {
        builder.StartTable(5);
        builder.Int64(3, bodyLength);
        builder.Place(2, header);
        builder.Int16(0, ArrowNumbers.VersionV5);
        builder.Byte(1, kind);
        byte[] message = builder.Finish(builder.EndTable());
        int padding = (int)(Padded(_position + ArrowNumbers.MessagePrefix + message.Length) - (_position + ArrowNumbers.MessagePrefix + message.Length));
        PutInt32(ArrowNumbers.Continuation);
        PutInt32(message.Length + padding);
        Put(message);
        Put(Zeros.AsSpan(0, padding));
    }

    private void PutPadded(ReadOnlySpan<byte> bytes)
    {
        Put(bytes);
        Put(Zeros.AsSpan(0, (int)(Padded(bytes.Length) - bytes.Length)));
    }

    private void PutInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Put(bytes);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }

    private static long Padded(long bytes) => (bytes + Alignment - 1) & ~(long)(Alignment - 1);
}
