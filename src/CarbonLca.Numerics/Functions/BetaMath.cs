namespace CarbonLca.Numerics.Functions;

/// <summary>The regularised incomplete beta function and its inverse, in double precision.</summary>
internal static class BetaMath
{
    /// <summary>ln B(a, b) for a, b > 0.</summary>
    /// <remarks>Where both are large, Stirling's formula is combined first, so that the large terms cancel exactly.</remarks>
    public static double LogBeta(double a, double b)
    {
        double small = Math.Min(a, b);
        double large = Math.Max(a, b);
        double sum = a + b;
        if (large < 10)
            return GammaMath.LogGamma(a) + GammaMath.LogGamma(b) - GammaMath.LogGamma(sum);
        double rest = GammaMath.StirlingRest(large) - GammaMath.StirlingRest(sum);
        // ln Γ(large) - ln Γ(sum) = (large - ½)·ln(large/sum) - small·ln(sum) + small + rest
        double ratio = ((large - 0.5) * -RealMath.Log1P(small / large)) - (small * RealMath.Log(sum)) + small + rest;
        return GammaMath.LogGamma(small) + ratio;
    }

    /// <summary>I_x(a, b) and its complement 1 - I_x(a, b).</summary>
    /// <param name="a">First shape, above 0.</param>
    /// <param name="b">Second shape, above 0.</param>
    /// <param name="x">The argument in [0, 1].</param>
    /// <param name="y">1 - x, passed so that it keeps its digits.</param>
    /// <remarks>Continued fraction (DLMF 8.17.22, modified Lentz), on whichever side of the mean it converges fast.</remarks>
    public static (double P, double Q) Regularized(double a, double b, double x, double y) => Regularized(a, b, x, y, LogBeta(a, b));

    private static (double P, double Q) Regularized(double a, double b, double x, double y, double logBeta)
    {
        if (x <= 0)
            return (0, 1);
        if (y <= 0)
            return (1, 0);
        double front = RealMath.Exp((a * RealMath.Log(x)) + (b * RealMath.Log(y)) - logBeta);
        if (x < (a + 1) / (a + b + 2))
        {
            double p = front == 0 ? 0 : front * ContinuedFraction(a, b, x) / a;
            return (p, 1 - p);
        }
        double q = front == 0 ? 0 : front * ContinuedFraction(b, a, y) / b;
        return (1 - q, q);
    }

    /// <summary>The x with I_x(a, b) = p; relative precision near 0, absolute precision near 1.</summary>
    /// <param name="a">First shape, above 0.</param>
    /// <param name="b">Second shape, above 0.</param>
    /// <param name="p">The probability below.</param>
    /// <param name="q">The probability above, 1 - p.</param>
    public static double InverseRegularized(double a, double b, double p, double q)
    {
        if (p <= 0)
            return 0;
        if (q <= 0)
            return 1;
        double logBeta = LogBeta(a, b);
        double x = Start(a, b, p, q, logBeta);
        if (x < 1e-290)
            return x;
        Bracket bracket = new(0, 1);
        for (int step = 0; step < Bracket.MaxSteps; step++)
        {
            double y = 1 - x;
            (double below, double above) = Regularized(a, b, x, y, logBeta);
            double error = p < q ? below - p : q - above;
            if (error == 0)
                return x;
            bracket = bracket.Narrow(x, error);
            double slope = RealMath.Exp(((a - 1) * RealMath.Log(x)) + ((b - 1) * RealMath.Log(y)) - logBeta);
            double curvature = ((a - 1) / x) - ((b - 1) / y);
            double newton = error / slope;
            if (Math.Abs(newton) <= Bracket.LastStep * Math.Min(x, y))
                return bracket.Finish(x, newton, curvature);
            x = bracket.Propose(x, newton, curvature);
            if (x >= 1)
                return 1;
        }
        return x;
    }

    private static double Start(double a, double b, double p, double q, double logBeta)
    {
        if (a > 1 && b > 1)
        {
            // Abramowitz & Stegun 26.5.22.
            double z = NormalMath.Quantile(q, p);
            double l = ((z * z) - 3) / 6;
            double left = 1 / ((2 * a) - 1);
            double right = 1 / ((2 * b) - 1);
            double h = 2 / (left + right);
            double w = (z * Math.Sqrt(Math.Max(l + h, 0)) / h) - ((right - left) * (l + (5.0 / 6) - (2 / (3 * h))));
            double start = a / (a + (b * RealMath.Exp(2 * w)));
            if (start is > 1e-12 and < 1 - 1e-12)
                return start;
        }
        // Near either end I_x ≈ x^a/(a·B) and 1 - I_x ≈ y^b/(b·B); between them the mean.
        double low = RealMath.Exp((RealMath.Log(p) + RealMath.Log(a) + logBeta) / a);
        double high = RealMath.Exp((RealMath.Log(q) + RealMath.Log(b) + logBeta) / b);
        double mean = a / (a + b);
        if (low < 0.5 * mean)
            return low;
        return high < 0.5 * (1 - mean) ? Math.Min(1 - high, 1 - 1e-16) : mean;
    }

    private static double ContinuedFraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        double c = 1;
        double d = Inverse(1 - ((a + b) * x / (a + 1)));
        double h = d;
        for (double m = 1; m < 1e9; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = Inverse(Math.FusedMultiplyAdd(even, d, 1));
            c = NonZero(1 + (even / c));
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = Inverse(Math.FusedMultiplyAdd(odd, d, 1));
            c = NonZero(1 + (odd / c));
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 3e-16)
                break;
        }
        return h;

        static double NonZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

        static double Inverse(double value) => 1 / NonZero(value);
    }
}
