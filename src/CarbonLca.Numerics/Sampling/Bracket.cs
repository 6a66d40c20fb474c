namespace CarbonLca.Numerics.Sampling;

/// <summary>Bounds around the root of an increasing function; keeps fast iterations from leaving them.</summary>
/// <param name="Low">The function is negative here, or this is the end of its domain.</param>
/// <param name="High">The function is positive here, or this is the end of its domain.</param>
internal readonly record struct Bracket(double Low, double High)
{
    /// <summary>More steps than bisection between any two doubles of one sign needs.</summary>
    public const int MaxSteps = 200;

    /// <summary>The bracket after the function was found to be <paramref name="value"/> at <paramref name="x"/>.</summary>
    public Bracket Narrow(double x, double value) => value < 0 ? this with { Low = x } : this with { High = x };

    /// <summary>Halley's step from x, or a bisection where it would leave the bracket.</summary>
    /// <param name="x">Where the function was evaluated.</param>
    /// <param name="newton">Function over slope at x.</param>
    /// <param name="curvature">Second derivative over slope at x.</param>
    public double Propose(double x, double newton, double curvature)
    {
        double halley = newton / Math.Clamp(1 - (0.5 * newton * curvature), 0.5, 2);
        double next = x - halley;
        if (next > Low && next < High)
            return next;
        if (double.IsPositiveInfinity(High))
            return 2 * x;
        return Low > 0 && High > 4 * Low ? Math.Sqrt(Low) * Math.Sqrt(High) : Low == 0 && x < High ? 0.5 * x : 0.5 * (Low + High);
    }
}
