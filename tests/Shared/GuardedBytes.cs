using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonLca.TestSupport;

/// <summary>Bytes between two pages that nobody may touch, so that reading or writing one byte too far ends the test run.</summary>
/// <remarks>Where pages cannot be protected (anywhere but on Linux) they are plain memory.</remarks>
internal sealed class GuardedBytes : MemoryManager<byte>
{
    private const int None = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly int _capacity;
    private readonly byte[]? _plain;
    private nint _map;

    /// <summary>Room for some bytes at least.</summary>
    public GuardedBytes(int capacity)
    {
        int page = Environment.SystemPageSize;
        _capacity = Math.Max(1, (capacity + page - 1) / page) * page;
        if (!OperatingSystem.IsLinux())
        {
            _plain = new byte[_capacity];
            return;
        }

        _map = mmap(0, (nuint)(_capacity + (2 * page)), None, PrivateAnonymous, -1, 0);
        if (_map == -1 || mprotect(_map + page, (nuint)_capacity, ReadWrite) != 0) throw new InvalidOperationException("The pages were not given.");
    }

    /// <summary>A copy of bytes whose last one is the last before a guard page; valid until the next copy.</summary>
    public Memory<byte> AtEnd(ReadOnlySpan<byte> bytes)
    {
        Memory<byte> copy = Memory[^bytes.Length..];
        bytes.CopyTo(copy.Span);
        return copy;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        if (_plain is not null) return _plain;
        ObjectDisposedException.ThrowIf(_map == 0, this);
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _map + Environment.SystemPageSize), _capacity);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("Readers of columns do not pin.");

    // Nothing is ever pinned.
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_map == 0) return;
        _ = munmap(_map, (nuint)(_capacity + (2 * Environment.SystemPageSize)));
        _map = 0;
    }

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint mmap(nint address, nuint length, int protection, int flags, int file, long offset);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mprotect(nint address, nuint length, int protection);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int munmap(nint address, nuint length);
}
