using System.Numerics;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>A stream of random numbers with the same bits on every platform.</summary>
/// <remarks>
/// <para>
/// xoshiro256** (Blackman &amp; Vigna 2021, ACM Trans. Math. Softw. 47:36), its state filled by SplitMix64 (Steele, Lea &amp;
/// Flood 2014, OOPSLA) from a seed, a purpose and an index, so that what is drawn for one thing does not depend on how
/// much was drawn for another.
/// </para>
/// <para>
/// Real deviates use additions, multiplications and exact scaling by powers of two only. IEEE 754 fixes their results to
/// the last bit; those of a library's logarithm or exponential it does not.
/// </para>
/// </remarks>
internal sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public RandomStream(ulong seed, StreamPurpose purpose, int index = 0)
    {
        ulong state = Mix(Mix(seed) ^ (ulong)purpose) ^ (uint)index;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>Uniform among 0 … count - 1.</summary>
    public int Index(int count) => (int)Math.BigMul(Bits(), (ulong)count, out _);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Number of failures before the first success when failures are <paramref name="mean"/> times as frequent; its mean.</summary>
    public int Geometric(double mean)
    {
        int failures = 0;
        while (Uniform() * (1 + mean) >= 1)
            failures++;
        return failures;
    }

    /// <summary>Approximately normal with mean 0 and variance 1: the sum of twelve uniforms less 6, within ±6.</summary>
    public double Normal()
    {
        // Four 16-bit uniforms from each draw: an integer sum, exact whatever its order.
        ulong sum = 0;
        for (int k = 0; k < 3; k++)
        {
            ulong bits = Bits();
            sum += (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        }
        return ((sum + 6.0) / 65536.0) - 6.0;
    }

    /// <summary>10^x for an approximately normal x; both parameters are counted in decades.</summary>
    public double Lognormal(double meanDecades, double sigmaDecades) => PowerOfTen(meanDecades + (sigmaDecades * Normal()));

    /// <summary>10^x to about 2e-15 relative, and to the same bits everywhere.</summary>
    public static double PowerOfTen(double x)
    {
        double binary = x * 3.321928094887362; // log2(10)
        double whole = Math.Floor(binary);
        double t = (binary - whole) * 0.6931471805599453; // ln 2
        double series = 1;
        for (int k = 20; k >= 1; k--)
            series = 1 + (series * t / k);
        return Math.ScaleB(series, (int)whole);
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What a stream's numbers decide; each purpose has numbers of its own.</summary>
internal enum StreamPurpose
{
    Families = 1,
    Feeding = 2,
    Recipe = 3,
    Variant = 4,
    Market = 5,
    Grid = 6,
    Trade = 7,
    ElementaryFlows = 8,
    Emissions = 9,
    Order = 10,
    Sector = 11,
    Demand = 12,
    Uncertainty = 13,
    Changes = 14,
}
