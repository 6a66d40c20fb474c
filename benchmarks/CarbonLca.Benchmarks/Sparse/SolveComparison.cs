using System.Text;
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

    private IEnumerable<DirectSolver> Solvers()
    {
        CscMatrix a = subject.Matrix;
        yield return new CarbonLcaLu("CarbonLca, as shipped", a, LuOptions.Default);
        yield return new CarbonLcaLu("CarbonLca, diagonal pivots without trial solves", a, new LuOptions { Strategy = PivotStrategy.Diagonal });
        yield return new CarbonLcaLu("CarbonLca, threshold pivots (1e-3)", a, new LuOptions { Strategy = PivotStrategy.Threshold });
        yield return new CarbonLcaLu("CarbonLca, partial pivoting on A unscaled", a, new LuOptions { Strategy = PivotStrategy.Threshold, DiagonalPreference = 1, Equilibrate = false });
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

    private string Markdown(List<Contender> contenders)
    {
        Contender ours = contenders[0];
        int n = subject.Order;
        StringBuilder text = new();
        text.Append($"## {subject.Name}: {n:N0} processes, {subject.Matrix.EntryCount:N0} entries, {subject.Categories} categories, {rounds} rounds\n\n");
        text.Append("| solver | analyse ms | factorise ms | refactorise ms | one solve ms | all products ms | total ms | total, ratio | entries of L and U | backward error | largest difference |\n");
        text.Append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (Contender contender in contenders)
        {
            text.Append(
                $"| {contender.Solver.Name} | {Time(contender.Analyze)} | {Time(contender.Factorize)} | {Time(contender.Refactorize)} | {Time(contender.Solve)} | {Time(contender.All)} | "
                + $"{Time(contender.Total)} | {contender.Total / ours.Total:F2} | {contender.Entries:N0} | {contender.BackwardError:E1} | {SolveCase.Difference(contender.Footprints, ours.Footprints):E1} |\n");
        }
        if (NativeSparse.Umfpack == 0)
            text.Append("| UMFPACK | not on this machine |\n");
        if (NativeSparse.Klu == 0)
            text.Append("| KLU | not on this machine |\n");
        if (n > DenseLimit)
            text.Append($"| MathNet.Numerics, dense LU | not attempted above {DenseLimit:N0} processes |\n");

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

    private sealed class Contender(DirectSolver solver)
    {
        private readonly List<double> _analyze = [];
        private readonly List<double> _factorize = [];
        private readonly List<double> _refactorize = [];
        private readonly List<double> _solve = [];
        private readonly List<double> _all = [];
        private readonly List<double> _total = [];

        public DirectSolver Solver { get; } = solver;

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
