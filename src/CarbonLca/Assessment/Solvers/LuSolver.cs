using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Sparse LU factors, passed over once for eight right-hand sides.</summary>
internal sealed class LuSolver(LuFactors factors) : TechnosphereSolver
{
    /// <inheritdoc/>
    public override SolverPath Path => SolverPath.Lu;

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> f, Span<double> s, Span<SolveQuality> qualities) => factors.SolveMany(f, s, qualities);

    /// <inheritdoc/>
    public override void SolveTransposed(ReadOnlySpan<double> d, Span<double> y, Span<SolveQuality> qualities) => factors.SolveTransposedMany(d, y, qualities);

    /// <inheritdoc/>
    public override TechnosphereSolver With(CscMatrix matrix, Func<TechnosphereSolver> factorize) => new LuSolver(factors.Refactorize(matrix));

    /// <inheritdoc/>
    public override double EstimateScaledCondition() => factors.EstimateScaledCondition();
}
