using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Packaging;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Parquet;

public sealed class ParquetRoundTripTests
{
    public static TheoryData<string, ParquetCompression> Cases
    {
        get
        {
            TheoryData<string, ParquetCompression> cases = [];
            foreach ((string name, _) in Samples())
                foreach (ParquetCompression compression in Enum.GetValues<ParquetCompression>()) cases.Add(name, compression);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_reads_back_as_written(string name, ParquetCompression compression)
    {
        ColumnBatches content = Sample(name);
        ColumnBatches read = ParquetReader.Read(ParquetBytes.Of(content, compression), name);
        Assert.Equal(TableText.Of(content), TableText.Of(read));
        Assert.Equal(content.Schema, read.Schema);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void D10_written_twice_the_bytes_are_the_same(string name, ParquetCompression compression) =>
        Assert.Equal(ParquetBytes.Of(Sample(name), compression), ParquetBytes.Of(Sample(name), compression));

    [Fact]
    public void Row_groups_are_split_and_join_to_the_same_rows()
    {
        ColumnBatches content = SampleTables.Batches(SampleTables.Large(10_000));
        ColumnBatches read = ParquetReader.Read(ParquetBytes.Of(content, rowsPerGroup: 999), "large");
        Assert.Equal(11, read.Batches.Count);
        Assert.Equal(TableText.Of(content), TableText.Of(read));
        Assert.Equal(TableText.Of(content), TableText.Of(SampleTables.Batches(read.ToTable())));
    }

    [Fact]
    public void Many_rows_fill_several_pages()
    {
        ColumnBatches content = SampleTables.Batches(SampleTables.Large(300_000));
        ColumnBatches read = ParquetReader.Read(ParquetBytes.Of(content), "large");
        Assert.Equal(TableText.Of(content), TableText.Of(read));
    }

    [Fact]
    public void A_file_says_what_it_is()
    {
        byte[] bytes = ParquetBytes.Of(SampleTables.Batches(new ColumnTable(
            [
                Column.OfOptional<double>("x", [3, null, -0.0, double.NaN]),
                Column.OfText("t", ["乙", "a", null, "乙"]),
                Column.Of<ulong>("u", [ulong.MaxValue, 0, 5, 6]),
                Column.OfOptional<int>("none", [null, null, null, null]),
            ],
            ColumnMetadata.Of(("k", "v")))));
        ParquetInfo info = ParquetReader.Describe(bytes, "x.parquet");
        Assert.Equal("CarbonLca", info.CreatedBy);
        Assert.Equal(4, info.RowCount);
        Assert.Equal("v", info.Metadata.Find("k"));
        ParquetColumnInfo x = info.RowGroups[0].Columns[0];
        Assert.Equal(("x", "DOUBLE", "SNAPPY", 1L), (x.Name, x.PhysicalType, x.Codec, x.NullCount!.Value));
        Assert.Equal((-0.0, 3.0), ((double)x.Minimum!, (double)x.Maximum!));
        Assert.True(double.IsNegative((double)x.Minimum!));
        Assert.Equal(("a", "乙"), ((string)info.RowGroups[0].Columns[1].Minimum!, (string)info.RowGroups[0].Columns[1].Maximum!));
        Assert.Equal((0ul, ulong.MaxValue), ((ulong)info.RowGroups[0].Columns[2].Minimum!, (ulong)info.RowGroups[0].Columns[2].Maximum!));
        Assert.Null(info.RowGroups[0].Columns[3].Minimum);
        Assert.Equal(4, info.RowGroups[0].Columns[3].NullCount);
    }

    [Fact]
    public void A_dictionary_is_written_where_it_pays_and_not_elsewhere()
    {
        int[] few = [.. Enumerable.Range(0, 5000).Select(i => i % 7)];
        int[] many = [.. Enumerable.Range(0, 5000)];
        ParquetInfo info = ParquetReader.Describe(ParquetBytes.Of(SampleTables.Batches(new ColumnTable([Column.Of<int>("few", few), Column.Of<int>("many", many)]))), "x");
        Assert.Contains("RLE_DICTIONARY", info.RowGroups[0].Columns[0].Encodings);
        Assert.DoesNotContain("RLE_DICTIONARY", info.RowGroups[0].Columns[1].Encodings);
        Assert.True(info.RowGroups[0].Columns[0].UncompressedBytes * 8 < info.RowGroups[0].Columns[1].UncompressedBytes);
    }

    [Fact]
    public void Only_the_columns_asked_for_are_read_in_the_order_asked()
    {
        byte[] bytes = ParquetBytes.Of(SampleTables.Batches(SampleTables.Everything()));
        ColumnBatches read = ParquetReader.Read(bytes, "x", new ParquetReadOptions { Columns = ["列名", "int64"] });
        Assert.Equal(["列名", "int64"], read.Schema.Fields.Select(f => f.Name));
        Assert.Equal(long.MinValue, read.Batches[0]["int64"].Values<long>()[0]);
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => ParquetReader.Read(bytes, "x", new ParquetReadOptions { Columns = ["int65"] })).Findings[0];
        Assert.Contains("Closest: 'int64'", finding.ToText(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_from_disk_and_not_needed_afterwards()
    {
        using TempFolder folder = new();
        string path = folder.Write("x.parquet", ParquetBytes.Of(SampleTables.Batches(SampleTables.Everything())));
        ColumnBatches read = ParquetReader.ReadFile(path);
        File.Delete(path);
        Assert.Equal(TableText.Of(SampleTables.Batches(SampleTables.Everything())), TableText.Of(read));
    }

    [Fact]
    public void Seconds_that_exceed_64_bits_as_milliseconds_are_refused()
    {
        ColumnTable table = new([Column.OfOptional<long>(new ColumnField("t", ColumnType.Timestamp(TimeUnit.Second)), [long.MaxValue])]);
        Assert.Contains("'t'", Assert.Throws<ArgumentException>(() => ParquetWriter.Write(Stream.Null, table)).Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void A_file_of_parquet_mr_is_read()
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Path("data/catenax-pcf/9.0.0/Pcf.parquet"));
        ParquetInfo info = ParquetReader.Describe(bytes, "Pcf.parquet");
        Assert.StartsWith("parquet-mr", info.CreatedBy, StringComparison.Ordinal);
        ColumnTable table = ParquetReader.Read(bytes, "Pcf.parquet").ToTable();
        Assert.Equal(info.RowCount, table.RowCount);
        Assert.Equal("Catena-X Product Carbon Footprint Rulebook v4", table["attestationOfConformance__standardName"].TextAt(0));
    }

    [Fact]
    public void Snappy_expands_what_it_compressed_and_shortens_what_repeats()
    {
        Random random = new(3);
        for (int round = 0; round < 300; round++)
        {
            byte[] source = new byte[random.Next(0, 5000)];
            int alphabet = random.Next(1, 256);
            for (int i = 0; i < source.Length; i++) source[i] = i > 40 && random.Next(3) != 0 ? source[i - random.Next(1, 41)] : (byte)random.Next(alphabet);
            byte[] compressed = new byte[Snappy.MostCompressed(source.Length)];
            int length = Snappy.Compress(source, compressed);
            byte[] target = new byte[source.Length];
            Assert.True(Snappy.TryDecompress(compressed.AsSpan(0, length), target));
            Assert.Equal(source, target);
        }

        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("产品碳足迹 product carbon footprint ", 5000)));
        byte[] packed = new byte[Snappy.MostCompressed(text.Length)];
        Assert.InRange(Snappy.Compress(text, packed), 1, text.Length / 15);
    }

    private static IEnumerable<(string Name, ColumnBatches Content)> Samples() => SampleTables.All();

    private static ColumnBatches Sample(string name) => Samples().Single(t => t.Name == name).Content;
}
