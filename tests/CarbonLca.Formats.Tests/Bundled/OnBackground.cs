using CarbonLca.Assessment;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Packaging;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Formats.Tests.Bundled;

/// <summary>Processes on the bundled background, assessed with the bundled default method.</summary>
internal static class OnBackground
{
    private static readonly Lazy<LciDatabase> Lazily = new(() =>
    {
        using SourceFiles source = BundledData.OpenTables("ict-background");
        return LciFormats.Read(source).Database!;
    });

    public static LciDatabase Database => Lazily.Value;

    /// <summary>The product a background process makes.</summary>
    public static Flow ProductOf(string processId) => Database.Flows[Database.Processes.ReferenceFlow(Database.FindProcess(processId))];

    /// <summary>kg CO2e of one unit of each of some processes.</summary>
    public static Func<string, double> Footprints(IEnumerable<Process> foreground)
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(Database.With("foreground", foreground)));
        return id => solver.Solve(Demand.ForProcess(id, 1)).Inventory().Characterize(BundledData.Method("gwp100-ar6"))[0];
    }
}
