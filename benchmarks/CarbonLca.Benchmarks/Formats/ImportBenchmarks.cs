using BenchmarkDotNet.Attributes;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Formats;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Benchmarks.Formats;

/// <summary>Reading a published inventory database from its archive.</summary>
public class ImportBenchmarks
{
    private string _path = string.Empty;

    [GlobalSetup]
    public void Prepare() =>
        _path = Workload.UslciPackage() ?? throw new InvalidOperationException("CARBONLCA_SHARED names no folder of published data; set it to measure the import.");

    [Benchmark(Baseline = true)]
    public LciPackage Uslci()
    {
        using SourceFiles source = SourceOpener.Open(_path);
        return new OlcaJsonLdFormat().Read(source);
    }
}
