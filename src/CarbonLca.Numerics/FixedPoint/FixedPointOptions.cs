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

    /// <summary>The most threads that share the sweeps over a large, well-filled table; other loops are swept by one. No bit depends on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
