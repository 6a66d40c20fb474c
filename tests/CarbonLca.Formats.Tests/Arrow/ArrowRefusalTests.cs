using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using static CarbonLca.Formats.Tests.Arrow.HandmadeArrow;

namespace CarbonLca.Formats.Tests.Arrow;

/// <summary>What the format allows and we do not read is refused by its name; what contradicts itself is refused with its place.</summary>
public sealed class ArrowRefusalTests
{
    private static readonly byte[] OneDouble = BitConverter.GetBytes(1.0);

    public static TheoryData<string> Unsupported => [.. UnsupportedStreams().Keys];

    public static TheoryData<string> Damaged => [.. DamagedStreams().Keys];

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void What_is_not_read_is_named(string feature)
    {
        Diagnostic finding = Refusal(UnsupportedStreams()[feature]);
        Assert.Equal(FindingCode.NotSupported, finding.Code);
        Assert.Contains(feature, finding.ToText(Language.English), StringComparison.Ordinal);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", finding.ToText(Language.Chinese));
        Assert.Equal("some.arrow", finding.Where!.File);
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void What_contradicts_itself_is_refused_with_its_place(string words)
    {
        Diagnostic finding = Refusal(DamagedStreams()[words]);
        Assert.Equal(FindingCode.SchemaInvalid, finding.Code);
        Assert.Contains(words, finding.ToText(Language.English), StringComparison.Ordinal);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", finding.ToText(Language.Chinese));
        Assert.Equal("some.arrow", finding.Where!.File);
    }

    [Fact]
    public void Every_column_that_is_not_read_is_named()
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => ArrowReader.Read(Stream(Schema(Field("a", 7), Field("b", 5), Field("c", 12))), "some.arrow"));
        Assert.Equal(["a", "c"], e.Findings.Select(f => f.Where!.Path));
    }

    [Fact]
    public void Compression_is_named_in_the_words_of_the_rule()
    {
        Diagnostic finding = Refusal(UnsupportedStreams()["LZ4_FRAME compression"]);
        Assert.Equal("Column 'x' uses LZ4_FRAME compression, which this version does not read.", finding.What.En);
        Assert.Equal("列 'x' 使用了 LZ4_FRAME 压缩，本版本无法读取。", finding.What.Zh);
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused() =>
        Assert.Equal(FindingCode.Duplicate, Refusal(Stream(Schema(Field("x", 5), Field("x", 6)))).Code);

    [Fact]
    public void A_dictionary_of_a_stream_may_be_replaced_and_one_never_used_may_be_absent()
    {
        byte[] schema = Schema(Field("x", 5, Short(0), Dictionary(3)));
        byte[] First(string text) => DictionaryBatch(3, false, 1, [1, 0], [0, 0, 0, 8, 8, 1], [0, 0, 0, 0, 1, 0, 0, 0, (byte)text[0], 0, 0, 0, 0, 0, 0, 0]);
        byte[] row = RecordBatch(1, [1, 0], [0, 0, 0, 4], new byte[8]);
        CarbonLca.Formats.Columns.ColumnBatches read = ArrowReader.Read(Stream(schema, First("a"), row, First("b"), row), "some.arrow");
        Assert.Equal(["a", "b"], read.Batches.Select(b => b["x"].TextAt(0)));
        byte[] missing = RecordBatch(1, [1, 1], [0, 1, 8, 4], new byte[16]);
        Assert.Null(ArrowReader.Read(Stream(schema, missing), "some.arrow").Batches[0]["x"].TextAt(0));
    }

    [Fact]
    public void A_long_string_named_again_and_again_is_refused()
    {
        // 20,000 entries of metadata of ten bytes each, all with one value of 20,000 bytes.
        byte[] schema = Message(ArrowNumbers.HeaderSchema, b =>
        {
            int value = b.String(new string('x', 20_000));
            int[] entries = new int[20_000];
            for (int i = 0; i < entries.Length; i++)
            {
                b.StartTable(2);
                b.Place(0, value);
                b.Place(1, value);
                entries[i] = b.EndTable();
            }

            int metadata = b.Tables(entries);
            b.StartTable(4);
            b.Place(2, metadata);
            return b.EndTable();
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<LimitExceededException>(() => ArrowReader.Read(Stream(schema), "some.arrow"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64L * schema.Length, "The refusal allocated out of proportion to the file.");
    }

    private static Diagnostic Refusal(byte[] bytes) => Assert.Throws<InputRefusedException>(() => ArrowReader.Read(bytes, "some.arrow")).Findings[0];

    private static Dictionary<string, byte[]> UnsupportedStreams()
    {
        byte[] Of(Func<FlatBufferBuilder, int> field) => Stream(Schema(field));
        byte[] number = Schema(Field("x", 3, Short(2)));
        Dictionary<string, byte[]> streams = new(StringComparer.Ordinal)
        {
            ["LZ4_FRAME compression"] = Stream(number, RecordBatch(1, [1, 0], [0, 0, 0, 8], OneDouble, codec: 0)),
            ["ZSTD compression"] = Stream(number, RecordBatch(1, [1, 0], [0, 0, 0, 8], OneDouble, codec: 1)),
            ["big-endian numbers"] = Stream(Message(1, b => SchemaTable(b, 1, Field("x", 5)))),
            ["metadata version V3"] = Stream(Message(1, b => SchemaTable(b, 0, Field("x", 5)), version: 2)),
            ["nested type list"] = Of(Field("x", 12, Short(0), hasChild: true)),
            ["the extension type 'arrow.uuid'"] = Of(Field("x", 5, Short(0), metadata: ("ARROW:extension:name", "arrow.uuid"))),
            ["dictionary indices of type int8"] = Of(Field("x", 5, Short(0), Dictionary(0, Int(8, true)))),
            ["dictionary indices of type uint32"] = Of(Field("x", 5, Short(0), Dictionary(0, Int(32, false)))),
            ["a dictionary of int64"] = Of(Field("x", 2, Int(64, true), Dictionary(0))),
            ["a sparse dictionary"] = Of(Field("x", 5, Short(0), Dictionary(0, kind: 1))),
            ["a delta dictionary"] = Stream(Schema(Field("x", 5, Short(0), Dictionary(0))), DictionaryBatch(0, true, 0, [0, 0], [0, 0, 0, 0, 0, 0], [])),
            ["a dictionary with missing entries"] = Stream(Schema(Field("x", 5, Short(0), Dictionary(0))), DictionaryBatch(0, false, 1, [1, 1], [0, 1, 8, 8, 0, 0], new byte[16])),
            ["type float16"] = Of(Field("x", 3)),
            ["type date64"] = Of(Field("x", 8)),
            ["128-bit integers"] = Of(Field("x", 2, Int(128, true))),
        };
        foreach ((byte type, string name) in ((byte, string)[])[(1, "null"), (4, "binary"), (7, "decimal"), (9, "time"), (11, "interval"), (13, "struct"), (14, "union"), (15, "fixed_size_binary"), (18, "duration"), (20, "large_utf8"), (24, "utf8_view"), (200, "number 200")])
            streams.Add($"type {name}", Of(Field("x", type)));
        return streams;
    }

    private static Dictionary<string, byte[]> DamagedStreams()
    {
        byte[] number = Schema(Field("x", 3, Short(2)));
        byte[] text = Schema(Field("x", 5));
        byte[] word = Schema(Field("x", 5, Short(0), Dictionary(0)));
        byte[] words = DictionaryBatch(0, false, 1, [1, 0], [0, 0, 0, 8, 8, 1], [0, 0, 0, 0, 1, 0, 0, 0, 97, 0, 0, 0, 0, 0, 0, 0]);
        byte[] Texts(int a, int b, params byte[] utf8) => Stream(text, RecordBatch(1, [1, 0], [0, 0, 0, 8, 8, utf8.Length], [.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(b), .. utf8]));
        return new(StringComparer.Ordinal)
        {
            ["lies outside of the body"] = Stream(number, RecordBatch(1, [1, 0], [0, 0, 8, 8], OneDouble)),
            ["a buffer of 8 bytes at -8"] = Stream(number, RecordBatch(1, [1, 0], [0, 0, -8, 8], OneDouble)),
            ["a buffer of -1 bytes"] = Stream(number, RecordBatch(1, [1, 0], [0, 0, 0, -1], OneDouble)),
            ["not a multiple of 8"] = Stream(number, RecordBatch(1, [1, 0], [0, 0, 4, 4], OneDouble)),
            ["the buffers together exceed"] = Stream(number, RecordBatch(1, [1, 0], [0, 8, 0, 8], OneDouble)),
            ["needs 16"] = Stream(number, RecordBatch(2, [2, 0], [0, 0, 0, 8], OneDouble)),
            ["needs 17179869168"] = Stream(number, RecordBatch(int.MaxValue - 1, [int.MaxValue - 1, 0], [0, 0, 0, 8], OneDouble)),
            ["has -1 rows"] = Stream(number, RecordBatch(-1, [-1, 0], [0, 0, 0, 8], OneDouble)),
            ["has 9223372036854775807 rows"] = Stream(number, RecordBatch(long.MaxValue, [long.MaxValue, 0], [0, 0, 0, 8], OneDouble)),
            ["it has 1 values in a batch of 2 rows"] = Stream(number, RecordBatch(2, [1, 0], [0, 0, 0, 8], OneDouble)),
            ["2 columns and 2 buffers"] = Stream(number, RecordBatch(1, [1, 0, 1, 0], [0, 0, 0, 8], OneDouble)),
            ["is said to miss 1 values"] = Stream(number, RecordBatch(1, [1, 1], [0, 0, 0, 8], OneDouble)),
            ["marks 1 as missing"] = Stream(number, RecordBatch(1, [1, 0], [0, 1, 8, 8], new byte[16])),
            ["do not ascend"] = Texts(1, 0, 97),
            ["offsets do not ascend from zero"] = Texts(-1, 1, 97),
            ["end at byte 2 of 1"] = Texts(0, 2, 97),
            ["row 1 is not valid UTF-8"] = Texts(0, 1, 0xFF),
            ["is not valid UTF-8"] = Stream(text, RecordBatch(2, [2, 0], [0, 0, 0, 12, 16, 2], [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0xA9])),
            ["entry 1 of a dictionary with 1 entries"] = Stream(word, words, RecordBatch(1, [1, 0], [0, 0, 0, 4], [1, 0, 0, 0, 0, 0, 0, 0])),
            ["entry -1 of a dictionary"] = Stream(word, words, RecordBatch(1, [1, 0], [0, 0, 0, 4], [255, 255, 255, 255, 0, 0, 0, 0])),
            ["entry 0 of a dictionary with 0 entries"] = Stream(word, RecordBatch(1, [1, 0], [0, 0, 0, 4], new byte[8])),
            ["the dictionary 5, which no column has"] = Stream(word, DictionaryBatch(5, false, 0, [0, 0], [0, 0, 0, 0, 0, 0], [])),
            ["neither a dictionary nor a batch"] = Stream(number, number),
            ["and not a schema"] = Stream(words),
            ["bytes follow its end"] = [.. Stream(number), 0],
            ["time unit number 9"] = Stream(Schema(Field("x", 10, Short(9)))),
        };
    }
}
