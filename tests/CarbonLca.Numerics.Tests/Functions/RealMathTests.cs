using CarbonLca.Numerics.Functions;
using CarbonLca.Numerics.Sampling;
using MathNet.Numerics;

namespace CarbonLca.Numerics.Tests.Functions;

public sealed class RealMathTests
{
    [Fact]
    public void Exp_is_within_one_ulp()
    {
        Random random = new(1);
        for (int k = 0; k < 1500; k++)
        {
            double x = k < 500 ? random.NextDouble() - 0.5 : (random.NextDouble() * 500) - 200;
            Assert.InRange(BigReal.ErrorInUlp(RealMath.Exp(x), BigReal.Exp(BigReal.Of(x))), 0, 1);
        }
    }

    [Fact]
    public void Exp_meets_its_ends()
    {
        Assert.Equal(1, RealMath.Exp(0));
        Assert.Equal(double.PositiveInfinity, RealMath.Exp(709.79));
        Assert.Equal(double.PositiveInfinity, RealMath.Exp(double.PositiveInfinity));
        Assert.Equal(0, RealMath.Exp(-746));
        Assert.Equal(0, RealMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.Epsilon, RealMath.Exp(-744.5));
        Assert.True(double.IsNaN(RealMath.Exp(double.NaN)));
        Assert.InRange(RealMath.Exp(709.78) / Math.Exp(709.78), 1 - 1e-15, 1 + 1e-15);
    }

    [Fact]
    public void Log_is_within_one_ulp()
    {
        Random random = new(2);
        for (int k = 0; k < 1500; k++)
        {
            double x = (k % 3) switch
            {
                0 => 1 + ((random.NextDouble() - 0.5) * 1e-3),
                1 => 0.5 + (1.5 * random.NextDouble()),
                _ => Math.ScaleB(1 + random.NextDouble(), random.Next(-300, 300)),
            };
            Assert.InRange(BigReal.ErrorInUlp(RealMath.Log(x), BigReal.Log(x)), 0, 1);
        }
    }

    [Fact]
    public void Log_meets_its_ends()
    {
        Assert.Equal(0, RealMath.Log(1));
        Assert.Equal(double.NegativeInfinity, RealMath.Log(0));
        Assert.Equal(double.PositiveInfinity, RealMath.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(RealMath.Log(-1)));
        Assert.True(double.IsNaN(RealMath.Log(double.NaN)));
        Assert.Equal(Math.Log(double.Epsilon), RealMath.Log(double.Epsilon), 1e-12);
    }

    [Fact]
    public void Log1P_and_ExpM1_keep_small_arguments()
    {
        foreach (double x in new[] { 1e-100, 1e-17, -1e-10, 3e-8, 1e-5, -1e-3, 0.1, -0.4, 0.9 })
        {
            double exact = BigReal.ToDouble(BigReal.Exp(BigReal.Of(x)) - BigReal.One);
            Assert.Equal(exact, RealMath.ExpM1(x), Math.Abs(x) * 2e-15);
            Assert.Equal(x, RealMath.Log1P(RealMath.ExpM1(x)), Math.Abs(x) * 2e-15);
        }
    }

    [Fact]
    public void Cosine_and_sine_of_a_turn_are_within_one_ulp()
    {
        Random random = new(3);
        for (int k = 0; k < 1000; k++)
        {
            uint turn = k < 16 ? (uint)k << 28 : (uint)random.NextInt64(1L << 32);
            uint quadrant = unchecked(turn + 0x20000000u) >> 30;
            double rest = (float)((int)(turn << 2) >> 2) * RealMath.WordStep;
            (System.Numerics.BigInteger cos, System.Numerics.BigInteger sin) = BigReal.CosSin(2 * BigReal.Multiply(BigReal.Pi, BigReal.Of(rest)));
            (double actualCos, double actualSin) = RealMath.CosSinTurn(turn);
            (cos, sin) = quadrant switch { 0 => (cos, sin), 1 => (-sin, cos), 2 => (-cos, -sin), _ => (sin, -cos) };
            CheckUlp(actualCos, cos);
            CheckUlp(actualSin, sin);
        }

        static void CheckUlp(double actual, System.Numerics.BigInteger exact)
        {
            if (actual == 0)
                Assert.True(exact.IsZero);
            else
                Assert.InRange(BigReal.ErrorInUlp(actual, exact), 0, 1.01);
        }
    }

    [Fact]
    public void Normal_cdf_and_quantile_agree_with_high_precision()
    {
        Random random = new(4);
        for (int k = 0; k < 400; k++)
        {
            double z = (random.NextDouble() * 13) - 8;
            double exact = BigReal.ToDouble(BigReal.NormalCdf(z));
            Assert.Equal(1, NormalMath.Cdf(z) / exact, z < -5 ? 4e-14 : 4e-15);

            double p = Math.ScaleB(random.NextDouble() + 0.5, -random.Next(1, 33));
            double quantile = NormalMath.Quantile(p, 1 - p);
            double step = BigReal.ToDouble(BigReal.NormalCdf(quantile) - BigReal.Of(p)) / NormalMath.Density(quantile);
            Assert.InRange(Math.Abs(step), 0, 1e-15 * Math.Max(Math.Abs(quantile), 0.3) + (p > 0.5 ? 1e-16 / NormalMath.Density(quantile) : 0));
            Assert.Equal(-quantile, NormalMath.Quantile(1 - p, p));
        }
        Assert.Equal(0, NormalMath.Quantile(0.5, 0.5));
        Assert.Equal(double.NegativeInfinity, NormalMath.Quantile(0, 1));
        Assert.Equal(double.PositiveInfinity, NormalMath.Quantile(1, 0));
        Assert.Equal(1.959963984540054, NormalMath.Quantile(0.975, 0.025), 2e-15);
    }

    [Fact]
    public void Gamma_functions_agree_with_MathNet()
    {
        foreach (double a in new[] { 0.05, 0.5, 1, 2, 3.7, 12, 150, 2500 })
        {
            Assert.Equal(SpecialFunctions.GammaLn(a), GammaMath.LogGamma(a), 1e-12 * Math.Max(1, Math.Abs(SpecialFunctions.GammaLn(a))));
            foreach (double share in new[] { 0.01, 0.3, 0.9, 1, 1.1, 2, 5 })
            {
                (double p, double q) = GammaMath.Regularized(a, a * share);
                Assert.Equal(SpecialFunctions.GammaLowerRegularized(a, a * share), p, 1e-11);
                Assert.Equal(SpecialFunctions.GammaUpperRegularized(a, a * share), q, 1e-11);
            }
            foreach (double p in new[] { 1e-8, 0.001, 0.2, 0.5, 0.8, 0.999 })
            {
                double x = GammaMath.InverseRegularized(a, p, 1 - p);
                Assert.Equal(1, GammaMath.Regularized(a, x).P / p, 1e-12);
            }
            double far = GammaMath.InverseRegularized(a, 1, 1e-12);
            Assert.Equal(1, GammaMath.Regularized(a, far).Q / 1e-12, 1e-11);
        }
        Assert.Equal(24, GammaMath.Gamma(5), 1e-13);
        Assert.Equal(Math.Sqrt(Math.PI), GammaMath.Gamma(0.5), 4e-15);
    }

    [Fact]
    public void Beta_functions_agree_with_MathNet()
    {
        double[] shapes = [0.1, 0.5, 1, 2.2, 7, 40, 300];
        foreach (double a in shapes)
        {
            foreach (double b in shapes)
            {
                Assert.Equal(SpecialFunctions.BetaLn(a, b), BetaMath.LogBeta(a, b), 1e-11 * Math.Max(1, Math.Abs(SpecialFunctions.BetaLn(a, b))));
                foreach (double x in new[] { 0.001, 0.2, 0.5, 0.77, 0.99 })
                {
                    (double p, double q) = BetaMath.Regularized(a, b, x, 1 - x);
                    Assert.Equal(SpecialFunctions.BetaRegularized(a, b, x), p, 1e-10);
                    Assert.Equal(1, p + q, 1e-12);
                }
                foreach (double p in new[] { 1e-6, 0.01, 0.25, 0.5, 0.75, 0.99 })
                {
                    double x = BetaMath.InverseRegularized(a, b, p, 1 - p);
                    Assert.InRange(x, 0, 1);
                    if (x is > 1e-280 and < 0.999)
                        Assert.Equal(1, BetaMath.Regularized(a, b, x, 1 - x).P / p, 1e-11);
                }
            }
        }
    }
}
