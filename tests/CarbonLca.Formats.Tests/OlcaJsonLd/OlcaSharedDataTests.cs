using System.IO.Compression;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.TestSupport;

namespace CarbonLca.Formats.Tests.OlcaJsonLd;

/// <summary>Real packages: the US Life Cycle Inventory database (FY17 Q4) and one of the US Forest Products Laboratory.</summary>
public sealed class OlcaSharedDataTests
{
    private const string Uslci = "data/uslci-jsonld-fy17q4/uslci_fy17q4_olca1_5_0_jsonld.zip";
    private const string ForestProducts = "data/format-fixtures/olca-jsonld-us-fpl";

    [SharedDataFact]
    public void The_US_database_counts_as_its_source_does()
    {
        LciPackage package = Read(Uslci);
        Assert.False(package.HasErrors, string.Join('\n', package.Findings.Where(f => f.Severity == Severity.Error)));
        foreach ((string key, long expected) in new (string, long)[]
        {
            ("processes", 766), ("unit_processes", 762), ("lci_results", 4), ("processes_refused", 0), ("exchanges", 32526),
            ("elementary_exchanges", 24950), ("product_exchanges", 7502), ("waste_exchanges", 74), ("flows", 4601), ("elementary_flows", 2918),
            ("flow_properties", 33), ("unit_groups", 27), ("uncertain_lognormal", 5130), ("uncertain_triangular", 385), ("uncertain_uniform", 24),
            ("uncertain_normal", 0), ("degenerate_lognormal", 5118), ("triangular_mode_outside", 27), ("non_positive_lognormal", 179),
            ("negative_lognormal", 179), ("formulas", 259), ("parameters_processes", 24), ("multi_output_processes", 132),
            ("processes_with_allocation_factors", 40), ("processes_with_unusable_allocation_factors", 40), ("open_providers", 0), ("avoided_exchanges", 0),
        })
        {
            Assert.Equal((key, expected), (key, OlcaSample.CountOf(package, key)));
        }

        LciDatabase database = package.Database!;
        Assert.Equal(5130 - 5118, database.Exchanges.Kind.Count((byte)UncertaintyKind.Lognormal));
        Assert.Equal(Math.Log(1.760681686165901), database.Exchanges.Scale.ToArray().Max());
        Assert.Equal(24 - OlcaSample.CountOf(package, "degenerate_uniform"), database.Exchanges.Kind.Count((byte)UncertaintyKind.Uniform));
        Assert.Contains(package.Findings, f => f is { Severity: Severity.Warning, Code: FindingCode.UnitMismatch, Found: "1 cu ft = 0.02 m3" });
        Assert.Contains(package.Findings, f => f is { Severity: Severity.Warning, Code: FindingCode.UnitMismatch, Found: "1 btu = 0.00106 MJ" });
    }

    [SharedDataFact]
    public void The_US_database_reads_the_same_twice()
    {
        LciPackage first = Read(Uslci);
        LciPackage second = Read(Uslci);
        Assert.Equal(first.Database!.Digest, second.Database!.Digest);
        Assert.Equal(first.Findings.Select(f => f.ToString()), second.Findings.Select(f => f.ToString()));
        Assert.Equal(first.Sources.AsEnumerable(), second.Sources.AsEnumerable());
    }

    [SharedDataFact]
    public void Exchanges_in_other_units_are_converted_with_the_factors_of_the_package()
    {
        Dictionary<string, (double Factor, string Unit)> conversions = new(StringComparer.Ordinal)
        {
            ["kWh"] = (3.6, "MJ"),
            ["MWh"] = (3600, "MJ"),
            ["btu"] = (0.00106, "MJ"),
            ["l"] = (0.001, "m3"),
            ["cu ft"] = (0.02, "m3"),
            ["ha"] = (10000, "m2"),
            ["h"] = (1.0 / 24, "d"),
            ["t"] = (1000, "kg"),
            ["sh tn"] = (907.18, "kg"),
            ["Bq"] = (0.001, "kBq"),
            ["gal"] = (0.00378541, "m3"),
        };
        LciDatabase database = Read(Uslci).Database!;
        Dictionary<string, int> checkedUnits = conversions.Keys.ToDictionary(k => k, _ => 0, StringComparer.Ordinal);
        using ZipArchive archive = ZipFile.OpenRead(SharedData.Path(Uslci));
        foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.FullName.StartsWith("processes/", StringComparison.Ordinal)))
        {
            using Stream stream = entry.Open();
            using JsonDocument document = JsonDocument.Parse(stream);
            Process process = database.Process(database.FindProcess(document.RootElement.GetProperty("@id").GetString()!));
            foreach (JsonElement line in document.RootElement.GetProperty("exchanges").EnumerateArray())
            {
                string unit = line.GetProperty("unit").GetProperty("name").GetString()!;
                if (!conversions.TryGetValue(unit, out (double Factor, string Unit) conversion)) continue;
                double expected = line.GetProperty("amount").GetDouble() * conversion.Factor;
                string flow = line.GetProperty("flow").GetProperty("@id").GetString()!;
                Assert.Contains(process.Exchanges, e => e.Flow.Id == flow && e.Flow.Unit == Unit.Parse(conversion.Unit) && Math.Abs(e.Amount - expected) <= 1e-15 * Math.Abs(expected));
                checkedUnits[unit]++;
            }
        }

        Assert.Equal(1661, checkedUnits["kWh"]);
        Assert.DoesNotContain(0, checkedUnits.Values);
    }

    [SharedDataFact]
    public void A_folder_with_allocation_factors_is_read()
    {
        LciPackage package = Read(ForestProducts);
        Assert.False(package.HasErrors);
        Assert.Equal(4, OlcaSample.CountOf(package, "processes"));
        Assert.Equal(31, OlcaSample.CountOf(package, "exchanges"));
        Assert.Equal(2, OlcaSample.CountOf(package, "multi_output_processes"));
        Assert.Equal(2, OlcaSample.CountOf(package, "processes_with_allocation_factors"));
        Assert.Equal(0, OlcaSample.CountOf(package, "allocation_factors_left_out"));

        Process pyrolysis = OlcaSample.ProcessOf(package, "64dec5f5-ce97-40f2-a767-2fc665dfb473");
        Assert.Equal(AllocationKey.Causal, pyrolysis.DefaultAllocation);
        Assert.Equal("US-MT", pyrolysis.Location);

        // Tar and electricity share the internal id 3; every causal factor must have found its own exchange.
        Assert.All(pyrolysis.AllocationFactors.Where(f => f.Key == AllocationKey.Causal), f => Assert.NotNull(f.ExchangeIndex));
        Assert.Contains(pyrolysis.AllocationFactors, f => f.ExchangeIndex is { } i && pyrolysis.Exchanges[i].Flow.Name == "Electricity, at grid");
    }

    private static LciPackage Read(string relative)
    {
        using SourceFiles source = SourceOpener.Open(SharedData.Path(relative));
        Assert.True(new OlcaJsonLdFormat().Recognizes(source));
        return new OlcaJsonLdFormat().Read(source);
    }
}
