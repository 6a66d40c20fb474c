using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Adapters;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Tests.Arrow;
using CarbonLca.Formats.Tests.Columns;
using Column = CarbonLca.Formats.Columns.Column;
using OwnReader = CarbonLca.Formats.Arrow.ArrowReader;

namespace CarbonLca.Formats.Tests.Adapters;

/// <summary>Our tables and record batches of the package Apache.Arrow, both ways. Compiled with its build property only.</summary>
public sealed class ApacheArrowBatchesTests
{
    [Fact]
    public void Every_type_becomes_a_record_batch_and_comes_back()
    {
        foreach ((string name, ColumnBatches content) in SampleTables.All())
        {
            (Schema schema, IReadOnlyList<RecordBatch> batches) = ApacheArrowBatches.ToRecordBatches(content);
            Assert.Equal(TableText.Of(content), TableText.Of(ApacheArrowBatches.ToBatches(schema, batches, name)));
        }
    }

    [Fact]
    public async Task Their_readers_read_what_we_write()
    {
        foreach ((string name, ColumnBatches content) in SampleTables.All())
        {
            using ArrowFileReader file = new(new MemoryStream(ArrowBytes.File(content)));
            int count = await file.RecordBatchCountAsync();
            List<RecordBatch> batches = [];
            for (int i = 0; i < count; i++) batches.Add(file.ReadNextRecordBatch());
            Assert.Equal(TableText.Of(content), TableText.Of(ApacheArrowBatches.ToBatches(file.Schema, batches, name)));

            using ArrowStreamReader stream = new(new MemoryStream(ArrowBytes.Stream(content)));
            Schema schema = stream.Schema;
            batches = [];
            while (stream.ReadNextRecordBatch() is { } batch) batches.Add(batch);
            Assert.Equal(TableText.Of(content), TableText.Of(ApacheArrowBatches.ToBatches(schema, batches, name)));
        }
    }

    [Fact]
    public void We_read_what_their_writers_write()
    {
        foreach ((string name, ColumnBatches content) in SampleTables.All())
        {
            (Schema schema, IReadOnlyList<RecordBatch> batches) = ApacheArrowBatches.ToRecordBatches(content);
            using MemoryStream file = new();
            using (ArrowFileWriter writer = new(file, schema, leaveOpen: true)) Write(writer, batches);
            Assert.Equal(TableText.Of(content), TableText.Of(OwnReader.Read(file.ToArray(), name)));

            using MemoryStream stream = new();
            using (ArrowStreamWriter writer = new(stream, schema, leaveOpen: true)) Write(writer, batches);
            Assert.Equal(TableText.Of(content), TableText.Of(OwnReader.Read(stream.ToArray(), name)));
        }
    }

    [Fact]
    public void Values_are_shared_both_ways()
    {
        ColumnTable table = SampleTables.Large(1000);
        RecordBatch batch = ApacheArrowBatches.ToRecordBatch(table);
        ColumnTable back = ApacheArrowBatches.ToTable(batch, "large");
        for (int i = 0; i < table.Columns.Count; i++)
        {
            ReadOnlySpan<byte> theirs = batch.Column(i).Data.Buffers[1].Span;
            Assert.True(Unsafe.AreSame(ref MemoryMarshal.GetReference(table.Columns[i].ValueBytes), ref MemoryMarshal.GetReference(theirs)), table.Columns[i].Name);
            Assert.True(Unsafe.AreSame(ref MemoryMarshal.GetReference(back.Columns[i].ValueBytes), ref MemoryMarshal.GetReference(theirs)), table.Columns[i].Name);
            if (table.Columns[i].NullCount == 0) continue;
            Assert.True(Unsafe.AreSame(ref MemoryMarshal.GetReference(back.Columns[i].Validity), ref MemoryMarshal.GetReference(table.Columns[i].Validity)), table.Columns[i].Name);
        }
    }

    [Fact]
    public void Slices_of_either_side_stay_slices()
    {
        ColumnTable table = SampleTables.Large(100);
        RecordBatch whole = ApacheArrowBatches.ToRecordBatch(table);
        foreach ((int start, int length) in (IEnumerable<(int, int)>)[(0, 100), (3, 50), (8, 9), (63, 37), (99, 1), (100, 0)])
        {
            string expected = TableText.Of(SampleTables.Batches(table.Slice(start, length)));
            Assert.Equal(expected, TableText.Of(SampleTables.Batches(ApacheArrowBatches.ToTable(whole.Slice(start, length), "slice"))));
            RecordBatch slice = ApacheArrowBatches.ToRecordBatch(table.Slice(start, length));
            Assert.Equal(expected, TableText.Of(SampleTables.Batches(ApacheArrowBatches.ToTable(slice, "slice"))));
        }
    }

    [Fact]
    public void Dictionary_indices_of_every_width_are_read()
    {
        StringArray texts = new StringArray.Builder().Append("钢").Append("电").Append("水").Build();
        IArrowArray[] indices =
        [
            new Int8Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new UInt8Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new Int16Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new UInt16Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new Int32Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new UInt32Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new Int64Array.Builder().Append(2).AppendNull().Append(0).Build(),
            new UInt64Array.Builder().Append(2).AppendNull().Append(0).Build(),
        ];
        foreach (IArrowArray index in indices)
        {
            Column column = ApacheArrowBatches.ToTable(Batch(new DictionaryArray(new DictionaryType(index.Data.DataType, StringType.Default, false), index, texts)), "d").Columns[0];
            Assert.Equal(ColumnType.Dictionary, column.Type);
            Assert.Equal(["水", null, "钢"], Enumerable.Range(0, 3).Select(column.TextAt));
        }
    }

    [Fact]
    public void Hostile_batches_are_refused_by_name()
    {
        StringArray texts = new StringArray.Builder().Append("钢").Build();
        Refused(FindingCode.SchemaInvalid, "x", new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false), new Int32Array.Builder().Append(1).Build(), texts));
        Refused(FindingCode.SchemaInvalid, "x", new DictionaryArray(new DictionaryType(UInt64Type.Default, StringType.Default, false), new UInt64Array.Builder().Append(1UL << 40).Build(), texts));
        Refused(FindingCode.SchemaInvalid, "x", new Int64Array(new ArrayData(Int64Type.Default, 5, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(new byte[39])], [])));
        Refused(FindingCode.SchemaInvalid, "x", new Int64Array(new ArrayData(Int64Type.Default, 5, 0, 64, [ArrowBuffer.Empty, new ArrowBuffer(new byte[40])], [])));
        Refused(FindingCode.SchemaInvalid, "x", new StringArray(new ArrayData(StringType.Default, 1, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer((byte[])[0, 0, 0, 0, 9, 0, 0, 0]), new ArrowBuffer(new byte[8])], [])));
        Refused(FindingCode.SchemaInvalid, "x", new StringArray(new ArrayData(StringType.Default, 1, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer((byte[])[0, 0, 0, 0, 1, 0, 0, 0]), new ArrowBuffer((byte[])[0xFF])], [])));
        Refused(FindingCode.NotSupported, "halffloat", new HalfFloatArray.Builder().Append((Half)1).Build());
        Refused(FindingCode.NotSupported, "large_utf8", new LargeStringArray(new ArrayData(LargeStringType.Default, 0, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(new byte[8]), ArrowBuffer.Empty], [])));

        Schema twice = new([new Field("x", BooleanType.Default, false), new Field("x", BooleanType.Default, false)], []);
        BooleanArray values = new BooleanArray.Builder().Append(true).Build();
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => ApacheArrowBatches.ToTable(new RecordBatch(twice, [values, values], 1), "twice")).Findings[0];
        Assert.Equal(FindingCode.Duplicate, finding.Code);

        Schema whole = new([new Field("x", Int32Type.Default, false)], []);
        finding = Assert.Throws<InputRefusedException>(() => ApacheArrowBatches.ToTable(new RecordBatch(whole, [new Int32Array.Builder().AppendNull().Build()], 1), "missing")).Findings[0];
        Assert.Contains("missing", finding.What.En, StringComparison.Ordinal);
        finding = Assert.Throws<InputRefusedException>(() => ApacheArrowBatches.ToTable(new RecordBatch(whole, [new Int32Array.Builder().Append(1).Build()], 2), "short")).Findings[0];
        Assert.Contains("2 rows", finding.What.En, StringComparison.Ordinal);
    }

    private static void Refused(FindingCode code, string says, IArrowArray array)
    {
        Diagnostic finding = Assert.Throws<InputRefusedException>(() => ApacheArrowBatches.ToTable(Batch(array), "hostile")).Findings[0];
        Assert.Equal(code, finding.Code);
        Assert.Contains(says, finding.What.En, StringComparison.Ordinal);
        Assert.Equal("x", finding.Where!.Path);
    }

    private static RecordBatch Batch(IArrowArray array) => new(new Schema([new Field("x", array.Data.DataType, true)], []), [array], array.Length);

    private static void Write(ArrowStreamWriter writer, IEnumerable<RecordBatch> batches)
    {
        writer.WriteStart();
        foreach (RecordBatch batch in batches) writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }
}
