using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figure 3: new footprints of everything after some exchanges have changed, in solves by UMFPACK.</summary>
internal static class RescoreFigure
{
    private const int Changes = 10;
    private const int ChangeSets = 16;
    private const double LargestChange = 0.3;

    public static IEnumerable<FigureLine> Run(FigureContext context)
    {
        SolveCase subject = context.Case(SyntheticPresets.EcoinventSized);
        ChangedEntry[][] changes = [.. Enumerable.Range(0, ChangeSets).Select(k => ChangesOf(subject.Matrix, k))];
        FixedPointSystem system = FixedPointSystem.Prepare(subject.Matrix);
        FixedPointSolution before = FixedPointSolution.Solve(system, subject.Direct, subject.Categories);
        double[] y = new double[subject.Direct.Length];
        int sweeps = 0;
        int last = -1;
        Turns turns = context.Turns();
        Turns.Step own = turns.Add(() =>
        {
            last = (last + 1) % ChangeSets;
            FixedPointSolution after = before.Resolve(system.WithEntries(changes[last]), subject.Direct);
            after.CopyTo(y);
            sweeps = after.Report.Sweeps;
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
        double[] anew = new double[y.Length];
        AllProductsFigure.Ready(Changed(subject.Matrix, changes[last]), subject.HasCredits).Solver.SolveTransposed(subject.Direct, anew, subject.Categories);
        yield return new FigureLine(
            3,
            $"all {subject.Order:N0} products × {subject.Categories} categories again after {Changes} exchanges have changed, in solves by UMFPACK for one category",
            Goal.AtMostTimes(8, 3),
            own.Milliseconds / fastest,
            $"{own.Milliseconds:N1} ms, {sweeps} sweeps from the former solution; one solve by UMFPACK without refinement {fastest:N2} ms, its new factorisation not counted. "
            + $"Largest relative difference from solving the changed system anew {SolveCase.Difference(y, anew):0.0E+0}.");
    }

    private static ChangedEntry[] ChangesOf(CscMatrix matrix, int number)
    {
        RandomStream random = new(1, StreamPurpose.Changes, number);
        List<ChangedEntry> changes = [];
        while (changes.Count < Changes)
        {
            int column = random.Index(matrix.ColumnCount);
            int place = matrix.ColumnStarts[column] + random.Index(matrix.ColumnStarts[column + 1] - matrix.ColumnStarts[column]);
            double factor = 1 + random.Uniform(-LargestChange, LargestChange);
            if (matrix.RowIndices[place] != column && matrix.Values[place] != 0)
                changes.Add(new ChangedEntry(matrix.RowIndices[place], column, matrix.Values[place] * factor));
        }
        return [.. changes];
    }

    private static CscMatrix Changed(CscMatrix matrix, ChangedEntry[] changes)
    {
        double[] values = matrix.Values.ToArray();
        foreach (ChangedEntry change in changes)
        {
            int start = matrix.ColumnStarts[change.Column];
            values[start + matrix.RowIndices[start..matrix.ColumnStarts[change.Column + 1]].IndexOf(change.Row)] = change.Value;
        }
        return matrix.WithValues(values);
    }
}
