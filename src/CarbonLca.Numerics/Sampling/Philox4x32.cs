using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Four random 32-bit words, the value of one block of <see cref="Philox4x32"/>.</summary>
/// <param name="Word0">First word.</param>
/// <param name="Word1">Second word.</param>
/// <param name="Word2">Third word.</param>
/// <param name="Word3">Fourth word.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PhiloxBlock(uint Word0, uint Word1, uint Word2, uint Word3)
{
    /// <summary>One of the four words.</summary>
    /// <param name="index">0 to 3; only its two low bits count.</param>
    public uint this[int index] => (index & 3) switch
    {
        0 => Word0,
        1 => Word1,
        2 => Word2,
        _ => Word3,
    };
}

/// <summary>Philox-4×32-10: random numbers as a pure function of a key and a counter.</summary>
/// <remarks>
/// <para>
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11,
/// doi:10.1145/2063384.2063405. Ten rounds of two 32×32-bit multiplications; multipliers D2511F53 and CD9E8D57, key increments
/// 9E3779B9 and BB67AE85. No state, so no order: whoever asks for a draw, whenever, gets the same bits.
/// </para>
/// <para>
/// How this library fills the counter: word 0 is the sample number divided by four (the four words of a block are four consecutive
/// samples), word 1 the stream (upper 24 bits) and the component of the draw (lower 8), words 2 and 3 the identity of the
/// parameter. The key is the seed: its low and high half; negative seeds in two's complement, so all 2⁶⁴ seeds differ.
/// </para>
/// </remarks>
public static class Philox4x32
{
    internal const int Rounds = 10;
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Increment0 = 0x9E3779B9;
    internal const uint Increment1 = 0xBB67AE85;

    /// <summary>The four words that belong to a key and a counter.</summary>
    /// <param name="key">The key; its low half is key word 0.</param>
    /// <param name="counter0">Counter word 0.</param>
    /// <param name="counter1">Counter word 1.</param>
    /// <param name="counter2">Counter word 2.</param>
    /// <param name="counter3">Counter word 3.</param>
    public static PhiloxBlock Block(ulong key, uint counter0, uint counter1, uint counter2, uint counter3)
    {
        unchecked
        {
            uint key0 = (uint)key;
            uint key1 = (uint)(key >> 32);
            for (int round = 0; round < Rounds; round++)
            {
                ulong product0 = (ulong)Multiplier0 * counter0;
                ulong product1 = (ulong)Multiplier1 * counter2;
                counter0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
                counter2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
                counter1 = (uint)product1;
                counter3 = (uint)product0;
                key0 += Increment0;
                key1 += Increment1;
            }
            return new PhiloxBlock(counter0, counter1, counter2, counter3);
        }
    }

    /// <summary>The words of four consecutive samples of a parameter.</summary>
    /// <param name="seed">Any of the 2⁶⁴ seeds.</param>
    /// <param name="quarter">The sample number divided by four.</param>
    /// <param name="key">The parameter.</param>
    /// <param name="component">Which of its draws.</param>
    internal static PhiloxBlock Draw(long seed, uint quarter, ParameterKey key, DrawComponent component)
        => Block(unchecked((ulong)seed), quarter, (key.Stream << 8) | (uint)component, (uint)key.Identity, (uint)(key.Identity >> 32));
}

/// <summary>What a draw of a parameter is for; keeps its draws independent of one another.</summary>
internal enum DrawComponent : byte
{
    /// <summary>The value itself.</summary>
    Value = 0,

    /// <summary>The keys of the permutation of Latin hypercube strata.</summary>
    Permutation = 1,
}
