using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tests.Columns;

namespace CarbonLca.Formats.Tests.Parquet;

/// <summary>Cut, flipped and lying bytes: a correct read or a refusal, and memory in proportion to the file.</summary>
public sealed class ParquetHostileTests
{
    private const int Expansion = 32;

    // Small enough to try every byte; the limits are as tight as the memory that the test allows.
    private static readonly ParquetReadOptions Tight = new() { Limits = new ParquetLimits { Floor = 1 << 19, Expansion = Expansion } };

    private static readonly byte[][] Files =
    [
        ParquetBytes.Of(Small(), ParquetCompression.None),

        // Without checksums, damage reaches the decoders.
        ParquetBytes.Of(Small(), ParquetCompression.None, checksums: false),
        ParquetBytes.Of(Small(), ParquetCompression.Snappy, checksums: false),
        ParquetBytes.Of(Small(), ParquetCompression.Gzip, checksums: false),
        HandmadeParquet.DeltaAndV2(),
    ];

    private static readonly HostileBytes Hostile = new(bytes => ParquetReader.Read(bytes, "hostile.parquet", Tight));

    [Fact]
    public void I13_cut_at_every_byte_it_is_refused()
    {
        foreach (byte[] whole in Files) Hostile.CutAtEveryByte(whole);
    }

    [Fact]
    public void I13_every_byte_replaced_it_is_read_or_refused()
    {
        foreach (byte[] whole in Files) Hostile.ReplaceEveryByte(whole);
    }

    [Fact]
    public void I13_every_number_a_lie_it_is_read_or_refused()
    {
        foreach (byte[] whole in Files)
        {
            byte[] bytes = (byte[])whole.Clone();
            for (int i = 0; i + sizeof(int) <= bytes.Length; i++)
            {
                foreach (int lie in (int[])[-1, int.MinValue, int.MaxValue, bytes.Length])
                {
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i), lie);
                    Hostile.Reads(bytes);
                }

                whole.AsSpan(i, sizeof(int)).CopyTo(bytes.AsSpan(i));
            }

            // The length of the footer, at every value that could look right.
            for (int length = -1; length < bytes.Length; length++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 8), length);
                Hostile.Reads(bytes);
            }
        }
    }

    [Fact]
    public void I13_random_damage_is_read_or_refused() => Hostile.DamageAtRandom(Files);

    [Fact]
    public void I13_what_a_damaged_file_says_of_itself_is_told_or_refused()
    {
        using HostileBytes describing = new(bytes =>
        {
            ParquetInfo info = ParquetReader.Describe(bytes, "hostile.parquet");
            Assert.All(info.RowGroups.SelectMany(g => g.Columns), c => Assert.NotNull(c.Name));
            return ParquetReader.ReadKnown(bytes, "hostile.parquet", name => name is "x" or "d", out _);
        });
        foreach (byte[] whole in Files.Take(1))
        {
            describing.CutAtEveryByte(whole);
            describing.ReplaceEveryByte(whole);
        }
    }

    [Fact]
    public void I13_a_billion_rows_of_one_value_are_refused_before_memory_is_taken()
    {
        byte[] bytes = HandmadeParquet.OneRun(1_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        LimitExceededException e = Assert.Throws<LimitExceededException>(() => ParquetReader.Read(bytes, "bomb.parquet"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, "The refusal allocated.");
        Assert.Contains("'x'", e.Findings[0].What.En, StringComparison.Ordinal);
        Assert.Contains("'x'", e.Findings[0].What.Zh, StringComparison.Ordinal);
        Assert.Equal(1_000_000, ParquetReader.Read(HandmadeParquet.OneRun(1_000_000), "run.parquet").RowCount);
    }

    [Fact]
    public void A_long_text_of_a_dictionary_repeated_is_refused_before_memory_is_taken()
    {
        // By dictionary it is small; in full it would take 20 GB.
        string text = new('x', 100_000);
        ColumnField field = new("t", ColumnType.Dictionary);
        ColumnTable table = new([Column.OverBuffers(field, 200_000, new byte[200_000 * sizeof(int)], dictionary: Column.OfText("t", [text]))]);
        byte[] bytes = ParquetBytes.Of(SampleTables.Batches(table));
        ColumnTable read = ParquetReader.Read(bytes, "t.parquet").ToTable();
        Assert.Equal(text, read["t"].TextAt(199_999));
        Assert.Throws<LimitExceededException>(() => read["t"].Decode());
    }

    [Fact]
    public void A_text_of_a_dictionary_that_swallows_the_next_one_is_refused()
    {
        ColumnTable table = new([Column.OfDictionary("d", ["甲", "b"])]);
        byte[] bytes = ParquetBytes.Of(SampleTables.Batches(table), ParquetCompression.None, checksums: false);
        int length = bytes.AsSpan().IndexOf("\u0003\0\0\0甲\u0001\0\0\0b"u8);
        foreach (byte lie in (byte[])[4, 5, 6, 7, 8])
        {
            bytes[length] = lie;
            Refuses("Column 'd' is damaged", bytes);
        }
    }

    [Fact]
    public void Lies_of_the_footer_are_refused_with_their_place()
    {
        Refuses("'num_rows'", HandmadeParquet.Footer(w => w.Structs(2, [0], (s, _) => s.Text(4, "schema").Int32(5, 0))));
        Refuses("its schema ends early", HandmadeParquet.Footer(w => w.Structs(2, [0], (s, _) => s.Text(4, "schema").Int32(5, int.MaxValue)).Int64(3, 0).Structs<int>(4, [], (_, _) => { })));
        Refuses("its schema has more nodes", HandmadeParquet.Footer(w => w.Structs(2, [0, 1], (s, _) => s.Text(4, "schema")).Int64(3, 0).Structs<int>(4, [], (_, _) => { })));
        Refuses("its row groups have 0", HandmadeParquet.Footer(w => w.Structs(2, [0], (s, _) => s.Text(4, "schema")).Int64(3, 7).Structs<int>(4, [], (_, _) => { })));
        Refuses("a row group has -1 rows", HandmadeParquet.Footer(w => w.Structs(2, [0], (s, _) => s.Text(4, "schema")).Int64(3, -1).Structs(4, [0], (g, _) => g.Structs<int>(1, [], (_, _) => { }).Int64(3, -1))));
        Refuses("more than the schema", HandmadeParquet.Footer(w => w.Structs(2, [0], (s, _) => s.Text(4, "schema")).Int64(3, 0).Structs(4, [0], (g, _) => g.Structs(1, [0, 1], (_, _) => { }).Int64(3, 0))));
    }

    [Fact]
    public void Structures_nested_without_end_are_refused()
    {
        // A field of lists of lists …, each two bytes.
        byte[] nested = [.. Enumerable.Repeat((byte)0x19, 5000)];
        byte[] bytes = HandmadeParquet.Trailer([0x0B << 4 | 0x09, .. nested]);
        Refuses("nested too deeply", bytes);
    }

    private static void Refuses(string words, byte[] bytes)
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => ParquetReader.Read(bytes, "hostile.parquet"));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal("hostile.parquet", e.Findings[0].Where!.File);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", e.Findings[0].ToText(Language.Chinese));
    }

    private static ColumnBatches Small() => SampleTables.Batches(new ColumnTable(
        [
            Column.OfOptional<double>("x", [1, null, 3, 3, 3, 3]),
            Column.OfText("t", ["电", null, "ab", "c", "d", "e"]),
            Column.OfDictionary("d", ["甲", "b", null, "甲", "甲", "b"]),
            Column.OfBooleans("b", [true, null, false, true, true, true]),
            Column.Of<byte>("u", [1, 2, 3, 4, 255, 0]),
        ],
        ColumnMetadata.Of(("k", "v"))));
}
