using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Random words for many parameters, sixteen Philox blocks (a unit) at a time.</summary>
/// <remarks>
/// <para>Whose block a lane is, is said by <see cref="ISampleShape"/>. The words of a unit stand as [w][lane].</para>
/// <para>
/// The vector paths keep even and odd lanes in separate vectors of 64-bit lanes: a 32×32-bit multiplication reads only the low half
/// of each, so the high halves may hold anything and a round needs no shuffles. The product of the sample number in the first
/// round is the same for all parameters and is taken out of the loop.
/// </para>
/// </remarks>
internal static class PhiloxWords
{
    /// <summary>Words of one unit.</summary>
    public const int WordsPerUnit = 64;

    /// <summary>Fills the words of consecutive units.</summary>
    /// <param name="path">A resolved path.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="firstQuarter">The number of the first sample divided by four.</param>
    /// <param name="stream">Counter word 1 of each parameter.</param>
    /// <param name="identityLow">Counter word 2 of each parameter.</param>
    /// <param name="identityHigh">Counter word 3 of each parameter.</param>
    /// <param name="words">Sixty-four words for each unit.</param>
    public static void Fill<TShape>(SimdPath path, long seed, uint firstQuarter, ReadOnlySpan<uint> stream, ReadOnlySpan<uint> identityLow, ReadOnlySpan<uint> identityHigh, Span<uint> words)
        where TShape : ISampleShape
    {
        if (identityLow.Length != stream.Length || identityHigh.Length != stream.Length || stream.Length % TShape.Parameters != 0 || words.Length != stream.Length / TShape.Parameters * WordsPerUnit)
            throw new ArgumentException($"Columns of {stream.Length}, {identityLow.Length} and {identityHigh.Length} parameters with {words.Length} words; expected equal multiples of {TShape.Parameters} and {TShape.Samples} words each.", nameof(words));
        switch (path)
        {
            case SimdPath.Vector512:
                Fill512<TShape>(seed, firstQuarter, stream, identityLow, identityHigh, words);
                break;
            case SimdPath.Vector256:
                Fill256<TShape>(seed, firstQuarter, stream, identityLow, identityHigh, words);
                break;
            default:
                Reference<TShape>(seed, firstQuarter, stream, identityLow, identityHigh, words);
                break;
        }
    }

    /// <summary>The definition.</summary>
    internal static void Reference<TShape>(long seed, uint firstQuarter, ReadOnlySpan<uint> stream, ReadOnlySpan<uint> identityLow, ReadOnlySpan<uint> identityHigh, Span<uint> words)
        where TShape : ISampleShape
    {
        for (int parameter = 0; parameter < stream.Length; parameter++)
        {
            for (int q = 0; q < TShape.Samples / 4; q++)
            {
                PhiloxBlock block = Philox4x32.Block(unchecked((ulong)seed), unchecked(firstQuarter + (uint)q), stream[parameter], identityLow[parameter], identityHigh[parameter]);
                Span<uint> lane = words.Slice(TShape.WordIndex(parameter, 4 * q));
                lane[0] = block.Word0;
                lane[16] = block.Word1;
                lane[32] = block.Word2;
                lane[48] = block.Word3;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill512<TShape>(long seed, uint firstQuarter, ReadOnlySpan<uint> stream, ReadOnlySpan<uint> identityLow, ReadOnlySpan<uint> identityHigh, Span<uint> words)
        where TShape : ISampleShape
    {
        KeySchedule512 schedule = default;
        Vector512<uint> key0 = Vector512.Create(unchecked((uint)seed));
        Vector512<uint> key1 = Vector512.Create(unchecked((uint)(seed >> 32)));
        for (int round = 0; round < Philox4x32.Rounds; round++)
        {
            schedule[2 * round] = key0.AsUInt64();
            schedule[(2 * round) + 1] = key1.AsUInt64();
            key0 += Vector512.Create(Philox4x32.Increment0);
            key1 += Vector512.Create(Philox4x32.Increment1);
        }
        Vector512<uint> multiplier0 = Vector512.Create(Philox4x32.Multiplier0);
        Vector512<uint> multiplier1 = Vector512.Create(Philox4x32.Multiplier1);
        Vector512<uint> quarters = Vector512.Create(firstQuarter) + TShape.Quarters;
        Vector512<ulong> quarterEven = Avx512F.Multiply(multiplier0, quarters);
        Vector512<ulong> quarterOdd = Avx512F.Multiply(multiplier0, (quarters.AsUInt64() >>> 32).AsUInt32());

        Vector512<ulong> key0First = schedule[0];
        Vector512<ulong> key1First = schedule[1];
        ref uint destination = ref words[0];
        int first = 0;
        // Two units at a time: one alone is a chain of multiplications that leaves the units waiting.
        for (; first + TShape.Parameters < stream.Length; first += 2 * TShape.Parameters)
        {
            ref readonly uint streamA = ref stream[first];
            ref readonly uint lowA = ref identityLow[first];
            ref readonly uint highA = ref identityHigh[first];
            ref readonly uint streamB = ref stream[first + TShape.Parameters];
            ref readonly uint lowB = ref identityLow[first + TShape.Parameters];
            ref readonly uint highB = ref identityHigh[first + TShape.Parameters];
            Counters512 evenA = Counters512.First(multiplier1, quarterEven, Even512<TShape>(in streamA), Even512<TShape>(in lowA), Even512<TShape>(in highA), key0First, key1First);
            Counters512 oddA = Counters512.First(multiplier1, quarterOdd, Odd512<TShape>(in streamA), Odd512<TShape>(in lowA), Odd512<TShape>(in highA), key0First, key1First);
            Counters512 evenB = Counters512.First(multiplier1, quarterEven, Even512<TShape>(in streamB), Even512<TShape>(in lowB), Even512<TShape>(in highB), key0First, key1First);
            Counters512 oddB = Counters512.First(multiplier1, quarterOdd, Odd512<TShape>(in streamB), Odd512<TShape>(in lowB), Odd512<TShape>(in highB), key0First, key1First);
            for (int round = 2; round < 2 * Philox4x32.Rounds; round += 2)
            {
                Vector512<ulong> key0OfRound = schedule[round];
                Vector512<ulong> key1OfRound = schedule[round + 1];
                evenA.Round(multiplier0, multiplier1, key0OfRound, key1OfRound);
                oddA.Round(multiplier0, multiplier1, key0OfRound, key1OfRound);
                evenB.Round(multiplier0, multiplier1, key0OfRound, key1OfRound);
                oddB.Round(multiplier0, multiplier1, key0OfRound, key1OfRound);
            }
            evenA.StoreWith(oddA, ref Unsafe.Add(ref destination, first / TShape.Parameters * WordsPerUnit));
            evenB.StoreWith(oddB, ref Unsafe.Add(ref destination, ((first / TShape.Parameters) + 1) * WordsPerUnit));
        }
        if (first < stream.Length)
        {
            Counters512 even = Counters512.First(multiplier1, quarterEven, Even512<TShape>(in stream[first]), Even512<TShape>(in identityLow[first]), Even512<TShape>(in identityHigh[first]), key0First, key1First);
            Counters512 odd = Counters512.First(multiplier1, quarterOdd, Odd512<TShape>(in stream[first]), Odd512<TShape>(in identityLow[first]), Odd512<TShape>(in identityHigh[first]), key0First, key1First);
            for (int round = 2; round < 2 * Philox4x32.Rounds; round += 2)
            {
                even.Round(multiplier0, multiplier1, schedule[round], schedule[round + 1]);
                odd.Round(multiplier0, multiplier1, schedule[round], schedule[round + 1]);
            }
            even.StoreWith(odd, ref Unsafe.Add(ref destination, first / TShape.Parameters * WordsPerUnit));
        }
    }

    /// <summary>The four counter words of eight lanes, in the low halves of 64-bit lanes.</summary>
    private struct Counters512
    {
        private Vector512<ulong> _word0;
        private Vector512<ulong> _word1;
        private Vector512<ulong> _word2;
        private Vector512<ulong> _word3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Counters512 First(Vector512<uint> multiplier1, Vector512<ulong> product0, Vector512<ulong> counter1, Vector512<ulong> counter2, Vector512<ulong> counter3, Vector512<ulong> key0, Vector512<ulong> key1)
        {
            Vector512<ulong> product1 = Avx512F.Multiply(multiplier1, counter2.AsUInt32());
            Counters512 counters;
            counters._word0 = Xor512(product1 >>> 32, counter1, key0);
            counters._word1 = product1;
            counters._word2 = Xor512(product0 >>> 32, counter3, key1);
            counters._word3 = product0;
            return counters;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Round(Vector512<uint> multiplier0, Vector512<uint> multiplier1, Vector512<ulong> key0, Vector512<ulong> key1)
        {
            Vector512<ulong> product0 = Avx512F.Multiply(multiplier0, _word0.AsUInt32());
            Vector512<ulong> product1 = Avx512F.Multiply(multiplier1, _word2.AsUInt32());
            _word0 = Xor512(product1 >>> 32, _word1, key0);
            _word2 = Xor512(product0 >>> 32, _word3, key1);
            _word1 = product1;
            _word3 = product0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void StoreWith(Counters512 odd, ref uint quad)
        {
            Join512(_word0, odd._word0).StoreUnsafe(ref quad);
            Join512(_word1, odd._word1).StoreUnsafe(ref quad, 16);
            Join512(_word2, odd._word2).StoreUnsafe(ref quad, 32);
            Join512(_word3, odd._word3).StoreUnsafe(ref quad, 48);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<uint> Join512(Vector512<ulong> even, Vector512<ulong> odd)
            => Vector512.ConditionalSelect(Vector512.Create(0x00000000FFFFFFFFul).AsUInt32(), even.AsUInt32(), (odd << 32).AsUInt32());
    }

    /// <summary>A counter word of the sixteen lanes; 64-bit lanes see those of even lanes in their low halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Even512<TShape>(ref readonly uint column)
        where TShape : ISampleShape => TShape.Load512(in column).AsUInt64();

    /// <summary>The same with the odd lanes in the low halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Odd512<TShape>(ref readonly uint column)
        where TShape : ISampleShape => TShape.Load512(in column).AsUInt64() >>> 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Xor512(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c)
        => Avx512F.TernaryLogic(a, b, c, 0x96);      // 0x96: the truth table of a ^ b ^ c

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill256<TShape>(long seed, uint firstQuarter, ReadOnlySpan<uint> stream, ReadOnlySpan<uint> identityLow, ReadOnlySpan<uint> identityHigh, Span<uint> words)
        where TShape : ISampleShape
    {
        Vector256<uint> multiplier0 = Vector256.Create(Philox4x32.Multiplier0);
        Vector256<uint> multiplier1 = Vector256.Create(Philox4x32.Multiplier1);
        ref uint streams = ref Unsafe.AsRef(in stream[0]);
        ref uint lows = ref Unsafe.AsRef(in identityLow[0]);
        ref uint highs = ref Unsafe.AsRef(in identityHigh[0]);
        ref uint destination = ref words[0];
        Vector512<uint> quarters = Vector512.Create(firstQuarter) + TShape.Quarters;
        for (int first = 0; first < stream.Length; first += TShape.Parameters)
        {
            for (int half = 0; half < 2; half++)
            {
                Vector256<ulong> e0 = (half == 0 ? quarters.GetLower() : quarters.GetUpper()).AsUInt64();
                Vector256<ulong> e1 = TShape.Load256(ref Unsafe.Add(ref streams, first), half).AsUInt64();
                Vector256<ulong> e2 = TShape.Load256(ref Unsafe.Add(ref lows, first), half).AsUInt64();
                Vector256<ulong> e3 = TShape.Load256(ref Unsafe.Add(ref highs, first), half).AsUInt64();
                Vector256<ulong> o0 = e0 >>> 32;
                Vector256<ulong> o1 = e1 >>> 32;
                Vector256<ulong> o2 = e2 >>> 32;
                Vector256<ulong> o3 = e3 >>> 32;
                Vector256<uint> key0 = Vector256.Create(unchecked((uint)seed));
                Vector256<uint> key1 = Vector256.Create(unchecked((uint)(seed >> 32)));
                for (int round = 0; round < Philox4x32.Rounds; round++)
                {
                    Vector256<ulong> even0 = Avx2.Multiply(multiplier0, e0.AsUInt32());
                    Vector256<ulong> even1 = Avx2.Multiply(multiplier1, e2.AsUInt32());
                    Vector256<ulong> odd0 = Avx2.Multiply(multiplier0, o0.AsUInt32());
                    Vector256<ulong> odd1 = Avx2.Multiply(multiplier1, o2.AsUInt32());
                    e0 = (even1 >>> 32) ^ e1 ^ key0.AsUInt64();
                    e2 = (even0 >>> 32) ^ e3 ^ key1.AsUInt64();
                    e1 = even1;
                    e3 = even0;
                    o0 = (odd1 >>> 32) ^ o1 ^ key0.AsUInt64();
                    o2 = (odd0 >>> 32) ^ o3 ^ key1.AsUInt64();
                    o1 = odd1;
                    o3 = odd0;
                    key0 += Vector256.Create(Philox4x32.Increment0);
                    key1 += Vector256.Create(Philox4x32.Increment1);
                }
                ref uint quad = ref Unsafe.Add(ref destination, (first / TShape.Parameters * WordsPerUnit) + (half * 8));
                Join256(e0, o0).StoreUnsafe(ref quad);
                Join256(e1, o1).StoreUnsafe(ref quad, 16);
                Join256(e2, o2).StoreUnsafe(ref quad, 32);
                Join256(e3, o3).StoreUnsafe(ref quad, 48);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Join256(Vector256<ulong> even, Vector256<ulong> odd)
        => Avx2.Blend(even.AsUInt32(), (odd << 32).AsUInt32(), 0b10101010);

    [InlineArray(2 * Philox4x32.Rounds)]
    private struct KeySchedule512
    {
        private Vector512<ulong> _first;
    }
}
