using System.Buffers.Binary;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;

namespace CarbonLca.Formats.Arrow;

/// <summary>One encapsulated message: its header table and where its body lies.</summary>
/// <param name="Where">What it is, for messages.</param>
/// <param name="Kind">Which header it has.</param>
/// <param name="Header">The header.</param>
/// <param name="BodyStart">Where the body begins in the file.</param>
/// <param name="BodyLength">The bytes of the body.</param>
internal readonly record struct ArrowMessage(Wording Where, byte Kind, FlatTable Header, long BodyStart, long BodyLength)
{
    /// <summary>Reads the message at a place.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="faults">Makes the refusals.</param>
    /// <param name="start">Where it begins; eight bytes are there.</param>
    /// <param name="end">Where the part of the file that holds messages ends.</param>
    /// <returns>The message; null for the mark of the end of a stream.</returns>
    public static ArrowMessage? Read(ByteRegion bytes, ArrowFaults faults, long start, long end)
    {
        Wording where = new($"The message at byte {start}", $"第 {start} 字节处的消息");
        ReadOnlySpan<byte> prefix = bytes.Slice(start, ArrowNumbers.MessagePrefix).Span;
        if (BinaryPrimitives.ReadInt32LittleEndian(prefix) != ArrowNumbers.Continuation)
            throw faults.Damaged(where, new("it does not begin with 0xFFFFFFFF, as every message since Arrow 0.15 does.", "它不以 0xFFFFFFFF 开头（Arrow 0.15 起的消息均以此开头）。"));
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix[sizeof(int)..]);
        if (length == 0) return null;
        long bodyStart = start + ArrowNumbers.MessagePrefix + length;
        if (length < 0) throw faults.Damaged(where, new($"its length is {length}.", $"其长度为 {length}。"));
        if (bodyStart > end) throw faults.Truncated(new($"The message at byte {start} has {length} bytes of metadata, more than follow.", $"第 {start} 字节处的消息有 {length} 字节元数据，超过剩余的字节数。"));

        FlatTable message = new FlatBuffer(bytes.Slice(start + ArrowNumbers.MessagePrefix, length), faults, where).Root();
        RequireVersion(message.Int16(0), faults);
        long bodyLength = message.Int64(3);
        if (bodyLength < 0) throw faults.Damaged(where, new($"its body has {bodyLength} bytes.", $"其正文长度为 {bodyLength} 字节。"));
        if (bodyLength > end - bodyStart) throw faults.Truncated(new($"The message at byte {start} has a body of {bodyLength} bytes, more than follow.", $"第 {start} 字节处的消息正文有 {bodyLength} 字节，超过剩余的字节数。"));
        if (bodyLength > 0 && bodyStart % sizeof(long) != 0) throw faults.Damaged(where, new("its body is not aligned to 8 bytes.", "其正文未按 8 字节对齐。"));
        if (message.Table(2) is not { } header) throw faults.Damaged(where, new("it has no header.", "它没有头部。"));
        return new ArrowMessage(where, message.Byte(1), header, bodyStart, bodyLength);
    }

    public static void RequireVersion(short version, ArrowFaults faults)
    {
        if (version is ArrowNumbers.VersionV4 or ArrowNumbers.VersionV5) return;
        throw faults.NotSupported(new($"metadata version V{version + 1}", $"元数据版本 V{version + 1}"));
    }
}
