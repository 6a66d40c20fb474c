using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Functions;

/// <summary>Functions of <see cref="RealMath"/> for eight doubles at once, with the same bits.</summary>
internal static class RealLanes
{
    private const long RoundToIntegerBits = 0x4338000000000000;
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo54 = 18014398509481984.0;
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;

    /// <summary>eˣ: <see cref="RealMath.Exp"/>, step by step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(RealMath.Log2E), Vector512.Create(RealMath.RoundToInteger));
        Vector512<double> k = shifted - Vector512.Create(RealMath.RoundToInteger);
        Vector512<double> r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-RealMath.Ln2High), x);
        Vector512<double> low = k * -RealMath.Ln2Low;
        Vector512<double> reduced = r + low;
        Vector512<double> rest = (r - reduced) + low;
        Vector512<double> p = Vector512.FusedMultiplyAdd(reduced, Vector512.Create(2.0914755325893202e-09), Vector512.Create(2.5105312729622103e-08));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(2.7557273478718582e-07));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(2.7557255170000888e-06));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(2.4801587325677461e-05));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(0.00019841269875002279));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(0.0013888888888883711));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(0.0083333333333260838));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(0.041666666666666671));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(0.16666666666666671));
        p = Vector512.FusedMultiplyAdd(p, reduced, Vector512.Create(0.5));
        p = Vector512.FusedMultiplyAdd(p, reduced * reduced, rest) + reduced;
        Vector512<long> exponent = shifted.AsInt64() - Vector512.Create(RoundToIntegerBits);
        Vector512<long> half = exponent >> 1;
        Vector512<double> value = (Vector512<double>.One + p) * PowerOfTwo(half) * PowerOfTwo(exponent - half);
        value = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(709.782712893384)), Vector512.Create(double.PositiveInfinity), value);
        value = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-745.2)), Vector512<double>.Zero, value);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), value, x);

        static Vector512<double> PowerOfTwo(Vector512<long> k) => ((k + Vector512.Create(1023L)) << 52).AsDouble();
    }

    /// <summary>ln x of positive finite numbers: <see cref="RealMath.Log"/>, step by step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        Vector512<double> isSubnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormal));
        x = Vector512.ConditionalSelect(isSubnormal, x * TwoTo54, x);
        Vector512<long> bits = x.AsInt64();
        Vector512<long> exponent = (bits - Vector512.Create(SqrtHalfBits)) >> 52;
        Vector512<double> f = (bits - (exponent << 52)).AsDouble() - Vector512<double>.One;
        Vector512<double> k = Vector512.ConvertToDouble(exponent) + Vector512.ConditionalSelect(isSubnormal, Vector512.Create(-54.0), Vector512<double>.Zero);
        Vector512<double> s = f / (Vector512.Create(2.0) + f);
        Vector512<double> z = s * s;
        Vector512<double> r = Vector512.FusedMultiplyAdd(z, Vector512.Create(0.13086626147840102), Vector512.Create(0.13268773138656886));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(0.15386239702814658));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(0.18181795640132906));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(0.22222222391713917));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(0.28571428570803614));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(0.40000000000000879));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(0.66666666666666663));
        Vector512<double> half = Vector512.Create(0.5) * f * f;
        Vector512<double> tail = Vector512.FusedMultiplyAdd(s, Vector512.FusedMultiplyAdd(z, r, half), k * RealMath.Ln2Low);
        return Vector512.FusedMultiplyAdd(k, Vector512.Create(RealMath.Ln2High), f - (half - tail));
    }

    /// <summary>ln(1 + x) for finite x above -1: <see cref="RealMath.Log1P"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1P(Vector512<double> x)
    {
        Vector512<double> u = Vector512<double>.One + x;
        return Vector512.ConditionalSelect(Vector512.Equals(u, Vector512<double>.One), x, Log(u) * (x / (u - Vector512<double>.One)));
    }

    /// <summary>eˣ - 1: <see cref="RealMath.ExpM1"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ExpM1(Vector512<double> x)
    {
        Vector512<double> u = Exp(x);
        Vector512<double> far = u - Vector512<double>.One;
        Vector512<double> near = Vector512.ConditionalSelect(Vector512.Equals(u, Vector512<double>.One), x, far * (x / Log(u)));
        return Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Abs(x), Vector512<double>.One), far, near);
    }
}
