using CarbonLca.Assessment.Solvers;
using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figure 3: new footprints of everything after some exchanges have changed, in solves by UMFPACK.</summary>
internal static class RescoreFigure
{
    private const int Changes = 10;
    private const double LargestChange = 0.3;

    public static IEnumerable<FigureLine> Run(FigureContext context)
    {
        SolveCase subject = context.Case(SyntheticPresets.EcoinventSized);
        bool hasCredits = subject.HasCredits;
        CscMatrix[] changed = [.. Enumerable.Range(0, 16).Select(k => Changed(subject.Matrix, k))];
        int next = 0;
        double[] y = new double[subject.Direct.Length];
        Turns turns = context.Turns();
        Turns.Step own = turns.Add(() =>
        {
            CscMatrix matrix = changed[next++ % changed.Length];
            (TechnosphereSolver solver, _) = AllProductsFigure.Ready(matrix, hasCredits);
            solver.SolveTransposed(subject.Direct, y, subject.Categories);
        });
        double[] right = subject.Direct[..subject.Order];
        double[] solution = new double[subject.Order];
        IReadOnlyList<Umfpack> rivals = FigureContext.UmfpackAtItsBest(subject);
        foreach (Umfpack rival in rivals)
        {
            rival.Analyze();
            rival.Factorize();
        }
        Turns.Step[] solves = [.. rivals.Select(u => turns.Add(() => u.SolveTransposed(right, solution, 1)))];
        turns.Run("figure 3");
        double fastest = solves.Length == 0 ? double.NaN : solves.Min(s => s.Milliseconds);
        foreach (Umfpack rival in rivals)
            rival.Dispose();
        yield return new FigureLine(
            3,
            $"all {subject.Order:N0} products × {subject.Categories} categories again after {Changes} exchanges have changed, in solves by UMFPACK for one category",
            Goal.AtMostTimes(8, 3),
            own.Milliseconds / fastest,
            $"{own.Milliseconds:N1} ms; one solve by UMFPACK without refinement {fastest:N2} ms, its new factorisation not counted.");
    }

    private static CscMatrix Changed(CscMatrix matrix, int number)
    {
        RandomStream random = new(1, StreamPurpose.Demand, 1000 + number);
        double[] values = matrix.Values.ToArray();
        for (int k = 0; k < Changes;)
        {
            int column = random.Index(matrix.ColumnCount);
            int place = matrix.ColumnStarts[column] + random.Index(matrix.ColumnStarts[column + 1] - matrix.ColumnStarts[column]);
            if (matrix.RowIndices[place] == column)
                continue;
            values[place] *= 1 + random.Uniform(-LargestChange, LargestChange);
            k++;
        }
        return matrix.WithValues(values);
    }
}
