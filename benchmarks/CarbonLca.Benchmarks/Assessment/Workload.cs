using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Formats;
using CarbonLca.Formats.Methods;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Systems;

namespace CarbonLca.Benchmarks.Assessment;

/// <summary>A database, the system linked from it, and a method with eight categories.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Database">The data.</param>
/// <param name="Method">The method.</param>
/// <param name="System">The linked system.</param>
internal sealed record Workload(string Name, LciDatabase Database, ImpactMethod Method, ProductSystem System)
{
    private const string SharedVariable = "CARBONLCA_SHARED";

    public static Workload Of(SyntheticSystem system)
    {
        LciDatabase database = system.ToDatabase();
        return new Workload(system.Spec.Name, database, system.ToMethod(), ProductSystem.Link(database));
    }

    /// <summary>Demands for products spread evenly over the system, in growing amounts.</summary>
    public Demand[] SomeDemands(int count) =>
        [.. Enumerable.Range(0, count).Select(k => Demand.ForProcess(System.Columns[((2 * k) + 1) * System.Columns.Length / (2 * count)].Id, k + 1))];

    /// <summary>The U.S. Life Cycle Inventory database with GWP100 AR6; null where the environment names no folder of published data.</summary>
    public static Workload? Uslci(string methodsFolder)
    {
        if (UslciPackage() is not string path)
            return null;
        using SourceFiles source = SourceOpener.Open(path);
        LciPackage package = new OlcaJsonLdFormat().Read(source);
        LciDatabase database = package.Database ?? throw new InvalidDataException($"'{Path.GetFileName(path)}' gave no database: {string.Join(" ", package.Findings.Take(3))}");
        ImpactMethod method = MethodTableReader.ReadFile(Path.Combine(methodsFolder, "gwp100-ar6.csv")).MethodOrRefusal();
        return new Workload("USLCI FY17 Q4", database, method, ProductSystem.Link(database));
    }

    /// <summary>The archive of the U.S. Life Cycle Inventory database; null where the environment names no folder of published data.</summary>
    public static string? UslciPackage() =>
        Environment.GetEnvironmentVariable(SharedVariable) is { Length: > 0 } shared
            ? Path.Combine(shared, "data", "uslci-jsonld-fy17q4", "uslci_fy17q4_olca1_5_0_jsonld.zip")
            : null;

    /// <summary>The method matched to the database. Where an origin is not stated it counts as fossil.</summary>
    public Characterization Match() => Characterization.Match(Method, Database);
}
