using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figure 9: factorising, against UMFPACK in its best orientation.</summary>
internal static class FactorFigure
{
    public static IEnumerable<FigureLine> Run(FigureContext context)
    {
        SolveCase subject = context.Case(SyntheticPresets.EcoinventSized);
        using OwnFactors own = new("CarbonLca, LU", subject.Matrix, LuOptions.Default);
        IReadOnlyList<Umfpack> umfpack = FigureContext.UmfpackAtItsBest(subject);
        EquationSolver[] solvers = NativeSparse.Klu == 0 ? [own, .. umfpack] : [own, .. umfpack, new Klu("A, diagonal pivots", subject.Matrix, transposed: false, tolerance: 1e-12)];
        Turns turns = context.Turns();
        (EquationSolver Solver, Turns.Step Analyze, Turns.Step Factorize)[] all = [.. solvers.Select(s => (s, turns.Add(s.Analyze), turns.Add(s.Factorize)))];
        turns.Run("figure 9");

        string times = string.Join("; ", all.Select(s => $"{s.Solver.Name} {s.Analyze.Milliseconds:N0} + {s.Factorize.Milliseconds:N0} ms"));
        (_, Turns.Step analyze, Turns.Step factorize) = all[0];
        double fastest = umfpack.Count == 0 ? double.NaN : all.Skip(1).Take(umfpack.Count).Min(s => s.Factorize.Milliseconds);
        double fastestTotal = umfpack.Count == 0 ? double.NaN : all.Skip(1).Take(umfpack.Count).Min(s => s.Analyze.Milliseconds + s.Factorize.Milliseconds);
        foreach (EquationSolver solver in solvers.Skip(1))
            solver.Dispose();
        yield return new FigureLine(
            9,
            "own LU, the factors alone (synthetic-22k), against UMFPACK's fastest",
            Goal.AtMostTimes(3, 1),
            factorize.Milliseconds / fastest,
            $"Analyse + factorise: {times}; one thread. The own factors are proved by trial solves, which is part of the time.");
        yield return new FigureLine(
            9,
            "the same with the analysis",
            Goal.AtMostTimes(3, 1),
            (analyze.Milliseconds + factorize.Milliseconds) / fastestTotal,
            "Times as above.");
    }
}
