using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Sparse LU factors.</summary>
internal sealed class LuSolver(LuFactors factors) : TechnosphereSolver
{
    /// <inheritdoc/>
    public override SolverPath Path => SolverPath.Lu;

    /// <inheritdoc/>
    public override SolveQuality Solve(ReadOnlySpan<double> f, Span<double> s) => factors.Solve(f, s);

    /// <inheritdoc/>
    public override SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count) => factors.SolveTransposedMany(d, y, count);

    /// <inheritdoc/>
    public override TechnosphereSolver With(CscMatrix matrix, Func<TechnosphereSolver> factorize) => new LuSolver(factors.Refactorize(matrix));

    /// <inheritdoc/>
    public override double EstimateScaledCondition() => factors.EstimateScaledCondition();
}
