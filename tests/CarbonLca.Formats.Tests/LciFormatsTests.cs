using System.Text;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tests.Tables;

namespace CarbonLca.Formats.Tests;

public class LciFormatsTests
{
    [Fact]
    public void Chooses_by_content()
    {
        using MemorySource tables = TableSet.Example().Open();
        Assert.Equal("tables", LciFormats.Read(tables).Format);
        Assert.Contains(LciFormats.All, f => f.Id == "useeio");
        Assert.Equal(LciFormats.All.Length, LciFormats.All.Select(f => f.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Reads_the_only_package_in_a_folder_and_says_so()
    {
        TableSet set = TableSet.Example();
        using MemorySource source = new("archive", [.. set.Files.Select(f => KeyValuePair.Create($"data/steel/{f}", set.Bytes(f))), KeyValuePair.Create("README.md", Array.Empty<byte>())]);
        LciPackage package = LciFormats.Read(source);
        Assert.Equal(("steel", 3), (package.Database!.Name, package.Database.Processes.Count));
        Diagnostic note = Assert.Single(package.Findings);
        Assert.Equal((Severity.Note, "The folder 'data/steel' of 'archive' was read."), (note.Severity, note.What.En));
    }

    [Fact]
    public void Refuses_what_it_does_not_know_and_says_what_each_format_needs()
    {
        using MemorySource source = new("letters", [KeyValuePair.Create("a.txt", Encoding.UTF8.GetBytes("x"))]);
        LciPackage package = LciFormats.Read(source);
        Assert.Null(package.Database);
        Diagnostic error = Assert.Single(package.Findings);
        Assert.Equal((FindingCode.NotSupported, "a.txt"), (error.Code, error.Found));
        Assert.Contains("flows, processes and exchanges as .csv, .parquet or .arrow", error.Expected!.Value.En, StringComparison.Ordinal);
        Assert.Contains("sectors.json", error.Expected!.Value.Zh, StringComparison.Ordinal);

        using MemorySource nothing = new("nothing", []);
        Assert.True(LciFormats.Read(nothing).HasErrors);
    }
}
