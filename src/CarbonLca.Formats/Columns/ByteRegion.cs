using CarbonLca.Numerics.Memory;

namespace CarbonLca.Formats.Columns;

/// <summary>The bytes of a file, in memory or mapped; mapped ones may exceed what one memory holds.</summary>
internal readonly struct ByteRegion
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly MappedMemory? _mapped;

    public ByteRegion(ReadOnlyMemory<byte> memory) => _memory = memory;

    public ByteRegion(MappedMemory mapped) => _mapped = mapped;

    public long Length => _mapped?.Length ?? _memory.Length;

    /// <summary>Some bytes; the caller has checked that they are inside.</summary>
    public ReadOnlyMemory<byte> Slice(long offset, int length) => _mapped?.Slice(offset, length) ?? _memory.Slice((int)offset, length);
}
