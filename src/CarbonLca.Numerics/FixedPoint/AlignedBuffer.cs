using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Numbers in unmanaged memory whose first one lies on a cache line, so that a row of eight doubles is one line.</summary>
/// <remarks>Not finalised: whoever makes one disposes it in the same method.</remarks>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint CacheLine = 64;

    private void* _memory;

    /// <summary>A buffer of zeros.</summary>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;

        // Fresh pages of the system are zero already and are not written twice.
        _memory = NativeMemory.AllocZeroed(((nuint)length * (nuint)sizeof(T)) + CacheLine);
        Start = (T*)(((nuint)_memory + CacheLine - 1) & ~(CacheLine - 1));
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The first number; valid until disposal.</summary>
    public T* Start { get; private set; }

    /// <summary>All numbers; valid until disposal.</summary>
    public Span<T> Span => new(Start, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        Start = null;
    }
}
