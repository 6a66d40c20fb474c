using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Formats.Arrow;

/// <summary>Reads Arrow IPC files and streams. Columns are views of the bytes given; nothing is copied.</summary>
/// <remarks>
/// <para>Read: metadata versions 4 and 5, little-endian, uncompressed; bool, signed and unsigned integers of 8 to 64 bits, float32,
/// float64, date32, timestamp, utf8, dictionary&lt;int32, utf8&gt;; missing values; any number of batches; dictionaries that a stream
/// replaces. Everything else is refused by name: compression, nested types, other types, delta dictionaries, extension types.</para>
/// <para>Everything is validated here, once: hostile bytes end in a refusal, never in a wrong read. Memory used beyond the bytes given
/// is in proportion to them.</para>
/// </remarks>
public static class ArrowReader
{
    /// <summary>Reads an IPC file or stream, whichever the bytes are.</summary>
    /// <param name="bytes">The whole file; must not change as long as its columns are used.</param>
    /// <param name="name">What people call it.</param>
    /// <exception cref="InputRefusedException">Damaged, truncated, or it uses what this version does not read.</exception>
    /// <exception cref="LimitExceededException">A buffer exceeds 2 GiB, or the metadata expand beyond measure.</exception>
    public static ColumnBatches Read(ReadOnlyMemory<byte> bytes, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Read(new ByteRegion(bytes), name);
    }

    /// <summary>Whether bytes begin as an Arrow IPC file does.</summary>
    public static bool IsFile(ReadOnlySpan<byte> head) => head.StartsWith(ArrowNumbers.Magic);

    internal static ColumnBatches Read(MappedMemory mapped, string name) => Read(new ByteRegion(mapped), name);

    private static ColumnBatches Read(ByteRegion bytes, string name)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Arrow columns are little-endian; this machine is big-endian.");
        ArrowFaults faults = new(name);
        if (bytes.Length == 0) throw faults.Truncated(new("The file is empty.", "文件为空。"));
        ReadOnlySpan<byte> head = bytes.Slice(0, (int)Math.Min(bytes.Length, ArrowNumbers.MessagePrefix)).Span;
        if (IsFile(head)) return new ArrowFileReader(bytes, faults).Read();
        if (head.Length < ArrowNumbers.MessagePrefix)
        {
            if (ArrowNumbers.Magic.StartsWith(head) || head.IndexOfAnyExcept(byte.MaxValue) is < 0 or > 3) throw faults.Truncated(new("The file ends within its first message.", "文件在第一条消息中即已中断。"));
            throw faults.NotArrow();
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(head) != ArrowNumbers.Continuation) throw faults.NotArrow();
        return new ArrowStreamReader(bytes, faults).Read();
    }
}
