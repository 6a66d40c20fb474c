using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Elementary functions of floats over virtual lanes, with the same bits on every path.</summary>
/// <remarks>
/// The platform's functions differ between operating systems and processors; these use fused multiply-add in a fixed order and
/// nothing else. Polynomials interpolate the function at Chebyshev nodes of the reduced range (computed with 70 digits for
/// this library); the error bounds are in units in the last place (ulp) of the float result and are checked by tests,
/// for one variable exhaustively.
/// </remarks>
internal static class VectorMath
{
    private const float RoundToInteger = 12582912f;     // 1.5·2²³: adding it leaves the nearest integer in the low bits
    private const float Log2E = 1.44269502f;
    private const float Ln2High = 0.693145752f;         // fifteen bits: k·Ln2High is exact for |k| < 512
    private const float Ln2Low = 1.42860677e-06f;
    private const float TwoPiHigh = 6.28318548f;
    private const float TwoPiLow = -1.74845553e-07f;

    /// <summary>eˣ, within 1.5 ulp where the result is a normal float; 0 below -174, ∞ above 88.73.</summary>
    /// <remarks>x = k·ln 2 + r, |r| ≤ ½ ln 2; 1 + r + r²·P₄(r), truncation 1.0e-8; subnormal results lose digits as they must.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Exp<TLanes, TF, TI>(TF x)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        x = TLanes.Max(TLanes.Min(x, TLanes.Broadcast(175f)), TLanes.Broadcast(-174f));
        TF shifted = TLanes.FusedMultiplyAdd(x, TLanes.Broadcast(Log2E), TLanes.Broadcast(RoundToInteger));
        TF k = TLanes.Subtract(shifted, TLanes.Broadcast(RoundToInteger));
        TF r = TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(-Ln2Low), r);
        TF p = TLanes.FusedMultiplyAdd(r, TLanes.Broadcast(0.00139262504f), TLanes.Broadcast(0.00836323295f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.0416665524f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.166665763f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.5f));
        p = TLanes.FusedMultiplyAdd(p, TLanes.Multiply(r, r), r);
        return TLanes.ScaleByPowerOfTwo(TLanes.Add(p, TLanes.Broadcast(1f)), k);
    }

    /// <summary>ln x for a positive normal float x, within 1.5 ulp.</summary>
    /// <remarks>x = 2ᵏ·(1 + f), √½ ≤ 1 + f &lt; √2; f - f²/2 + f³·P₇(f), truncation 2.0e-8 relative.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Log<TLanes, TF, TI>(TF x)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        const int SqrtHalfBits = 0x3F3504F3;
        TI bits = TLanes.AsInt(x);
        TI exponent = TLanes.ShiftRightArithmetic(TLanes.Subtract(bits, TLanes.Broadcast(SqrtHalfBits)), 23);
        TF k = TLanes.ToFloat(exponent);
        TF f = TLanes.Subtract(TLanes.AsFloat(TLanes.Subtract(bits, TLanes.ShiftLeft(exponent, 23))), TLanes.Broadcast(1f));
        TF square = TLanes.Multiply(f, f);
        TF p = TLanes.FusedMultiplyAdd(f, TLanes.Broadcast(-0.0790274367f), TLanes.Broadcast(0.126223192f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.129981831f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.142144963f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.166412815f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.200010449f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.25000307f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.333333313f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.5f));
        TF tail = TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(Ln2Low), TLanes.Multiply(square, p));
        return TLanes.FusedMultiplyAdd(k, TLanes.Broadcast(Ln2High), TLanes.Add(f, tail));
    }

    /// <summary>cos 2πu and sin 2πu for u = turn·2⁻³², within 1.5 ulp.</summary>
    /// <remarks>
    /// The quadrant and the rest t, |t| ≤ 1/8, are taken from the integer exactly, so every reduction is exact; t is rounded to
    /// float. sin = t·(2π + t²·P₂(t²)), truncation 1.5e-8; cos = 1 + t²·Q₃(t²), truncation 1.3e-8.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CosSinTurn<TLanes, TF, TI>(TI turn, out TF cos, out TF sin)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        TI rest = TLanes.ShiftRightArithmetic(TLanes.ShiftLeft(turn, 2), 2);
        TF t = TLanes.Multiply(TLanes.ToFloat(rest), TLanes.Broadcast(2.3283064365386963e-10f));
        TF square = TLanes.Multiply(t, t);
        TF s = TLanes.FusedMultiplyAdd(square, TLanes.Broadcast(-75.7263031f), TLanes.Broadcast(81.5995178f));
        s = TLanes.FusedMultiplyAdd(s, square, TLanes.Broadcast(-41.3416977f));
        s = TLanes.FusedMultiplyAdd(s, square, TLanes.Broadcast(TwoPiLow));
        s = TLanes.FusedMultiplyAdd(t, TLanes.Broadcast(TwoPiHigh), TLanes.Multiply(s, t));
        TF c = TLanes.FusedMultiplyAdd(square, TLanes.Broadcast(59.4241066f), TLanes.Broadcast(-85.448822f));
        c = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(64.9393692f));
        c = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(-19.7392082f));
        c = TLanes.FusedMultiplyAdd(c, square, TLanes.Broadcast(1f));

        // Quadrant 0: (c, s); 1: (-s, c); 2: (-c, -s); 3: (s, -c). Its two bits are the top bits of turn + 1/8.
        TI quadrant = TLanes.Add(turn, TLanes.Broadcast(0x20000000));
        TI swap = TLanes.ShiftRightArithmetic(TLanes.ShiftLeft(quadrant, 1), 31);
        TI signOfSin = TLanes.And(quadrant, TLanes.Broadcast(int.MinValue));
        TI signOfCos = TLanes.And(TLanes.Add(quadrant, TLanes.Broadcast(0x40000000)), TLanes.Broadcast(int.MinValue));
        cos = TLanes.AsFloat(TLanes.Xor(TLanes.AsInt(TLanes.Select(swap, s, c)), signOfCos));
        sin = TLanes.AsFloat(TLanes.Xor(TLanes.AsInt(TLanes.Select(swap, c, s)), signOfSin));
    }

    /// <summary>The radius of Box and Muller: √(-2 ln u) for u = odd 31-bit integer·2⁻³¹, rounded to float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Radius<TLanes, TF, TI>(TI word)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        TI odd = TLanes.Or(TLanes.ShiftRightLogical(word, 1), TLanes.Broadcast(1));
        TF u = TLanes.Multiply(TLanes.ToFloat(odd), TLanes.Broadcast(4.6566128730773926e-10f));
        return TLanes.Sqrt(TLanes.Multiply(Log<TLanes, TF, TI>(u), TLanes.Broadcast(-2f)));
    }

    /// <summary>u = (word + ½)·2⁻³² for an unsigned word, rounded to float: in (0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Uniform<TLanes, TF, TI>(TI word)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        // word = 2¹⁶·high + low: both halves are exact floats, so one fused operation rounds once.
        TF high = TLanes.ToFloat(TLanes.ShiftRightLogical(word, 16));
        TF low = TLanes.ToFloat(TLanes.And(word, TLanes.Broadcast(0xFFFF)));
        TF rest = TLanes.FusedMultiplyAdd(low, TLanes.Broadcast(2.3283064365386963e-10f), TLanes.Broadcast(1.1641532182693481e-10f));
        return TLanes.FusedMultiplyAdd(high, TLanes.Broadcast(1.52587890625e-05f), rest);
    }

    /// <summary>The largest relative error of <see cref="InverseNormal"/>.</summary>
    public const double InverseNormalRelativeError = 5e-7;

    /// <summary>Φ⁻¹((word + ½)·2⁻³²), relative error below <see cref="InverseNormalRelativeError"/>; odd in the complement of the word.</summary>
    /// <remarks>
    /// The form of M. Giles (2010), Approximating the erfinv function, GPU Computing Gems: z = x·g(w), x = 2u - 1, w = -ln(1 - x²), with
    /// one polynomial in w for w &lt; 6.25 (truncation 1.3e-7 relative) and one in √w beyond (6.0e-8), fitted for this library over
    /// all 2³² words. Both 1 - x² and x come from the integer without cancellation.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF InverseNormal<TLanes, TF, TI>(TI word)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        TI upper = TLanes.ShiftRightArithmetic(word, 31);
        TI folded = TLanes.Xor(word, upper);                                  // min(word, ~word), 31 bits
        TF p = TLanes.FusedMultiplyAdd(TLanes.ToFloat(folded), TLanes.Broadcast(2.3283064365386963e-10f), TLanes.Broadcast(1.1641532182693481e-10f));
        TF distance = TLanes.ToFloat(TLanes.Subtract(TLanes.Broadcast(int.MaxValue), folded));
        TF x = TLanes.FusedMultiplyAdd(distance, TLanes.Broadcast(4.6566128730773926e-10f), TLanes.Broadcast(2.3283064365386963e-10f));
        TF w = TLanes.Multiply(Log<TLanes, TF, TI>(TLanes.Multiply(p, TLanes.FusedMultiplyAdd(p, TLanes.Broadcast(-4f), TLanes.Broadcast(4f)))), TLanes.Broadcast(-1f));
        TI central = TLanes.LessThan(w, TLanes.Broadcast(6.25f));
        TF t = TLanes.Select(central, TLanes.Subtract(w, TLanes.Broadcast(3.125f)), TLanes.Subtract(TLanes.Sqrt(TLanes.Max(w, TLanes.Broadcast(0f))), TLanes.Broadcast(3.625f)));
        TF q = Coefficient<TLanes, TF, TI>(central, -6.52433574e-09f, 3.62301307e-06f);
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, -1.20603385e-08f, 5.829371e-05f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, 6.02128864e-07f, -0.000243529212f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, -2.15968953e-06f, 0.000421290548f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, -1.96400379e-05f, -0.000584451656f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, 0.000264848961f, 0.00104722334f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, -0.00104750495f, -0.00227556727f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, -0.00853381865f, 0.00367167871f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, 0.339634955f, 1.42566752f));
        q = TLanes.FusedMultiplyAdd(q, t, Coefficient<TLanes, TF, TI>(central, 2.3386209f, 4.89523554f));
        TF z = TLanes.Multiply(q, x);
        TI sign = TLanes.And(TLanes.Xor(upper, TLanes.Broadcast(-1)), TLanes.Broadcast(int.MinValue));
        return TLanes.AsFloat(TLanes.Xor(TLanes.AsInt(z), sign));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TF Coefficient<TLanes, TF, TI>(TI central, float near, float far)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
        => TLanes.Select(central, TLanes.Broadcast(near), TLanes.Broadcast(far));
}
