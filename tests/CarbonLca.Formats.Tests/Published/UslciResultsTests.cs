using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Systems;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Published;

/// <summary>The US Life Cycle Inventory database (FY17 Q4): linked, solved, and a footprint for each of its 766 processes.</summary>
public sealed class UslciResultsTests
{
    private const string Uslci = "data/uslci-jsonld-fy17q4/uslci_fy17q4_olca1_5_0_jsonld.zip";
    private static readonly Lazy<LciDatabase> Database = new(Read);

    [SharedDataFact]
    public void P4_3725_inputs_link_and_2829_do_not()
    {
        // The published count of 2,829 holds 74 wastes that nothing treats.
        LinkReport links = ProductSystem.Link(Database.Value).Links;
        Assert.Equal(3725, links.InputCount - links.UnlinkedInputs.Length);
        Assert.Equal(2829 - 74, links.UnlinkedInputs.Length);
        Assert.Equal((74, 74), (links.WasteCount, links.UntreatedWastes.Length));
        Assert.Equal(754, links.UnlinkedInputs.Select(u => u.Flow).Distinct().Count());
        Assert.Contains(links.Findings, f => f.Code == FindingCode.UnlinkedInput && f.What.En.Contains("2755 of 6480 product inputs (42.5 %)", StringComparison.Ordinal));
        Assert.Contains(links.Findings, f => f.Code == FindingCode.UnlinkedInput && f.What.En.Contains("74 of 74 waste outputs (100 %)", StringComparison.Ordinal));
    }

    [SharedDataFact]
    public void The_matrices_have_the_published_shape()
    {
        ProductSystem system = ProductSystem.Link(Database.Value);
        Assert.Equal((766, 766), (system.Technosphere.RowCount, system.Technosphere.ColumnCount));
        Assert.Equal(2918, system.Biosphere.RowCount);
        Assert.Equal(4237, system.Technosphere.Values.Length - system.Technosphere.Values.Count(0.0));
        Assert.Equal(24145, system.Biosphere.EntryCount);
    }

    [SharedDataFact]
    public void Grid_electricity_emits_0_206_kg_of_fossil_CO2_per_MJ()
    {
        ProductSystem system = ProductSystem.Link(Database.Value);
        int column = Enumerable.Range(0, 766).Single(j => Database.Value.Processes.Name(system.Columns[j].Process) == "Electricity, at grid, US, 2000");
        Assert.Equal("MJ", system.ReferenceFlowOf(column).Unit.Symbol);
        Inventory inventory = LcaSolver.Factorize(system).Solve(Demand.ForProcess(system.Columns[column].Id, 1)).Inventory();
        double fossil = Enumerable.Range(0, Database.Value.Flows.Length)
            .Where(f => Database.Value.Flows[f].Name.Trim() == "Carbon dioxide, fossil")
            .Sum(inventory.Of);
        Assert.Equal(0.206, fossil, 0.0005);
        Assert.Equal(0.743, fossil * 3.6, 0.0005);
    }

    [SharedDataFact]
    public void P5_every_process_has_a_footprint_and_a_proof()
    {
        ProductSystem system = ProductSystem.Link(Database.Value);
        LcaSolver solver = LcaSolver.Factorize(system);
        Assert.InRange(solver.LoopGain, 1e-6, 1 - 1e-6);
        ImpactMethod gwp = MethodTableReader.ReadFile(RepositoryFiles.Path("datasets/methods/gwp100-ar6.csv")).MethodOrRefusal();
        ProductFootprints footprints = solver.FootprintsOfAllProducts(Characterization.Match(gwp, system.Database));
        Assert.InRange(footprints.Proof.BackwardError, 0, 1e-14);
        Assert.InRange(footprints.Proof.Condition, 1, SolveLimits.Default.MarkedCondition);
        for (int k = 0; k < gwp.Categories.Length; k++) Assert.All(footprints.Category(k).ToArray(), value => Assert.True(double.IsFinite(value)));
        for (int j = 0; j < 766; j++)
        {
            double parts = Enumerable.Range(1, gwp.Categories.Length - 1).Sum(k => footprints[j, k]);
            double scale = Enumerable.Range(1, gwp.Categories.Length - 1).Sum(k => Math.Abs(footprints[j, k]));
            Assert.Equal(footprints[j, 0], parts, 1e-12 * scale);
        }
    }

    [SharedDataFact]
    public void P6_breakdowns_of_real_products_sum_to_their_footprints()
    {
        ProductSystem system = ProductSystem.Link(Database.Value);
        LcaSolver solver = LcaSolver.Factorize(system);
        ImpactMethod gwp = MethodTableReader.ReadFile(RepositoryFiles.Path("datasets/methods/gwp100-ar6.csv")).MethodOrRefusal();
        DirectImpacts direct = DirectImpacts.Of(system, Characterization.Match(gwp, system.Database));
        ProductFootprints footprints = solver.FootprintsOfAllProducts(direct);
        for (int j = 0; j < 766; j += 17)
        {
            ImpactResult impacts = solver.Solve(Demand.ForProcess(system.Columns[j].Id, 1)).Inventory().Characterize(direct);
            double tolerance = 1e-12 * impacts.ByProcess(0).Sum(Math.Abs);
            Assert.Equal(impacts[0], footprints[j, 0], tolerance);
            Assert.Equal(impacts[0], impacts.ByProcess(0).Sum(), tolerance);
            Assert.Equal(impacts[0], impacts.ByFlow(0).Sum(), tolerance);
            Assert.Equal(impacts[0], footprints.FirstTier(j, 0).Sum(t => t.Impact), tolerance);
            Assert.Equal(impacts[0], footprints.UpstreamTotal(impacts.Supply, j, 0), tolerance);
        }
    }

    private static LciDatabase Read()
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path(Uslci));
        LciPackage package = new OlcaJsonLdFormat().Read(source);
        Assert.False(package.HasErrors);
        return package.Database!;
    }
}
