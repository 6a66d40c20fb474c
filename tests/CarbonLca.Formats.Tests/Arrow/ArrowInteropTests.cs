using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Tests.Columns;
using CarbonLca.Formats.Tests.Interop;
using CarbonLca.Formats.Tests.Packaging;

namespace CarbonLca.Formats.Tests.Arrow;

/// <summary>Our Arrow against the npm package apache-arrow, both ways.</summary>
public sealed class ArrowInteropTests
{
    [InteropFact]
    public void Apache_Arrow_reads_what_we_write()
    {
        using TempFolder folder = new();
        (string Name, ColumnBatches Content)[] samples = [.. SampleTables.All(), ("large", SampleTables.Batches(SampleTables.Large(100_000)))];
        foreach ((string name, ColumnBatches content) in samples)
        {
            folder.Write(name + ".arrow", ArrowBytes.File(content));
            folder.Write(name + ".arrows", ArrowBytes.Stream(content));
        }

        Node.Run("arrow.mjs", "dump", folder.Path);
        foreach ((string name, ColumnBatches content) in samples)
        {
            string expected = TableText.Of(content);
            Assert.Equal(expected, File.ReadAllText(folder[name + ".arrow.read"]));
            Assert.Equal(expected, File.ReadAllText(folder[name + ".arrows.read"]));
        }
    }

    [InteropFact]
    public void We_read_what_Apache_Arrow_writes()
    {
        using TempFolder folder = new();
        Node.Run("arrow.mjs", "write", folder.Path);
        string[] expectations = Directory.GetFiles(folder.Path, "*.txt");
        Assert.Equal(5, expectations.Length);
        foreach (string path in expectations)
        {
            string expected = File.ReadAllText(path);
            Assert.Equal(expected, TableText.Of(ArrowReader.Read(File.ReadAllBytes(Path.ChangeExtension(path, ".arrow")), path)));
            Assert.Equal(expected, TableText.Of(ArrowReader.Read(File.ReadAllBytes(Path.ChangeExtension(path, ".arrows")), path)));
        }
    }
}
