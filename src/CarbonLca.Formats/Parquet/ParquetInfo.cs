using System.Buffers.Binary;
using System.Text;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>What a file says about itself.</summary>
/// <param name="CreatedBy">The program that wrote it; null when it does not say.</param>
/// <param name="RowCount">Its rows.</param>
/// <param name="Metadata">Its keys and values.</param>
/// <param name="RowGroups">Its row groups.</param>
public sealed record ParquetInfo(string? CreatedBy, long RowCount, ColumnMetadata Metadata, IReadOnlyList<ParquetGroupInfo> RowGroups)
{
    internal static ParquetInfo Of(FileMetadata file)
    {
        Dictionary<string, SchemaElement> elements = new(StringComparer.Ordinal);
        foreach (SchemaElement element in file.Schema) elements[element.Name] = element;
        return new ParquetInfo(
            file.CreatedBy,
            file.RowCount,
            new ColumnMetadata(file.KeyValues),
            [.. file.RowGroups.Select(g => new ParquetGroupInfo(g.RowCount, [.. g.Columns.Select(c => Describe(c, elements))]))]);
    }

    private static ParquetColumnInfo Describe(ColumnChunk chunk, Dictionary<string, SchemaElement> elements)
    {
        ParquetColumn? column = null;
        if (chunk.Path.Count == 1 && elements.TryGetValue(chunk.Path[0], out SchemaElement? element)) ParquetColumn.TryMake(element, 0, out column);
        return new ParquetColumnInfo(
            string.Join('.', chunk.Path),
            ParquetNumbers.NameOf(chunk.Type),
            [.. chunk.Encodings.Select(ParquetNumbers.NameOf)],
            ParquetNumbers.NameOf(chunk.Codec),
            chunk.CompressedBytes,
            chunk.UncompressedBytes,
            chunk.Statistics?.NullCount,
            ValueOf(column, chunk.Statistics?.Minimum),
            ValueOf(column, chunk.Statistics?.Maximum));
    }

    private static object? ValueOf(ParquetColumn? column, byte[]? bytes) => (column?.Physical, bytes) switch
    {
        (_, null) => null,
        (ParquetPhysical.Boolean, { Length: 1 }) => bytes[0] != 0,
        (ParquetPhysical.Int32, { Length: 4 }) when column!.Type.Kind == ColumnKind.UInt32 => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (ParquetPhysical.Int32, { Length: 4 }) => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (ParquetPhysical.Int64, { Length: 8 }) when column!.Type.Kind == ColumnKind.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (ParquetPhysical.Int64, { Length: 8 }) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (ParquetPhysical.Float, { Length: 4 }) => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (ParquetPhysical.Double, { Length: 8 }) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (ParquetPhysical.ByteArray, _) => Encoding.UTF8.GetString(bytes),
        _ => null,
    };
}

/// <summary>What a file says about a row group.</summary>
/// <param name="RowCount">Its rows.</param>
/// <param name="Columns">Its columns, in the order of the file.</param>
public sealed record ParquetGroupInfo(long RowCount, IReadOnlyList<ParquetColumnInfo> Columns);

/// <summary>What a file says about a column of a row group.</summary>
/// <param name="Name">Its path, with dots between the levels.</param>
/// <param name="PhysicalType">How values are stored, in the words of the format.</param>
/// <param name="Encodings">The encodings of its pages.</param>
/// <param name="Codec">The compression of its pages.</param>
/// <param name="CompressedBytes">The bytes it takes in the file.</param>
/// <param name="UncompressedBytes">The bytes its pages take before compression.</param>
/// <param name="NullCount">How many values are missing; null when it does not say.</param>
/// <param name="Minimum">A lower bound of the values as bool, long, ulong, double or string; null when it does not say.</param>
/// <param name="Maximum">An upper bound of the values; null when it does not say.</param>
public sealed record ParquetColumnInfo(
    string Name,
    string PhysicalType,
    IReadOnlyList<string> Encodings,
    string Codec,
    long CompressedBytes,
    long UncompressedBytes,
    long? NullCount,
    object? Minimum,
    object? Maximum);
