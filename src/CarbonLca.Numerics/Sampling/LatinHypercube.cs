using System.Numerics;
using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Which stratum each sample of a parameter falls into: a permutation of 0 … n - 1 that is a pure function.</summary>
/// <remarks>
/// An eight-round Feistel network on the smallest even number of bits that holds n - 1, its round keys drawn for the seed and
/// the parameter, walked along its cycle until it lands below n (Black &amp; Rogaway 2002, Ciphers with arbitrary finite
/// domains): fewer than four steps on average, no table.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct LatinHypercube
{
    private readonly PhiloxBlock _first;
    private readonly PhiloxBlock _second;
    private readonly int _halfBits;

    private LatinHypercube(PhiloxBlock first, PhiloxBlock second, int halfBits, long count)
    {
        _first = first;
        _second = second;
        _halfBits = halfBits;
        Count = count;
    }

    /// <summary>Number of strata, n.</summary>
    public long Count { get; }

    /// <summary>The permutation of a parameter.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="key">The parameter.</param>
    /// <param name="count">Number of samples and strata, 1 to 2³⁰.</param>
    public static LatinHypercube Of(long seed, ParameterKey key, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, SamplingOptions.MaxLatinHypercubeSamples);
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)(count - 1));
        int halfBits = Math.Max(1, (bits + 1) / 2);
        return new LatinHypercube(
            Philox4x32.Draw(seed, 0, key, DrawComponent.Permutation),
            Philox4x32.Draw(seed, 1, key, DrawComponent.Permutation),
            halfBits,
            count);
    }

    /// <summary>The stratum of a sample, 0 to n - 1; sample n + k takes the stratum of sample k.</summary>
    /// <param name="sample">The number of the sample; not negative.</param>
    public long Stratum(long sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        uint value = (uint)(sample % Count);
        do
            value = Encrypt(value);
        while (value >= Count);
        return value;
    }

    /// <summary>The random word whose uniform variate (word + ½)·2⁻³² lies in the stratum of a sample.</summary>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="word">The sample's independent word, which decides the place within the stratum.</param>
    internal uint Word(long sample, uint word)
    {
        ulong stratum = (ulong)Stratum(sample);
        ulong count = (ulong)Count;
        ulong inside = ((stratum << 32) | word) / count;
        // The variate is the middle of its cell; a cell cut by a border belongs to the stratum that holds the middle.
        if (((2 * inside) + 1) * count < stratum << 33)
            inside++;
        else if (((2 * inside) + 1) * count >= (stratum + 1) << 33)
            inside--;
        return (uint)inside;
    }

    /// <summary>The random word whose variate is closest to (stratum + 1)/(n + 1).</summary>
    internal uint CentredWord(long sample) => (uint)((((ulong)Stratum(sample) + 1) << 32) / ((ulong)Count + 1));

    private uint Encrypt(uint value)
    {
        uint mask = (1u << _halfBits) - 1;
        uint left = value >> _halfBits;
        uint right = value & mask;
        for (int round = 0; round < 8; round++)
        {
            uint key = round < 4 ? _first[round] : _second[round];
            (left, right) = (right, left ^ (Mix(right ^ key) & mask));
        }
        return (left << _halfBits) | right;
    }

    /// <summary>The finaliser of MurmurHash3 (A. Appleby, public domain): every output bit depends on every input bit.</summary>
    private static uint Mix(uint h)
    {
        unchecked
        {
            h ^= h >> 16;
            h *= 0x85EBCA6B;
            h ^= h >> 13;
            h *= 0xC2B2AE35;
            return h ^ (h >> 16);
        }
    }
}
