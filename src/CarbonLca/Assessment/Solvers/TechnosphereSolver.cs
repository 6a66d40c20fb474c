using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>One way to solve M·s = f and Mᵀ·y = d for a technosphere whose diagonal is positive.</summary>
/// <remarks>The bits of a solution and its quality depend on the matrix and its own right-hand side, never on what else is solved with it.</remarks>
internal abstract class TechnosphereSolver
{
    /// <summary>Which way this is.</summary>
    public abstract SolverPath Path { get; }

    /// <summary>Solves M·S = F for several right-hand sides, one after another: <c>[side][column]</c>.</summary>
    /// <param name="f">Right-hand sides; finite.</param>
    /// <param name="s">Receives the solutions.</param>
    /// <param name="qualities">
    /// Receives how well each satisfies its equations, as many as there are right-hand sides; an infinite backward error stands for a
    /// solution that exceeds the range of a double.
    /// </param>
    public abstract void Solve(ReadOnlySpan<double> f, Span<double> s, Span<SolveQuality> qualities);

    /// <summary>Solves Mᵀ·Y = D for several right-hand sides, one after another: <c>[side][column]</c>.</summary>
    /// <inheritdoc cref="Solve(ReadOnlySpan{double}, Span{double}, Span{SolveQuality})"/>
    public abstract void SolveTransposed(ReadOnlySpan<double> d, Span<double> y, Span<SolveQuality> qualities);

    /// <summary>A solver of the same kind for a matrix with the same pattern and other values, which keeps the order, loops and places found for this one.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="factorize">Checks that every loop of it is productive and makes factors anew.</param>
    /// <returns>The solver; null where nothing can be kept.</returns>
    /// <exception cref="NumericallySingularException">No usable pivot is left.</exception>
    public abstract TechnosphereSolver? With(CscMatrix matrix, Func<TechnosphereSolver> factorize);

    /// <summary>An estimate of the condition that does not depend on the units of rows and columns.</summary>
    public abstract double EstimateScaledCondition();

    /// <summary>Solves M·s = f for one right-hand side.</summary>
    /// <exception cref="OverflowException">The solution exceeds the range of a double.</exception>
    public SolveQuality Solve(ReadOnlySpan<double> f, Span<double> s)
    {
        SolveQuality quality = default;
        Solve(f, s, new Span<SolveQuality>(ref quality));
        return InRange(quality);
    }

    /// <summary>Solves Mᵀ·y = d for several right-hand sides, one after another: <c>[side][column]</c>. The quality is the worst.</summary>
    /// <exception cref="OverflowException">A solution exceeds the range of a double.</exception>
    public SolveQuality SolveTransposed(ReadOnlySpan<double> d, Span<double> y, int count)
    {
        SolveQuality[] qualities = new SolveQuality[count];
        SolveTransposed(d, y, qualities);
        return InRange(qualities.Aggregate(default(SolveQuality), SolveQuality.Worse));
    }

    /// <summary>What stands for a solution that exceeds the range of a double.</summary>
    protected static SolveQuality Overflow { get; } = new(double.PositiveInfinity, 0, 0);

    private static SolveQuality InRange(SolveQuality quality) => double.IsPositiveInfinity(quality.BackwardError)
        ? throw new OverflowException("the solution of the equations")
        : quality;
}
