namespace CarbonLca.Numerics.FixedPoint;

/// <summary>How an iteration went.</summary>
/// <param name="HasConverged">Whether every lane of every loop met the tolerance, or came to rest as near to it as rounding allows.</param>
/// <param name="Sweeps">Sweeps over the loop that needed most.</param>
/// <param name="Rate">
/// 1 − 1/A with A the most that a loop has moved per unit of residual: an estimate, from below, of the factor by which one sweep without
/// acceleration shrinks the error. One or more where a loop makes no more than it consumes.
/// </param>
/// <param name="ErrorEstimate">The largest estimated relative error left in any component of the solution.</param>
/// <param name="BackwardError">
/// Componentwise backward error of the loops, the worst lane (Oettli &amp; Prager 1964). A node outside loops has none but the rounding of its
/// own sum.
/// </param>
public readonly record struct FixedPointReport(bool HasConverged, int Sweeps, double Rate, double ErrorEstimate, double BackwardError)
{
    /// <summary>The report of having done nothing yet.</summary>
    internal static FixedPointReport Start => new(true, 0, 0, 0, 0);

    /// <summary>The worse of two, number by number.</summary>
    public FixedPointReport Worse(FixedPointReport other) => new(
        HasConverged && other.HasConverged,
        Math.Max(Sweeps, other.Sweeps),
        Math.Max(Rate, other.Rate),
        Math.Max(ErrorEstimate, other.ErrorEstimate),
        Math.Max(BackwardError, other.BackwardError));
}
