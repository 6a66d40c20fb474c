using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Numbers in unmanaged memory whose first one lies on a cache line, so that a row of eight doubles is one line.</summary>
/// <remarks>Not finalised: whoever makes one disposes it in the same method.</remarks>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint CacheLine = 64;

    private T* _start;

    /// <summary>A buffer of zeros.</summary>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = (nuint)length * (nuint)sizeof(T);
        _start = (T*)NativeMemory.AlignedAlloc(Math.Max(bytes, CacheLine), CacheLine);
        NativeMemory.Clear(_start, bytes);
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The first number; valid until disposal.</summary>
    public T* Start => _start;

    /// <summary>All numbers; valid until disposal.</summary>
    public Span<T> Span => new(_start, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
