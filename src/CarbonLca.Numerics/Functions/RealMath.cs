namespace CarbonLca.Numerics.Functions;

/// <summary>Elementary functions of doubles with the same bits on every platform.</summary>
/// <remarks>
/// <see cref="Math"/> hands these to the operating system's library, whose last bits differ. Here every step is an IEEE 754
/// operation in a fixed order. Polynomials interpolate at Chebyshev nodes, computed with 70 digits for this library; the error
/// bounds are checked by tests against 200-bit arithmetic.
/// </remarks>
internal static class RealMath
{
    /// <summary>2⁻³², the step of a random word.</summary>
    public const double WordStep = 1.0 / 4294967296.0;

    internal const double RoundToInteger = 6755399441055744.0;    // 1.5·2⁵²
    internal const double Log2E = 1.4426950408889634;
    internal const double Ln2High = 0.6931471803691238;           // 32 bits: k·Ln2High is exact for |k| < 2²⁰
    internal const double Ln2Low = 1.9082149292705877e-10;
    private const double TwoPiHigh = 6.283185307179586;
    private const double TwoPiLow = 2.4492935982947064e-16;

    /// <summary>eˣ, within 1 ulp where the result is normal.</summary>
    /// <remarks>x = k·ln 2 + r, |r| ≤ ½ ln 2; 1 + r + r²·P₁₀(r), truncation 3.2e-19.</remarks>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x > 709.782712893384)
            return double.PositiveInfinity;
        if (x < -745.2)
            return 0;
        double k = Math.FusedMultiplyAdd(x, Log2E, RoundToInteger) - RoundToInteger;
        double r = Math.FusedMultiplyAdd(k, -Ln2High, x);
        double low = k * -Ln2Low;
        double reduced = r + low;
        double rest = (r - reduced) + low;
        double p = Math.FusedMultiplyAdd(reduced, 2.0914755325893202e-09, 2.5105312729622103e-08);
        p = Math.FusedMultiplyAdd(p, reduced, 2.7557273478718582e-07);
        p = Math.FusedMultiplyAdd(p, reduced, 2.7557255170000888e-06);
        p = Math.FusedMultiplyAdd(p, reduced, 2.4801587325677461e-05);
        p = Math.FusedMultiplyAdd(p, reduced, 0.00019841269875002279);
        p = Math.FusedMultiplyAdd(p, reduced, 0.0013888888888883711);
        p = Math.FusedMultiplyAdd(p, reduced, 0.0083333333333260838);
        p = Math.FusedMultiplyAdd(p, reduced, 0.041666666666666671);
        p = Math.FusedMultiplyAdd(p, reduced, 0.16666666666666671);
        p = Math.FusedMultiplyAdd(p, reduced, 0.5);
        p = Math.FusedMultiplyAdd(p, reduced * reduced, rest) + reduced;
        return ScaleByPowerOfTwo(1 + p, (int)k);
    }

    /// <summary>ln x, within 1 ulp; -∞ for 0, NaN below.</summary>
    /// <remarks>x = 2ᵏ·m, √½ ≤ m &lt; √2; s = (m - 1)/(m + 1); 2·artanh s = 2s + s³·R₇(s²), truncation 5.3e-19.</remarks>
    public static double Log(double x)
    {
        if (x <= 0)
            return x == 0 ? double.NegativeInfinity : double.NaN;
        if (!double.IsFinite(x))
            return x;
        int k = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;    // 2⁵⁴
            k = -54;
        }
        const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits - SqrtHalfBits) >> 52;
        double f = BitConverter.Int64BitsToDouble(bits - (exponent << 52)) - 1;
        k += (int)exponent;
        double s = f / (2 + f);
        double z = s * s;
        double r = Math.FusedMultiplyAdd(z, 0.13086626147840102, 0.13268773138656886);
        r = Math.FusedMultiplyAdd(r, z, 0.15386239702814658);
        r = Math.FusedMultiplyAdd(r, z, 0.18181795640132906);
        r = Math.FusedMultiplyAdd(r, z, 0.22222222391713917);
        r = Math.FusedMultiplyAdd(r, z, 0.28571428570803614);
        r = Math.FusedMultiplyAdd(r, z, 0.40000000000000879);
        r = Math.FusedMultiplyAdd(r, z, 0.66666666666666663);
        // 2s = f - s·f exactly, and f²/2 is the larger part of s·f: ln(1 + f) = f - (f²/2 - s·(f²/2 + z·R)).
        double half = 0.5 * f * f;
        double tail = Math.FusedMultiplyAdd(s, Math.FusedMultiplyAdd(z, r, half), k * Ln2Low);
        return Math.FusedMultiplyAdd(k, Ln2High, f - (half - tail));
    }

    /// <summary>ln(1 + x) without loss for small x.</summary>
    /// <remarks>W. Kahan's correction of the rounding of 1 + x.</remarks>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Log(u) * (x / (u - 1));
    }

    /// <summary>eˣ - 1 without loss for small x.</summary>
    /// <remarks>W. Kahan's correction of the rounding of eˣ.</remarks>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1)
            return Exp(x) - 1;
        double u = Exp(x);
        return u == 1 ? x : (u - 1) * (x / Log(u));
    }

    /// <summary>xʸ for x ≥ 0; the relative error grows with |y·ln x| times 1.1e-16.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    /// <summary>cos 2πu and sin 2πu for u = turn·2⁻³², within 1 ulp, from the same rounded rest as the float kernel.</summary>
    /// <remarks>The rest of the turn in its quadrant is rounded to float first: that is the definition of the draw.</remarks>
    public static (double Cos, double Sin) CosSinTurn(uint turn)
    {
        double t = (float)((int)(turn << 2) >> 2) * WordStep;
        double square = t * t;
        double s = Math.FusedMultiplyAdd(square, -0.71244406267831928, 3.8198307439800163);
        s = Math.FusedMultiplyAdd(s, square, -15.094641279579799);
        s = Math.FusedMultiplyAdd(s, square, 42.0586939378057);
        s = Math.FusedMultiplyAdd(s, square, -76.705859753042915);
        s = Math.FusedMultiplyAdd(s, square, 81.605249276075043);
        s = Math.FusedMultiplyAdd(s, square, -41.341702240399762);
        s = Math.FusedMultiplyAdd(s, square, TwoPiLow);
        s = Math.FusedMultiplyAdd(t, TwoPiHigh, s * t);
        double c = Math.FusedMultiplyAdd(square, 0.27974078606575042, -1.7143332694209921);
        c = Math.FusedMultiplyAdd(c, square, 7.9035356123389597);
        c = Math.FusedMultiplyAdd(c, square, -26.4262567778174);
        c = Math.FusedMultiplyAdd(c, square, 60.244641371854563);
        c = Math.FusedMultiplyAdd(c, square, -85.456817206693685);
        c = Math.FusedMultiplyAdd(c, square, 64.939394022668296);
        c = Math.FusedMultiplyAdd(c, square, -19.739208802178716);
        c = Math.FusedMultiplyAdd(c, square, 1);
        return (unchecked(turn + 0x20000000u) >> 30) switch
        {
            0 => (c, s),
            1 => (-s, c),
            2 => (-c, -s),
            _ => (s, -c),
        };
    }

    /// <summary>x·2ᵏ for -1074 ≤ k ≤ 1024 and x near one, rounded once.</summary>
    private static double ScaleByPowerOfTwo(double x, int k)
    {
        int half = k >> 1;
        return x * BitConverter.Int64BitsToDouble((long)(half + 1023) << 52) * BitConverter.Int64BitsToDouble((long)(k - half + 1023) << 52);
    }
}
