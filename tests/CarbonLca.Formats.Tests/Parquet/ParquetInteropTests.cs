using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Interop;
using CarbonLca.Formats.Tests.Packaging;

namespace CarbonLca.Formats.Tests.Parquet;

/// <summary>Our Parquet against hyparquet and parquet-wasm (arrow-rs), both ways.</summary>
public sealed class ParquetInteropTests
{
    [InteropFact]
    public void Hyparquet_and_parquet_wasm_read_what_we_write()
    {
        using TempFolder folder = new();
        Dictionary<string, ColumnBatches> written = new(StringComparer.Ordinal);
        foreach ((string name, ColumnBatches content) in (IEnumerable<(string, ColumnBatches)>)[.. SampleTables.All(), ("large", SampleTables.Batches(SampleTables.Large(100_000)))])
        {
            foreach (ParquetCompression compression in Enum.GetValues<ParquetCompression>())
            {
                string file = $"{name}.{compression}.parquet";
                folder.Write(file, ParquetBytes.Of(content, compression, rowsPerGroup: 40_000));
                written.Add(file, content);
            }
        }

        Node.Run("parquet.mjs", "dump", folder.Path);
        foreach ((string file, ColumnBatches content) in written)
        {
            Assert.Equal(Values(InMilliseconds(content)), File.ReadAllText(folder[file + ".hyparquet"]));

            // arrow-rs gives seconds back as the milliseconds that Parquet keeps.
            Assert.Equal(TableText.Of(InMilliseconds(content)), File.ReadAllText(folder[file + ".wasm"]));
        }
    }

    [InteropFact]
    public void We_read_what_parquet_wasm_and_hyparquet_write()
    {
        using TempFolder folder = new();
        Node.Run("parquet.mjs", "write", folder.Path);
        string[] files = Directory.GetFiles(folder.Path, "*.parquet");
        Assert.Equal(34, files.Length);
        foreach (string path in files)
        {
            ColumnBatches read = ParquetReader.ReadFile(path);
            string text = Path.ChangeExtension(path, ".txt");
            if (File.Exists(text)) Assert.Equal(File.ReadAllText(text), TableText.Of(read));
            else Assert.Equal(File.ReadAllText(Path.ChangeExtension(path, ".values")), Values(read));
        }

        string[] refused = Directory.GetFiles(folder.Path, "*.refused");
        Assert.Equal(6, refused.Length);
        foreach (string path in refused)
        {
            Diagnostic finding = Assert.Throws<InputRefusedException>(() => ParquetReader.ReadFile(path)).Findings[0];
            Assert.Equal(FindingCode.NotSupported, finding.Code);
            Assert.Contains(Path.GetFileNameWithoutExtension(path), finding.What.En, StringComparison.Ordinal);
            Assert.Contains(Path.GetFileNameWithoutExtension(path), finding.What.Zh, StringComparison.Ordinal);
        }
    }

    // Names and values alone.
    private static string Values(ColumnBatches content)
    {
        List<string> lines = [$"rows {content.RowCount}"];
        for (int i = 0; i < content.Schema.Fields.Count; i++)
        {
            lines.Add($"column {TableText.Json(content.Schema.Fields[i].Name)}");
            foreach (ColumnTable batch in content.Batches)
                for (int row = 0; row < batch.RowCount; row++) lines.Add(TableText.Value(batch.Columns[i], row));
        }

        return string.Join('\n', lines);
    }

    private static ColumnBatches InMilliseconds(ColumnBatches content)
    {
        ColumnField[] fields = [.. content.Schema.Fields.Select(f => f.Type == ColumnType.Timestamp(TimeUnit.Second) ? f with { Type = ColumnType.Timestamp(TimeUnit.Millisecond) } : f)];
        ColumnSchema schema = new(fields, content.Schema.Metadata);
        return new ColumnBatches(schema, content.Batches.Select(b => new ColumnTable([.. b.Columns.Select(InMilliseconds)], content.Schema.Metadata, b.RowCount)));
    }

    private static Column InMilliseconds(Column column)
    {
        if (column.Type != ColumnType.Timestamp(TimeUnit.Second)) return column;
        long?[] values = new long?[column.Length];
        for (int i = 0; i < values.Length; i++) values[i] = column.IsNull(i) ? null : column.Values<long>()[i] * 1000;
        return Column.OfOptional(column.Field with { Type = ColumnType.Timestamp(TimeUnit.Millisecond) }, values);
    }
}
