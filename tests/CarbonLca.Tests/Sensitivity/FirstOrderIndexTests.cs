using CarbonLca.Sensitivity;

namespace CarbonLca.Tests.Sensitivity;

/// <summary>N18: indices of functions whose indices are known, with standard errors that are true.</summary>
public sealed class FirstOrderIndexTests
{
    private const double A = 7;
    private const double B = 0.1;

    [Theory]
    [InlineData(1000)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void N18_Ishigami_has_its_known_indices(int n)
    {
        // Ishigami & Homma (1990): V = a²/8 + b·π⁴/5 + b²·π⁸/18 + 1/2, V1 = (1 + b·π⁴/5)²/2, V2 = a²/8, V3 = 0.
        double pi4 = Math.Pow(Math.PI, 4);
        double v = (A * A / 8) + (B * pi4 / 5) + (B * B * pi4 * pi4 / 18) + 0.5;
        double[] exact = [Math.Pow(1 + (B * pi4 / 5), 2) / 2 / v, A * A / 8 / v, 0];
        Assert.Equal([0.3139, 0.4424, 0], exact.Select(s => Math.Round(s, 4)));
        (double[][] x, double[] y) = Sample(n, 3, r => (r.NextDouble() - 0.5) * 2 * Math.PI, p => Math.Sin(p[0]) + (A * Math.Pow(Math.Sin(p[1]), 2)) + (B * Math.Pow(p[2], 4) * Math.Sin(p[0])), 5);
        for (int k = 0; k < 3; k++)
        {
            IndexEstimate index = FirstOrderIndex.Of(x[k], y);
            double approximation = 10 * Math.Pow(n, -4.0 / 3); // of sin² by lines in n^⅓ segments
            Assert.True(Math.Abs(index.Value - exact[k]) <= (4 * index.StandardError) + approximation, $"S{k + 1} = {index.Value:R} ± {index.StandardError:R}, exact {exact[k]:R}");
            Assert.InRange(index.StandardError, 1e-6, 3 / Math.Sqrt(n));
        }
    }

    [Fact]
    public void N18_linear_functions_have_the_shares_of_their_variance()
    {
        double[] slopes = [1, -2, 3, 0];
        (double[][] x, double[] y) = Sample(20_000, 4, Normal, p => p.Zip(slopes, (v, a) => v * a).Sum(), 11);
        for (int k = 0; k < 4; k++)
        {
            IndexEstimate index = FirstOrderIndex.Of(x[k], y);
            Assert.True(Math.Abs(index.Value - (slopes[k] * slopes[k] / 14)) <= 4 * index.StandardError, $"S{k + 1} = {index.Value:R} ± {index.StandardError:R}");
        }
    }

    [Fact]
    public void N18_lognormal_products_have_their_known_indices()
    {
        // Y = Π X, X lognormal with σ: S_i = (e^{σi²} − 1)/(Π e^{σj²} − 1).
        double[] sigma = [0.3, 0.2];
        double exact = (Math.Exp(0.09) - 1) / (Math.Exp(0.13) - 1);
        (double[][] z, double[] y) = Sample(50_000, 2, Normal, p => Math.Exp((sigma[0] * p[0]) + (sigma[1] * p[1])), 3);
        IndexEstimate index = FirstOrderIndex.Of([.. z[0].Select(v => Math.Exp(sigma[0] * v))], y);
        Assert.True(Math.Abs(index.Value - exact) <= (4 * index.StandardError) + 1e-4, $"{index.Value:R} ± {index.StandardError:R}, exact {exact:R}");
    }

    [Fact]
    public void The_standard_error_is_the_spread_of_repeated_estimates_and_an_input_without_effect_averages_zero()
    {
        List<double> scores = [];
        List<double> nothing = [];
        for (int seed = 0; seed < 200; seed++)
        {
            (double[][] x, double[] y) = Sample(1000, 3, Normal, p => p[0] + (0.5 * p[1]), seed);
            IndexEstimate index = FirstOrderIndex.Of(x[0], y);
            scores.Add((index.Value - 0.8) / index.StandardError);
            IndexEstimate none = FirstOrderIndex.Of(x[2], y);
            nothing.Add(none.Value / none.StandardError);
        }

        foreach (List<double> z in (List<double>[])[scores, nothing])
        {
            double mean = z.Average();
            Assert.InRange(mean, -4 / Math.Sqrt(200), 4 / Math.Sqrt(200));
            Assert.InRange(Math.Sqrt(z.Sum(v => (v - mean) * (v - mean)) / 199), 0.8, 1.25);
        }
    }

    [Fact]
    public void Samples_that_say_nothing_are_refused_or_have_no_index()
    {
        double[] some = [.. Enumerable.Range(0, 100).Select(k => (double)k)];
        Assert.True(double.IsNaN(FirstOrderIndex.Of(some, new double[100]).Value));
        Assert.Equal(1, FirstOrderIndex.Of(some, some).Value, 12);
        Assert.InRange(FirstOrderIndex.Of(new double[100], some).Value, -1, 1);
        Assert.Throws<ArgumentException>(() => FirstOrderIndex.Of(some, some.AsSpan(0, 99)));
        Assert.Throws<ArgumentException>(() => FirstOrderIndex.Of(some.AsSpan(0, 63), some.AsSpan(0, 63)));
    }

    [Fact]
    public void Ranks_share_ties_and_correlate_as_Spearman_defines()
    {
        Assert.Equal([1, 2.5, 2.5, 4], RankCorrelation.Ranks([-3, 0, 0, 7]));
        double[] x = [86, 97, 99, 100, 101, 103, 106, 110, 112, 113];
        double[] y = [2, 20, 28, 27, 50, 29, 7, 17, 6, 12];
        Assert.Equal(-29.0 / 165, RankCorrelation.Of(x, y).Value, 14); // 1 − 6·Σd²/(n³ − n), Σd² = 194
        Assert.Equal(1, RankCorrelation.Of(x, [.. x.Select(Math.Exp)]).Value, 14);
        Assert.Equal(0, RankCorrelation.Of(x, [.. x.Select(v => -v)]).StandardError, 14);
        Assert.True(double.IsNaN(RankCorrelation.Of(x, new double[10]).Value));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static (double[][] X, double[] Y) Sample(int n, int inputs, Func<Random, double> draw, Func<double[], double> function, int seed)
    {
        Random random = new(seed);
        double[][] points = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, inputs).Select(_ => draw(random)).ToArray())];
        return ([.. Enumerable.Range(0, inputs).Select(k => points.Select(p => p[k]).ToArray())], [.. points.Select(function)]);
    }
}
