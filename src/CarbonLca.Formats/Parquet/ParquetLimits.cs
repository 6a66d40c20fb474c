namespace CarbonLca.Formats.Parquet;

/// <summary>How large the decoded table of a file may be: a few bytes of Parquet can stand for billions of values.</summary>
public sealed record ParquetLimits
{
    /// <summary>The limits used unless the caller sets others.</summary>
    public static ParquetLimits Default { get; } = new();

    /// <summary>The most bytes of the decoded table, whatever the file's size.</summary>
    public long Bytes { get; init; } = 8L << 30;

    /// <summary>The most decoded bytes per byte of the file.</summary>
    public int Expansion { get; init; } = 256;

    /// <summary>Decoded bytes that even the smallest file may reach.</summary>
    public long Floor { get; init; } = 64L << 20;

    /// <summary>The most decoded bytes of a file of a size.</summary>
    public long For(long fileBytes) => Math.Min(Bytes, Math.Max(Floor, fileBytes > long.MaxValue / Expansion ? long.MaxValue : fileBytes * Expansion));
}

/// <summary>What to read of a file.</summary>
public sealed record ParquetReadOptions
{
    /// <summary>The columns to read, in this order; null for all in the order of the file. Other columns may then use anything.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>How large the decoded table may be.</summary>
    public ParquetLimits Limits { get; init; } = ParquetLimits.Default;
}

/// <summary>How to write a file.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>How pages are compressed. Gzip's bytes depend on the runtime's zlib; Snappy's and none's on nothing but the table.</summary>
    public ParquetCompression Compression { get; init; } = ParquetCompression.Snappy;

    /// <summary>Whether every page carries the checksum of its bytes, so that a reader notices when one changes.</summary>
    public bool Checksums { get; init; } = true;

    /// <summary>The most rows of a row group; larger batches are split.</summary>
    public int RowsPerGroup { get; init; } = 1 << 20;
}
