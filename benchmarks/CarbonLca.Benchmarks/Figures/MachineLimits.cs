using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.Benchmarks.Figures;

/// <summary>What the processor can do at most, measured as the engine is: draws from its first cache, and reading.</summary>
internal sealed class MachineLimits
{
    private const int CachedParameters = 64;

    private readonly SamplingPlan _plan;
    private readonly float[] _draws;
    private readonly float[] _data;
    private long _group;

    /// <summary>Limits for a working set of a number of bytes.</summary>
    public MachineLimits(long workingSet)
    {
        _plan = SamplingPlan.Of([.. Enumerable.Range(0, CachedParameters).Select(k => new SampledParameter(new ParameterKey((ulong)k), Distribution.Lognormal(1, 0.2)))], SamplingOptions.Default);
        _draws = GC.AllocateArray<float>(CachedParameters * SamplingPlan.Lanes, pinned: true);
        _data = GC.AllocateArray<float>(checked((int)(workingSet / sizeof(float) / 128 * 128)), pinned: true);
        Array.Fill(_data, 1);
    }

    /// <summary>Lognormal numbers of one call of <see cref="Draw"/>.</summary>
    public const int DrawCount = 200 * CachedParameters * SamplingPlan.Lanes;

    /// <summary>Bytes that one call of <see cref="Read"/> reads.</summary>
    public long Bytes => _data.LongLength * sizeof(float);

    /// <summary>What was read, so that it was.</summary>
    public float Sum { get; private set; }

    /// <summary>Draws lognormal numbers, over and over into the same 4 KiB.</summary>
    public void Draw()
    {
        for (int k = 0; k < 200; k++)
            _plan.Fill(0, _group++, _draws);
    }

    /// <summary>Reads the working set once, with eight independent sums of the widest vectors.</summary>
    public void Read()
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        ref float start = ref MemoryMarshal.GetArrayDataReference(_data);
        for (nuint p = 0; p < (nuint)_data.Length; p += 128)
        {
            s0 += Vector512.LoadUnsafe(ref start, p);
            s1 += Vector512.LoadUnsafe(ref start, p + 16);
            s2 += Vector512.LoadUnsafe(ref start, p + 32);
            s3 += Vector512.LoadUnsafe(ref start, p + 48);
            s4 += Vector512.LoadUnsafe(ref start, p + 64);
            s5 += Vector512.LoadUnsafe(ref start, p + 80);
            s6 += Vector512.LoadUnsafe(ref start, p + 96);
            s7 += Vector512.LoadUnsafe(ref start, p + 112);
        }
        Sum += Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }
}
