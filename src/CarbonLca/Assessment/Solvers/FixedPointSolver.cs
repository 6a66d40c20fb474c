using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Sweeps in topological order, eight right-hand sides in the lanes of one pass; what does not settle goes to the factors.</summary>
/// <remarks>Right-hand sides of both signs settle by the size of what cancels in them, those of one sign component by component.</remarks>
internal sealed class FixedPointSolver(FixedPointSystem system, Lazy<TechnosphereSolver> fallback) : TechnosphereSolver
{
    /// <inheritdoc/>
    public override SolverPath Path => SolverPath.FixedPoint;

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> f, Span<double> s, Span<SolveQuality> qualities)
    {
        FixedPointReport[] reports = new FixedPointReport[qualities.Length];
        system.SolveMany(f, s, reports);
        for (int k = 0; k < reports.Length; k++)
        {
            Range side = SideOf(k);
            if (IsSettled(reports[k], s[side], out qualities[k])) continue;
            fallback.Value.Solve(f[side], s[side], qualities.Slice(k, 1));
        }
    }

    /// <inheritdoc/>
    public override void SolveTransposed(ReadOnlySpan<double> d, Span<double> y, Span<SolveQuality> qualities)
    {
        FixedPointReport[] reports = new FixedPointReport[qualities.Length];
        system.SolveTransposedMany(d, y, reports);
        for (int k = 0; k < reports.Length; k++)
        {
            Range side = SideOf(k);
            if (IsSettled(reports[k], y[side], out qualities[k])) continue;
            fallback.Value.SolveTransposed(d[side], y[side], qualities.Slice(k, 1));
        }
    }

    /// <inheritdoc/>
    public override TechnosphereSolver With(CscMatrix matrix, Func<TechnosphereSolver> factorize) => SolverSelection.Sweeps(system.WithValues(matrix), factorize);

    /// <inheritdoc/>
    public override double EstimateScaledCondition() => fallback.Value.EstimateScaledCondition();

    // Settled, or out of range, which factors do not mend.
    private static bool IsSettled(FixedPointReport report, ReadOnlySpan<double> solution, out SolveQuality quality)
    {
        bool isInRange = !solution.ContainsAnyExceptInRange(double.MinValue, double.MaxValue);
        quality = isInRange ? new SolveQuality(report.BackwardError, 0, 0) : Overflow;
        return report.HasConverged || !isInRange;
    }

    private Range SideOf(int k) => (k * system.Count)..((k + 1) * system.Count);
}
