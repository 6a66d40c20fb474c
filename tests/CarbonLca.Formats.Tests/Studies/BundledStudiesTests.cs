using CarbonLca.Diagnostics;
using CarbonLca.Formats.Studies;
using Xunit;

namespace CarbonLca.Formats.Tests.Studies;

public sealed class BundledStudiesTests
{
    [Theory]
    [InlineData("data-centre")]
    [InlineData("radio-unit-5g")]
    [InlineData("rack-server")]
    [InlineData("smartphone")]
    public void A_bundled_study_is_read_without_findings(string id)
    {
        StudyReadResult result = StudyReader.Read("study.yaml", File.ReadAllBytes(Path.Combine(RepositoryRoot(), "datasets", "studies", id, "study.yaml")));

        Assert.Empty(result.Findings.Select(f => f.ToText(Language.English)));
        Assert.Equal(id, result.Study!.Id.Value);
        Assert.Empty(result.Study.OmittedStages);
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CarbonLca.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' contains CarbonLca.sln.");
    }
}
