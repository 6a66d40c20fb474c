namespace CarbonLca.Formats.Parquet;

/// <summary>What stands at the end of a file (<c>parquet.thrift</c>, FileMetaData).</summary>
internal sealed record FileMetadata(
    IReadOnlyList<SchemaElement> Schema,
    long RowCount,
    IReadOnlyList<RowGroup> RowGroups,
    IReadOnlyList<KeyValuePair<string, string>> KeyValues,
    string? CreatedBy);

/// <summary>A node of the schema tree (SchemaElement), flattened depth first.</summary>
internal sealed record SchemaElement(string Name)
{
    public ParquetPhysical? Type { get; set; }

    /// <summary>0 required, 1 optional, 2 repeated.</summary>
    public int Repetition { get; set; }

    public int ChildCount { get; set; }

    public int? ConvertedType { get; set; }

    /// <summary>The field of the union LogicalType that is set.</summary>
    public short? LogicalType { get; set; }

    public int IntegerBits { get; set; }

    public bool IsSigned { get; set; }

    public bool IsAdjustedToUtc { get; set; }

    /// <summary>1 milliseconds, 2 microseconds, 3 nanoseconds.</summary>
    public short TimeUnit { get; set; }
}

/// <summary>Some rows (RowGroup).</summary>
internal sealed record RowGroup(long RowCount, IReadOnlyList<ColumnChunk> Columns);

/// <summary>One column of a row group (ColumnChunk with its ColumnMetaData).</summary>
internal sealed class ColumnChunk
{
    public ParquetPhysical Type { get; set; }

    public IReadOnlyList<ParquetEncoding> Encodings { get; set; } = [];

    public IReadOnlyList<string> Path { get; set; } = [];

    public ParquetCodec Codec { get; set; }

    public long ValueCount { get; set; }

    public long UncompressedBytes { get; set; }

    public long CompressedBytes { get; set; }

    public long DataPageOffset { get; set; }

    public long? DictionaryPageOffset { get; set; }

    public string? OtherFile { get; set; }

    public bool IsEncrypted { get; set; }

    public ChunkStatistics? Statistics { get; set; }

    /// <summary>Where its first page begins.</summary>
    public long Start => DictionaryPageOffset is > 0 and long dictionary && dictionary < DataPageOffset ? dictionary : DataPageOffset;
}

/// <summary>What is said about the values of a chunk (Statistics).</summary>
internal sealed record ChunkStatistics(long? NullCount, byte[]? Minimum, byte[]? Maximum);

/// <summary>What stands before a page (PageHeader).</summary>
internal sealed class PageHeader
{
    public int Type { get; set; }

    public int UncompressedBytes { get; set; }

    public int CompressedBytes { get; set; }

    public uint? Crc { get; set; }

    public int ValueCount { get; set; } = -1;

    public ParquetEncoding Encoding { get; set; }

    public ParquetEncoding LevelEncoding { get; set; } = ParquetEncoding.Rle;

    public int MissingCount { get; set; }

    public int DefinitionBytes { get; set; }

    public int RepetitionBytes { get; set; }

    public bool IsCompressed { get; set; } = true;
}
