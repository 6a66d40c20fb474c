using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Tests.Columns;

namespace CarbonLca.Formats.Tests.Arrow;

/// <summary>Cut, flipped and lying bytes: a correct read or a refusal, and memory in proportion to the file.</summary>
public sealed class ArrowHostileTests
{
    private static readonly byte[] SmallFile = ArrowBytes.File(Small());
    private static readonly byte[] SmallStream = ArrowBytes.Stream(Small());
    private static readonly byte[][] Files = [SmallFile, SmallStream];
    private static readonly HostileBytes Hostile = new(bytes => ArrowReader.Read(bytes, "hostile.arrow"));

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
            for (int i = 0; i + sizeof(long) <= bytes.Length; i += sizeof(int))
            {
                foreach (int lie in (int[])[-1, int.MinValue, int.MaxValue, int.MaxValue - 7, -i, i, bytes.Length, bytes.Length - i])
                {
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i), lie);
                    Hostile.Reads(bytes);
                }

                foreach (long lie in (long[])[-1, long.MinValue, long.MaxValue, long.MaxValue - 7, 1L << 32, 1L << 40, bytes.Length, i])
                {
                    BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i), lie);
                    Hostile.Reads(bytes);
                }

                whole.AsSpan(i, sizeof(long)).CopyTo(bytes.AsSpan(i));
            }
        }
    }

    [Fact]
    public void I13_random_damage_is_read_or_refused() => Hostile.DamageAtRandom(Files);

    [Fact]
    public void I13_noise_is_refused()
    {
        Random random = new(5);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            Assert.False(Hostile.Reads(bytes));
            "ARROW1\0\0"u8.CopyTo(bytes.Length >= 8 ? bytes : bytes = new byte[8]);
            "ARROW1"u8.CopyTo(bytes.AsSpan(bytes.Length - 6));
            Assert.False(Hostile.Reads(bytes));
        }
    }

    [Fact]
    public void A_footer_that_names_one_batch_many_times_is_refused()
    {
        byte[] batch = SmallFile;
        int footerLength = BinaryPrimitives.ReadInt32LittleEndian(batch.AsSpan(batch.Length - 10));
        int footerStart = batch.Length - 10 - footerLength;
        ColumnSchema schema = Small().Schema;
        byte[] Crafted(long offset, long metadata, long body, int times)
        {
            FlatBufferBuilder builder = new();
            int schemaPlace = ArrowSchemaWriter.Write(builder, schema);
            int blocks = builder.Structs([.. Enumerable.Range(0, times).SelectMany(_ => (long[])[offset, metadata, body])], 3);
            builder.StartTable(5);
            builder.Place(1, schemaPlace);
            builder.Place(3, blocks);
            builder.Int16(0, ArrowNumbers.VersionV5);
            byte[] footer = builder.Finish(builder.EndTable());
            byte[] length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
            return [.. batch.AsSpan(0, footerStart), .. footer, .. length, .. "ARROW1"u8];
        }

        // Where the first record batch is: after the schema and one dictionary, as the writer's own footer says.
        FlatTable own = new FlatBuffer(batch.AsMemory(footerStart, footerLength), new ArrowFaults("x"), new Wording("x", "x")).Root();
        ReadOnlySpan<byte> block = own.Structs(3, 24);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(block);
        long metadata = BinaryPrimitives.ReadInt64LittleEndian(block[8..]);
        long body = BinaryPrimitives.ReadInt64LittleEndian(block[16..]);
        Assert.False(Hostile.Reads(Crafted(offset, metadata, body, 10_000)));
        Assert.False(Hostile.Reads(Crafted(footerStart, 64, 0, 1)));
        Assert.False(Hostile.Reads(Crafted(footerStart - 8, 16, 0, 1)));
        Assert.False(Hostile.Reads(Crafted(8, 16, 0, 1)));
        Assert.False(Hostile.Reads(Crafted(-8, 64, 0, 1)));
        Assert.False(Hostile.Reads(Crafted(0, 64, 0, 1)));
        Assert.False(Hostile.Reads(Crafted(long.MaxValue - 7, int.MaxValue, long.MaxValue, 1)));
    }

    private static ColumnBatches Small()
    {
        ColumnTable table = new(
            [
                Column.OfOptional<double>("x", [1, null, 3]),
                Column.OfText("t", ["电", null, "ab"]),
                Column.OfDictionary("d", ["甲", "b", null]),
                Column.OfBooleans("b", [true, null, false]),
                Column.OfOptional<long>(new ColumnField("ts", ColumnType.Timestamp(TimeUnit.Millisecond, "UTC")), [1, 2, null]),
            ],
            ColumnMetadata.Of(("k", "v")));
        return SampleTables.Batches(table, table.Slice(1, 2));
    }
}
