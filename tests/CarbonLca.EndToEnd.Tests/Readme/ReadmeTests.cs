using CarbonLca.Assessment;
using CarbonLca.Formats.Bundled;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using CarbonLca.TestSupport;

namespace CarbonLca.EndToEnd.Tests.Readme;

/// <summary>The first page tells the truth: its example is the code below, and its links lead somewhere.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "        // begin of the example";
    private const string End = "        // end of the example";

    private static readonly string Page = File.ReadAllText(RepositoryFiles.Path("README.md"));

    [Fact]
    public void The_example_computes_what_the_page_says()
    {
        ImpactMethod gwp100 = BundledData.Method("gwp100-ar6");

        // begin of the example
        Flow electricity = Flow.Product("electricity", Unit.Parse("kWh"));
        Flow fuel = Flow.Product("fuel", Unit.Parse("kg"));
        Flow co2 = Flow.Elementary("co2", Unit.Parse("kg"), "Carbon dioxide, fossil", "air");

        LciDatabase database = LciDatabase.Of(
            Process.Producing(10, electricity).Using(2, fuel).Emitting(1, co2),
            Process.Producing(100, fuel).Emitting(10, co2));

        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(database, Allocation.None));
        Supply supply = solver.Solve(Demand.For(electricity, 1000));
        ImpactResult result = supply.Inventory().Characterize(gwp100);
        Console.WriteLine(result["GWP100"]); // 120 kg CO2e, with 100 runs of the plant and 2 of the refinery
        // end of the example

        Assert.Equal(120, result["GWP100"]);
        Assert.Equal([100, 2], supply.Values.ToArray());
    }

    [Fact]
    public void The_example_on_the_page_is_this_code()
    {
        string source = File.ReadAllText(RepositoryFiles.Path("tests/CarbonLca.EndToEnd.Tests/Readme/ReadmeTests.cs")).ReplaceLineEndings("\n");
        string code = source[(source.IndexOf(Begin + "\n        Flow", StringComparison.Ordinal) + Begin.Length + 1)..source.IndexOf(End + "\n\n", StringComparison.Ordinal)];
        string example = string.Join('\n', code.Split('\n').Select(line => line.Length > 8 ? line[8..] : string.Empty)).TrimEnd();
        Assert.Contains("```csharp\n" + example + "\n```", Page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_of_the_page_leads_to_a_file()
    {
        string[] links =
        [
            .. Page.Split("](").Skip(1)
                .Select(part => part[..part.IndexOf(')', StringComparison.Ordinal)])
                .Where(link => !link.Contains("://", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(links);
        Assert.All(links, link => RepositoryFiles.Path(link));
    }
}
