using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Functions;

/// <summary>Functions of <see cref="RealMath"/> for eight doubles at once, with the same bits.</summary>
internal static class RealLanes
{
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo54 = 18014398509481984.0;
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;

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
        Vector512<double> tail = Vector512.FusedMultiplyAdd(s, Vector512.FusedMultiplyAdd(z, r, half), k * Ln2Low);
        return Vector512.FusedMultiplyAdd(k, Vector512.Create(Ln2High), f - (half - tail));
    }
}
