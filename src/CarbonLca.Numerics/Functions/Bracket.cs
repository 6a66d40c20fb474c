namespace CarbonLca.Numerics.Functions;

/// <summary>Bounds around the root of an increasing function; keeps fast iterations from leaving them.</summary>
/// <param name="Low">The function is negative here, or this is the end of its domain.</param>
/// <param name="High">The function is positive here, or this is the end of its domain.</param>
internal readonly record struct Bracket(double Low, double High)
{
    /// <summary>More steps than bisection between any two doubles of one sign needs.</summary>
    public const int MaxSteps = 200;

    /// <summary>A relative Newton step so small that Halley's step, with its cubic convergence, is the last one needed.</summary>
    public const double LastStep = 1e-6;

    /// <summary>The bracket after the function was found to be <paramref name="value"/> at <paramref name="x"/>.</summary>
    public Bracket Narrow(double x, double value) => value < 0 ? this with { Low = x } : this with { High = x };

    /// <summary>Halley's step from x, or a bisection where it would leave the bracket.</summary>
    /// <param name="x">Where the function was evaluated.</param>
    /// <param name="newton">Function over slope at x.</param>
    /// <param name="curvature">Second derivative over slope at x.</param>
    public double Propose(double x, double newton, double curvature)
    {
        double next = x - Halley(newton, curvature);
        if (next > Low && next < High)
            return next;
        if (double.IsPositiveInfinity(High))
            return 2 * x;
        return Low > 0 && High > 4 * Low ? Math.Sqrt(Low) * Math.Sqrt(High) : Low == 0 && x < High ? 0.5 * x : 0.5 * (Low + High);
    }

    /// <summary>The last step: Halley's, not beyond the bracket.</summary>
    /// <inheritdoc cref="Propose"/>
    public double Finish(double x, double newton, double curvature) => Math.Clamp(x - Halley(newton, curvature), Low, High);

    private static double Halley(double newton, double curvature) => newton / Math.Clamp(1 - (0.5 * newton * curvature), 0.5, 2);
}
