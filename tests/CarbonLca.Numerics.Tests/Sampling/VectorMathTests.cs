using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Numerics.Tests.Sampling;

public sealed class VectorMathTests
{
    [Fact]
    public void Log_is_within_its_bound_for_every_mantissa()
    {
        // All floats in [0.5, 2), and powers of two beyond: the reduction is the same for every exponent.
        double worst = 0;
        for (int bits = BitConverter.SingleToInt32Bits(0.5f); bits < BitConverter.SingleToInt32Bits(2f); bits++)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            worst = Math.Max(worst, UlpError(VectorMath.Log<Lanes1, float, int>(x), RealMath.Log(x)));
        }
        for (int exponent = -126; exponent <= 127; exponent++)
        {
            float x = MathF.ScaleB(1.2345678f, exponent);
            worst = Math.Max(worst, UlpError(VectorMath.Log<Lanes1, float, int>(x), RealMath.Log(x)));
        }
        Assert.InRange(worst, 0.5, 1.5);
    }

    [Fact]
    public void Exp_is_within_its_bound()
    {
        // All floats in [0.25, 0.5), where r takes every value of its range, and a dense grid elsewhere.
        double worst = 0;
        for (int bits = BitConverter.SingleToInt32Bits(0.25f); bits < BitConverter.SingleToInt32Bits(0.5f); bits++)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            worst = Math.Max(worst, Math.Max(
                UlpError(VectorMath.Exp<Lanes1, float, int>(x), RealMath.Exp(x)),
                UlpError(VectorMath.Exp<Lanes1, float, int>(-x), RealMath.Exp(-x))));
        }
        for (float x = -87.3f; x < 88.7f; x += 0.000473f)
            worst = Math.Max(worst, UlpError(VectorMath.Exp<Lanes1, float, int>(x), RealMath.Exp(x)));
        Assert.InRange(worst, 0.5, 1.5);
    }

    [Fact]
    public void Exp_meets_its_ends()
    {
        Assert.Equal(1f, VectorMath.Exp<Lanes1, float, int>(0f));
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp<Lanes1, float, int>(88.8f));
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp<Lanes1, float, int>(1e30f));
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp<Lanes1, float, int>(float.PositiveInfinity));
        Assert.Equal(0f, VectorMath.Exp<Lanes1, float, int>(-174f));
        Assert.Equal(0f, VectorMath.Exp<Lanes1, float, int>(float.NegativeInfinity));
        Assert.Equal((float)Math.Exp(-100), VectorMath.Exp<Lanes1, float, int>(-100f), 2 * float.Epsilon);
    }

    [Fact]
    public void Cosine_and_sine_of_a_turn_are_within_their_bound()
    {
        double worst = 0;
        for (ulong turn = 0; turn <= uint.MaxValue; turn += 4001)
        {
            VectorMath.CosSinTurn<Lanes1, float, int>((int)(uint)turn, out float cos, out float sin);
            (double exactCos, double exactSin) = RealMath.CosSinTurn((uint)turn);
            worst = Math.Max(worst, Math.Max(UlpError(cos, exactCos), UlpError(sin, exactSin)));
        }
        Assert.InRange(worst, 0.5, 1.5);
    }

    [Fact]
    public void Radius_is_within_its_bound()
    {
        double worst = 0;
        for (ulong word = 0; word <= uint.MaxValue; word += 4001)
        {
            double u = (float)(int)(((uint)word >> 1) | 1) * (2 * RealMath.WordStep);
            worst = Math.Max(worst, UlpError(VectorMath.Radius<Lanes1, float, int>((int)(uint)word), Math.Sqrt(-2 * RealMath.Log(u))));
        }
        Assert.InRange(worst, 0.5, 2);
    }

    [Fact]
    public void Uniform_is_the_nearest_float()
    {
        for (ulong word = 0; word <= uint.MaxValue; word += 40009)
            Assert.Equal((float)Sampler.UniformOf((uint)word), VectorMath.Uniform<Lanes1, float, int>((int)(uint)word));
        Assert.Equal((float)Sampler.UniformOf(0), VectorMath.Uniform<Lanes1, float, int>(0));
        Assert.Equal(1f, VectorMath.Uniform<Lanes1, float, int>(-1));
    }

    [Fact]
    public void Inverse_normal_is_within_its_bound_and_odd()
    {
        double worst = 0;
        bool odd = true;
        foreach (uint word in InverseNormalWords())
        {
            float z = VectorMath.InverseNormal<Lanes1, float, int>((int)word);
            double exact = NormalMath.Quantile(Sampler.UniformOf(word), Sampler.UniformOf(~word));
            worst = Math.Max(worst, Math.Abs(z - exact) / Math.Abs(exact));
            odd &= -z == VectorMath.InverseNormal<Lanes1, float, int>((int)~word);
        }
        Assert.True(odd);
        Assert.InRange(worst, 1e-8, VectorMath.InverseNormalRelativeError);
    }

    [Fact]
    public void Every_path_gives_the_same_bits()
    {
        float[] x = new float[4096];
        int[] words = new int[4096];
        Random random = new(5);
        for (int k = 0; k < x.Length; k++)
        {
            words[k] = k switch { 0 => 0, 1 => -1, 2 => int.MaxValue, 3 => int.MinValue, _ => random.Next(int.MinValue, int.MaxValue) };
            x[k] = (float)((random.NextDouble() * 400) - 200);
        }
        float[] expected = All<Lanes1, float, int>(x, words, static (v, k) => v[k], static (v, k) => v[k], static (f, to, k) => to[k] = f);
        if (SimdPaths.IsSupported(SimdPath.Vector256))
        {
            float[] actual = All<Lanes8, Vector256<float>, Vector256<int>>(
                x, words, static (v, k) => Vector256.Create(v.AsSpan(k)), static (v, k) => Vector256.Create(v.AsSpan(k)), static (f, to, k) => f.CopyTo(to, k));
            AssertBits(expected, actual);
        }
        if (SimdPaths.IsSupported(SimdPath.Vector512))
        {
            float[] actual = All<Lanes16, Vector512<float>, Vector512<int>>(
                x, words, static (v, k) => Vector512.Create(v.AsSpan(k)), static (v, k) => Vector512.Create(v.AsSpan(k)), static (f, to, k) => f.CopyTo(to, k));
            AssertBits(expected, actual);
        }
    }

    private static float[] All<TLanes, TF, TI>(float[] x, int[] words, Func<float[], int, TF> load, Func<int[], int, TI> loadWords, Action<TF, float[], int> store)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        int n = x.Length;
        float[] results = new float[7 * n];
        for (int k = 0; k < n; k += TLanes.Width)
        {
            TF value = load(x, k);
            TI word = loadWords(words, k);
            TF uniform = VectorMath.Uniform<TLanes, TF, TI>(word);
            store(VectorMath.Exp<TLanes, TF, TI>(value), results, k);
            store(VectorMath.Log<TLanes, TF, TI>(uniform), results, n + k);
            VectorMath.CosSinTurn<TLanes, TF, TI>(word, out TF cos, out TF sin);
            store(cos, results, (2 * n) + k);
            store(sin, results, (3 * n) + k);
            store(uniform, results, (4 * n) + k);
            store(VectorMath.Radius<TLanes, TF, TI>(word), results, (5 * n) + k);
            store(VectorMath.InverseNormal<TLanes, TF, TI>(word), results, (6 * n) + k);
        }
        return results;
    }

    private static void AssertBits(float[] expected, float[] actual)
    {
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(BitConverter.SingleToInt32Bits(expected[k]), BitConverter.SingleToInt32Bits(actual[k]));
    }

    private static IEnumerable<uint> InverseNormalWords()
    {
        for (uint word = 0; word < 100_000; word++)
            yield return word;
        for (uint word = 0x7FFF0000; word < 0x80000000; word++)
            yield return word;
        for (ulong word = 100_000; word < 0x80000000; word += 8009)
            yield return (uint)word;
    }

    /// <summary>|computed - exact| in units in the last place of a float of the size of the exact value.</summary>
    private static double UlpError(float computed, double exact)
    {
        if (computed == exact)
            return 0;
        double ulp = Math.ScaleB(1, Math.ILogB(exact) - 23);
        return Math.Abs(computed - exact) / ulp;
    }
}
