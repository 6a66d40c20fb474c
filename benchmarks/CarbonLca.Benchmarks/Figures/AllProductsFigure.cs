using CarbonLca.Assessment;
using CarbonLca.Assessment.Solvers;
using CarbonLca.Benchmarks.Assessment;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Formats;
using CarbonLca.Formats.Store;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figures 1 and 2: the footprints of all products in eight categories, against one factorisation by UMFPACK that has solved nothing yet.</summary>
internal static class AllProductsFigure
{
    private const int FewRounds = 100_000;

    /// <summary>Figure 1, from the columns of A, B and C, and through the whole engine.</summary>
    public static IEnumerable<FigureLine> EcoinventSized(FigureContext context) => Measure(1, context, SyntheticPresets.EcoinventSized, Goal.PartOf(12, 25), throughEngine: true);

    /// <summary>Figure 2.</summary>
    public static IEnumerable<FigureLine> StressAndHuge(FigureContext context)
    {
        foreach (FigureLine line in Measure(2, context, SyntheticPresets.Stress, Goal.PartOf(6, 12), throughEngine: false))
            yield return line;
        foreach (FigureLine line in Measure(2, context, SyntheticPresets.Huge, Goal.PartOf(80, 200), throughEngine: false))
            yield return line;
        context.Forget(SyntheticPresets.Huge);
    }

    /// <summary>The solver the engine chooses for a case, ready to solve.</summary>
    public static (TechnosphereSolver Solver, SolverChoice Choice) Ready(CscMatrix matrix, bool hasCredits) =>
        SolverSelection.Select(matrix, hasCredits, SolverOptions.Default.Path, () => new LuSolver(LuSymbolic.Analyze(matrix).Factorize(matrix)));

    private static ProductFootprints Cold(LciDatabase database, ImpactMethod method) =>
        LcaSolver.Factorize(ProductSystem.Link(database)).FootprintsOfAllProducts(Characterization.Match(method, database));

    private static IEnumerable<FigureLine> Measure(int number, FigureContext context, SyntheticPreset preset, Goal goal, bool throughEngine)
    {
        SyntheticSystem system = context.System(preset);
        SolveCase subject = context.Case(preset);
        bool hasCredits = subject.HasCredits;
        double[] y = new double[subject.Direct.Length];
        SolverPath path = SolverPath.Auto;
        SolveQuality quality = default;
        Turns turns = context.Turns();
        Turns.Step own = turns.Add(() =>
        {
            double[] direct = system.DirectImpacts();
            (TechnosphereSolver solver, SolverChoice choice) = Ready(subject.Matrix, hasCredits);
            path = choice.Path;
            quality = solver.SolveTransposed(direct, y, subject.Categories);
        });
        (TechnosphereSolver prepared, _) = Ready(subject.Matrix, hasCredits);
        Turns.Step[] parts =
        [
            turns.Add(() => system.DirectImpacts()),
            turns.Add(() => Ready(subject.Matrix, hasCredits)),
            turns.Add(() => prepared.SolveTransposed(subject.Direct, y, subject.Categories)),
        ];
        Turns.Step[] engine = [];
        string store = Path.Combine(Path.GetTempPath(), $"carbonlca-figures-{Guid.NewGuid():N}");
        if (throughEngine)
        {
            Workload workload = context.Workload(preset);
            DatabaseStore.Write(new LciPackage { Format = "synthetic", Database = workload.Database }, store);
            LcaSolver ready = LcaSolver.Factorize(workload.System);
            engine =
            [
                turns.Add(() => Cold(workload.Database, workload.Method)),
                turns.Add(() => ProductSystem.Link(workload.Database)),
                turns.Add(() => workload.Match()),
                turns.Add(() => LcaSolver.Factorize(workload.System)),
                turns.Add(() => ready.FootprintsOfAllProducts(workload.Match())),
                turns.Add(() => Cold(DatabaseStore.Open(store).Database!, workload.Method)),
                turns.Add(() => ProductSystem.Link(DatabaseStore.Open(store).Database!)),
            ];
        }
        bool isHuge = subject.Order > FewRounds;
        (Umfpack Solver, Turns.Step Step)[] rivals = [.. FigureContext.UmfpackAtItsBest(subject, onlyTransposed: isHuge).Select(u => (u, turns.Add(() => { u.Analyze(); u.Factorize(); }, isLong: isHuge)))];
        try
        {
            turns.Run($"figure {number}, {preset.Spec.Name}");
        }
        finally
        {
            if (Directory.Exists(store))
                Directory.Delete(store, recursive: true);
        }

        string rival = "UMFPACK is not on this machine";
        double fastest = double.NaN;
        if (rivals.Length > 0)
        {
            (Umfpack solver, Turns.Step step) = rivals.MinBy(r => r.Step.Milliseconds);
            fastest = step.Milliseconds;
            rival = $"{solver.Name} {fastest:N1} ms";
        }
        foreach ((Umfpack solver, _) in rivals)
            solver.Dispose();
        yield return new FigureLine(
            number,
            $"all {subject.Order:N0} products × {subject.Categories} categories, cold from the columns of A, B and C ({preset.Spec.Name}), against one analysis and factorisation by UMFPACK",
            goal,
            own.Milliseconds / fastest,
            $"{own.Milliseconds:N1} ms ({path}); by themselves: C·B {parts[0].Milliseconds:N1}, choosing and preparing {parts[1].Milliseconds:N1}, solving {parts[2].Milliseconds:N1} ms; {rival}; one thread. Componentwise backward error {quality.BackwardError:0.0E+0}.");
        if (engine.Length > 0)
        {
            yield return new FigureLine(
                number,
                "the same from a database in memory: linking, matching the method, checks and the condition of the answer included",
                Goal.NoPartOf(),
                engine[0].Milliseconds / fastest,
                $"{engine[0].Milliseconds:N1} ms; by themselves: link {engine[1].Milliseconds:N1}, match {engine[2].Milliseconds:N1}, ready {engine[3].Milliseconds:N1}, match and solve with proof {engine[4].Milliseconds:N1} ms; {rival}.");
            yield return new FigureLine(
                number,
                "the same from a stored database: opening it included",
                Goal.NoPartOf(),
                engine[5].Milliseconds / fastest,
                $"{engine[5].Milliseconds:N1} ms, of which opening and linking {engine[6].Milliseconds:N1} ms; files in the page cache, code compiled; {rival}.");
        }
    }
}
