using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using CarbonLca.Assessment;
using CarbonLca.Benchmarks.Generator;

namespace CarbonLca.Benchmarks.Assessment;

/// <summary>The supplies of many demands, one after the other and together; each with its proof.</summary>
/// <remarks>Dense factors are left out: they solve demands one by one in either case.</remarks>
public class DemandBenchmarks
{
    private LcaSolver _solver = null!;
    private Demand[] _demands = [];

    [Params("synthetic-2k", "synthetic-22k")]
    public string Preset { get; set; } = string.Empty;

    [Params(SolverPath.FixedPoint, SolverPath.Lu)]
    public SolverPath Path { get; set; }

    [Params(8, 64)]
    public int Demands { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        Workload workload = Workload.Of(SyntheticSystem.Generate(SyntheticPresets.Named(Preset).Spec));
        _solver = LcaSolver.Factorize(workload.System, SolverOptions.Default with { Path = Path });
        _demands = workload.SomeDemands(Demands);
    }

    [Benchmark(Baseline = true)]
    public Supply[] OneByOne() => Array.ConvertAll(_demands, _solver.Solve);

    [Benchmark]
    public ImmutableArray<Supply> Together() => _solver.SolveMany(_demands);
}
