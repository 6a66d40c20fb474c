namespace CarbonLca.Numerics.FixedPoint;

/// <summary>How an iteration went.</summary>
/// <param name="HasConverged">Whether every lane of every component met the tolerance.</param>
/// <param name="Sweeps">Sweeps over the component that needed most.</param>
/// <param name="Rate">The largest factor by which the last two changes of a component shrank: an estimate of the spectral radius of one sweep.</param>
/// <param name="ErrorEstimate">The largest estimated relative error left in any component of the solution.</param>
/// <param name="BackwardError">Componentwise backward error of the solution, the worst lane (Oettli &amp; Prager 1964).</param>
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
