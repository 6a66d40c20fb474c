namespace CarbonLca.Numerics.FixedPoint;

/// <summary>When an iteration has converged, and when it is given up.</summary>
public sealed record FixedPointOptions
{
    /// <summary>Relative error 1e-13 in every component, at most 1,000 sweeps over a component.</summary>
    public static FixedPointOptions Default { get; } = new();

    /// <summary>The estimated relative error of every component at which a lane is frozen.</summary>
    public double Tolerance { get; init; } = 1e-13;

    /// <summary>The most sweeps over one strongly connected component.</summary>
    public int MaximumSweeps { get; init; } = 1000;
}
