namespace CarbonLca.Assessment;

/// <summary>How a system is to be solved.</summary>
public sealed record SolverOptions
{
    /// <summary>The engine chooses the way; results below three certain digits are refused.</summary>
    public static SolverOptions Default { get; } = new();

    /// <summary>The way to solve, or <see cref="SolverPath.Auto"/>.</summary>
    public SolverPath Path { get; init; }

    /// <summary>When a solution is marked or refused.</summary>
    public SolveLimits Limits { get; init; } = SolveLimits.Default;
}
