using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Chooses the way to solve a technosphere, and says why.</summary>
internal static class SolverSelection
{
    private const int DenseOrder = 600;
    private const double DenseShare = 0.2;
    private const double SlowRate = 0.97;
    private const int SmallOrder = 1000;

    // Enough to see whether and how fast the loops settle; the answers themselves are not used.
    private static readonly FixedPointOptions Probe = new() { Tolerance = 1e-3, MaximumSweeps = 500 };

    /// <summary>The solver for a matrix with positive diagonal.</summary>
    /// <param name="matrix">The technosphere, rows in column order, signed.</param>
    /// <param name="hasCredits">Whether it has positive entries off the diagonal.</param>
    /// <param name="asked">The way that is asked for.</param>
    /// <param name="factorize">Checks that every loop is productive and makes the factors.</param>
    public static (TechnosphereSolver Solver, SolverChoice Choice) Select(CscMatrix matrix, bool hasCredits, SolverPath asked, Func<TechnosphereSolver> factorize)
    {
        return asked switch
        {
            SolverPath.Lu => (factorize(), Asked(asked)),
            SolverPath.Dense => Dense(matrix, Asked(asked).Reason, factorize),
            SolverPath.FixedPoint => (Sweeps(matrix, factorize), Asked(asked)),
            _ => Choose(matrix, hasCredits, factorize),
        };
    }

    private static (TechnosphereSolver Solver, SolverChoice Choice) Choose(CscMatrix matrix, bool hasCredits, Func<TechnosphereSolver> factorize)
    {
        if (hasCredits) return (factorize(), new SolverChoice(SolverPath.Lu, new Wording("the system has credits", "系统含有抵扣")));
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        int n = matrix.ColumnCount;
        double share = n == 0 ? 0 : matrix.EntryCount / ((double)n * n);

        // Only where everything depends on everything: dense factors know nothing of blocks.
        if (n is > 16 and <= DenseOrder && share > DenseShare && system.CyclicNodeCount == n)
        {
            string percent = (100 * share).ToString("0", CultureInfo.InvariantCulture);
            return Dense(matrix, new Wording($"{n} processes, {percent} % of the matrix filled", $"{n} 个过程，矩阵填充率 {percent} %"), factorize);
        }

        if (n <= SmallOrder) return (factorize(), new SolverChoice(SolverPath.Lu, new Wording($"{n} processes: factors cost nothing", $"仅 {n} 个过程，直接分解即可")));
        FixedPointReport probe = ProbeLoops(system);
        if (!probe.HasConverged || probe.Rate >= SlowRate)
        {
            TechnosphereSolver factors = factorize();
            string rate = probe.Rate.ToString("0.000", CultureInfo.InvariantCulture);
            return (factors, new SolverChoice(SolverPath.Lu, new Wording($"loops settle slowly: rate {rate} per sweep", $"循环收敛缓慢：每轮 {rate}")));
        }

        return (
            new FixedPointSolver(system, new Lazy<TechnosphereSolver>(factorize)),
            new SolverChoice(SolverPath.FixedPoint, system.CyclicNodeCount == 0
                ? new Wording("no loops", "没有循环")
                : new Wording($"loops settle in about {probe.Sweeps} sweeps", $"循环约 {probe.Sweeps} 轮收敛")));
    }

    private static SolverChoice Asked(SolverPath path) => new(path, new Wording("as asked for", "按指定"));

    // The sparse factors refuse by name what is singular or not productive. The last digits depend on who made the dense ones.
    private static (TechnosphereSolver Solver, SolverChoice Choice) Dense(CscMatrix matrix, Wording reason, Func<TechnosphereSolver> factorize)
    {
        DenseSolver solver = new(matrix, factorize());
        string provider = DenseAlgebra.Provider;
        return (solver, new SolverChoice(SolverPath.Dense, new Wording($"{reason.En}; factors by MathNet.Numerics, {provider}", $"{reason.Zh}；由 MathNet.Numerics（{provider}）分解")));
    }

    private static FixedPointSolver Sweeps(CscMatrix matrix, Func<TechnosphereSolver> factorize) => Sweeps(FixedPointSystem.Prepare(matrix), factorize);

    /// <summary>Sweeps of a prepared system; factors stand by, and refuse by name where the loops do not settle.</summary>
    /// <param name="system">The system.</param>
    /// <param name="factorize">Checks that every loop is productive and makes the factors.</param>
    public static FixedPointSolver Sweeps(FixedPointSystem system, Func<TechnosphereSolver> factorize)
    {
        Lazy<TechnosphereSolver> fallback = new(factorize);
        if (system.HasNegativeWeights || !ProbeLoops(system).HasConverged) _ = fallback.Value; // the factors refuse by name, or stand by
        return new FixedPointSolver(system, fallback);
    }

    // A positive right-hand side reaches every loop, and with W ≥ 0 its sweeps converge only when every gain is below one.
    private static FixedPointReport ProbeLoops(FixedPointSystem system)
    {
        double[] ones = new double[system.Count * FixedPointSystem.Lanes];
        for (int j = 0; j < system.Count; j++) ones[j * FixedPointSystem.Lanes] = 1;
        return system.SolveTransposed(ones, new double[ones.Length], Probe);
    }
}
