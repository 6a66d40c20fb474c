using System.Text.Json;
using CarbonLca.Assessment;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Useeio;
using CarbonLca.Methods;
using CarbonLca.Systems;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.Published;

/// <summary>The published totals N of input-output models, recomputed by one transposed solve and compared entry by entry.</summary>
/// <remarks>An entry that is published as zero must be zero; there is no absolute tolerance anywhere.</remarks>
public sealed class UseeioTotalsTests
{
    private const double Tolerance = 1e-12;
    private const string National = "data/useeio-2.0.1-411/USEEIOv2.0.1-411.zip";
    private const string States = "data/useeio-states-2020/states-44-A-D-N.zip";
    private const string Maine = "data/useeio-states-2020/MEEEIOv1.0-s-20-full.zip";

    [SharedDataFact]
    public void Totals_of_the_national_model_are_the_published_ones() => AssertTotals(Read(National), 411 * 23);

    [SharedDataFact]
    public void Totals_of_all_44_state_models_are_the_published_ones()
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path(States));
        IReadOnlyList<string> folders = SubfolderSource.Find(source, new UseeioFormat().Recognizes);
        Assert.Equal(44, folders.Count);
        Assert.All(folders, folder => AssertTotals(LciFormats.Read(source, folder), 146 * 16));
    }

    [SharedDataFact]
    public void Totals_of_Maine_from_flows_and_their_factors_are_the_published_ones()
    {
        LciPackage package = Read(Maine);
        Assert.Equal(1581, package.Database!.Flows.Count(f => f.Kind == Model.FlowKind.Elementary));
        AssertTotals(package, 146 * 16);
    }

    [SharedDataFact]
    public void Impacts_of_the_published_demands_are_the_totals_times_the_demand()
    {
        Assert.Equal(4, AssertDemands(National));
        Assert.Equal(8, AssertDemands(Maine));
    }

    private static void AssertTotals(LciPackage package, int count)
    {
        ProductFootprints footprints = FootprintsOf(package);
        Assert.InRange(footprints.Proof.BackwardError, 0, 1e-14);
        Assert.InRange(footprints.Solver.LoopGain, 0.1, 0.9);
        int compared = 0;
        ForEachTotal(package, footprints.Solver.System, (category, column, published) =>
        {
            double actual = footprints[column, category];
            Assert.True(Math.Abs(actual - published) <= Tolerance * Math.Abs(published), $"{footprints.Method.Categories[category].Code} of {footprints.Solver.System.LabelOf(column)}: {actual:R}; published {published:R}.");
            compared++;
        });
        Assert.Equal(count, compared);
    }

    // Every demand by a solve of its own, against N·y from the published N.
    private static int AssertDemands(string path)
    {
        LciPackage package = Read(path);
        ProductFootprints footprints = FootprintsOf(package);
        using SourceFiles source = SourceOpener.Open(SharedData.Path(path));
        string[] files = [.. source.Paths.Where(p => p.StartsWith("demands/", StringComparison.Ordinal))];
        foreach (string file in files)
        {
            Demand demand = ReadDemand(source.ReadAll(file));
            ImpactResult impacts = footprints.Solver.Solve(demand).Inventory().Characterize(footprints.Direct);
            double[] expected = new double[impacts.Values.Length];
            double[] scale = new double[expected.Length];
            Dictionary<int, double> amount = demand.Resolve(footprints.Solver.System).ToDictionary(line => line.Column, line => line.Amount);
            ForEachTotal(package, footprints.Solver.System, (category, column, published) =>
            {
                expected[category] += published * amount[column];
                scale[category] += Math.Abs(published * amount[column]);
            });
            for (int k = 0; k < expected.Length; k++)
            {
                Assert.InRange(Math.Abs(impacts[k] - expected[k]), 0, Tolerance * scale[k]);
                Assert.InRange(Math.Abs(footprints.Of(demand, k) - expected[k]), 0, Tolerance * scale[k]);
            }
        }

        return files.Length;
    }

    private static Demand ReadDemand(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateArray()
            .Select(line => Demand.ForProcess(line.GetProperty("sector").GetString()!, line.GetProperty("amount").GetDouble()))
            .Aggregate((a, b) => a.And(b));
    }

    private static void ForEachTotal(LciPackage package, ProductSystem system, Action<int, int, double> entry)
    {
        PublishedTotals totals = package.PublishedTotals!;
        for (int i = 0; i < totals.Categories.Length; i++)
            for (int j = 0; j < totals.ProcessIds.Length; j++) entry(package.Methods[0].FindCategory(totals.Categories[i]), system.FindColumn(totals.ProcessIds[j]), totals.Values[(i * totals.ProcessIds.Length) + j]);
    }

    private static ProductFootprints FootprintsOf(LciPackage package)
    {
        Assert.False(package.HasErrors, string.Join('\n', package.Findings));
        ProductSystem system = ProductSystem.Link(package.Database!);
        Assert.True(system.Links.IsComplete);
        return LcaSolver.Factorize(system).FootprintsOfAllProducts(Characterization.Match(package.Methods[0], package.Database!));
    }

    private static LciPackage Read(string path)
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path(path));
        return LciFormats.Read(source);
    }
}
