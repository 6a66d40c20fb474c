namespace CarbonLca.Numerics.FixedPoint;

/// <summary>When a sample has converged, and when it is given up.</summary>
public sealed record SampleSweepOptions
{
    /// <summary>Relative error 1e-6 in every component; at most 1,000 sweeps over a strongly connected component.</summary>
    public static SampleSweepOptions Default { get; } = new();

    /// <summary>The estimated relative error of every component of a solution, summed along its chain of loops.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The most sweeps over one strongly connected component, in float and double together.</summary>
    public int MaximumSweeps { get; init; } = 1000;

    /// <summary>Checks that the numbers make sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not in [1e-13, 1), or there is no sweep to make.</exception>
    internal void Validate()
    {
        if (!(Tolerance is >= 1e-13 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, $"'{nameof(Tolerance)}' is {Tolerance}; expected a relative error in [1e-13, 1).");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSweeps, 1, nameof(MaximumSweeps));
    }
}
