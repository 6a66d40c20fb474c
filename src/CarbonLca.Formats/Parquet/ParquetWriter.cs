using System.Buffers.Binary;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>Writes flat Parquet files: PLAIN, or RLE_DICTIONARY where it is shorter; statistics, page checksums, the Arrow schema.</summary>
/// <remarks>
/// The same tables give the same bytes. Every batch with rows becomes one or more row groups. Timestamps in seconds are stored in
/// milliseconds, as Parquet has no seconds. One thread at a time; the stream stays the caller's. Without <see cref="Finish"/> what was
/// written is refused by readers as cut off.
/// </remarks>
public sealed class ParquetWriter
{
    private const string CreatedBy = "CarbonLca";
    private const int FormatVersion = 2;

    private readonly Stream _stream;
    private readonly ColumnSchema _schema;
    private readonly ParquetWriteOptions _options;
    private readonly List<(int Rows, WrittenChunk[] Chunks)> _groups = [];
    private long _position;
    private bool _isFinished;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where it goes; at the beginning of the file.</param>
    /// <param name="schema">The schema of every batch.</param>
    /// <param name="options">How to write; snappy unless given.</param>
    public ParquetWriter(Stream stream, ColumnSchema schema, ParquetWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Parquet values are written little-endian; this machine is big-endian.");
        _stream = stream;
        _schema = schema;
        _options = options ?? new ParquetWriteOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.RowsPerGroup, nameof(options));
        Put(ParquetNumbers.Magic);
    }

    /// <summary>Writes a whole file.</summary>
    public static void Write(Stream stream, ColumnBatches content, ParquetWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ParquetWriter writer = new(stream, content.Schema, options);
        foreach (ColumnTable batch in content.Batches) writer.Write(batch);
        writer.Finish();
    }

    /// <summary>Writes one table as a file.</summary>
    public static void Write(Stream stream, ColumnTable table, ParquetWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        Write(stream, new ColumnBatches(table.Schema, [table]), options);
    }

    /// <summary>Writes a batch of rows as one row group or more; nothing when it has no rows.</summary>
    /// <exception cref="ArgumentException">Its columns are not those of the schema, or a time in seconds exceeds 64 bits in milliseconds.</exception>
    public void Write(ColumnTable batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_isFinished) throw new InvalidOperationException("The file is finished; no batch can follow.");
        ColumnTable.RequireSame(_schema, batch);
        for (int row = 0; row < batch.RowCount; row += _options.RowsPerGroup)
        {
            int rows = Math.Min(_options.RowsPerGroup, batch.RowCount - row);
            WrittenChunk[] chunks = new WrittenChunk[_schema.Fields.Count];
            for (int i = 0; i < chunks.Length; i++)
            {
                chunks[i] = new ChunkWriter(_stream, _options, batch.Columns[i].Slice(row, rows).With(_schema.Fields[i])).Write(_position);
                _position += chunks[i].Compressed;
            }

            _groups.Add((rows, chunks));
        }
    }

    /// <summary>Writes the footer, and flushes.</summary>
    public void Finish()
    {
        if (_isFinished) return;
        _isFinished = true;
        ReadOnlySpan<byte> footer = Footer();
        Put(footer);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        Put(length);
        Put(ParquetNumbers.Magic);
        _stream.Flush();
    }

    private ReadOnlySpan<byte> Footer()
    {
        ThriftWriter writer = new();
        List<ColumnField?> elements = [null, .. _schema.Fields];
        List<KeyValuePair<string, string>> keyValues = [.. _schema.Metadata, KeyValuePair.Create(ParquetNumbers.ArrowSchemaKey, ArrowSchemaText.Write(new ColumnSchema(_schema.Fields)))];
        writer.Int32(1, FormatVersion)
            .Structs(2, elements, WriteElement)
            .Int64(3, _groups.Sum(g => (long)g.Rows))
            .Structs(4, _groups, (w, group) => WriteGroup(w, group.Rows, group.Chunks))
            .Structs(5, keyValues, static (w, pair) => w.Text(1, pair.Key).Text(2, pair.Value))
            .Text(6, CreatedBy)
            .Structs(7, _schema.Fields, static (w, _) => w.Struct(1, static _ => { }))
            .Stop();
        return writer.Bytes;
    }

    private void WriteElement(ThriftWriter writer, ColumnField? field)
    {
        if (field is null)
        {
            writer.Text(4, "schema").Int32(5, _schema.Fields.Count);
            return;
        }

        writer.Int32(1, (int)ColumnPhysical.TypeOf(field.Type)).Int32(3, field.IsNullable ? 1 : 0).Text(4, field.Name);
        ColumnType type = field.Type;
        switch (type.Kind)
        {
            case ColumnKind.Utf8 or ColumnKind.Dictionary:
                writer.Int32(6, 0).Struct(10, static l => l.Struct(1, static _ => { }));
                break;
            case ColumnKind.Date:
                writer.Int32(6, 6).Struct(10, static l => l.Struct(6, static _ => { }));
                break;
            case ColumnKind.Timestamp:
                WriteTimestamp(writer, type);
                break;
            case ColumnKind.Int8 or ColumnKind.Int16 or ColumnKind.UInt8 or ColumnKind.UInt16 or ColumnKind.UInt32 or ColumnKind.UInt64:
                bool isSigned = type.Kind is ColumnKind.Int8 or ColumnKind.Int16;
                int bits = type.ByteWidth * 8;
                int log = System.Numerics.BitOperations.Log2((uint)type.ByteWidth);
                writer.Int32(6, (isSigned ? 15 : 11) + log).Struct(10, l => l.Struct(10, i => i.Int8(1, (sbyte)bits).Boolean(2, isSigned)));
                break;
            default:
                break;
        }
    }

    private static void WriteTimestamp(ThriftWriter writer, ColumnType type)
    {
        short unit = type.Unit switch
        {
            TimeUnit.Second or TimeUnit.Millisecond => 1,
            TimeUnit.Microsecond => 2,
            _ => 3,
        };

        // The older converted types exist for times in UTC only, in milliseconds and microseconds.
        if (type.TimeZone is not null && unit < 3) writer.Int32(6, 8 + unit);
        writer.Struct(10, l => l.Struct(8, t => t.Boolean(1, type.TimeZone is not null).Struct(2, u => u.Struct(unit, static _ => { }))));
    }

    private void WriteGroup(ThriftWriter writer, int rows, WrittenChunk[] chunks)
    {
        writer.Structs(1, chunks, WriteChunk).Int64(2, chunks.Sum(c => c.Uncompressed)).Int64(3, rows);
        if (chunks.Length > 0) writer.Int64(5, Start(chunks[0]));
        writer.Int64(6, chunks.Sum(c => c.Compressed));
    }

    private void WriteChunk(ThriftWriter writer, WrittenChunk chunk)
    {
        int codec = (int)(_options.Compression switch
        {
            ParquetCompression.Snappy => ParquetCodec.Snappy,
            ParquetCompression.Gzip => ParquetCodec.Gzip,
            _ => ParquetCodec.Uncompressed,
        });
        int[] encodings = chunk.Encoding == ParquetEncoding.Plain
            ? [(int)ParquetEncoding.Plain, (int)ParquetEncoding.Rle]
            : [(int)ParquetEncoding.Plain, (int)ParquetEncoding.Rle, (int)chunk.Encoding];
        Column column = chunk.Column;
        writer.Int64(2, 0).Struct(3, meta =>
        {
            meta.Int32(1, (int)ColumnPhysical.TypeOf(column.Type))
                .Int32s(2, encodings)
                .Texts(3, [column.Name])
                .Int32(4, codec)
                .Int64(5, column.Length)
                .Int64(6, chunk.Uncompressed)
                .Int64(7, chunk.Compressed)
                .Int64(9, chunk.DataPage);
            if (chunk.DictionaryPage != 0) meta.Int64(11, chunk.DictionaryPage);
            meta.Struct(12, statistics =>
            {
                statistics.Int64(3, column.NullCount);
                if (chunk.Bounds is { } bounds) statistics.Binary(5, bounds.Greatest).Binary(6, bounds.Least);
            });
        });
    }

    private static long Start(WrittenChunk chunk) => chunk.DictionaryPage == 0 ? chunk.DataPage : chunk.DictionaryPage;

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }
}
