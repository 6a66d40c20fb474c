using System.Numerics;

namespace CarbonLca.Numerics.Tests.Functions;

/// <summary>Elementary functions in fixed point with 512 fractional bits: the reference for error bounds.</summary>
internal static class BigReal
{
    public const int Bits = 512;

    public static readonly BigInteger One = BigInteger.One << Bits;
    public static readonly BigInteger Ln2 = 2 * ArtanhInverse(3);
    public static readonly BigInteger Pi = 4 * ((4 * ArctanInverse(5)) - ArctanInverse(239));

    public static BigInteger Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Bits + Math.Max(exponent, 1) - 1075;
        BigInteger value = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return x < 0 ? -value : value;
    }

    public static BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> Bits;

    public static BigInteger Exp(BigInteger x)
    {
        BigInteger k = (x + (Ln2 >> 1)) / Ln2;
        BigInteger r = x - (k * Ln2);
        BigInteger sum = One;
        BigInteger term = One;
        for (int n = 1; !term.IsZero && term != -1; n++)
        {
            term = Multiply(term, r) / n;
            sum += term;
        }
        return k >= 0 ? sum << (int)k : sum >> (int)-k;
    }

    public static BigInteger Log(double x)
    {
        int exponent = Math.ILogB(x);
        BigInteger m = Of(Math.ScaleB(x, -exponent));
        BigInteger s = ((m - One) << Bits) / (m + One);
        BigInteger square = Multiply(s, s);
        BigInteger sum = 0;
        BigInteger power = s;
        for (int n = 1; !power.IsZero && power != -1; n += 2)
        {
            sum += power / n;
            power = Multiply(power, square);
        }
        return (2 * sum) + (exponent * Ln2);
    }

    public static (BigInteger Cos, BigInteger Sin) CosSin(BigInteger x)
    {
        BigInteger cos = 0;
        BigInteger sin = 0;
        BigInteger term = One;
        for (int n = 0; !term.IsZero && term != -1; n++)
        {
            BigInteger signed = (n & 2) == 0 ? term : -term;
            if (n % 2 == 0)
                cos += signed;
            else
                sin += signed;
            term = Multiply(term, x) / (n + 1);
        }
        return (cos, sin);
    }

    /// <summary>Φ(z) for |z| up to 10.</summary>
    public static BigInteger NormalCdf(double z)
    {
        // Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …) has terms of one sign for z > 0; the lower tail is its complement.
        BigInteger x = Of(Math.Abs(z));
        BigInteger square = Multiply(x, x);
        BigInteger sum = 0;
        BigInteger term = x;
        for (int n = 3; !term.IsZero; n += 2)
        {
            sum += term;
            term = Multiply(term, square) / n;
        }
        BigInteger rootTwoPi = Sqrt(2 * Pi);
        BigInteger density = (Exp(-square / 2) << Bits) / rootTwoPi;
        BigInteger part = Multiply(density, sum);
        return z < 0 ? (One >> 1) - part : (One >> 1) + part;
    }

    public static double ToDouble(BigInteger value)
    {
        int length = (int)BigInteger.Abs(value).GetBitLength();
        int shift = Math.Max(0, length - 64);
        return Math.ScaleB((double)(value >> shift), shift - Bits);
    }

    /// <summary>|computed - exact| in units in the last place of the exact value, for a type with the given precision.</summary>
    public static double ErrorInUlp(double computed, BigInteger exact, int precision = 53)
    {
        double size = Math.Abs(ToDouble(exact));
        double ulp = Math.ScaleB(1, Math.ILogB(size) - precision + 1);
        return Math.Abs(ToDouble(Of(computed) - exact)) / ulp;
    }

    private static BigInteger Sqrt(BigInteger value)
    {
        BigInteger target = value << Bits;
        BigInteger root = BigInteger.One << (int)((target.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (target / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    private static BigInteger ArtanhInverse(int n) => Series(n, alternate: false);

    private static BigInteger ArctanInverse(int n) => Series(n, alternate: true);

    private static BigInteger Series(int n, bool alternate)
    {
        BigInteger sum = 0;
        BigInteger power = One / n;
        int sign = 1;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += sign * (power / k);
            power /= n * n;
            if (alternate)
                sign = -sign;
        }
        return sum;
    }
}
