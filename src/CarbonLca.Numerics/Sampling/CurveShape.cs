using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Sampling;

/// <summary>What a quantile curve depends on: a family without a closed quantile function, its shapes, and the probabilities it is truncated to.</summary>
/// <param name="Family">Beta, gamma or Student's t.</param>
/// <param name="First">α, the shape, or the degrees of freedom.</param>
/// <param name="Second">β of a beta distribution.</param>
/// <param name="Below">Probability cut off below.</param>
/// <param name="Above">Probability cut off above.</param>
/// <param name="Kept">Probability kept.</param>
internal readonly record struct CurveShape(DistributionKind Family, double First, double Second, double Below, double Above, double Kept)
{
    /// <summary>Whether a family has a curve.</summary>
    public static bool Has(DistributionKind family) => family is DistributionKind.Beta or DistributionKind.BetaPert or DistributionKind.Gamma or DistributionKind.StudentT;

    /// <summary>The shape of a distribution; location and scale do not matter.</summary>
    public static CurveShape Of(in Distribution distribution)
    {
        DistributionKind family = distribution.Kind == DistributionKind.BetaPert ? DistributionKind.Beta : distribution.Kind;
        double second = family == DistributionKind.Beta ? distribution.D : 0;
        return distribution.IsTruncated
            ? new CurveShape(family, distribution.C, second, distribution.Below, distribution.Above, distribution.Kept)
            : new CurveShape(family, distribution.C, second, Below: 0, Above: 0, Kept: 1);
    }

    /// <summary>The ordinate of the curve: ln x for gamma, ln(x/(1 - x)) for beta, arsinh t for Student's t, each of the standard distribution.</summary>
    /// <param name="p">The probability below, before truncation.</param>
    /// <param name="q">1 - p, with its own digits.</param>
    public double Ordinate(double p, double q) => Family switch
    {
        DistributionKind.Gamma => RealMath.Log(GammaMath.InverseRegularized(First, p, q)),
        DistributionKind.Beta => LogOdds(p, q),
        _ => Arsinh(Distribution.StudentQuantile(First, p, q)),
    };

    // The end near which the value lies gives it all its digits.
    private double LogOdds(double p, double q)
    {
        double x = BetaMath.InverseRegularized(First, Second, p, q);
        if (x <= 0.5)
            return RealMath.Log(x) - RealMath.Log1P(-x);
        double y = BetaMath.InverseRegularized(Second, First, q, p);
        return RealMath.Log1P(-y) - RealMath.Log(y);
    }

    private static double Arsinh(double t)
    {
        double size = Math.Abs(t);
        double value = size > 1e8
            ? RealMath.Log(2) + RealMath.Log(size)
            : RealMath.Log1P(size + (size * size / (1 + Math.Sqrt(1 + (size * size)))));
        return t < 0 ? -value : value;
    }
}
