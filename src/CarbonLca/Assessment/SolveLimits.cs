namespace CarbonLca.Assessment;

/// <summary>When a solution is marked or refused.</summary>
public sealed record SolveLimits
{
    /// <summary>Mark above a condition of 1e8; refuse when fewer than three digits are certain or the backward error exceeds 1e-10.</summary>
    public static SolveLimits Default { get; } = new();

    /// <summary>The condition above which a result is marked.</summary>
    public double MarkedCondition { get; init; } = 1e8;

    /// <summary>The condition above which a result is refused: 1e-3 divided by the rounding unit 2⁻⁵³.</summary>
    public double RefusedCondition { get; init; } = 1e-3 / 1.1102230246251565e-16;

    /// <summary>The backward error above which a result is refused.</summary>
    public double RefusedBackwardError { get; init; } = 1e-10;
}
