using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Sweeps in topological order; what does not settle goes to the factors.</summary>
/// <remarks>Right-hand sides of both signs settle by the size of what cancels in them, those of one sign component by component.</remarks>
internal sealed class FixedPointSolver(FixedPointSystem system, Lazy<TechnosphereSolver> fallback) : TechnosphereSolver
{
    /// <inheritdoc/>
    public override SolverPath Path => SolverPath.FixedPoint;

    /// <inheritdoc/>
    public override SolveQuality Solve(ReadOnlySpan<double> f, Span<double> s)
    {
        FixedPointReport report = system.SolveMany(f, s, 1);
        CheckRange(s);
        return report.HasConverged ? new SolveQuality(report.BackwardError, 0, 0) : fallback.Value.Solve(f, s);
    }

    /// <inheritdoc/>
    public override SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count)
    {
        FixedPointReport report = system.SolveTransposedMany(d, y, count);
        CheckRange(y);
        return report.HasConverged ? new SolveQuality(report.BackwardError, 0, 0) : fallback.Value.SolveTransposed(d, y, count);
    }

    /// <inheritdoc/>
    public override TechnosphereSolver With(CscMatrix matrix, Func<TechnosphereSolver> factorize) => SolverSelection.Sweeps(system.WithValues(matrix), factorize);

    /// <inheritdoc/>
    public override double EstimateScaledCondition() => fallback.Value.EstimateScaledCondition();

    private static void CheckRange(ReadOnlySpan<double> solution)
    {
        if (solution.ContainsAnyExceptInRange(double.MinValue, double.MaxValue)) throw new OverflowException("A solution of the sweeps exceeds the range of a double.");
    }
}
