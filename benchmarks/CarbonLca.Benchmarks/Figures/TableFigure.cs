using CarbonLca.Benchmarks.Generator;
using CarbonLca.Benchmarks.Harness;
using CarbonLca.Benchmarks.Rivals;
using CarbonLca.Benchmarks.Sparse;
using CarbonLca.Numerics.FixedPoint;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>Figure 7: a large input-output table, against dense LU on two threads.</summary>
internal static class TableFigure
{
    private const double Tolerance = 1e-9;

    public static IEnumerable<FigureLine> Run(FigureContext context)
    {
        SyntheticPreset preset = SyntheticPresets.LargeTable;
        SolveCase subject = context.Case(preset);
        int n = subject.Order;
        double[] lanes = Lanes(subject);
        double[] y = new double[lanes.Length];
        FixedPointOptions options = new() { Tolerance = Tolerance };
        FixedPointReport report = default;
        FixedPointSystem prepared = FixedPointSystem.Prepare(subject.Matrix);
        LapackDense? dense = LapackDense.IsAvailable ? new LapackDense(subject.Matrix) : null;
        double[] rivals = [];
        try
        {
            NativeSparse.LimitBlasThreads(2);
            Turns turns = context.Turns();
            Turns.Step cold = turns.AddOnTheWall(() => report = FixedPointSystem.Prepare(subject.Matrix).SolveTransposed(lanes, y, options));
            Turns.Step solve = turns.AddOnTheWall(() => report = prepared.SolveTransposed(lanes, y, options));
            dense?.Load();
            Turns.Step? rival = dense is null ? null : turns.AddOnTheWall(() =>
            {
                dense.Factorize();
                rivals = (double[])subject.Direct.Clone();
                dense.SolveTransposed(rivals);
            }, isLong: true);
            turns.Run("figure 7");

            double time = rival?.Milliseconds ?? double.NaN;
            string difference = rival is null ? string.Empty : $" Largest relative difference from the dense solution {Difference(y, rivals, n):0.0E+0}.";
            string basis = rival is null ? "OpenBLAS is not on this machine." : $"dgetrf and dgetrs of OpenBLAS on two threads {time:N0} ms.";
            yield return new FigureLine(
                7,
                $"table of {n:N0} sectors × {subject.Categories} categories to {Tolerance:0E+0}, prepared and solved, against dense LU on two threads",
                Goal.PartOf(12, 50),
                cold.Milliseconds / time,
                $"{cold.Milliseconds:N0} ms on the wall (processor time {cold.ProcessorMilliseconds:N0} ms), of which {solve.Milliseconds:N0} ms are its {report.Sweeps} sweeps; {basis}{difference}");
            yield return new FigureLine(
                7,
                "the same when the table is prepared",
                Goal.NoPartOf(),
                solve.Milliseconds / time,
                "Times as above.");
        }
        finally
        {
            NativeSparse.LimitBlasThreads(1);
            context.Forget(preset);
        }
    }

    private static double[] Lanes(SolveCase subject)
    {
        double[] lanes = new double[subject.Direct.Length];
        for (int j = 0; j < subject.Order; j++)
        {
            for (int k = 0; k < subject.Categories; k++)
                lanes[(j * FixedPointSystem.Lanes) + k] = subject.Direct[(k * subject.Order) + j];
        }
        return lanes;
    }

    private static double Difference(double[] lanes, double[] dense, int n)
    {
        double worst = 0;
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < FixedPointSystem.Lanes; k++)
                worst = Math.Max(worst, Math.Abs((lanes[(j * FixedPointSystem.Lanes) + k] / dense[(k * n) + j]) - 1));
        }
        return worst;
    }
}
