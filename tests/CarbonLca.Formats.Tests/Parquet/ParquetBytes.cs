using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;

namespace CarbonLca.Formats.Tests.Parquet;

/// <summary>Tables as Parquet bytes.</summary>
internal static class ParquetBytes
{
    public static byte[] Of(ColumnBatches content, ParquetCompression compression = ParquetCompression.Snappy, int rowsPerGroup = 1 << 20, bool checksums = true)
    {
        using MemoryStream stream = new();
        ParquetWriter.Write(stream, content, new ParquetWriteOptions { Compression = compression, RowsPerGroup = rowsPerGroup, Checksums = checksums });
        return stream.ToArray();
    }
}
