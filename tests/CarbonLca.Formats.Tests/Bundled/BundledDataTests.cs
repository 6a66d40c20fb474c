using CarbonLca.Diagnostics;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tests.Bundled;

public class BundledDataTests
{
    private readonly ResourceBundle _fixture = new(typeof(BundledDataTests).Assembly);

    [Fact]
    public void Lists_and_opens_what_the_folder_holds()
    {
        Assert.Equal(["gwp"], _fixture.MethodIds.AsEnumerable());
        Assert.Equal(["tiny"], _fixture.TableSets.AsEnumerable());
        Assert.Equal(["first"], _fixture.Studies.AsEnumerable());
        Assert.Equal("Carbon dioxide, fossil", _fixture.Method("gwp").Synonyms["fossil co2"]);
        Assert.Same(_fixture.Method("gwp"), _fixture.Method("gwp"));
        Assert.Contains("id: first", _fixture.StudyText("first"), StringComparison.Ordinal);
        using SourceFiles source = _fixture.OpenTables("tiny");
        LciPackage package = LciFormats.Read(source);
        Assert.Equal(("tiny", 1), (package.Database!.Name, package.Database.Processes.Count));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_closest()
    {
        foreach (Action open in (Action[])[() => _fixture.Method("gwb"), () => _fixture.OpenTables("tyny").Dispose(), () => _fixture.StudyText("furst")])
        {
            Diagnostic error = Assert.Throws<InputRefusedException>(open).Findings[0];
            Assert.Equal(FindingCode.UnknownName, error.Code);
            Assert.StartsWith("Closest: '", error.Next!.Value.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Everything_bundled_is_without_a_fault()
    {
        Assert.NotEmpty(BundledData.MethodIds);
        Assert.NotEmpty(BundledData.TableSets);
        foreach (string id in BundledData.MethodIds) Assert.Equal(id, BundledData.Method(id).Id);
        foreach (string id in BundledData.Studies) Assert.Contains("study/1", BundledData.StudyText(id), StringComparison.Ordinal);
        foreach (string name in BundledData.TableSets)
        {
            using SourceFiles source = BundledData.OpenTables(name);
            LciPackage package = LciFormats.Read(source);
            Assert.Empty(package.Findings);
            Assert.Equal(name, package.Database!.Name);
        }
    }
}
