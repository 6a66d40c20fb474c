using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Sampling;

/// <summary>A family's quantile function for eight probabilities, before truncation and mirroring.</summary>
/// <remarks>The definition, one at a time, is <see cref="Distribution.Quantile"/>; closed functions have its bits.</remarks>
internal interface IQuantileKernel
{
    /// <summary>The values.</summary>
    /// <param name="p">The probabilities below.</param>
    /// <param name="q">The probabilities above, with their own digits.</param>
    /// <param name="parameters">The parameters of the family.</param>
    static abstract Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters);
}

/// <summary>Runs a quantile function over parameters, eight draws at a time in double precision, whatever the <see cref="SimdPath"/>.</summary>
internal static class QuantileKernels
{
    /// <summary>Draws that are made at once.</summary>
    public const int Width = 8;

    /// <summary>Values of consecutive parameters.</summary>
    /// <param name="words">Random words: all samples of a parameter after each other.</param>
    /// <param name="columns">The parameters.</param>
    /// <param name="firstParameter">The first of them.</param>
    /// <param name="rows">The row of each parameter, or -1.</param>
    /// <param name="values">The samples of each row.</param>
    public static void Run(ReadOnlySpan<uint> words, QuantileColumns columns, int firstParameter, ReadOnlySpan<int> rows, Span<float> values)
    {
        switch (columns.Family)
        {
            case DistributionKind.Lognormal:
                Run<LognormalQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Normal:
                Run<NormalQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Uniform:
                Run<UniformQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Triangular:
                Run<TriangularQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Beta or DistributionKind.BetaPert:
                Run<BetaQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Gamma:
                Run<GammaQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.StudentT:
                Run<StudentQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Weibull:
                Run<WeibullQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.GeneralizedExtremeValue:
                Run<ExtremeQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.Bernoulli:
                Run<BernoulliQuantile>(words, columns, firstParameter, rows, values);
                break;
            case DistributionKind.DiscreteUniform:
                Run<DiscreteUniformQuantile>(words, columns, firstParameter, rows, values);
                break;
            default:
                throw new ArgumentException($"'{columns.Family}' has no quantile kernel.", nameof(columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TKernel>(ReadOnlySpan<uint> words, QuantileColumns columns, int firstParameter, ReadOnlySpan<int> rows, Span<float> values)
        where TKernel : IQuantileKernel
    {
        int samples = words.Length / rows.Length;
        for (int draw = 0; draw < words.Length; draw += Width)
        {
            int first = draw / samples;
            int second = (draw + (Width / 2)) / samples;
            if (rows[first] < 0)
                return;    // only padding follows
            QuantileParameters parameters = new(columns, firstParameter + first, firstParameter + second);
            Vector256<uint> word = Vector256.Create(words.Slice(draw, Width));
            Vector512<double> p = Uniform(word);
            Vector512<double> q = Uniform(~word);
            Vector512<double> value;
            if (columns.IsTruncated)
            {
                Vector512<double> kept = parameters.Of(columns.Kept);
                Vector512<double> lower = parameters.Of(columns.Lower);
                Vector512<double> upper = parameters.Of(columns.Upper);
                p = Vector512.FusedMultiplyAdd(p, kept, parameters.Of(columns.Below));
                q = Vector512.FusedMultiplyAdd(q, kept, parameters.Of(columns.Above));
                value = TKernel.Quantile(p, q, in parameters);
                value = Vector512.ConditionalSelect(Vector512.LessThan(value, lower), lower, value);
                value = Vector512.ConditionalSelect(Vector512.GreaterThan(value, upper), upper, value);
            }
            else
            {
                value = TKernel.Quantile(p, q, in parameters);
            }
            value ^= parameters.Of(columns.Signs);
            Vector256<float> rounded = Vector256.Narrow(value.GetLower(), value.GetUpper());
            Store(rounded.GetLower(), values, rows[first], samples, draw % samples);
            if (rows[second] >= 0)
                Store(rounded.GetUpper(), values, rows[second], samples, (draw + (Width / 2)) % samples);
        }
    }

    /// <summary>(word + ½)·2⁻³², exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Uniform(Vector256<uint> words)
    {
        (Vector256<ulong> lower, Vector256<ulong> upper) = Vector256.Widen(words);
        return (Vector512.ConvertToDouble(Vector512.Create(lower, upper).AsInt64()) + Vector512.Create(0.5)) * RealMath.WordStep;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> four, Span<float> values, int row, int samples, int sample) => four.CopyTo(values.Slice((row * samples) + sample, 4));
}

/// <summary>median·e^(σ·z).</summary>
internal readonly struct LognormalQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters) =>
        parameters.Of(parameters.Columns.A) * RealLanes.Exp(parameters.Of(parameters.Columns.B) * NormalLanes.Quantile(p, q));
}

/// <summary>mean + sd·z.</summary>
internal readonly struct NormalQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters) =>
        parameters.Of(parameters.Columns.A) + (parameters.Of(parameters.Columns.B) * NormalLanes.Quantile(p, q));
}

/// <summary>minimum + width·p, from the nearer end.</summary>
internal readonly struct UniformQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> minimum = parameters.Of(parameters.Columns.A);
        Vector512<double> maximum = parameters.Of(parameters.Columns.B);
        Vector512<double> width = maximum - minimum;
        return Vector512.ConditionalSelect(Vector512.LessThan(p, q), minimum + (p * width), maximum - (q * width));
    }
}

/// <summary>minimum + width·√(p·s) below the mode's share s, maximum - width·√(q·(1 - s)) above.</summary>
internal readonly struct TriangularQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> minimum = parameters.Of(parameters.Columns.A);
        Vector512<double> maximum = parameters.Of(parameters.Columns.B);
        Vector512<double> width = maximum - minimum;
        Vector512<double> split = (parameters.Of(parameters.Columns.C) - minimum) / width;
        return Vector512.ConditionalSelect(
            Vector512.LessThan(p, split),
            minimum + (width * Vector512.Sqrt(p * split)),
            maximum - (width * Vector512.Sqrt(q * (Vector512<double>.One - split))));
    }
}

/// <summary>minimum + width·x with ln(x/(1 - x)) from the curve, from the nearer end.</summary>
internal readonly struct BetaQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> minimum = parameters.Of(parameters.Columns.A);
        Vector512<double> maximum = parameters.Of(parameters.Columns.B);
        Vector512<double> width = maximum - minimum;
        Vector512<double> logOdds = parameters.Ordinates(p, q);
        Vector512<double> odds = RealLanes.Exp(-Vector512.Abs(logOdds));
        Vector512<double> smaller = odds / (Vector512<double>.One + odds);
        return Vector512.ConditionalSelect(Vector512.LessThan(logOdds, Vector512<double>.Zero), minimum + (width * smaller), maximum - (width * smaller));
    }
}

/// <summary>offset + scale·x with ln x from the curve.</summary>
internal readonly struct GammaQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters) =>
        parameters.Of(parameters.Columns.A) + (parameters.Of(parameters.Columns.B) * RealLanes.Exp(parameters.Ordinates(p, q)));
}

/// <summary>location + scale·t with arsinh t from the curve.</summary>
internal readonly struct StudentQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> ordinate = parameters.Ordinates(p, q);
        Vector512<double> growth = RealLanes.ExpM1(Vector512.Abs(ordinate));
        Vector512<double> size = Vector512.Create(0.5) * (growth + (growth / (growth + Vector512<double>.One)));
        Vector512<double> t = Vector512.ConditionalSelect(Vector512.LessThan(ordinate, Vector512<double>.Zero), -size, size);
        return parameters.Of(parameters.Columns.A) + (parameters.Of(parameters.Columns.B) * t);
    }
}

/// <summary>offset + scale·(-ln q)^(1/shape).</summary>
internal readonly struct WeibullQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> exponent = Vector512<double>.One / parameters.Of(parameters.Columns.C);
        Vector512<double> power = RealLanes.Exp(exponent * RealLanes.Log(MinusLog(q, p)));
        return parameters.Of(parameters.Columns.A) + (parameters.Of(parameters.Columns.B) * power);
    }

    /// <summary>-ln p, from the complement q where p is near one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MinusLog(Vector512<double> p, Vector512<double> q) =>
        Vector512.ConditionalSelect(Vector512.LessThan(p, Vector512.Create(0.5)), -RealLanes.Log(p), -RealLanes.Log1P(-q));
}

/// <summary>location + scale·((-ln p)^(-ξ) - 1)/ξ, or location - scale·ln(-ln p) for ξ = 0.</summary>
internal readonly struct ExtremeQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> shape = parameters.Of(parameters.Columns.C);
        Vector512<double> log = RealLanes.Log(WeibullQuantile.MinusLog(p, q));
        Vector512<double> reduced = Vector512.ConditionalSelect(Vector512.Equals(shape, Vector512<double>.Zero), -log, RealLanes.ExpM1(-shape * log) / shape);
        return parameters.Of(parameters.Columns.A) + (parameters.Of(parameters.Columns.B) * reduced);
    }
}

/// <summary>1 where p is above the probability of 0.</summary>
internal readonly struct BernoulliQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(p, Vector512<double>.One - parameters.Of(parameters.Columns.A)), Vector512<double>.One, Vector512<double>.Zero);
}

/// <summary>minimum + ⌈p·n⌉ - 1 of n integers.</summary>
internal readonly struct DiscreteUniformQuantile : IQuantileKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quantile(Vector512<double> p, Vector512<double> q, scoped in QuantileParameters parameters)
    {
        Vector512<double> minimum = parameters.Of(parameters.Columns.A);
        Vector512<double> count = parameters.Of(parameters.Columns.B) - minimum + Vector512<double>.One;
        Vector512<double> index = Vector512.Ceiling(p * count) - Vector512<double>.One;
        return minimum + Vector512.Min(Vector512.Max(index, Vector512<double>.Zero), count - Vector512<double>.One);
    }
}
