using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Reference;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figure 8: errors of the worst product against solutions of about 30 digits.</summary>
internal static class AccuracyFigure
{
    private const int Climate = 0;

    public static IEnumerable<FigureLine> Run(FigureContext context)
    {
        SyntheticSystem system = context.System(SyntheticPresets.EcoinventSized);
        SolveCase subject = context.Case(SyntheticPresets.EcoinventSized);
        double[] footprints = new double[subject.Direct.Length];
        AllProductsFigure.Ready(subject.Matrix, subject.HasCredits).Solver.SolveTransposed(system.DirectImpacts(), footprints, subject.Categories);
        return [.. Deterministic(context, system, subject, footprints), .. Samples(context, system, subject)];
    }

    private static IEnumerable<FigureLine> Deterministic(FigureContext context, SyntheticSystem system, SolveCase subject, double[] footprints)
    {
        DoubleDouble[][] direct = DirectImpacts(system);
        double worst = 0;
        double worstOfSize = 0;
        for (int k = 0; k < subject.Categories; k++)
        {
            DoubleDouble[] exact = ReferenceSolution.Solve(subject.Matrix, p => subject.Matrix.Values[p], direct[k]);
            DoubleDouble[] sizes = ReferenceSolution.Solve(subject.Matrix, p => subject.Matrix.Values[p], Absolute(system, k));
            for (int j = 0; j < subject.Order; j++)
            {
                double error = Math.Abs((footprints[(k * subject.Order) + j] - exact[j]).High);
                if (error == 0)
                    continue;
                worst = Math.Max(worst, error / Math.Abs(exact[j].High));
                worstOfSize = Math.Max(worstOfSize, error / sizes[j].High);
            }
            context.Progress.WriteLine($"figure 8: category {k + 1} of {subject.Categories}");
        }
        Goal goal = Goal.Error(1e-13, 5e-15);
        yield return new FigureLine(
            8,
            $"error of the worst product in the worst of {subject.Categories} categories, deterministic, relative to the footprint itself",
            goal,
            worst,
            "Against double-double Gauss–Seidel from A, B and C. Where emissions and uptakes nearly cancel, rounding the data alone moves a footprint by more than the aim.");
        yield return new FigureLine(8, "the same relative to what is emitted and taken up together", goal, worstOfSize, "As above.");
    }

    private static IEnumerable<FigureLine> Samples(FigureContext context, SyntheticSystem system, SolveCase subject)
    {
        SampledCase sampled = new(system, subject);
        SampledProblem problem = sampled.For([], [Climate]);
        SampledRun run = problem.CreateRun([.. Enumerable.Range(0, subject.Order)]);
        run.Group(0);
        double worst = 0;
        double worstOfSize = 0;
        List<double> errors = [];
        Dictionary<(int Row, int Column), int> places = problem.Entries.ToDictionary(e => (e.MatrixRow, e.MatrixColumn), e => e.DrawRow);
        for (int lane = 0; lane < SampleSweep.Lanes; lane++)
        {
            DoubleDouble[] values = Values(subject.Matrix, places, run.Draws, lane);
            DoubleDouble[] direct = new DoubleDouble[subject.Order];
            DoubleDouble[] size = new DoubleDouble[subject.Order];
            foreach (SampledConstant constant in problem.Constants[0])
            {
                DoubleDouble part = (DoubleDouble)constant.Scale * run.Draws[(constant.DrawRow * SampleSweep.Lanes) + lane];
                direct[constant.Column] += part;
                size[constant.Column] += part.High < 0 ? -part : part;
            }
            DoubleDouble[] exact = ReferenceSolution.Solve(subject.Matrix, p => values[p], direct);
            DoubleDouble[] sizes = ReferenceSolution.Solve(subject.Matrix, p => values[p], size);
            for (int j = 0; j < subject.Order; j++)
            {
                double error = Math.Abs((run.Values[(j * SampleSweep.Lanes) + lane] - exact[j]).High);
                if (sizes[j].High == 0)
                    continue;
                worst = Math.Max(worst, error == 0 ? 0 : error / Math.Abs(exact[j].High));
                worstOfSize = Math.Max(worstOfSize, error / sizes[j].High);
                errors.Add(error / sizes[j].High);
            }
            context.Progress.WriteLine($"figure 8: sample {lane + 1} of {SampleSweep.Lanes}");
        }
        errors.Sort();
        Goal goal = Goal.Error(1e-5, 1e-6);
        yield return new FigureLine(
            8,
            $"error of the worst product in {SampleSweep.Lanes} samples, first category, relative to the footprint itself",
            goal,
            worst,
            $"Against the reference for the same draws. {run.Failed} samples failed.");
        yield return new FigureLine(8, "the same relative to what is emitted and taken up together", goal, worstOfSize, $"Median {errors[errors.Count / 2]:0.0E+0}.");
    }

    private static DoubleDouble[] Values(CscMatrix matrix, Dictionary<(int Row, int Column), int> places, ReadOnlySpan<float> draws, int lane)
    {
        DoubleDouble[] values = new DoubleDouble[matrix.EntryCount];
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
            {
                DoubleDouble value = matrix.Values[p];
                values[p] = places.TryGetValue((matrix.RowIndices[p], j), out int row) ? value * draws[(row * SampleSweep.Lanes) + lane] : value;
            }
        }
        return values;
    }

    private static DoubleDouble[][] DirectImpacts(SyntheticSystem system)
    {
        CscMatrix b = system.Biosphere;
        CscMatrix factors = system.Factors;
        DoubleDouble[][] impacts = [.. Enumerable.Range(0, factors.RowCount).Select(_ => new DoubleDouble[b.ColumnCount])];
        for (int j = 0; j < b.ColumnCount; j++)
        {
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
            {
                int flow = b.RowIndices[p];
                for (int q = factors.ColumnStarts[flow]; q < factors.ColumnStarts[flow + 1]; q++)
                    impacts[factors.RowIndices[q]][j] += (DoubleDouble)factors.Values[q] * b.Values[p];
            }
        }
        return impacts;
    }

    private static DoubleDouble[] Absolute(SyntheticSystem system, int category)
    {
        CscMatrix b = system.Biosphere;
        DoubleDouble[] impacts = new DoubleDouble[b.ColumnCount];
        for (int j = 0; j < b.ColumnCount; j++)
        {
            for (int p = b.ColumnStarts[j]; p < b.ColumnStarts[j + 1]; p++)
                impacts[j] += Math.Abs(system.Factors[category, b.RowIndices[p]] * b.Values[p]);
        }
        return impacts;
    }
}
