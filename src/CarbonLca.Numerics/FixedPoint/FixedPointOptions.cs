namespace CarbonLca.Numerics.FixedPoint;

/// <summary>When an iteration has converged, and when it is given up.</summary>
public sealed record FixedPointOptions
{
    /// <summary>Relative error 2e-15 in every component, a few units in the last place; at most 1,000 sweeps over a component.</summary>
    public static FixedPointOptions Default { get; } = new();

    /// <summary>The estimated relative error of every component at which a lane is frozen.</summary>
    public double Tolerance { get; init; } = 2e-15;

    /// <summary>The most sweeps over one strongly connected component.</summary>
    public int MaximumSweeps { get; init; } = 1000;
}
