using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>One way to solve M·s = f and Mᵀ·y = d for a technosphere whose diagonal is positive.</summary>
internal abstract class TechnosphereSolver
{
    /// <summary>Which way this is.</summary>
    public abstract SolverPath Path { get; }

    /// <summary>Solves M·s = f.</summary>
    /// <exception cref="OverflowException">A solution exceeds the range of a double.</exception>
    public abstract SolveQuality Solve(ReadOnlySpan<double> f, Span<double> s);

    /// <summary>Solves Mᵀ·y = d for several right-hand sides, one after another: <c>[side][column]</c>.</summary>
    /// <exception cref="OverflowException">A solution exceeds the range of a double.</exception>
    public abstract SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count);

    /// <summary>A solver of the same kind for a matrix with the same pattern and other values, which keeps the order, loops and places found for this one.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="factorize">Checks that every loop of it is productive and makes factors anew.</param>
    /// <returns>The solver; null where nothing can be kept.</returns>
    /// <exception cref="NumericallySingularException">No usable pivot is left.</exception>
    public abstract TechnosphereSolver? With(CscMatrix matrix, Func<TechnosphereSolver> factorize);

    /// <summary>An estimate of the condition that does not depend on the units of rows and columns.</summary>
    public abstract double EstimateScaledCondition();
}
