using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CarbonLca.Formats.Parquet;

/// <summary>Compresses and expands pages.</summary>
internal static class PageCodec
{
    // A block of Deflate makes at most 258 bytes of two bits.
    private const int MostGzipExpansion = 1032;
    private const int Slack = 256;

    // The runtime's compressor writes nothing for nothing, which is no gzip: RFC 1952 wants a header, an empty block and a trailer.
    private static ReadOnlySpan<byte> EmptyGzip => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static bool IsRead(ParquetCodec codec) => codec is ParquetCodec.Uncompressed or ParquetCodec.Snappy or ParquetCodec.Gzip;

    /// <summary>Whether so few bytes can expand to so many at all: asked before memory is taken for them.</summary>
    public static bool IsPlausible(ParquetCodec codec, long compressed, long expanded) => codec switch
    {
        ParquetCodec.Snappy => expanded <= (compressed * Snappy.MostExpansion) + Slack,
        ParquetCodec.Gzip => expanded <= (compressed * MostGzipExpansion) + Slack,
        _ => expanded == compressed,
    };

    /// <summary>Expands a page into a target of exactly its length.</summary>
    /// <returns>False when the bytes are damaged or expand to another length.</returns>
    public static bool TryExpand(ParquetCodec codec, ReadOnlyMemory<byte> source, Span<byte> target)
    {
        switch (codec)
        {
            case ParquetCodec.Snappy:
                return Snappy.TryDecompress(source.Span, target);
            case ParquetCodec.Gzip:
                return TryGunzip(source, target);
            default:
                if (source.Length != target.Length) return false;
                source.Span.CopyTo(target);
                return true;
        }
    }

    /// <summary>The page compressed; at the fastest level where there is a choice.</summary>
    public static ReadOnlySpan<byte> Compress(ParquetCompression compression, ReadOnlySpan<byte> page)
    {
        switch (compression)
        {
            case ParquetCompression.Snappy:
                byte[] target = new byte[Snappy.MostCompressed(page.Length)];
                return target.AsSpan(0, Snappy.Compress(page, target));
            case ParquetCompression.Gzip when page.IsEmpty:
                return EmptyGzip;
            case ParquetCompression.Gzip:
                using (MemoryStream stream = new())
                {
                    using (GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(page);
                    return stream.GetBuffer().AsSpan(0, (int)stream.Length);
                }

            default:
                return page;
        }
    }

    private static bool TryGunzip(ReadOnlyMemory<byte> source, Span<byte> target)
    {
        if (source.IsEmpty) return target.IsEmpty;
        try
        {
            using Stream stream = MemoryMarshal.TryGetArray(source, out ArraySegment<byte> segment)
                ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(source.ToArray(), writable: false);
            using GZipStream gzip = new(stream, CompressionMode.Decompress);
            int read = gzip.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            return read == target.Length && gzip.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
