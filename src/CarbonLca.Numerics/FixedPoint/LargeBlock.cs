using System.Buffers;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Memory for several buffers that are worked on together, in one piece, so that it lies in large pages whatever the size of each.</summary>
internal sealed unsafe class LargeBlock
{
    private const int Line = 8;

    private readonly Memory<double> _memory;
    private readonly MemoryHandle _handle;
    private int _taken;

    /// <summary>A block of zeros.</summary>
    /// <param name="lines">Cache lines of all buffers together.</param>
    public LargeBlock(long lines)
    {
        _memory = LargeArray.Allocate<double>(checked((int)(lines * Line)));
        _memory.Span.Clear();
        _handle = _memory.Pin();
    }

    /// <summary>Cache lines that a buffer takes.</summary>
    public static long LinesOf<T>(int length)
        where T : unmanaged => (((long)length * sizeof(T)) + (Line * sizeof(double)) - 1) / (Line * sizeof(double));

    /// <summary>The next part of the block.</summary>
    /// <exception cref="InvalidOperationException">The block is not large enough.</exception>
    public PinnedBuffer<T> Take<T>(int length)
        where T : unmanaged
    {
        int taken = checked((int)(LinesOf<T>(length) * Line));
        if (taken > _memory.Length - _taken) throw new InvalidOperationException($"A buffer of {length} numbers was asked for; expected at most {_memory.Length - _taken} more doubles.");
        T* start = (T*)((double*)_handle.Pointer + _taken);
        _taken += taken;
        return new PinnedBuffer<T>(this, start, length);
    }
}
