using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Parquet;

/// <summary>Reads the structures of <c>parquet.thrift</c>.</summary>
internal sealed class ParquetMetadataReader(ParquetFaults faults)
{
    private static readonly Wording Footer = new("The footer", "文件尾");

    // The older fields 1 and 2 are left aside: writers disagreed on the order of what they compare.
    private static readonly ThriftStruct<StatisticsDraft> Statistics = new(
        (3, (ref r, t, s) => s.NullCount = r.Int64(t)),
        (5, (ref r, t, s) => s.Maximum = r.Binary(t).ToArray()),
        (6, (ref r, t, s) => s.Minimum = r.Binary(t).ToArray()));

    private static readonly ThriftStruct<ColumnChunk> ColumnMetadata = new(
        (1, (ref r, t, c) => c.Type = (ParquetPhysical)r.Int32(t)),
        (2, (ref r, t, c) => c.Encodings = [.. r.Int32s(t).Select(e => (ParquetEncoding)e)]),
        (3, (ref r, t, c) => c.Path = r.Texts(t)),
        (4, (ref r, t, c) => c.Codec = (ParquetCodec)r.Int32(t)),
        (5, (ref r, t, c) => c.ValueCount = r.Int64(t)),
        (6, (ref r, t, c) => c.UncompressedBytes = r.Int64(t)),
        (7, (ref r, t, c) => c.CompressedBytes = r.Int64(t)),
        (9, (ref r, t, c) => c.DataPageOffset = r.Int64(t)),
        (11, (ref r, t, c) => c.DictionaryPageOffset = r.Int64(t)),
        (12, (ref r, t, c) => c.Statistics = Statistics.Read(ref r, t, new StatisticsDraft()).ToStatistics()));

    private static readonly ThriftStruct<ChunkDraft> Chunk = new(
        (1, (ref r, t, c) => c.Chunk.OtherFile = r.Text(t)),
        (3, Description),
        (8, Encrypted),
        (9, Encrypted));

    private static readonly ThriftStruct<RowGroupDraft> Group = new(
        (1, Chunks),
        (3, (ref r, t, g) => g.Rows = r.Int64(t)));

    private static readonly ThriftStruct<SchemaElement> TimestampType = new(
        (1, (ref r, t, e) => e.IsAdjustedToUtc = r.Boolean(t)),
        (2, (ref r, t, e) => e.TimeUnit = r.Union(t)));

    private static readonly ThriftStruct<SchemaElement> IntegerType = new(
        (1, (ref r, t, e) => e.IntegerBits = r.Int8(t)),
        (2, (ref r, t, e) => e.IsSigned = r.Boolean(t)));

    private static readonly ThriftStruct<ElementDraft> Element = new(
        (1, (ref r, t, e) => e.Element.Type = (ParquetPhysical)r.Int32(t)),
        (3, (ref r, t, e) => e.Element.Repetition = r.Int32(t)),
        (4, (ref r, t, e) => e.Name = r.Text(t)),
        (5, (ref r, t, e) => e.Element.ChildCount = r.Int32(t)),
        (6, (ref r, t, e) => e.Element.ConvertedType = r.Int32(t)),
        (10, (ref r, t, e) => ReadLogicalType(ref r, t, e.Element)));

    private static readonly ThriftStruct<KeyValueDraft> KeyValue = new(
        (1, (ref r, t, k) => k.Key = r.Text(t)),
        (2, (ref r, t, k) => k.Value = r.Text(t)));

    private static readonly ThriftStruct<FileDraft> File = new(
        (2, Elements),
        (3, (ref r, t, f) => f.Rows = r.Int64(t)),
        (4, Groups),
        (5, KeyValues),
        (6, (ref r, t, f) => f.CreatedBy = r.Text(t)),
        (8, (ref r, _, _) => throw r.NotSupported(new("encryption", "加密"))));

    // DataPageHeader and DictionaryPageHeader begin alike.
    private static readonly ThriftStruct<PageHeader> DataPage = new(
        (1, (ref r, t, p) => p.ValueCount = r.Int32(t)),
        (2, (ref r, t, p) => p.Encoding = (ParquetEncoding)r.Int32(t)),
        (3, LevelEncoding));

    private static readonly ThriftStruct<PageHeader> DataPageV2 = new(
        (1, (ref r, t, p) => p.ValueCount = r.Int32(t)),
        (2, (ref r, t, p) => p.MissingCount = r.Int32(t)),
        (4, (ref r, t, p) => p.Encoding = (ParquetEncoding)r.Int32(t)),
        (5, (ref r, t, p) => p.DefinitionBytes = r.Int32(t)),
        (6, (ref r, t, p) => p.RepetitionBytes = r.Int32(t)),
        (7, (ref r, t, p) => p.IsCompressed = r.Boolean(t)));

    private static readonly ThriftStruct<PageHeader> Page = new(
        (1, (ref r, t, p) => p.Type = r.Int32(t)),
        (2, (ref r, t, p) => p.UncompressedBytes = r.Int32(t)),
        (3, (ref r, t, p) => p.CompressedBytes = r.Int32(t)),
        (4, (ref r, t, p) => p.Crc = unchecked((uint)r.Int32(t))),
        (5, (ref r, t, p) => DataPage.Read(ref r, t, p)),
        (7, (ref r, t, p) => DataPage.Read(ref r, t, p)),
        (8, (ref r, t, p) => DataPageV2.Read(ref r, t, p)));

    /// <summary>Reads the footer of a file.</summary>
    public FileMetadata ReadFile(ReadOnlySpan<byte> bytes)
    {
        ThriftReader reader = new(bytes, faults, Footer);
        FileDraft file = File.Read(ref reader, new FileDraft());
        if (file.Schema is not { Count: > 0 } schema) throw reader.Missing("schema");
        return new FileMetadata(schema, file.Rows ?? throw reader.Missing("num_rows"), file.Groups ?? throw reader.Missing("row_groups"), file.KeyValues, file.CreatedBy);
    }

    /// <summary>Reads a page header.</summary>
    /// <param name="bytes">Bytes that begin with it.</param>
    /// <param name="where">What it is, for messages.</param>
    /// <param name="length">The bytes it takes.</param>
    public PageHeader ReadPage(ReadOnlySpan<byte> bytes, Wording where, out int length)
    {
        ThriftReader reader = new(bytes, faults, where);
        PageHeader page = Page.Read(ref reader, new PageHeader { Type = -1, UncompressedBytes = -1, CompressedBytes = -1 });
        length = reader.Position;
        if (page.Type < 0) throw reader.Missing("type");
        if (page.UncompressedBytes < 0) throw reader.Missing("uncompressed_page_size");
        if (page.CompressedBytes < 0) throw reader.Missing("compressed_page_size");
        bool hasValues = (ParquetPageType)page.Type is ParquetPageType.DataPage or ParquetPageType.DataPageV2 or ParquetPageType.DictionaryPage;
        if (hasValues && page.ValueCount < 0) throw reader.Missing("num_values");
        return page;
    }

    // The field of the union that is set says which type it is; two of them say more.
    private static void ReadLogicalType(ref ThriftReader reader, ThriftType type, SchemaElement element)
    {
        reader.RequireStruct(type);
        short id = 0;
        while (reader.NextField(ref id, out ThriftType member))
        {
            element.LogicalType = id;
            if (id is not (8 or 10) || member != ThriftType.Struct) reader.Skip(member);
            else (id == 8 ? TimestampType : IntegerType).Read(ref reader, element);
        }
    }

    private static void Elements(ref ThriftReader reader, ThriftType type, FileDraft file)
    {
        file.Schema = [];
        for (int n = reader.Structs(type); n > 0; n--) file.Schema.Add(Element.Read(ref reader, new ElementDraft()).ToElement(reader));
    }

    private static void Groups(ref ThriftReader reader, ThriftType type, FileDraft file)
    {
        file.Groups = [];
        for (int n = reader.Structs(type); n > 0; n--) file.Groups.Add(Group.Read(ref reader, new RowGroupDraft(file.Schema?.Count ?? 0)).ToGroup(reader));
    }

    private static void KeyValues(ref ThriftReader reader, ThriftType type, FileDraft file)
    {
        for (int n = reader.Structs(type); n > 0; n--) file.KeyValues.Add(KeyValue.Read(ref reader, new KeyValueDraft()).ToPair(reader));
    }

    private static void Chunks(ref ThriftReader reader, ThriftType type, RowGroupDraft group)
    {
        int count = reader.Structs(type);
        if (count > group.MostColumns) throw reader.Damaged($"a row group has {count} columns, more than the schema.", $"一个行组有 {count} 列，多于模式的列数。");
        group.Columns = [];
        for (; count > 0; count--) group.Columns.Add(Chunk.Read(ref reader, new ChunkDraft()).ToChunk(reader));
    }

    private static void Description(ref ThriftReader reader, ThriftType type, ChunkDraft chunk)
    {
        ColumnMetadata.Read(ref reader, type, chunk.Chunk);
        chunk.IsDescribed = true;
    }

    // In a dictionary page the field says whether the entries are sorted, which is not used.
    private static void LevelEncoding(ref ThriftReader reader, ThriftType type, PageHeader page)
    {
        if (type == ThriftType.I32) page.LevelEncoding = (ParquetEncoding)reader.Int32(type);
        else reader.Skip(type);
    }

    private static void Encrypted(ref ThriftReader reader, ThriftType type, ChunkDraft chunk)
    {
        chunk.Chunk.IsEncrypted = true;
        reader.Skip(type);
    }

    private sealed class FileDraft
    {
        public List<SchemaElement>? Schema { get; set; }

        public long? Rows { get; set; }

        public List<RowGroup>? Groups { get; set; }

        public List<KeyValuePair<string, string>> KeyValues { get; } = [];

        public string? CreatedBy { get; set; }
    }

    private sealed class ElementDraft
    {
        public SchemaElement Element { get; } = new(string.Empty);

        public string? Name { get; set; }

        public SchemaElement ToElement(ThriftReader reader) => Element with { Name = Name ?? throw reader.Missing("name") };
    }

    private sealed class RowGroupDraft(int mostColumns)
    {
        public int MostColumns => mostColumns;

        public List<ColumnChunk>? Columns { get; set; }

        public long? Rows { get; set; }

        public RowGroup ToGroup(ThriftReader reader) => new(Rows ?? throw reader.Missing("num_rows"), Columns ?? throw reader.Missing("columns"));
    }

    private sealed class ChunkDraft
    {
        public ColumnChunk Chunk { get; } = new();

        public bool IsDescribed { get; set; }

        public ColumnChunk ToChunk(ThriftReader reader) => IsDescribed || Chunk.IsEncrypted ? Chunk : throw reader.Missing("meta_data");
    }

    private sealed class StatisticsDraft
    {
        public long? NullCount { get; set; }

        public byte[]? Minimum { get; set; }

        public byte[]? Maximum { get; set; }

        public ChunkStatistics ToStatistics() => new(NullCount, Minimum, Maximum);
    }

    private sealed class KeyValueDraft
    {
        public string? Key { get; set; }

        public string Value { get; set; } = string.Empty;

        public KeyValuePair<string, string> ToPair(ThriftReader reader) => KeyValuePair.Create(Key ?? throw reader.Missing("key"), Value);
    }
}
