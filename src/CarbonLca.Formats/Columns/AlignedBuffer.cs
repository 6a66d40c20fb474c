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

    /// <summary>Values over their bytes, without a copy; the bytes must not change and their number must be a multiple of the size of a value.</summary>
    public static ReadOnlyMemory<T> ViewAs<T>(ReadOnlyMemory<byte> bytes)
        where T : unmanaged
    {
        if (bytes.Length % Unsafe.SizeOf<T>() != 0) throw new ArgumentException($"{bytes.Length} bytes are no whole number of values of {Unsafe.SizeOf<T>()} bytes.", nameof(bytes));
        return bytes.IsEmpty ? ReadOnlyMemory<T>.Empty : new ValueMemory<T>(MemoryMarshal.AsMemory(bytes)).Memory;
    }

    private sealed class ValueMemory<T>(Memory<byte> bytes) : MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => MemoryMarshal.Cast<byte, T>(bytes.Span);

        public override MemoryHandle Pin(int elementIndex = 0) => bytes[(elementIndex * Unsafe.SizeOf<T>())..].Pin();

        // The handle that Pin returned releases the bytes itself.
        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
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
