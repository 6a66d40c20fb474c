using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Numbers that stay where they are, the first one on a cache line; collected like any array.</summary>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    private readonly object _memory;

    /// <summary>A buffer of zeros.</summary>
    public PinnedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        T[] memory = GC.AllocateArray<T>(checked(length + (CacheLine / sizeof(T))), pinned: true);
        _memory = memory;
        nuint start = (nuint)Unsafe.AsPointer(ref memory[0]);
        Start = (T*)((start + CacheLine - 1) & ~(nuint)(CacheLine - 1));
        Length = length;
    }

    /// <summary>Part of memory that stays where it is as long as somebody holds it.</summary>
    public PinnedBuffer(object memory, T* start, int length)
    {
        _memory = memory;
        Start = start;
        Length = length;
    }

    /// <summary>A copy of numbers.</summary>
    public static PinnedBuffer<T> Of(ReadOnlySpan<T> numbers)
    {
        PinnedBuffer<T> buffer = new(numbers.Length);
        numbers.CopyTo(buffer.Span);
        return buffer;
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The first number; valid as long as the buffer is reachable.</summary>
    public T* Start { get; }

    /// <summary>All numbers.</summary>
    public Span<T> Span => new(Start, Length);
}
