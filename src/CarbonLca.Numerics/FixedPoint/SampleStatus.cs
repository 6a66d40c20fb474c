namespace CarbonLca.Numerics.FixedPoint;

/// <summary>How the solution of one sample ended.</summary>
public enum SampleStatus
{
    /// <summary>Within the tolerance.</summary>
    Converged = 0,

    /// <summary>A component did not settle: its loop gain is one or more, or so near to one that sweeps are no way to solve it.</summary>
    NotConverged = 1,

    /// <summary>A value is not a number or has left the range of float.</summary>
    NotFinite = 2,
}
