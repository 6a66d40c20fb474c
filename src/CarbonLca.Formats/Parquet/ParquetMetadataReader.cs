using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Parquet;

/// <summary>Reads the structures of <c>parquet.thrift</c>.</summary>
internal sealed class ParquetMetadataReader(ParquetFaults faults)
{
    private static readonly Wording Footer = new("The footer", "文件尾");

    public FileMetadata ReadFile(ReadOnlySpan<byte> bytes)
    {
        ThriftReader reader = new(bytes, faults, Footer);
        List<SchemaElement>? schema = null;
        List<RowGroup>? groups = null;
        List<KeyValuePair<string, string>> keyValues = [];
        long? rows = null;
        string? createdBy = null;
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 2:
                    schema = [];
                    for (int n = Structs(ref reader, type); n > 0; n--) schema.Add(ReadSchemaElement(ref reader));
                    break;
                case 3:
                    rows = reader.Int64(type);
                    break;
                case 4:
                    groups = [];
                    for (int n = Structs(ref reader, type); n > 0; n--) groups.Add(ReadRowGroup(ref reader, schema?.Count ?? 0));
                    break;
                case 5:
                    for (int n = Structs(ref reader, type); n > 0; n--) keyValues.Add(ReadKeyValue(ref reader));
                    break;
                case 6:
                    createdBy = reader.Text(type);
                    break;
                case 8:
                    throw faults.NotSupported(new("encryption", "加密"));
                default:
                    reader.Skip(type);
                    break;
            }
        }

        if (schema is not { Count: > 0 }) throw Missing(Footer, "schema");
        return new FileMetadata(schema, rows ?? throw Missing(Footer, "num_rows"), groups ?? throw Missing(Footer, "row_groups"), keyValues, createdBy);
    }

    /// <summary>Reads a page header.</summary>
    /// <param name="bytes">Bytes that begin with it.</param>
    /// <param name="where">What it is, for messages.</param>
    /// <param name="length">The bytes it takes.</param>
    public PageHeader ReadPage(ReadOnlySpan<byte> bytes, Wording where, out int length)
    {
        ThriftReader reader = new(bytes, faults, where);
        PageHeader page = new() { Type = -1, UncompressedBytes = -1, CompressedBytes = -1 };
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    page.Type = reader.Int32(type);
                    break;
                case 2:
                    page.UncompressedBytes = reader.Int32(type);
                    break;
                case 3:
                    page.CompressedBytes = reader.Int32(type);
                    break;
                case 4:
                    page.Crc = unchecked((uint)reader.Int32(type));
                    break;
                case 5 or 7:
                    reader.RequireStruct(type);
                    ReadDataPage(ref reader, page);
                    break;
                case 8:
                    reader.RequireStruct(type);
                    ReadDataPageV2(ref reader, page);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        length = reader.Position;
        if (page.Type < 0) throw Missing(where, "type");
        if (page.UncompressedBytes < 0) throw Missing(where, "uncompressed_page_size");
        if (page.CompressedBytes < 0) throw Missing(where, "compressed_page_size");
        bool hasValues = (ParquetPageType)page.Type is ParquetPageType.DataPage or ParquetPageType.DataPageV2 or ParquetPageType.DictionaryPage;
        if (hasValues && page.ValueCount < 0) throw Missing(where, "num_values");
        return page;
    }

    // DataPageHeader and DictionaryPageHeader begin alike.
    private static void ReadDataPage(ref ThriftReader reader, PageHeader page)
    {
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    page.ValueCount = reader.Int32(type);
                    break;
                case 2:
                    page.Encoding = (ParquetEncoding)reader.Int32(type);
                    break;
                case 3 when type is ThriftType.I32:
                    page.LevelEncoding = (ParquetEncoding)reader.Int32(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    private static void ReadDataPageV2(ref ThriftReader reader, PageHeader page)
    {
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    page.ValueCount = reader.Int32(type);
                    break;
                case 2:
                    page.MissingCount = reader.Int32(type);
                    break;
                case 4:
                    page.Encoding = (ParquetEncoding)reader.Int32(type);
                    break;
                case 5:
                    page.DefinitionBytes = reader.Int32(type);
                    break;
                case 6:
                    page.RepetitionBytes = reader.Int32(type);
                    break;
                case 7:
                    page.IsCompressed = reader.Boolean(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    private SchemaElement ReadSchemaElement(ref ThriftReader reader)
    {
        SchemaElement element = new(string.Empty);
        string? name = null;
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    element.Type = (ParquetPhysical)reader.Int32(type);
                    break;
                case 3:
                    element.Repetition = reader.Int32(type);
                    break;
                case 4:
                    name = reader.Text(type);
                    break;
                case 5:
                    element.ChildCount = reader.Int32(type);
                    break;
                case 6:
                    element.ConvertedType = reader.Int32(type);
                    break;
                case 10:
                    reader.RequireStruct(type);
                    ReadLogicalType(ref reader, element);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return element with { Name = name ?? throw Missing(Footer, "name") };
    }

    private static void ReadLogicalType(ref ThriftReader reader, SchemaElement element)
    {
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            element.LogicalType = id;
            if (id is not (8 or 10) || type != ThriftType.Struct)
            {
                reader.Skip(type);
                continue;
            }

            short field = 0;
            while (reader.NextField(ref field, out ThriftType fieldType))
            {
                switch (id, field)
                {
                    case (8, 1):
                        element.IsAdjustedToUtc = reader.Boolean(fieldType);
                        break;
                    case (8, 2):
                        reader.RequireStruct(fieldType);
                        short unit = 0;
                        while (reader.NextField(ref unit, out ThriftType unitType))
                        {
                            element.TimeUnit = unit;
                            reader.Skip(unitType);
                        }

                        break;
                    case (10, 1):
                        element.IntegerBits = reader.Int8(fieldType);
                        break;
                    case (10, 2):
                        element.IsSigned = reader.Boolean(fieldType);
                        break;
                    default:
                        reader.Skip(fieldType);
                        break;
                }
            }
        }
    }

    private RowGroup ReadRowGroup(ref ThriftReader reader, int mostColumns)
    {
        List<ColumnChunk>? columns = null;
        long? rows = null;
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    columns = [];
                    int count = Structs(ref reader, type);
                    if (count > mostColumns) throw faults.Damaged(Footer, new($"a row group has {count} columns, more than the schema.", $"一个行组有 {count} 列，多于模式的列数。"));
                    for (; count > 0; count--) columns.Add(ReadChunk(ref reader));
                    break;
                case 3:
                    rows = reader.Int64(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new RowGroup(rows ?? throw Missing(Footer, "num_rows"), columns ?? throw Missing(Footer, "columns"));
    }

    private ColumnChunk ReadChunk(ref ThriftReader reader)
    {
        ColumnChunk chunk = new();
        bool isDescribed = false;
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    chunk.OtherFile = reader.Text(type);
                    break;
                case 3:
                    reader.RequireStruct(type);
                    ReadColumnMetadata(ref reader, chunk);
                    isDescribed = true;
                    break;
                case 8 or 9:
                    chunk.IsEncrypted = true;
                    reader.Skip(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return isDescribed || chunk.IsEncrypted ? chunk : throw Missing(Footer, "meta_data");
    }

    private static void ReadColumnMetadata(ref ThriftReader reader, ColumnChunk chunk)
    {
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    chunk.Type = (ParquetPhysical)reader.Int32(type);
                    break;
                case 2:
                    List<ParquetEncoding> encodings = [];
                    for (int n = reader.List(type, out ThriftType element); n > 0; n--) encodings.Add((ParquetEncoding)reader.Int32(element));
                    chunk.Encodings = encodings;
                    break;
                case 3:
                    List<string> path = [];
                    for (int n = reader.List(type, out ThriftType element); n > 0; n--) path.Add(reader.Text(element));
                    chunk.Path = path;
                    break;
                case 4:
                    chunk.Codec = (ParquetCodec)reader.Int32(type);
                    break;
                case 5:
                    chunk.ValueCount = reader.Int64(type);
                    break;
                case 6:
                    chunk.UncompressedBytes = reader.Int64(type);
                    break;
                case 7:
                    chunk.CompressedBytes = reader.Int64(type);
                    break;
                case 9:
                    chunk.DataPageOffset = reader.Int64(type);
                    break;
                case 11:
                    chunk.DictionaryPageOffset = reader.Int64(type);
                    break;
                case 12:
                    reader.RequireStruct(type);
                    chunk.Statistics = ReadStatistics(ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
    }

    // The older fields 1 and 2 are left aside: writers disagreed on the order of what they compare.
    private static ChunkStatistics ReadStatistics(ref ThriftReader reader)
    {
        long? missing = null;
        byte[]? minimum = null;
        byte[]? maximum = null;
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 3:
                    missing = reader.Int64(type);
                    break;
                case 5:
                    maximum = reader.Binary(type).ToArray();
                    break;
                case 6:
                    minimum = reader.Binary(type).ToArray();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new ChunkStatistics(missing, minimum, maximum);
    }

    private KeyValuePair<string, string> ReadKeyValue(ref ThriftReader reader)
    {
        string? key = null;
        string value = string.Empty;
        short id = 0;
        while (reader.NextField(ref id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    key = reader.Text(type);
                    break;
                case 2:
                    value = reader.Text(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return KeyValuePair.Create(key ?? throw Missing(Footer, "key"), value);
    }

    private int Structs(ref ThriftReader reader, ThriftType type)
    {
        int count = reader.List(type, out ThriftType element);
        return count == 0 || element == ThriftType.Struct
            ? count
            : throw faults.Damaged(Footer, new($"a list in it has elements of type {element}; expected Struct.", $"其中一个列表的元素类型为 {element}；应为 Struct。"));
    }

    private InputRefusedException Missing(Wording where, string field) =>
        faults.Damaged(where, new($"the field '{field}' is missing.", $"缺少字段 '{field}'。"));
}
