using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Functions;

/// <summary>Functions of <see cref="NormalMath"/> for eight doubles at once, with the same bits.</summary>
internal static class NormalLanes
{
    /// <summary>Φ⁻¹ of probabilities given with their complements: <see cref="NormalMath.Quantile"/>, step by step.</summary>
    /// <param name="p">The probabilities below.</param>
    /// <param name="q">The probabilities above, 1 - p.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q)
    {
        Vector512<double> distance = Vector512.Create(0.5) * (p - q);
        Vector512<double> isCentral = Vector512.LessThanOrEqual(Vector512.Abs(distance), Vector512.Create(0.425));
        Vector512<double> central = distance * Ratio(NormalMath.CentralNumerator, NormalMath.CentralDenominator, Vector512.Create(0.180625) - (distance * distance));
        if (Vector512.EqualsAll(isCentral.AsInt64(), Vector512<long>.AllBitsSet))
            return central;
        Vector512<double> smaller = Vector512.Min(p, q);
        Vector512<double> root = Vector512.Sqrt(-RealLanes.Log(smaller));
        Vector512<double> tail = Ratio(NormalMath.TailNumerator, NormalMath.TailDenominator, root - Vector512.Create(1.6));
        Vector512<double> isFar = Vector512.GreaterThan(root, Vector512.Create(5.0));
        if (isFar.AsInt64() != Vector512<long>.Zero)
            tail = Vector512.ConditionalSelect(isFar, Ratio(NormalMath.FarTailNumerator, NormalMath.FarTailDenominator, root - Vector512.Create(5.0)), tail);
        tail = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(smaller, Vector512<double>.Zero), Vector512.Create(double.PositiveInfinity), tail);
        return Vector512.ConditionalSelect(isCentral, central, Vector512.ConditionalSelect(Vector512.LessThan(p, q), -tail, tail));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Ratio(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, Vector512<double> x) => Polynomial(numerator, x) / Polynomial(denominator, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(ReadOnlySpan<double> ascending, Vector512<double> x)
    {
        Vector512<double> sum = Vector512.Create(ascending[^1]);
        for (int i = ascending.Length - 2; i >= 0; i--)
            sum = Vector512.FusedMultiplyAdd(sum, x, Vector512.Create(ascending[i]));
        return sum;
    }
}
