using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonLca.Formats.Columns;

/// <summary>Makes buffers for columns.</summary>
internal static class AlignedBuffer
{
    /// <summary>The alignment of every buffer: a cache line, and the widest vector there is.</summary>
    public const int Alignment = 64;

    /// <summary>Zeroed memory whose first byte lies at a multiple of <see cref="Alignment"/>.</summary>
    public static Memory<byte> Allocate(int length)
    {
        if (length == 0) return Memory<byte>.Empty;
        byte[] array = GC.AllocateArray<byte>(checked(length + Alignment - 1), pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        int skip = (int)((Alignment - (address % Alignment)) % Alignment);
        return array.AsMemory(skip, length);
    }

    /// <summary>A copy of values in aligned memory.</summary>
    public static ReadOnlyMemory<byte> Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        Memory<byte> copy = Allocate(bytes.Length);
        bytes.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>The bytes of values, without a copy.</summary>
    public static ReadOnlyMemory<byte> View<T>(ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty) return ReadOnlyMemory<byte>.Empty;
        return new CastMemory<T>(MemoryMarshal.AsMemory(values)).Memory;
    }

    private sealed class CastMemory<T>(Memory<T> values) : MemoryManager<byte>
        where T : unmanaged
    {
        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.Span);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            (int index, int rest) = Math.DivRem(elementIndex, Unsafe.SizeOf<T>());
            if (rest != 0) throw new ArgumentException($"Byte {elementIndex} is inside a value; only whole values can be pinned.", nameof(elementIndex));
            return values[index..].Pin();
        }

        // The handle that Pin returned releases the values itself.
        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
