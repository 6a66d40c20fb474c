using System.Numerics;

namespace CarbonLca.Quantities;

/// <summary>Quotients of decimals, rounded once.</summary>
internal static class ExactRatio
{
    private const int Precision = 53;

    /// <summary>The double nearest to a / b; ties to even.</summary>
    /// <remarks>
    /// A decimal quotient keeps 28 places after the point, so that a small one has few digits left, and the cast from decimal to
    /// double may be off in the last place. Here both are fractions of whole numbers, and only their quotient is rounded.
    /// </remarks>
    public static double Nearest(decimal a, decimal b)
    {
        (BigInteger numerator, int numeratorScale) = Parts(a);
        (BigInteger denominator, int denominatorScale) = Parts(b);
        numerator *= BigInteger.Pow(10, denominatorScale);
        denominator *= BigInteger.Pow(10, numeratorScale);

        // Shift until the whole quotient has one bit more than a double, and let the remainder break what looks like a tie.
        int shift = (int)(denominator.GetBitLength() - numerator.GetBitLength()) + Precision + 2;
        if (shift > 0) numerator <<= shift;
        else denominator <<= -shift;
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        int extra = (int)quotient.GetBitLength() - Precision;
        BigInteger half = BigInteger.One << (extra - 1);
        BigInteger low = quotient & ((BigInteger.One << extra) - 1);
        quotient >>= extra;
        if (low > half || (low == half && (!remainder.IsZero || !quotient.IsEven))) quotient++;
        return Math.ScaleB((double)quotient, extra - shift);
    }

    private static (BigInteger Mantissa, int Scale) Parts(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (mantissa, (bits[3] >> 16) & 0xff);
    }
}
