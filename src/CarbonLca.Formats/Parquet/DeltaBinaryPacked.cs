namespace CarbonLca.Formats.Parquet;

/// <summary>DELTA_BINARY_PACKED: differences between neighbours, in blocks with a least difference and packed excesses over it.</summary>
internal static class DeltaBinaryPacked
{
    private const int LargestBlock = 1 << 20;

    /// <summary>Reads values; sums wrap around, as the encoding defines.</summary>
    /// <returns>False when the bytes end early, contradict themselves, or hold another number of values.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Span<long> values)
    {
        int read = 0;
        if (!VarInt(bytes, ref read, out ulong blockSize) || !VarInt(bytes, ref read, out ulong miniblocks)
            || !VarInt(bytes, ref read, out ulong total) || !VarInt(bytes, ref read, out ulong first)) return false;
        if (blockSize is 0 or > LargestBlock || miniblocks == 0 || miniblocks > blockSize || blockSize % miniblocks != 0 || total != (ulong)values.Length) return false;
        int perMini = (int)(blockSize / miniblocks);
        if (perMini % 8 != 0) return false;
        if (values.IsEmpty) return true;
        long current = ZigZag(first);
        values[0] = current;
        int done = 1;
        ulong[] excess = new ulong[Math.Min(perMini, values.Length)];
        while (done < values.Length)
        {
            if (!VarInt(bytes, ref read, out ulong least) || bytes.Length - read < (int)miniblocks) return false;
            ReadOnlySpan<byte> widths = bytes.Slice(read, (int)miniblocks);
            read += (int)miniblocks;
            long leastDelta = ZigZag(least);
            foreach (byte width in widths)
            {
                if (done == values.Length) break;
                if (width > 64) return false;
                int count = Math.Min(perMini, values.Length - done);
                if (BitPacking.Bytes(count, width) > bytes.Length - read) return false;
                Span<ulong> part = excess.AsSpan(0, count);
                BitPacking.Unpack(bytes[read..], width, part);
                foreach (ulong e in part)
                {
                    current = unchecked(current + leastDelta + (long)e);
                    values[done++] = current;
                }

                read = (int)Math.Min(bytes.Length, read + BitPacking.Bytes(perMini, width));
            }
        }

        return true;
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static bool VarInt(ReadOnlySpan<byte> bytes, ref int read, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (read >= bytes.Length) return false;
            byte b = bytes[read++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return true;
        }

        return false;
    }
}
