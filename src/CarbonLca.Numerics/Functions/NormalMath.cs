namespace CarbonLca.Numerics.Functions;

/// <summary>The standard normal distribution in double precision.</summary>
internal static class NormalMath
{
    private const double SqrtHalf = 0.70710678118654752;

    // The rational approximations of the quantile, ascending: in 0.425² - (p - ½)² near the middle, in √(-ln p) - 1.6 and - 5 in the tails.
    public static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    public static ReadOnlySpan<double> CentralDenominator =>
    [
        1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    public static ReadOnlySpan<double> TailNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    public static ReadOnlySpan<double> TailDenominator =>
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    public static ReadOnlySpan<double> FarTailNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    public static ReadOnlySpan<double> FarTailDenominator =>
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>Density φ(z).</summary>
    public static double Density(double z) => 0.39894228040143268 * RealMath.Exp(-0.5 * z * z);

    /// <summary>Φ(z), the probability below z; keeps its relative precision in the lower tail.</summary>
    public static double Cdf(double z) => 0.5 * Erfc(-z * SqrtHalf);

    /// <summary>erfc x = 2/√π · ∫ₓ^∞ e^(-t²) dt, relative error below 1e-15 for x ≤ 5 and 3e-15 beyond.</summary>
    /// <remarks>
    /// Rational approximations of W. J. Cody (1969), Math. Comp. 23:631–637, with the coefficients of his CALERF; e^(-x²) is
    /// evaluated with x split at sixteenths so that the square is exact.
    /// </remarks>
    public static double Erfc(double x)
    {
        double y = Math.Abs(x);
        if (y <= 0.46875)
            return 1 - (x * ErfQuotient(x * x));
        double tail = y > 26.6 ? 0 : ExpOfMinusSquare(y) * (y <= 4 ? MiddleQuotient(y) : FarQuotient(y));
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>Φ⁻¹ of a probability given with its complement, so that neither tail loses digits.</summary>
    /// <param name="p">The probability below.</param>
    /// <param name="q">The probability above, 1 - p.</param>
    /// <remarks>M. J. Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37:477–484; relative error about 1e-15.</remarks>
    public static double Quantile(double p, double q)
    {
        double distance = 0.5 * (p - q);    // p - ½
        if (Math.Abs(distance) <= 0.425)
        {
            double r = 0.180625 - (distance * distance);
            return distance * Ratio(CentralNumerator, CentralDenominator, r);
        }
        double smaller = Math.Min(p, q);
        if (smaller <= 0)
            return p < q ? double.NegativeInfinity : double.PositiveInfinity;
        double root = Math.Sqrt(-RealMath.Log(smaller));
        double z = root <= 5 ? Ratio(TailNumerator, TailDenominator, root - 1.6) : Ratio(FarTailNumerator, FarTailDenominator, root - 5);
        return p < q ? -z : z;
    }

    private static double ExpOfMinusSquare(double y)
    {
        double coarse = Math.Floor(y * 16) / 16;
        return RealMath.Exp(-coarse * coarse) * RealMath.Exp(-(y - coarse) * (y + coarse));
    }

    private static double ErfQuotient(double z) => Ratio(
        [3.20937758913846947e03, 3.77485237685302021e02, 1.13864154151050156e02, 3.16112374387056560e00, 1.85777706184603153e-1],
        [2.84423683343917062e03, 1.28261652607737228e03, 2.44024637934444173e02, 2.36012909523441209e01, 1], z);

    private static double MiddleQuotient(double y) => Ratio(
        [
            1.23033935479799725e03, 2.05107837782607147e03, 1.71204761263407058e03, 8.81952221241769090e02, 2.98635138197400131e02,
            6.61191906371416295e01, 8.88314979438837594e00, 5.64188496988670089e-1, 2.15311535474403846e-8,
        ],
        [
            1.23033935480374942e03, 3.43936767414372164e03, 4.36261909014324716e03, 3.29079923573345963e03, 1.62138957456669019e03,
            5.37181101862009858e02, 1.17693950891312499e02, 1.57449261107098347e01, 1,
        ],
        y);

    private static double FarQuotient(double y)
    {
        double z = 1 / (y * y);
        double r = z * Ratio(
            [6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1, 3.05326634961232344e-1, 1.63153871373020978e-2],
            [2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346047e00, 2.56852019228982242e00, 1], z);
        return (0.56418958354775629 - r) / y;
    }

    private static double Ratio(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, double x) => Polynomial(numerator, x) / Polynomial(denominator, x);

    private static double Polynomial(ReadOnlySpan<double> ascending, double x)
    {
        double sum = ascending[^1];
        for (int i = ascending.Length - 2; i >= 0; i--)
            sum = Math.FusedMultiplyAdd(sum, x, ascending[i]);
        return sum;
    }
}
