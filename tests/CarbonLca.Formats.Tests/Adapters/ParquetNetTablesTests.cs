using CarbonLca.Diagnostics;
using CarbonLca.Formats.Adapters;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Parquet;
using Parquet;
using OwnReader = CarbonLca.Formats.Parquet.ParquetReader;

namespace CarbonLca.Formats.Tests.Adapters;

/// <summary>Our tables through the package Parquet.Net, both ways. Compiled with its build property only.</summary>
public sealed class ParquetNetTablesTests
{
    [Fact]
    public async Task Parquet_Net_reads_what_we_write()
    {
        foreach ((string name, ColumnBatches content) in Samples())
        {
            foreach (ParquetCompression compression in Enum.GetValues<ParquetCompression>())
            {
                using MemoryStream file = new(ParquetBytes.Of(content, compression, rowsPerGroup: 4000));
                Assert.Equal(TableText.Of(content), TableText.Of(await ParquetNetTables.ReadAsync(file, name)));
            }
        }
    }

    [Fact]
    public async Task We_read_what_Parquet_Net_writes()
    {
        foreach ((string name, ColumnBatches content) in Samples())
        {
            foreach (CompressionMethod compression in (CompressionMethod[])[CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip])
            {
                using MemoryStream file = new();
                await ParquetNetTables.WriteAsync(file, content, compression);
                Assert.Equal(TableText.Of(content), TableText.Of(OwnReader.Read(file.ToArray(), name)));
                file.Position = 0;
                Assert.Equal(TableText.Of(content), TableText.Of(await ParquetNetTables.ReadAsync(file, name)));
            }
        }
    }

    [Fact]
    public async Task Nanoseconds_are_refused_both_ways()
    {
        ColumnBatches content = SampleTables.Batches(new ColumnTable([Column.OfOptional<long>(new ColumnField("nanos", ColumnType.Timestamp(TimeUnit.Nanosecond)), [1700000000123456789])]));
        using MemoryStream target = new();
        ArgumentException write = await Assert.ThrowsAsync<ArgumentException>(() => ParquetNetTables.WriteAsync(target, content));
        Assert.Contains("timestamp[ns]", write.Message, StringComparison.Ordinal);
        using MemoryStream source = new(ParquetBytes.Of(content));
        InputRefusedException read = await Assert.ThrowsAsync<InputRefusedException>(() => ParquetNetTables.ReadAsync(source, "nanos"));
        Assert.Equal(FindingCode.NotSupported, read.Findings[0].Code);
        Assert.Equal("nanos", read.Findings[0].Where!.Path);
    }

    [Fact]
    public async Task What_DateTime_cannot_hold_is_refused_with_its_row()
    {
        Column[] columns =
        [
            Column.OfOptional<int>(new ColumnField("date", ColumnType.Of(ColumnKind.Date)), [0, null, int.MaxValue]),
            Column.OfOptional<long>(new ColumnField("seconds", ColumnType.Timestamp(TimeUnit.Second)), [0, null, 253402300800]),
            Column.OfOptional<long>(new ColumnField("micros", ColumnType.Timestamp(TimeUnit.Microsecond, "UTC")), [0, null, long.MinValue]),
        ];
        foreach (Column column in columns)
        {
            using MemoryStream stream = new();
            ArgumentException fault = await Assert.ThrowsAsync<ArgumentException>(() => ParquetNetTables.WriteAsync(stream, SampleTables.Batches(new ColumnTable([column]))));
            Assert.Contains($"'{column.Name}'", fault.Message, StringComparison.Ordinal);
            Assert.Contains("row 3", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_limits_of_size_hold()
    {
        using MemoryStream file = new(ParquetBytes.Of(SampleTables.Batches(SampleTables.Large(1000))));
        ParquetLimits limits = new() { Bytes = 10_000, Floor = 10_000 };
        LimitExceededException refusal = await Assert.ThrowsAsync<LimitExceededException>(() => ParquetNetTables.ReadAsync(file, "large", limits));
        Assert.Equal(FindingCode.LimitExceeded, refusal.Findings[0].Code);
    }

    // Everything but nanoseconds, which Parquet.Net cannot count, and tables without columns, which it does not write.
    private static IEnumerable<(string Name, ColumnBatches Content)> Samples() =>
        ((IEnumerable<(string Name, ColumnBatches Content)>)[.. SampleTables.All(), ("large", SampleTables.Batches(SampleTables.Large(10_000)))])
            .Where(s => s.Content.Schema.Fields.Count > 0)
            .Select(s => (s.Name, WithoutNanoseconds(s.Content)));

    private static ColumnBatches WithoutNanoseconds(ColumnBatches content)
    {
        ColumnSchema schema = new(content.Schema.Fields.Where(f => f.Type != ColumnType.Timestamp(TimeUnit.Nanosecond)), content.Schema.Metadata);
        return new ColumnBatches(schema, content.Batches.Select(b => new ColumnTable([.. schema.Fields.Select(f => b[f.Name])], schema.Metadata, b.RowCount)));
    }
}
