namespace CarbonLca.Numerics.Functions;

/// <summary>The gamma function and the regularised incomplete gamma functions, in double precision.</summary>
internal static class GammaMath
{
    private const double HalfLnTwoPi = 0.91893853320467274178;

    /// <summary>ln Γ(x) for x > 0, absolute error below 2e-15·max(1, |ln Γ|).</summary>
    /// <remarks>Stirling's series from 10 upwards; smaller arguments are raised by the recurrence Γ(x + 1) = x·Γ(x).</remarks>
    public static double LogGamma(double x)
    {
        double product = 1;
        while (x < 10)
        {
            product *= x;
            x++;
        }
        double value = ((x - 0.5) * RealMath.Log(x)) - x + HalfLnTwoPi + StirlingRest(x);
        return product == 1 ? value : value - RealMath.Log(product);
    }

    /// <summary>Γ(x) for x > 0.</summary>
    public static double Gamma(double x) => RealMath.Exp(LogGamma(x));

    /// <summary>ln Γ(x) - [(x - ½)·ln x - x + ½·ln 2π] for x ≥ 10, truncation below 3e-17.</summary>
    internal static double StirlingRest(double x)
    {
        double z = 1 / (x * x);
        double sum = 1.0 / 156;
        sum = Math.FusedMultiplyAdd(sum, z, -691.0 / 360360);
        sum = Math.FusedMultiplyAdd(sum, z, 1.0 / 1188);
        sum = Math.FusedMultiplyAdd(sum, z, -1.0 / 1680);
        sum = Math.FusedMultiplyAdd(sum, z, 1.0 / 1260);
        sum = Math.FusedMultiplyAdd(sum, z, -1.0 / 360);
        sum = Math.FusedMultiplyAdd(sum, z, 1.0 / 12);
        return sum / x;
    }

    /// <summary>P(a, x) and Q(a, x) = 1 - P(a, x), each with its own relative precision.</summary>
    /// <param name="a">The shape, above 0.</param>
    /// <param name="x">The argument, at least 0.</param>
    /// <remarks>
    /// The power series below x = a + 1, the continued fraction (modified Lentz) above; Abramowitz &amp; Stegun 6.5.29 and 6.5.31.
    /// </remarks>
    public static (double P, double Q) Regularized(double a, double x)
    {
        if (x <= 0)
            return (0, 1);
        return double.IsPositiveInfinity(x) ? (1, 0) : Regularized(a, x, Density(a, x, LogGamma(a)));
    }

    /// <summary>The same from the density at x.</summary>
    private static (double P, double Q) Regularized(double a, double x, double density)
    {
        if (x < a + 1)
        {
            double p = density == 0 ? 0 : density * Series(a, x);
            return (p, 1 - p);
        }
        double q = density == 0 ? 0 : density * ContinuedFraction(a, x);
        return (1 - q, q);
    }

    /// <summary>The x with P(a, x) = p, Q(a, x) = q.</summary>
    /// <param name="a">The shape, above 0.</param>
    /// <param name="p">The probability below.</param>
    /// <param name="q">The probability above, 1 - p.</param>
    /// <remarks>
    /// Halley's iteration on the smaller tail, kept inside a shrinking bracket; start from Wilson &amp; Hilferty (1931) or, for
    /// small values, from P ≈ xᵃ/Γ(a + 1).
    /// </remarks>
    public static double InverseRegularized(double a, double p, double q)
    {
        if (p <= 0)
            return 0;
        if (q <= 0)
            return double.PositiveInfinity;
        double logGamma = LogGamma(a);
        double x = Start(a, p, q, logGamma);
        if (x < 1e-290)
            return x;
        Bracket bracket = new(0, double.PositiveInfinity);
        for (int step = 0; step < Bracket.MaxSteps; step++)
        {
            double density = Density(a, x, logGamma);
            (double below, double above) = Regularized(a, x, density);
            double error = p < q ? below - p : q - above;
            if (error == 0)
                return x;
            bracket = bracket.Narrow(x, error);
            double slope = density / x;
            double newton = error / slope;
            double curvature = ((a - 1) / x) - 1;
            if (Math.Abs(newton) <= Bracket.LastStep * x)
                return bracket.Finish(x, newton, curvature);
            x = bracket.Propose(x, newton, curvature);
        }
        return x;
    }

    /// <summary>x^a·e^-x / Γ(a); for large a without the cancellation of a·ln x against ln Γ(a).</summary>
    private static double Density(double a, double x, double logGamma)
    {
        if (a < 10)
            return RealMath.Exp((a * RealMath.Log(x)) - x - logGamma);
        double relative = (x - a) / a;
        double exponent = Math.Abs(relative) < 0.5 ? a * Log1PMinus(relative) : (a * RealMath.Log(x / a)) - (x - a);
        return Math.Sqrt(a / (2 * Math.PI)) * RealMath.Exp(exponent - StirlingRest(a));
    }

    /// <summary>ln(1 + x) - x for |x| below one half.</summary>
    private static double Log1PMinus(double x)
    {
        // ln(1 + x) = 2·artanh s, s = x/(2 + x), and x = 2s/(1 - s): the difference is -s·x + 2s·(s²/3 + s⁴/5 + …).
        double s = x / (2 + x);
        double z = s * s;
        double sum = 0;
        double power = z;
        for (int k = 3; power > 1e-18 * z; k += 2)
        {
            sum += power / k;
            power *= z;
        }
        return (2 * s * sum) - (s * x);
    }

    private static double Series(double a, double x)
    {
        double term = 1 / a;
        double sum = term;
        for (double n = a + 1; term > sum * 1e-17; n++)
        {
            term *= x / n;
            sum += term;
        }
        return sum;
    }

    private static double ContinuedFraction(double a, double x)
    {
        const double Tiny = 1e-300;
        double b = x + 1 - a;
        double c = 1 / Tiny;
        double d = 1 / b;
        double h = d;
        for (double i = 1; i < 1e9; i++)
        {
            double an = -i * (i - a);
            b += 2;
            d = Math.FusedMultiplyAdd(an, d, b);
            if (Math.Abs(d) < Tiny)
                d = Tiny;
            c = b + (an / c);
            if (Math.Abs(c) < Tiny)
                c = Tiny;
            d = 1 / d;
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 3e-16)
                break;
        }
        return h;
    }

    private static double Start(double a, double p, double q, double logGamma)
    {
        double small = RealMath.Exp((RealMath.Log(p) + logGamma + RealMath.Log(a)) / a);
        if (small < 0.1 * (a + 1))
            return small;
        double z = NormalMath.Quantile(p, q);
        double root = 1 - (1 / (9 * a)) + (z / (3 * Math.Sqrt(a)));
        double cube = a * root * root * root;
        return cube > 0 ? cube : small;
    }
}
