using CarbonLca.Diagnostics;

namespace CarbonLca.Assessment;

/// <summary>A way to solve a technosphere. All ways agree to rounding; they differ in speed and in what they can handle.</summary>
public enum SolverPath
{
    /// <summary>The engine chooses, and says why.</summary>
    Auto = 0,

    /// <summary>Sweeps in topological order: fastest, and without cancellation, for productive systems without credits.</summary>
    FixedPoint = 1,

    /// <summary>Sparse LU factors: credits, loops with a gain close to one, many demands.</summary>
    Lu = 2,

    /// <summary>Dense LU factors (MathNet.Numerics, with its native provider when present): small dense systems.</summary>
    Dense = 3,
}

/// <summary>The way a system is solved, and why.</summary>
/// <param name="Path">The way; never <see cref="SolverPath.Auto"/>.</param>
/// <param name="Reason">Why it was taken.</param>
public readonly record struct SolverChoice(SolverPath Path, Wording Reason);

/// <summary>Names of <see cref="SolverPath"/>.</summary>
public static class SolverPaths
{
    /// <summary>All ways, the automatic choice first.</summary>
    public static IReadOnlyList<SolverPath> All { get; } = [SolverPath.Auto, SolverPath.FixedPoint, SolverPath.Lu, SolverPath.Dense];

    /// <summary>The name used on the command line and in results.</summary>
    public static string Key(this SolverPath path) => path switch
    {
        SolverPath.FixedPoint => "fixed-point",
        SolverPath.Lu => "lu",
        SolverPath.Dense => "dense",
        _ => "auto",
    };
}
