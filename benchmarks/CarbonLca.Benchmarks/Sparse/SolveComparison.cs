using System.Text;
using CarbonLca.Assessment;
using CarbonLca.Assessment.Solvers;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Sparse;

/// <summary>Factorising and solving one case with every solver there is, taking turns, round after round.</summary>
internal sealed class SolveComparison(SolveCase subject, int rounds, TextWriter progress)
{
    private const int DenseLimit = 2500;

    /// <summary>Runs all rounds and returns the results as a Markdown section.</summary>
    public string Run()
    {
        List<Contender> contenders = [.. Solvers().Select(solver => new Contender(solver))];
        try
        {
            double[] demand = subject.Demand(0);
            double[] supply = new double[subject.Order];
            double[] footprints = new double[subject.Direct.Length];

            // Round 0 warms up: code is compiled, memory is touched, accuracy is judged; its times do not count.
            for (int round = 0; round <= rounds; round++)
            {
                foreach (Contender contender in contenders)
                {
                    GC.Collect();
                    contender.Measure(demand, supply, subject.Direct, footprints, subject.Categories, counts: round > 0);
                    if (round == 0)
                    {
                        contender.BackwardError = subject.BackwardError(footprints);
                        contender.Footprints = (double[])footprints.Clone();
                    }
                }
                progress.WriteLine($"{subject.Name}: round {round} of {rounds}");
            }
            return Markdown(contenders);
        }
        finally
        {
            foreach (Contender contender in contenders)
                contender.Solver.Dispose();
        }
    }

    private IEnumerable<EquationSolver> Solvers()
    {
        CscMatrix a = subject.Matrix;
        yield return new OwnSweeps("CarbonLca, sweeps", a, subject.HasCredits);
        yield return new OwnFactors("CarbonLca, LU", a, LuOptions.Default);
        yield return new OwnFactors("CarbonLca, LU, diagonal pivots without trial solves", a, new LuOptions { Strategy = PivotStrategy.Diagonal });
        yield return new OwnFactors("CarbonLca, LU, threshold pivots (1e-3)", a, new LuOptions { Strategy = PivotStrategy.Threshold });
        if (subject.Order <= DenseLimit)
            yield return new OwnFactors("CarbonLca, LU, partial pivoting on A unscaled", a, new LuOptions { Strategy = PivotStrategy.Threshold, DiagonalPreference = 1, Equilibrate = false });
        if (NativeSparse.Umfpack != 0)
        {
            yield return new Umfpack(a, new UmfpackChoices("A, default", Transposed: false));
            yield return new Umfpack(a, new UmfpackChoices("Aᵀ, default", Transposed: true));
            yield return new Umfpack(a, new UmfpackChoices("Aᵀ, no refinement", Transposed: true, Refinements: 0));
            yield return new Umfpack(a, new UmfpackChoices("Aᵀ, best of its orderings", Transposed: true, BestOrdering: true));
            yield return new Umfpack(a, new UmfpackChoices("A, symmetric strategy", Transposed: false, Symmetric: true));
        }
        if (NativeSparse.Klu != 0)
        {
            yield return new Klu("A, default", a, transposed: false);
            yield return new Klu("Aᵀ, default", a, transposed: true);
            yield return new Klu("A, diagonal pivots", a, transposed: false, tolerance: 1e-12);
        }
        if (subject.Order <= DenseLimit)
            yield return new MathNetDense(a);
    }

    /// <summary>The way the product would solve the case.</summary>
    private SolverPath Chosen()
    {
        CscMatrix a = subject.Matrix;
        return SolverSelection.Select(a, subject.HasCredits, SolverOptions.Default.Path, () => new LuSolver(LuSymbolic.Analyze(a).Factorize(a))).Choice.Path;
    }

    private string Markdown(List<Contender> contenders)
    {
        Contender ours = contenders[Chosen() == SolverPath.FixedPoint ? 0 : 1];
        int n = subject.Order;
        StringBuilder text = new();
        text.Append($"## {subject.Name}: {n:N0} processes, {subject.Matrix.EntryCount:N0} entries, {subject.Categories} categories, {rounds} rounds\n\n");
        text.Append("| solver | analyse ms | factorise or prepare ms | refactorise ms | one solve ms | all products ms | total ms | total, ratio | entries of L and U | backward error | largest difference |\n");
        text.Append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (Contender contender in contenders)
        {
            text.Append(
                $"| {contender.Solver.Name}{(contender == ours ? " (its own choice)" : string.Empty)} | {Time(contender.Analyze)} | {Time(contender.Factorize)} | {Time(contender.Refactorize)} | {Time(contender.Solve)} | {Time(contender.All)} | "
                + $"{Time(contender.Total)} | {contender.Total / ours.Total:F2} | {(contender.Entries == 0 ? "–" : contender.Entries.ToString("N0"))} | {contender.BackwardError:0.0E+0} | {SolveCase.Difference(contender.Footprints, ours.Footprints):0.0E+0} |\n");
        }
        if (NativeSparse.Umfpack == 0)
            text.Append("| UMFPACK | not on this machine |\n");
        if (NativeSparse.Klu == 0)
            text.Append("| KLU | not on this machine |\n");
        if (n > DenseLimit)
            text.Append($"| CarbonLca, LU, partial pivoting on A unscaled; MathNet.Numerics, dense LU | not attempted above {DenseLimit:N0} processes |\n");

        double forward = n * ours.Solve;
        text.Append('\n');
        text.Append(
            $"All {n:N0} products one by one, a forward solve each, would take {n:N0} × {Time(ours.Solve)} ms = {forward / 1000:G3} s with CarbonLca: "
            + $"{forward / ours.All:N0} times the transposed solve of all {subject.Categories} categories together.\n\n");
        return text.ToString();
    }

    private static string Time(double milliseconds) => double.IsNaN(milliseconds) ? "–"
        : milliseconds >= 100 ? milliseconds.ToString("N0")
        : milliseconds >= 10 ? milliseconds.ToString("F1")
        : milliseconds >= 1 ? milliseconds.ToString("F2")
        : milliseconds.ToString("F3");

    private sealed class Contender(EquationSolver solver)
    {
        private readonly List<double> _analyze = [];
        private readonly List<double> _factorize = [];
        private readonly List<double> _refactorize = [];
        private readonly List<double> _solve = [];
        private readonly List<double> _all = [];
        private readonly List<double> _total = [];

        public EquationSolver Solver { get; } = solver;

        public double BackwardError { get; set; }

        public double[] Footprints { get; set; } = [];

        public long Entries { get; private set; }

        public double Analyze => Stopclock.Median(_analyze);

        public double Factorize => Stopclock.Median(_factorize);

        public double Refactorize => Stopclock.Median(_refactorize);

        public double Solve => Stopclock.Median(_solve);

        public double All => Stopclock.Median(_all);

        public double Total => Stopclock.Median(_total);

        public void Measure(double[] demand, double[] supply, double[] direct, double[] footprints, int categories, bool counts)
        {
            double analyze = Solver.CanAnalyze ? Stopclock.Milliseconds(Solver.Analyze) : 0;
            double factorize = Stopclock.Milliseconds(Solver.Factorize);
            Entries = Solver.FactorEntryCount;
            double refactorize = Solver.CanRefactorize ? Stopclock.Milliseconds(Solver.Refactorize) : double.NaN;
            double solve = Stopclock.Milliseconds(() => Solver.Solve(demand, supply));
            double all = Stopclock.Milliseconds(() => Solver.SolveTransposed(direct, footprints, categories));
            if (!counts)
                return;
            if (Solver.CanAnalyze)
                _analyze.Add(analyze);
            _factorize.Add(factorize);
            if (Solver.CanRefactorize)
                _refactorize.Add(refactorize);
            _solve.Add(solve);
            _all.Add(all);
            _total.Add(analyze + factorize + all);
        }
    }
}
