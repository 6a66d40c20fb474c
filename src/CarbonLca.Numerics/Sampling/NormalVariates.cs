using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Turns the random words of units into standard normal variates, in place (as the bits of floats).</summary>
/// <remarks>The definition in double precision is <see cref="Sampler.StandardNormal"/>; the words of a unit stand as in <see cref="PhiloxWords"/>.</remarks>
internal static class NormalVariates
{
    /// <summary>Box and Muller: words 0 and 1 give variates 0 and 1, words 2 and 3 the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BoxMuller<TLanes, TF, TI>(Span<uint> words)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        for (int half = 0; half < words.Length; half += 32)
        {
            for (int lane = half; lane < half + 16; lane += TLanes.Width)
            {
                ref uint word = ref words[lane];
                TF radius = VectorMath.Radius<TLanes, TF, TI>(TLanes.Load(in word));
                VectorMath.CosSinTurn<TLanes, TF, TI>(TLanes.Load(in Unsafe.Add(ref word, 16)), out TF cos, out TF sin);
                TLanes.Store(TLanes.AsInt(TLanes.Multiply(radius, cos)), ref word);
                TLanes.Store(TLanes.AsInt(TLanes.Multiply(radius, sin)), ref Unsafe.Add(ref word, 16));
            }
        }
    }

    /// <summary>Antithetic Box and Muller: words 0 and 1 give z, -z, z', -z'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AntitheticBoxMuller<TLanes, TF, TI>(Span<uint> words)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        TI sign = TLanes.Broadcast(int.MinValue);
        for (int unit = 0; unit < words.Length; unit += PhiloxWords.WordsPerUnit)
        {
            for (int lane = unit; lane < unit + 16; lane += TLanes.Width)
            {
                ref uint word = ref words[lane];
                TF radius = VectorMath.Radius<TLanes, TF, TI>(TLanes.Load(in word));
                VectorMath.CosSinTurn<TLanes, TF, TI>(TLanes.Load(in Unsafe.Add(ref word, 16)), out TF cos, out TF sin);
                TI first = TLanes.AsInt(TLanes.Multiply(radius, cos));
                TI second = TLanes.AsInt(TLanes.Multiply(radius, sin));
                TLanes.Store(first, ref word);
                TLanes.Store(TLanes.Xor(first, sign), ref Unsafe.Add(ref word, 16));
                TLanes.Store(second, ref Unsafe.Add(ref word, 32));
                TLanes.Store(TLanes.Xor(second, sign), ref Unsafe.Add(ref word, 48));
            }
        }
    }

    /// <summary>Φ⁻¹ of each word's uniform variate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inverse<TLanes, TF, TI>(Span<uint> words)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        for (int lane = 0; lane < words.Length; lane += TLanes.Width)
        {
            ref uint word = ref words[lane];
            TLanes.Store(TLanes.AsInt(VectorMath.InverseNormal<TLanes, TF, TI>(TLanes.Load(in word))), ref word);
        }
    }
}
