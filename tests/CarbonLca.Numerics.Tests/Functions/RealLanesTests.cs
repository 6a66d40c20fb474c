using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Tests.Functions;

public sealed class RealLanesTests
{
    private static readonly int Width = Vector512<double>.Count;

    [Fact]
    public void Logarithms_of_eight_numbers_have_the_bits_of_one()
    {
        double[] special = [double.Epsilon, 2.2250738585072014e-308, 2.2250738585072009e-308, 1, double.MaxValue, 0.70710678118654746, 0.70710678118654757, 1.4142135623730951];
        AssertSame(RealMath.Log, RealLanes.Log, special, static random => BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0_0000_0000_0000)));
    }

    [Fact]
    public void Exponentials_of_eight_numbers_have_the_bits_of_one()
    {
        double[] special = [0, -0.0, 709.782712893384, 709.7827128933841, -745.2, -745.2000000000001, double.PositiveInfinity, double.NegativeInfinity, double.NaN, -744.5, -708.4, double.Epsilon, 1e300, -1e300, 0.34657359027997264, -0.34657359027997264];
        AssertSame(RealMath.Exp, RealLanes.Exp, special, static random => (random.NextDouble() - 0.5) * Math.ScaleB(3000, -random.Next(40)));
    }

    [Fact]
    public void Logarithms_and_exponentials_near_one_have_the_bits_of_one()
    {
        AssertSame(RealMath.Log1P, RealLanes.Log1P, [0, -0.0, 1e-17, -1e-17, 1e-300, -0.5, 1, 1e10], static random => (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(60)));
        AssertSame(RealMath.ExpM1, RealLanes.ExpM1, [0, -0.0, 1, -1, 1.0000000000000002, 1e-17, 800, -800], static random => (random.NextDouble() - 0.5) * Math.ScaleB(100, -random.Next(60)));
    }

    [Fact]
    public void Normal_quantiles_of_eight_probabilities_have_the_bits_of_one()
    {
        Random random = new(3);
        double[] edges = [0.5, 0.075, 0.92500000000000004, 1e-300, 1.3887943864964021e-11, double.Epsilon, 1, 0.07500000000000001];
        for (int k = 0; k < 10_000; k++)
        {
            // The smaller of the two keeps its digits; in every other vector both tails are mixed.
            double[] smaller = [.. edges.Select(edge => k == 0 ? edge : 0.5 * Math.ScaleB(random.NextDouble(), -random.Next(60)))];
            bool[] isUpper = [.. smaller.Select(_ => random.Next(2) == 0)];
            double[] p = [.. smaller.Select((s, lane) => isUpper[lane] ? 1 - s : s)];
            double[] q = [.. smaller.Select((s, lane) => isUpper[lane] ? s : 1 - s)];
            Vector512<double> quantiles = NormalLanes.Quantile(Vector512.Create<double>(p), Vector512.Create<double>(q));
            for (int lane = 0; lane < Width; lane++) AssertBits(NormalMath.Quantile(p[lane], q[lane]), quantiles[lane], p[lane]);
        }
    }

    private static void AssertSame(Func<double, double> one, Func<Vector512<double>, Vector512<double>> eight, double[] special, Func<Random, double> any)
    {
        Random random = new(7);
        for (int k = 0; k < 20_000; k++)
        {
            double[] x = [.. Enumerable.Range(0, Width).Select(lane => (k * Width) + lane < special.Length ? special[(k * Width) + lane] : any(random))];
            Vector512<double> values = eight(Vector512.Create<double>(x));
            for (int lane = 0; lane < Width; lane++) AssertBits(one(x[lane]), values[lane], x[lane]);
        }
    }

    private static void AssertBits(double expected, double actual, double argument) =>
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual), $"{actual:R} for {expected:R} at {argument:R}");
}
