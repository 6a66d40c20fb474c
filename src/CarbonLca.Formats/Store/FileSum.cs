using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonLca.Formats.Store;

/// <summary>A checksum that is as fast as reading memory, so that every opening can afford it.</summary>
/// <remarks>
/// <para>
/// Sixty-four lanes of 32 bits: lane i takes every sixty-fourth little-endian word, l ← rotl(l ⊕ w, 15) · 0x9E3779B1 and then
/// l ← l ⊕ (l ≫ 15); the last block is filled up with zeros. The length and the lanes fold into 64 bits by
/// h ← rotl(h ⊕ l, 29) · 0x9E3779B97F4A7C15, and the sum is h ⊕ (h ≫ 32). Every step is a bijection of what it changes, so damage that
/// stays within one word is always found, other damage but for about one case in 2³².
/// </para>
/// <para>It finds accidents, not forgers: SHA-256 stands beside it for those.</para>
/// </remarks>
internal struct FileSum
{
    private const int Lanes = 64;
    private const int BlockBytes = Lanes * sizeof(uint);
    private const uint Prime = 0x9E3779B1;

    private readonly uint[] _lanes;
    private long _length;

    private FileSum(uint[] lanes) => _lanes = lanes;

    /// <summary>The sum of nothing so far.</summary>
    public static FileSum Start()
    {
        uint[] lanes = new uint[Lanes];
        for (int i = 0; i < Lanes; i++) lanes[i] = Prime * (uint)(i + 1);
        return new FileSum(lanes);
    }

    /// <summary>The sum of some bytes as 16 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        FileSum sum = Start();
        return sum.Finish(bytes);
    }

    /// <summary>Takes more bytes: a multiple of 256 of them.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % BlockBytes != 0) throw new ArgumentException($"{bytes.Length} bytes are no multiple of {BlockBytes}; only the last part may be.", nameof(bytes));
        _length += bytes.Length;
        AppendBlocks(bytes);
    }

    /// <summary>Takes the last bytes, however many, and gives the sum as 16 hexadecimal digits.</summary>
    public string Finish(ReadOnlySpan<byte> rest)
    {
        _length += rest.Length;
        int whole = rest.Length - (rest.Length % BlockBytes);
        AppendBlocks(rest[..whole]);
        if (whole < rest.Length)
        {
            Span<byte> last = stackalloc byte[BlockBytes];
            last.Clear();
            rest[whole..].CopyTo(last);
            AppendBlocks(last);
        }

        ulong hash = (ulong)_length;
        foreach (uint lane in _lanes) hash = BitOperations.RotateLeft(hash ^ lane, 29) * 0x9E3779B97F4A7C15;
        return $"{hash ^ (hash >> 32):x16}";
    }

    // Compiled at once: the first file is the largest one and is looked at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AppendBlocks(ReadOnlySpan<byte> bytes)
    {
        Span<Vector<uint>> lanes = MemoryMarshal.Cast<uint, Vector<uint>>(_lanes.AsSpan());
        Vector<uint> prime = new(Prime);
        for (; bytes.Length > 0; bytes = bytes[BlockBytes..])
        {
            ReadOnlySpan<Vector<uint>> words = MemoryMarshal.Cast<byte, Vector<uint>>(bytes[..BlockBytes]);
            for (int v = 0; v < lanes.Length && v < words.Length; v++)
            {
                Vector<uint> mixed = lanes[v] ^ words[v];
                mixed = ((mixed << 15) | (mixed >>> 17)) * prime;
                lanes[v] = mixed ^ (mixed >>> 15);
            }
        }
    }
}
