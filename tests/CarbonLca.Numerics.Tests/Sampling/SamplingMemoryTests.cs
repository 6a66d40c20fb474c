using CarbonLca.Numerics.Sampling;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.Sampling;

/// <summary>Drawing touches nothing beside its columns and values, at every number of parameters and on every path.</summary>
public sealed class SamplingMemoryTests
{
    private const int MostParameters = 257;

    private static readonly GuardedSide[] Sides = [GuardedSide.Start, GuardedSide.End];

    [Fact]
    public void Words_are_those_of_the_definition_at_every_number_of_units()
    {
        AssertWords<GroupShape>();
        AssertWords<QuarterShape>();
    }

    [Fact]
    public void Normal_variates_of_every_path_have_the_bits_of_the_scalar_one_at_every_number_of_units()
    {
        const int mostUnits = 65;
        using GuardedBytes memory = new(mostUnits * PhiloxWords.WordsPerUnit * sizeof(uint));
        Random random = new(5);
        for (int units = 0; units <= mostUnits; units++)
        {
            uint[] words = Words(random, units * PhiloxWords.WordsPerUnit);
            foreach (Transform transform in Enum.GetValues<Transform>())
            {
                uint[] expected = [.. words];
                Apply<Lanes1, float, int>(transform, expected);
                foreach (GuardedSide side in Sides)
                {
                    foreach (SimdPath path in SimdPathList.Supported)
                    {
                        Span<uint> actual = memory.Place<uint>(words, side);
                        if (path == SimdPath.Vector512) Apply<Lanes16, System.Runtime.Intrinsics.Vector512<float>, System.Runtime.Intrinsics.Vector512<int>>(transform, actual);
                        else if (path == SimdPath.Vector256) Apply<Lanes8, System.Runtime.Intrinsics.Vector256<float>, System.Runtime.Intrinsics.Vector256<int>>(transform, actual);
                        else Apply<Lanes1, float, int>(transform, actual);
                        Assert.True(actual.SequenceEqual(expected), $"{transform}, {path}, {units} units");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(DistributionKind.Lognormal)]
    [InlineData(DistributionKind.Normal)]
    [InlineData(DistributionKind.Uniform)]
    [InlineData(DistributionKind.Triangular)]
    [InlineData(DistributionKind.BetaPert)]
    [InlineData(DistributionKind.Beta)]
    [InlineData(DistributionKind.Gamma)]
    [InlineData(DistributionKind.Weibull)]
    [InlineData(DistributionKind.Bernoulli)]
    [InlineData(DistributionKind.DiscreteUniform)]
    [InlineData(DistributionKind.StudentT)]
    [InlineData(DistributionKind.GeneralizedExtremeValue)]
    [InlineData(DistributionKind.ArrayRandom)]
    public void Values_of_every_path_have_the_bits_of_the_scalar_one_at_every_number_of_parameters(DistributionKind kind)
    {
        using GuardedBytes memory = new(MostParameters * SamplingPlan.Lanes * sizeof(float));
        double[] exact = new double[MostParameters];
        for (int count = 0; count <= MostParameters; count++)
        {
            SampledParameter[] parameters = [.. Enumerable.Range(0, count).Select(k => new SampledParameter(new ParameterKey((ulong)(k + 1)), Of(kind, k)))];
            SamplingPlan scalar = SamplingPlan.Of(parameters, SamplingOptions.Default with { Path = SimdPath.Scalar });
            float[] expected = new float[count * SamplingPlan.Lanes];
            scalar.Fill(7, 3, expected);
            scalar.Sample(7, (3 * SamplingPlan.Lanes) + 5, exact);
            for (int k = 0; k < count; k++)
                Assert.Equal(exact[k], expected[(k * SamplingPlan.Lanes) + 5], 2e-6 * (Math.Abs(exact[k]) + Math.Sqrt(parameters[k].Distribution.Variance)));
            foreach (SimdPath path in SimdPathList.Supported)
            {
                SamplingPlan plan = SamplingPlan.Of(parameters, SamplingOptions.Default with { Path = path });
                foreach (GuardedSide side in Sides)
                {
                    Span<float> lanes = memory.Room<float>(expected.Length, side);
                    plan.Fill(7, 3, lanes);
                    Assert.True(lanes.SequenceEqual(expected), $"{path}, {count} parameters");
                    Span<float> quarter = memory.Room<float>(count * 4, side);
                    plan.FillQuarter(7, (3 * 4) + 1, quarter);
                    for (int k = 0; k < quarter.Length; k++) Assert.Equal(expected[(k / 4 * SamplingPlan.Lanes) + 4 + (k % 4)], quarter[k]);
                }
            }
        }
    }

    private enum Transform
    {
        BoxMuller,
        Antithetic,
        Inverse,
    }

    private static void Apply<TLanes, TF, TI>(Transform transform, Span<uint> words)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        switch (transform)
        {
            case Transform.BoxMuller:
                NormalVariates.BoxMuller<TLanes, TF, TI>(words);
                break;
            case Transform.Antithetic:
                NormalVariates.AntitheticBoxMuller<TLanes, TF, TI>(words);
                break;
            default:
                NormalVariates.Inverse<TLanes, TF, TI>(words);
                break;
        }
    }

    private static void AssertWords<TShape>()
        where TShape : ISampleShape
    {
        int mostUnits = (MostParameters + TShape.Parameters - 1) / TShape.Parameters;
        using GuardedBytes ofStreams = new(mostUnits * TShape.Parameters * sizeof(uint));
        using GuardedBytes ofLows = new(mostUnits * TShape.Parameters * sizeof(uint));
        using GuardedBytes ofHighs = new(mostUnits * TShape.Parameters * sizeof(uint));
        using GuardedBytes ofWords = new(mostUnits * PhiloxWords.WordsPerUnit * sizeof(uint));
        Random random = new(4);
        for (int units = 1; units <= mostUnits; units++)
        {
            uint[] streams = Words(random, TShape.Parameters * units);
            uint[] lows = Words(random, TShape.Parameters * units);
            uint[] highs = Words(random, TShape.Parameters * units);
            uint[] expected = new uint[units * PhiloxWords.WordsPerUnit];
            PhiloxWords.Reference<TShape>(9, 40, streams, lows, highs, expected);
            foreach (GuardedSide side in Sides)
            {
                foreach (SimdPath path in SimdPathList.Supported)
                {
                    Span<uint> words = ofWords.Room<uint>(expected.Length, side);
                    PhiloxWords.Fill<TShape>(path, 9, 40, ofStreams.Place<uint>(streams, side), ofLows.Place<uint>(lows, side), ofHighs.Place<uint>(highs, side), words);
                    Assert.True(words.SequenceEqual(expected), $"{path}, {units} units");
                }
            }
        }
    }

    private static Distribution Of(DistributionKind kind, int k) => kind switch
    {
        DistributionKind.Lognormal => Distribution.Lognormal(1 + (k % 7), 0.1 + (k % 3 * 0.2)),
        DistributionKind.Normal => Distribution.Normal(k % 7, 1 + (k % 3)),
        DistributionKind.Uniform => Distribution.Uniform(k % 7, (k % 7) + 1.5),
        DistributionKind.Triangular => Distribution.Triangular(k % 7, (k % 7) + 1, (k % 7) + 2.5),
        DistributionKind.BetaPert => Distribution.BetaPert(-1, k % 7, 6),
        DistributionKind.Beta => Distribution.Beta(0.5 + (k % 5), 2),
        DistributionKind.Gamma when k % 3 == 2 => Distribution.Gamma(1 + (k % 5), 2).Truncated(0.5, 9),
        DistributionKind.Gamma => Distribution.Gamma(1 + (k % 5), 2),
        DistributionKind.Weibull => Distribution.Weibull(1 + (k % 5), 2),
        DistributionKind.Bernoulli => Distribution.Bernoulli(0.1 + (k % 5 * 0.2)),
        DistributionKind.DiscreteUniform => Distribution.DiscreteUniform(-3, k % 7),
        DistributionKind.StudentT => Distribution.StudentT(3 + (k % 5)),
        DistributionKind.GeneralizedExtremeValue => Distribution.GeneralizedExtremeValue(1, 2, 0.1 * (k % 5)),
        DistributionKind.ArrayRandom => Distribution.ArrayRandom([1, 2, 3 + (k % 7)]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No parameters for this family."),
    };

    private static uint[] Words(Random random, int count)
    {
        uint[] words = new uint[count];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }
}
