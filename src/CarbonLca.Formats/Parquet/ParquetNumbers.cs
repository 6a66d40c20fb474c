namespace CarbonLca.Formats.Parquet;

/// <summary>How the pages of a file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Snappy: fast, the custom of the format.</summary>
    Snappy,

    /// <summary>Gzip: smaller and slower.</summary>
    Gzip,
}

/// <summary>Physical types of the Parquet format (<c>parquet.thrift</c>, Type).</summary>
internal enum ParquetPhysical
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLenByteArray = 7,
}

/// <summary>Encodings (<c>parquet.thrift</c>, Encoding).</summary>
internal enum ParquetEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    Rle = 3,
    BitPacked = 4,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RleDictionary = 8,
    ByteStreamSplit = 9,
}

/// <summary>Compression codecs (<c>parquet.thrift</c>, CompressionCodec).</summary>
internal enum ParquetCodec
{
    Uncompressed = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,
    Lz4 = 5,
    Zstd = 6,
    Lz4Raw = 7,
}

/// <summary>Page types (<c>parquet.thrift</c>, PageType).</summary>
internal enum ParquetPageType
{
    DataPage = 0,
    IndexPage = 1,
    DictionaryPage = 2,
    DataPageV2 = 3,
}

/// <summary>The words of the Parquet specification for its numbers.</summary>
internal static class ParquetNumbers
{
    public const int MagicLength = 4;
    public const int TrailerLength = sizeof(int) + MagicLength;

    /// <summary>The key under which Arrow's writers keep the Arrow schema, and we ours.</summary>
    public const string ArrowSchemaKey = "ARROW:schema";

    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    public static ReadOnlySpan<byte> EncryptedMagic => "PARE"u8;

    public static string NameOf(ParquetCodec codec) => codec switch
    {
        ParquetCodec.Uncompressed => "UNCOMPRESSED",
        ParquetCodec.Snappy => "SNAPPY",
        ParquetCodec.Gzip => "GZIP",
        ParquetCodec.Lzo => "LZO",
        ParquetCodec.Brotli => "BROTLI",
        ParquetCodec.Lz4 => "LZ4",
        ParquetCodec.Zstd => "ZSTD",
        ParquetCodec.Lz4Raw => "LZ4_RAW",
        _ => $"number {(int)codec}",
    };

    public static string NameOf(ParquetEncoding encoding) => encoding switch
    {
        ParquetEncoding.Plain => "PLAIN",
        ParquetEncoding.PlainDictionary => "PLAIN_DICTIONARY",
        ParquetEncoding.Rle => "RLE",
        ParquetEncoding.BitPacked => "BIT_PACKED",
        ParquetEncoding.DeltaBinaryPacked => "DELTA_BINARY_PACKED",
        ParquetEncoding.DeltaLengthByteArray => "DELTA_LENGTH_BYTE_ARRAY",
        ParquetEncoding.DeltaByteArray => "DELTA_BYTE_ARRAY",
        ParquetEncoding.RleDictionary => "RLE_DICTIONARY",
        ParquetEncoding.ByteStreamSplit => "BYTE_STREAM_SPLIT",
        _ => $"number {(int)encoding}",
    };

    public static string NameOf(ParquetPhysical type) => type switch
    {
        ParquetPhysical.Boolean => "BOOLEAN",
        ParquetPhysical.Int32 => "INT32",
        ParquetPhysical.Int64 => "INT64",
        ParquetPhysical.Int96 => "INT96",
        ParquetPhysical.Float => "FLOAT",
        ParquetPhysical.Double => "DOUBLE",
        ParquetPhysical.ByteArray => "BYTE_ARRAY",
        ParquetPhysical.FixedLenByteArray => "FIXED_LEN_BYTE_ARRAY",
        _ => $"number {(int)type}",
    };
}
