using System.Buffers.Binary;
using System.Numerics;

namespace CarbonLca.Formats.Parquet;

/// <summary>The raw Snappy format, from its published description (<c>format_description.txt</c>, 2011-10-05).</summary>
/// <remarks>
/// The length of the content as a varint, then elements. The two low bits of an element's first byte say what it is: 0 literal bytes,
/// 1 a copy of 4 to 11 bytes from up to 2¹¹ − 1 bytes back, 2 a copy of 1 to 64 bytes with a 16-bit distance, 3 the same with 32 bits.
/// </remarks>
internal static class Snappy
{
    private const int HashBits = 14;
    private const int ShortestMatch = 4;
    private const int LongestCopy = 64;
    private const int FarthestMatch = ushort.MaxValue;

    /// <summary>No element makes more of its bytes than a copy of 64 from three.</summary>
    public const int MostExpansion = 22;

    /// <summary>The most bytes that compressing takes.</summary>
    public static int MostCompressed(int length) => checked(length + (length / 6) + 32);

    /// <summary>Expands bytes into a target of exactly their length.</summary>
    /// <returns>False when the bytes are not Snappy, or expand to another length.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int read = 0;
        ulong length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (read == source.Length || shift > 28) return false;
            byte b = source[read++];
            length |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) break;
        }

        if (length != (ulong)target.Length) return false;
        int written = 0;
        while (read < source.Length)
        {
            int tag = source[read++];
            if ((tag & 3) == 0)
            {
                long count = tag >> 2;
                if (count >= 60)
                {
                    int extra = (int)count - 59;
                    if (source.Length - read < extra) return false;
                    count = 0;
                    for (int i = 0; i < extra; i++) count |= (long)source[read + i] << (8 * i);
                    read += extra;
                }

                count++;
                if (count > source.Length - read || count > target.Length - written) return false;
                source.Slice(read, (int)count).CopyTo(target[written..]);
                read += (int)count;
                written += (int)count;
                continue;
            }

            int bytes;
            long back;
            int distanceBytes = (tag & 3) == 3 ? 4 : tag & 3;
            if (source.Length - read < distanceBytes) return false;
            if ((tag & 3) == 1)
            {
                bytes = ((tag >> 2) & 7) + 4;
                back = ((tag >> 5) << 8) | source[read];
            }
            else
            {
                bytes = (tag >> 2) + 1;
                back = distanceBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(source[read..]) : BinaryPrimitives.ReadUInt32LittleEndian(source[read..]);
            }

            read += distanceBytes;
            if (back == 0 || back > written || bytes > target.Length - written) return false;
            Span<byte> copy = target.Slice(written, bytes);
            ReadOnlySpan<byte> from = target[(written - (int)back)..];
            if (back >= bytes) from[..bytes].CopyTo(copy);
            else for (int i = 0; i < bytes; i++) copy[i] = from[i];
            written += bytes;
        }

        return written == target.Length;
    }

    /// <summary>Compresses bytes: greedy matches of four bytes or more, found by a table of the last place each four bytes hashed to.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="target">At least <see cref="MostCompressed"/> bytes.</param>
    /// <returns>The bytes written; the same for the same source.</returns>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        uint rest = (uint)source.Length;
        for (; rest >= 0x80; rest >>= 7) target[written++] = (byte)(rest | 0x80);
        target[written++] = (byte)rest;

        int[] last = new int[1 << HashBits];
        int literal = 0;
        int at = 1;
        int misses = 0;
        while (at <= source.Length - ShortestMatch)
        {
            uint four = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            ref int slot = ref last[(four * 0x9E3779B1u) >> (32 - HashBits)];
            int candidate = slot;
            slot = at;
            if (at - candidate > FarthestMatch || BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != four)
            {
                // Where nothing matches for long, look less often.
                at += 1 + (misses++ >> 5);
                continue;
            }

            misses = 0;
            if (literal < at) written += Literal(source[literal..at], target[written..]);
            int length = ShortestMatch + source[(at + ShortestMatch)..].CommonPrefixLength(source[(candidate + ShortestMatch)..]);
            written += Copy(at - candidate, length, target[written..]);
            at += length;
            literal = at;
        }

        if (literal < source.Length) written += Literal(source[literal..], target[written..]);
        return written;
    }

    private static int Literal(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        uint count = (uint)bytes.Length - 1;
        int head = 1;
        if (count < 60)
        {
            target[0] = (byte)(count << 2);
        }
        else
        {
            int extra = (39 - BitOperations.LeadingZeroCount(count)) / 8;
            target[0] = (byte)((59 + extra) << 2);
            for (int i = 0; i < extra; i++) target[head++] = (byte)(count >> (8 * i));
        }

        bytes.CopyTo(target[head..]);
        return head + bytes.Length;
    }

    private static int Copy(int distance, int length, Span<byte> target)
    {
        int written = 0;
        while (length > 0)
        {
            // Leave four bytes or more for the last copy, the shortest that the short form can say.
            int count = length <= LongestCopy ? length : Math.Min(LongestCopy, length - ShortestMatch);
            if (count is >= 4 and <= 11 && distance < 2048)
            {
                target[written++] = (byte)(1 | ((count - 4) << 2) | ((distance >> 8) << 5));
                target[written++] = (byte)distance;
            }
            else
            {
                target[written++] = (byte)(2 | ((count - 1) << 2));
                BinaryPrimitives.WriteUInt16LittleEndian(target[written..], (ushort)distance);
                written += sizeof(ushort);
            }

            length -= count;
        }

        return written;
    }
}
