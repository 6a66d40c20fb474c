using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tests.Packaging;

/// <summary>One entry as it should stand in an archive, lies included.</summary>
internal sealed record ZipItem(string Name, byte[] Content)
{
    public string? LocalName { get; init; }

    public ushort Method { get; init; } = 8;

    public ushort Flags { get; init; } = 1 << 11;

    public uint Attributes { get; init; }

    public uint? Crc { get; init; }

    public long? ClaimedLength { get; init; }

    public long? ClaimedStored { get; init; }

    public long? ClaimedOffset { get; init; }

    public bool IsZip64 { get; init; }

    public bool IsListedOnly { get; init; }

    public static ZipItem Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}

/// <summary>Writes archives byte by byte, so that every field can be wrong.</summary>
internal static class ZipBuilder
{
    public static byte[] Build(params IEnumerable<ZipItem> items)
    {
        List<byte> bytes = [];
        List<byte> directory = [];
        int count = 0;
        foreach (ZipItem item in items)
        {
            byte[] stored = item.Method == 8 ? Deflate(item.Content) : item.Content;
            uint crc = item.Crc ?? Crc32.Of(item.Content);
            long offset = item.ClaimedOffset ?? bytes.Count;
            if (!item.IsListedOnly) Local(bytes, item, stored, crc);
            Central(directory, item, stored, crc, offset);
            count++;
        }

        int start = bytes.Count;
        bytes.AddRange(directory);
        U32(bytes, 0x06054B50);
        U16(bytes, 0);
        U16(bytes, 0);
        U16(bytes, count);
        U16(bytes, count);
        U32(bytes, directory.Count);
        U32(bytes, start);
        U16(bytes, 0);
        return [.. bytes];
    }

    public static byte[] Deflate(byte[] content)
    {
        using MemoryStream stream = new();
        using (DeflateStream deflater = new(stream, CompressionLevel.SmallestSize)) deflater.Write(content);
        return stream.ToArray();
    }

    public static void Local(List<byte> bytes, ZipItem item, byte[] stored, uint crc)
    {
        byte[] name = Encoding.UTF8.GetBytes(item.LocalName ?? item.Name);
        U32(bytes, 0x04034B50);
        U16(bytes, 20);
        U16(bytes, item.Flags);
        U16(bytes, item.Method);
        U32(bytes, 0);
        U32(bytes, crc);
        U32(bytes, stored.Length);
        U32(bytes, item.Content.Length);
        U16(bytes, name.Length);
        U16(bytes, 0);
        bytes.AddRange(name);
        bytes.AddRange(stored);
    }

    private static void Central(List<byte> bytes, ZipItem item, byte[] stored, uint crc, long offset)
    {
        byte[] name = Encoding.UTF8.GetBytes(item.Name);
        long length = item.ClaimedLength ?? item.Content.Length;
        long storedLength = item.ClaimedStored ?? stored.Length;
        U32(bytes, 0x02014B50);
        U16(bytes, (3 << 8) | 20);
        U16(bytes, 20);
        U16(bytes, item.Flags);
        U16(bytes, item.Method);
        U32(bytes, 0);
        U32(bytes, crc);
        U32(bytes, item.IsZip64 ? uint.MaxValue : storedLength);
        U32(bytes, item.IsZip64 ? uint.MaxValue : length);
        U16(bytes, name.Length);
        U16(bytes, item.IsZip64 ? 28 : 0);
        U16(bytes, 0);
        U16(bytes, 0);
        U16(bytes, 0);
        U32(bytes, item.Attributes);
        U32(bytes, item.IsZip64 ? uint.MaxValue : offset);
        bytes.AddRange(name);
        if (!item.IsZip64) return;
        U16(bytes, 1);
        U16(bytes, 24);
        foreach (long value in new[] { length, storedLength, offset })
        {
            U32(bytes, value & uint.MaxValue);
            U32(bytes, value >> 32);
        }
    }

    private static void U16(List<byte> bytes, int value)
    {
        Span<byte> buffer = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(buffer, (ushort)value);
        bytes.AddRange(buffer);
    }

    private static void U32(List<byte> bytes, long value)
    {
        Span<byte> buffer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)value);
        bytes.AddRange(buffer);
    }
}
