using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tests.Columns;

namespace CarbonLca.Formats.Tests.Parquet;

/// <summary>What the format allows and we do not read is refused by its name, column by column.</summary>
public sealed class ParquetRefusalTests
{
    public static TheoryData<string, int, int, int, int> Types => new()
    {
        { "type INT96 without a logical type", 3, -1, -1, 0 },
        { "type BYTE_ARRAY without a logical type", 6, -1, -1, 0 },
        { "type FIXED_LEN_BYTE_ARRAY without a logical type", 7, -1, -1, 0 },
        { "logical type DECIMAL on INT64", 2, 5, -1, 0 },
        { "logical type DECIMAL on FIXED_LEN_BYTE_ARRAY", 7, 5, -1, 0 },
        { "logical type TIME_MILLIS on INT32", 1, 7, -1, 0 },
        { "logical type UUID on FIXED_LEN_BYTE_ARRAY", 7, -1, 14, 0 },
        { "logical type FLOAT16 on FIXED_LEN_BYTE_ARRAY", 7, -1, 15, 0 },
        { "logical type INTERVAL on FIXED_LEN_BYTE_ARRAY", 7, 21, -1, 0 },
        { "repeated values", 1, -1, -1, 2 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_that_is_not_read_is_named(string feature, int physical, int converted, int logical, int repetition)
    {
        byte[] bytes = HandmadeParquet.Footer(w => w
            .Structs(2, [0, 1], (s, i) =>
            {
                if (i == 0)
                {
                    s.Text(4, "schema").Int32(5, 1);
                    return;
                }

                s.Int32(1, physical).Int32(3, repetition).Text(4, "x");
                if (converted >= 0) s.Int32(6, converted);
                if (logical >= 0) s.Struct(10, l => l.Struct((short)logical, _ => { }));
            })
            .Int64(3, 0)
            .Structs<int>(4, [], (_, _) => { }));
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => ParquetReader.Read(bytes, "some.parquet")).Findings[0];
        Assert.Equal(FindingCode.NotSupported, finding.Code);
        Assert.Equal($"Column 'x' uses {feature}, which this version does not read.", finding.What.En);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", finding.What.Zh);
        Assert.Equal(("some.parquet", "x"), (finding.Where!.File, finding.Where.Path));
    }

    [Fact]
    public void Every_column_that_is_not_read_is_named_and_the_others_can_be_asked_for()
    {
        byte[] bytes = HandmadeParquet.Footer(w => w
            .Structs(2, [0, 1, 2, 3, 4], (s, i) =>
            {
                if (i == 0) s.Text(4, "schema").Int32(5, 3);
                else if (i == 1) s.Int32(1, 3).Int32(3, 0).Text(4, "a");
                else if (i == 2) s.Int32(1, 5).Int32(3, 0).Text(4, "b");
                else if (i == 3) s.Int32(3, 0).Text(4, "c").Int32(5, 1);
                else s.Int32(1, 5).Int32(3, 0).Text(4, "d");
            })
            .Int64(3, 0)
            .Structs<int>(4, [], (_, _) => { }));
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => ParquetReader.Read(bytes, "some.parquet"));
        Assert.Equal(["a", "c"], e.Findings.Select(f => f.Where!.Path));
        Assert.Contains("nested values", e.Findings[1].What.En, StringComparison.Ordinal);
        Assert.Equal(["b"], ParquetReader.Read(bytes, "some.parquet", new ParquetReadOptions { Columns = ["b"] }).Schema.Fields.Select(f => f.Name));
    }

    [Fact]
    public void Encryption_is_named()
    {
        byte[] bytes = HandmadeParquet.Footer(w => w.Structs(2, [0], (s, _) => s.Text(4, "schema")).Int64(3, 0).Structs<int>(4, [], (_, _) => { }).Struct(8, _ => { }));
        Assert.Contains("encryption", Assert.Throws<InputRefusedException>(() => ParquetReader.Read(bytes, "x")).Message, StringComparison.Ordinal);
        Assert.Contains("encrypted footer", Assert.Throws<InputRefusedException>(() => ParquetReader.Read("PARExxxxxxxxPARE"u8.ToArray(), "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_whose_checksum_does_not_fit_is_refused()
    {
        ColumnTable table = new([Column.Of<double>("x", [1, 2, 3])]);
        byte[] bytes = ParquetBytes.Of(SampleTables.Batches(table), ParquetCompression.None);
        int value = bytes.AsSpan().IndexOf(BitConverter.GetBytes(2.0));
        bytes[value] ^= 1;
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => ParquetReader.Read(bytes, "x.parquet")).Findings[0];
        Assert.Contains("checksum", finding.What.En, StringComparison.Ordinal);
        Assert.Contains("校验和", finding.What.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delta_page_of_version_2_is_read()
    {
        Column x = ParquetReader.Read(HandmadeParquet.DeltaAndV2(), "x").ToTable()["x"];
        Assert.Equal(["7", "5", "null", "3", "1"], Enumerable.Range(0, 5).Select(i => TableText.Value(x, i)));
    }

    [Fact]
    public void Bytes_that_are_no_Parquet_say_what_was_expected()
    {
        Assert.Contains("PAR1", Assert.Throws<InputRefusedException>(() => ParquetReader.Read("PK\u0003\u0004 something else"u8.ToArray(), "x.zip")).Message, StringComparison.Ordinal);
        Assert.Equal(FindingCode.UnknownName, Assert.Throws<InputRefusedException>(() => ParquetReader.ReadFile("/no/such/file.parquet")).Findings[0].Code);
    }
}
