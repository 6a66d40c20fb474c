namespace CarbonLca.Formats.Packaging;

/// <summary>How much a source may contain before it is refused.</summary>
public sealed record SourceLimits
{
    /// <summary>The limits used unless the caller sets others.</summary>
    public static SourceLimits Default { get; } = new();

    /// <summary>The most entries in an archive or files in a folder.</summary>
    public int Entries { get; init; } = 200_000;

    /// <summary>The most bytes of one entry, expanded.</summary>
    public long EntryBytes { get; init; } = 512L << 20;

    /// <summary>The most bytes of all entries together, expanded.</summary>
    public long TotalBytes { get; init; } = 4L << 30;

    /// <summary>The highest ratio of expanded to stored bytes of an entry larger than 1 MiB.</summary>
    public int CompressionRatio { get; init; } = 200;
}
