using BenchmarkDotNet.Attributes;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Sparse;

/// <summary>Single steps of the LU factorisation of a synthetic technosphere.</summary>
public class LuBenchmarks
{
    private readonly SolveScratch _scratch = new();
    private SolveCase _case = null!;
    private LuSymbolic _symbolic = null!;
    private LuFactors _factors = null!;
    private double[] _demand = [];
    private double[] _supply = [];
    private double[] _footprints = [];

    [Params("synthetic-2k", "synthetic-22k")]
    public string Preset { get; set; } = string.Empty;

    [GlobalSetup]
    public void Prepare()
    {
        _case = SolveCase.Of(SyntheticSystem.Generate(SyntheticPresets.Named(Preset).Spec));
        _symbolic = LuSymbolic.Analyze(_case.Matrix);
        _factors = _symbolic.Factorize(_case.Matrix);
        _demand = _case.Demand(0);
        _supply = new double[_case.Order];
        _footprints = new double[_case.Direct.Length];
    }

    [Benchmark]
    public LuSymbolic Analyze() => LuSymbolic.Analyze(_case.Matrix);

    [Benchmark(Baseline = true)]
    public LuFactors Factorize() => _symbolic.Factorize(_case.Matrix);

    [Benchmark]
    public LuFactors Refactorize() => _factors.Refactorize(_case.Matrix);

    [Benchmark]
    public SolveQuality Solve() => _factors.Solve(_demand, _supply, _scratch);

    [Benchmark]
    public SolveQuality SolveTransposedForEightCategories() => _factors.SolveTransposedMany(_case.Direct, _footprints, _case.Categories, _scratch);
}
