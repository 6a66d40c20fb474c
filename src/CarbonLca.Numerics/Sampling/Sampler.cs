using System.Runtime.InteropServices;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Sampling;

/// <summary>A random parameter: the key its draws hang on and the distribution of its values.</summary>
/// <param name="Key">The key.</param>
/// <param name="Distribution">The distribution.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SampledParameter(ParameterKey Key, Distribution Distribution);

/// <summary>The definition of every draw, one at a time, in double precision.</summary>
/// <remarks>
/// <see cref="SamplingPlan"/> computes the same values in float, sixteen samples of many parameters at once. It uses the same random
/// words and the same uniform variates; what differs is rounding.
/// </remarks>
public static class Sampler
{
    /// <summary>Samples are numbered from 0 to this: the counter holds a quarter of the number in 32 bits.</summary>
    public const long MaxSample = (1L << 34) - 1;

    /// <summary>The value of a parameter in a sample.</summary>
    /// <param name="options">How to sample.</param>
    /// <param name="seed">Any of the 2⁶⁴ seeds; 0 and negative ones are seeds like others.</param>
    /// <param name="parameter">Key and distribution.</param>
    /// <param name="sample">The number of the sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample number is negative or above <see cref="MaxSample"/>.</exception>
    public static double Sample(SamplingOptions options, long seed, in SampledParameter parameter, long sample)
    {
        CheckOptions(options);
        CheckSample(sample);
        return Value(options, seed, parameter.Key, parameter.Distribution, sample);
    }

    /// <summary>The uniform variate in (0, 1) of a parameter in a sample.</summary>
    /// <param name="options">How to sample.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="key">The parameter.</param>
    /// <param name="sample">The number of the sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample number is negative or above <see cref="MaxSample"/>.</exception>
    public static double Uniform(SamplingOptions options, long seed, ParameterKey key, long sample)
    {
        CheckOptions(options);
        CheckSample(sample);
        return UniformOf(Word(options, seed, key, sample));
    }

    /// <summary>The standard normal variate of a parameter in a sample.</summary>
    /// <param name="options">How to sample.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="key">The parameter.</param>
    /// <param name="sample">The number of the sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample number is negative or above <see cref="MaxSample"/>.</exception>
    public static double StandardNormal(SamplingOptions options, long seed, ParameterKey key, long sample)
    {
        CheckOptions(options);
        CheckSample(sample);
        return Normal(options, seed, key, sample);
    }

    internal static double Value(SamplingOptions options, long seed, ParameterKey key, in Distribution distribution, long sample)
    {
        if (distribution.Kind == DistributionKind.Constant || distribution.IsIndexed)
            return distribution.ValueAt(0.5, 0.5, sample);
        if (distribution.Kind is DistributionKind.Normal or DistributionKind.Lognormal && !distribution.IsTruncated)
            return distribution.ValueOfNormal(Normal(options, seed, key, sample));
        uint word = Word(options, seed, key, sample);
        return distribution.ValueAt(UniformOf(word), UniformOf(~word), sample);
    }

    /// <summary>u = (word + ½)·2⁻³², exact; the variate of the complemented word is exactly 1 - u.</summary>
    internal static double UniformOf(uint word) => (word + 0.5) * RealMath.WordStep;

    /// <summary>The word of a sample under its design.</summary>
    private static uint Word(SamplingOptions options, long seed, ParameterKey key, long sample)
    {
        PhiloxBlock block = Philox4x32.Draw(seed, (uint)(sample >> 2), key, DrawComponent.Value);
        uint word = block[(int)(sample & 3)];
        switch (options.Design)
        {
            case SamplingDesign.Antithetic:
                return (sample & 1) == 0 ? word : ~block[(int)(sample & 2)];
            case SamplingDesign.LatinHypercube:
                return LatinHypercube.Of(seed, key, options.SampleCount).Word(sample, word);
            case SamplingDesign.LatinHypercubeCentred:
                return LatinHypercube.Of(seed, key, options.SampleCount).CentredWord(sample);
            default:
                return word;
        }
    }

    private static double Normal(SamplingOptions options, long seed, ParameterKey key, long sample)
    {
        if (!options.UsesBoxMuller || key.IsShared)
        {
            uint word = Word(options, seed, key, sample);
            return NormalMath.Quantile(UniformOf(word), UniformOf(~word));
        }
        PhiloxBlock block = Philox4x32.Draw(seed, (uint)(sample >> 2), key, DrawComponent.Value);
        if (options.Design == SamplingDesign.Antithetic)
        {
            // One radius and angle for four samples: cos, -cos, sin, -sin.
            (double pairCos, double pairSin) = RealMath.CosSinTurn(block.Word1);
            double variate = Radius(block.Word0) * ((sample & 2) == 0 ? pairCos : pairSin);
            return (sample & 1) == 0 ? variate : -variate;
        }
        bool second = (sample & 2) != 0;
        (double cos, double sin) = RealMath.CosSinTurn(second ? block.Word3 : block.Word1);
        return Radius(second ? block.Word2 : block.Word0) * ((sample & 1) == 0 ? cos : sin);
    }

    /// <summary>√(-2 ln u), u = odd 31-bit integer·2⁻³¹ rounded to float; the rounding is part of the definition.</summary>
    private static double Radius(uint word) => Math.Sqrt(-2 * RealMath.Log((float)(int)((word >> 1) | 1) * (2 * RealMath.WordStep)));

    private static void CheckOptions(SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
    }

    private static void CheckSample(long sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sample, MaxSample);
    }
}
