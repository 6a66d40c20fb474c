using System.Buffers;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.Tests.Memory;

public sealed class MappedMemoryTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Slices_show_the_bytes_of_the_file()
    {
        File.WriteAllBytes(_path, [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 251))]);
        using MappedMemory memory = MappedMemory.Open(_path);
        Assert.Equal(10_000, memory.Length);
        ReadOnlyMemory<byte> slice = memory.Slice(9_000, 1_000);
        Assert.Equal(1_000, slice.Length);
        for (int i = 0; i < slice.Length; i++) Assert.Equal((byte)((9_000 + i) % 251), slice.Span[i]);
        Assert.Equal(slice.Span[7], slice[7..].Span[0]);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 101)]
    [InlineData(100, 1)]
    [InlineData(long.MaxValue, 1)]
    public void A_slice_outside_of_the_file_is_refused(long offset, int length)
    {
        File.WriteAllBytes(_path, new byte[100]);
        using MappedMemory memory = MappedMemory.Open(_path);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Slice(offset, length));
        Assert.Equal(0, memory.Slice(100, 0).Length);
    }

    [Fact]
    public void An_empty_file_has_no_bytes()
    {
        using MappedMemory memory = MappedMemory.Open(_path);
        Assert.Equal(0, memory.Length);
        Assert.True(memory.Slice(0, 0).IsEmpty);
    }

    [Fact]
    public void After_disposal_no_span_is_given_and_a_pin_is_still_released()
    {
        File.WriteAllBytes(_path, new byte[100]);
        MappedMemory memory = MappedMemory.Open(_path);
        ReadOnlyMemory<byte> slice = memory.Slice(0, 100);
        MemoryHandle pin = slice.Pin();
        memory.Dispose();
        memory.Dispose();
        Assert.True(memory.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => slice.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Slice(0, 1));
        pin.Dispose();
        Assert.Throws<FileNotFoundException>(() => MappedMemory.Open(_path + ".absent"));
    }
}
