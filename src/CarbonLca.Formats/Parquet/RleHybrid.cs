using System.Numerics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Parquet;

/// <summary>The run-length / bit-packing hybrid: runs of one value, and runs of groups of eight packed values.</summary>
/// <remarks>A run begins with a varint: even, half of it repetitions of the value that follows; odd, half of it groups of eight.</remarks>
internal static class RleHybrid
{
    private const int Group = 8;

    /// <summary>Bits that every value up to <paramref name="highest"/> fits.</summary>
    public static int WidthFor(int highest) => 32 - BitOperations.LeadingZeroCount((uint)highest);

    /// <summary>Reads values.</summary>
    /// <returns>False when the bytes end early or a run is not whole.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int width, Span<int> values)
    {
        RunReader runs = new(bytes, width);
        int done = 0;
        while (done < values.Length)
        {
            if (!runs.Next()) return false;
            int count = (int)Math.Min(runs.Count, values.Length - done);
            if (runs.IsPacked)
            {
                if (BitPacking.Bytes(count, width) > runs.Packed.Length) return false;
                BitPacking.Unpack(runs.Packed, width, values.Slice(done, count));
            }
            else
            {
                values.Slice(done, count).Fill(runs.Value);
            }

            done += count;
        }

        return true;
    }

    /// <summary>Reads values of one bit into a bitmap whose bits are clear.</summary>
    /// <returns>False when the bytes end early or a run is not whole.</returns>
    public static bool TryReadBits(ReadOnlySpan<byte> bytes, Span<byte> bitmap, int start, int total)
    {
        RunReader runs = new(bytes, 1);
        int done = 0;
        while (done < total)
        {
            if (!runs.Next()) return false;
            int count = (int)Math.Min(runs.Count, total - done);
            if (runs.IsPacked)
            {
                if (Bits.Bytes(count) > runs.Packed.Length) return false;
                Bits.Copy(runs.Packed, 0, bitmap, start + done, count);
            }
            else
            {
                if (runs.Value is not (0 or 1)) return false;
                if (runs.Value == 1) Bits.Fill(bitmap, start + done, count);
            }

            done += count;
        }

        return true;
    }

    /// <summary>Writes values.</summary>
    public static void Write(MemoryStream target, int width, ReadOnlySpan<int> values)
    {
        Span<byte> packed = stackalloc byte[Group * sizeof(int)];
        Span<int> group = stackalloc int[Group];
        int start = 0;
        while (start < values.Length)
        {
            int run = RunLength(values[start..]);
            if (run >= Group || start + run == values.Length)
            {
                PutVarInt(target, (uint)run << 1);
                uint value = (uint)values[start];
                for (int i = 0; i < (width + 7) / 8; i++) target.WriteByte((byte)(value >> (8 * i)));
                start += run;
                continue;
            }

            // Packed groups up to the next run of eight or more.
            int end = start;
            while (end < values.Length && RunLength(values[end..]) < Group) end = Math.Min(values.Length, end + Group);
            int groups = (end - start + Group - 1) / Group;
            PutVarInt(target, ((uint)groups << 1) | 1);
            for (int g = 0; g < groups; g++)
            {
                group.Clear();
                int from = start + (g * Group);
                values[from..Math.Min(end, from + Group)].CopyTo(group);
                target.Write(packed[..BitPacking.PackEight(group, width, packed)]);
            }

            start = end;
        }
    }

    // How often the first value repeats.
    private static int RunLength(ReadOnlySpan<int> values)
    {
        int other = values.IndexOfAnyExcept(values[0]);
        return other < 0 ? values.Length : other;
    }

    private static void PutVarInt(MemoryStream target, uint value)
    {
        for (; value >= 0x80; value >>= 7) target.WriteByte((byte)(value | 0x80));
        target.WriteByte((byte)value);
    }

    private ref struct RunReader(ReadOnlySpan<byte> bytes, int width)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public bool IsPacked { get; private set; }

        public long Count { get; private set; }

        public int Value { get; private set; }

        public ReadOnlySpan<byte> Packed { get; private set; }

        public bool Next()
        {
            uint header = 0;
            for (int shift = 0; ; shift += 7)
            {
                if (_rest.IsEmpty || shift > 28) return false;
                byte b = _rest[0];
                _rest = _rest[1..];
                header |= (uint)(b & 0x7F) << shift;
                if (b < 0x80) break;
            }

            IsPacked = (header & 1) != 0;
            if (IsPacked)
            {
                Count = (long)(header >> 1) * Group;

                // The last run may leave out bytes behind its last value.
                int taken = (int)Math.Min(BitPacking.Bytes(Count, width), _rest.Length);
                Packed = _rest[..taken];
                _rest = _rest[taken..];
                return Count > 0;
            }

            Count = header >> 1;
            int valueBytes = (width + 7) / 8;
            if (_rest.Length < valueBytes) return false;
            uint value = 0;
            for (int i = 0; i < valueBytes; i++) value |= (uint)_rest[i] << (8 * i);
            Value = (int)value;
            _rest = _rest[valueBytes..];
            return Count > 0;
        }
    }
}
