using CarbonLca.Assessment;
using CarbonLca.Assessment.Solvers;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>The project's own factors.</summary>
internal sealed class OwnFactors(string name, CscMatrix a, LuOptions options) : EquationSolver(name)
{
    private readonly SolveScratch _scratch = new();
    private LuSymbolic? _symbolic;
    private LuFactors? _factors;

    public LuFactors Factors => _factors ?? throw new InvalidOperationException("Nothing is factorised yet.");

    public override long FactorEntryCount => Factors.FactorEntryCount;

    public override bool CanRefactorize => true;

    public override void Analyze() => _symbolic = LuSymbolic.Analyze(a, options);

    public override void Factorize() => _factors = _symbolic!.Factorize(a);

    public override void Refactorize() => _factors = Factors.Refactorize(a);

    public override void Solve(double[] b, double[] x) => Factors.Solve(b, x, _scratch);

    public override void SolveTransposed(double[] c, double[] y, int count) => Factors.SolveTransposedMany(c, y, count, _scratch);
}

/// <summary>The project's own sweeps. Getting ready includes the probe that decides whether they settle fast enough.</summary>
internal sealed class OwnSweeps(string name, CscMatrix a, bool hasCredits) : EquationSolver(name)
{
    private TechnosphereSolver? _solver;

    public override long FactorEntryCount => 0;

    public override bool CanAnalyze => false;

    public override void Analyze()
    {
    }

    public override void Factorize() =>
        _solver = SolverSelection.Select(a, hasCredits, SolverPath.FixedPoint, () => new LuSolver(LuSymbolic.Analyze(a).Factorize(a))).Solver;

    public override void Solve(double[] b, double[] x) => _solver!.Solve(b, x);

    public override void SolveTransposed(double[] c, double[] y, int count) => _solver!.SolveTransposed(c, y, count);
}
