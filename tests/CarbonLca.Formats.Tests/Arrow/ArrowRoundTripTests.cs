using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Packaging;

namespace CarbonLca.Formats.Tests.Arrow;

public sealed class ArrowRoundTripTests
{
    public static TheoryData<string> Names => [.. SampleTables.All().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_reads_back_as_written(string name)
    {
        ColumnBatches content = Sample(name);
        ColumnBatches read = ArrowReader.Read(ArrowBytes.File(content), name);
        Assert.Equal(TableText.Of(content), TableText.Of(read));
        Assert.Equal(content.Batches.Select(b => b.RowCount), read.Batches.Select(b => b.RowCount));
        Assert.Equal(content.Schema, read.Schema);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_reads_back_as_written(string name)
    {
        ColumnBatches content = Sample(name);
        ColumnBatches read = ArrowReader.Read(ArrowBytes.Stream(content), name);
        Assert.Equal(TableText.Of(content), TableText.Of(read));
        Assert.Equal(content.Schema, read.Schema);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void D10_written_twice_the_bytes_are_the_same(string name)
    {
        Assert.Equal(ArrowBytes.File(Sample(name)), ArrowBytes.File(Sample(name)));
        Assert.Equal(ArrowBytes.Stream(Sample(name)), ArrowBytes.Stream(Sample(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_read_is_written_with_the_same_bytes(string name)
    {
        byte[] first = ArrowBytes.File(Sample(name));
        Assert.Equal(first, ArrowBytes.File(ArrowReader.Read(first, name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_batches_in_one_table_hold_the_same(string name)
    {
        ColumnBatches content = Sample(name);
        Assert.Equal(TableText.Of(content), TableText.Of(SampleTables.Batches(content.ToTable())));
    }

    [Fact]
    public void A_slice_is_written_as_its_rows_alone()
    {
        ColumnTable table = SampleTables.Everything();
        ColumnTable slice = table.Slice(3, 6);
        Assert.Equal(TableText.Of(ArrowReader.Read(ArrowBytes.File(SampleTables.Batches(slice)), "slice")), TableText.Of(SampleTables.Batches(slice)));
        Assert.Equal(table.Columns[0].BooleanAt(4), slice.Slice(1, 2).Columns[0].BooleanAt(0));
        Assert.Equal(table["utf8"].TextAt(5), slice["utf8"].TextAt(2));
    }

    [Fact]
    public void A_mapped_file_gives_aligned_spans_without_a_copy()
    {
        using TempFolder folder = new();
        ColumnTable table = SampleTables.Large(20_000);
        string path = folder.Write("large.arrow", ArrowBytes.File(SampleTables.Batches(table)));
        using MappedArrowFile file = MappedArrowFile.Open(path);
        Assert.Equal(TableText.Of(SampleTables.Batches(table)), TableText.Of(file.Content));
        ColumnTable batch = file.Content.Batches[0];
        ReadOnlySpan<long> ids = batch["id"].Values<long>();
        ReadOnlySpan<double> amounts = batch["amount"].Values<double>();
        Assert.Equal(0, AddressOf(ids) % 64);
        Assert.Equal(0, AddressOf(amounts) % 64);
        Assert.True(Unsafe.AreSame(in MemoryMarshal.GetReference(ids), in MemoryMarshal.GetReference(batch["id"].Values<long>())));

        // A collection on another thread's account ends this thread's allocation context, which then counts as allocated.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBy(batch["amount"])));
    }

    private static long AllocatedBy(Column amounts)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = 0;
        foreach (double amount in amounts.Values<double>()) sum += amount;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(sum > 0);
        return allocated;
    }

    [Fact]
    public void A_disposed_mapping_refuses_its_spans()
    {
        using TempFolder folder = new();
        string path = folder.Write("t.arrow", ArrowBytes.File(SampleTables.Batches(SampleTables.Everything())));
        Column column;
        using (MappedArrowFile file = MappedArrowFile.Open(path)) column = file.Content.Batches[0]["required"];
        Assert.Throws<ObjectDisposedException>(() => column.Values<double>().Length);
    }

    [Fact]
    public void A_file_can_be_replaced_by_renaming_while_it_is_mapped()
    {
        using TempFolder folder = new();
        string path = folder.Write("t.arrow", ArrowBytes.File(SampleTables.Batches(SampleTables.Everything())));
        using MappedArrowFile file = MappedArrowFile.Open(path);
        string other = folder.Write("u.arrow", ArrowBytes.File(SampleTables.Batches(SampleTables.Large(10))));
        File.Move(other, path, overwrite: true);
        Assert.Equal(11, file.Content.Batches[0]["required"].Values<double>().Length);
        using MappedArrowFile again = MappedArrowFile.Open(path);
        Assert.Equal(10, again.Content.RowCount);
    }

    [Fact]
    public void Empty_and_absent_files_are_refused()
    {
        using TempFolder folder = new();
        Assert.Equal(FindingCode.Truncated, Assert.Throws<InputRefusedException>(() => MappedArrowFile.Open(folder.Write("empty.arrow", []))).Findings[0].Code);
        Assert.Equal(FindingCode.UnknownName, Assert.Throws<InputRefusedException>(() => MappedArrowFile.Open(folder["absent.arrow"])).Findings[0].Code);
    }

    [Fact]
    public void Every_buffer_begins_at_a_multiple_of_64_bytes()
    {
        byte[] bytes = ArrowBytes.File(new ColumnBatches(SampleTables.Everything().Schema, [SampleTables.Everything(), SampleTables.Everything().Slice(2, 7)]));
        using TempFolder folder = new();
        using MappedArrowFile file = MappedArrowFile.Open(folder.Write("t.arrow", bytes));
        foreach (Column column in file.Content.Batches.SelectMany(b => b.Columns))
        {
            Assert.Equal(0, AddressOf(column.ValueBytes) % 64);
            if (!column.Validity.IsEmpty) Assert.Equal(0, AddressOf(column.Validity) % 64);
            if (!column.TextBytes.IsEmpty) Assert.Equal(0, AddressOf(column.TextBytes) % 64);
        }
    }

    [Fact]
    public void A_file_refuses_a_second_dictionary_and_says_what_to_call()
    {
        ColumnBatches content = Sample("dictionaries that differ");
        ArrowWriter writer = ArrowWriter.ToFile(Stream.Null, content.Schema);
        writer.Write(content.Batches[0]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => writer.Write(content.Batches[1]));
        Assert.Contains("'d'", e.Message, StringComparison.Ordinal);
        Assert.Contains("ShareDictionaries", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_over_memory_are_views_and_are_checked()
    {
        double[] values = [1, 2, 3];
        Column column = Column.Over<double>(new ColumnField("x", ColumnType.Of(ColumnKind.Float64)), values, new byte[] { 0b101 });
        values[0] = 7;
        Assert.Equal(7, column.Values<double>()[0]);
        Assert.True(column.IsNull(1));
        Assert.Throws<ArgumentException>(() => Column.Over<double>(new ColumnField("x", ColumnType.Of(ColumnKind.Float64)), new double[9], new byte[1]));
        Assert.Throws<ArgumentException>(() => Column.Over<int>(new ColumnField("x", ColumnType.Of(ColumnKind.Float64)), new int[9]));
        Assert.ThrowsAny<ArgumentException>(() => Column.OfText("x", ["\uD800"]));
    }

    private static ColumnBatches Sample(string name) => SampleTables.All().Single(t => t.Name == name).Content;

    private static nint AddressOf<T>(ReadOnlySpan<T> span)
        where T : unmanaged
    {
        // The pages of a mapping do not move, so the address of its first value means something without pinning.
        ref T first = ref MemoryMarshal.GetReference(span);
        return Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref first);
    }
}
