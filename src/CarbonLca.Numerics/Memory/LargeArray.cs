using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Memory;

/// <summary>Room for very many numbers that are written once from the first to the last.</summary>
/// <remarks>
/// Begins on a cache line, so that whole lines can be written past the caches; is not cleared; and asks Linux for large pages, of which a
/// gigabyte has five hundred instead of a quarter of a million to be found one by one. Collected like any array.
/// </remarks>
public static unsafe partial class LargeArray
{
    private const int CacheLine = 64;
    private const nuint LargePage = 2 << 20;
    private const int AdviseLargePages = 14;

    /// <summary>Allocates numbers whose values are whatever stands there.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or more than one array can hold.</exception>
    public static Memory<T> Allocate<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int spare = CacheLine / sizeof(T);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - spare);
        T[] array = GC.AllocateUninitializedArray<T>(length + spare, pinned: true);
        nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        nuint aligned = (start + CacheLine - 1) & ~(nuint)(CacheLine - 1);
        Advise(aligned, (nuint)length * (nuint)sizeof(T));
        return array.AsMemory((int)((aligned - start) / (nuint)sizeof(T)), length);
    }

    // A wish, not a need: whatever the system answers is fine.
    private static void Advise(nuint start, nuint bytes)
    {
        nuint first = (start + LargePage - 1) & ~(LargePage - 1);
        nuint end = (start + bytes) & ~(LargePage - 1);
        if (OperatingSystem.IsLinux() && end > first) _ = AdviseMemory((void*)first, end - first, AdviseLargePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int AdviseMemory(void* start, nuint length, int advice);
}
