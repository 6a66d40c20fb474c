using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace CarbonLca.Numerics.Memory;

/// <summary>A file mapped read-only into the address space, handed out as <see cref="ReadOnlyMemory{T}"/> without a copy.</summary>
/// <remarks>
/// <para>Ownership: this object owns the mapping. Every memory it hands out refers back to it, so a mapping that is never
/// disposed is never taken away either; after <see cref="Dispose"/> asking such a memory for its span throws
/// <see cref="ObjectDisposedException"/>. A span taken before must not be used afterwards: whoever disposes sees to that.
/// <see cref="ReadOnlyMemory{T}.Pin"/> holds the mapping until the handle is released, even past <see cref="Dispose"/>.</para>
/// <para>The pages begin at a page boundary, so an offset aligned in the file is aligned in memory. The file must keep its length
/// while it is mapped; programs that replace it write another file and rename it.</para>
/// </remarks>
public sealed unsafe class MappedMemory : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private int _isDisposed;

    private MappedMemory(MemoryMappedFile? file, MemoryMappedViewAccessor? view, long length)
    {
        _file = file;
        _view = view;
        Length = length;
        if (view is null) return;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + view.PointerOffset;
    }

    /// <summary>The bytes of the file, fixed when it was opened.</summary>
    public long Length { get; }

    /// <summary>Whether the mapping has been given back.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>Maps a whole file.</summary>
    /// <param name="path">The file; others may read, rename or delete it meanwhile, not write it.</param>
    /// <exception cref="IOException">The file does not exist, cannot be read, or cannot be mapped.</exception>
    public static MappedMemory Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            long length = stream.Length;

            // No system maps an empty file.
            if (length == 0)
            {
                stream.Dispose();
                return new MappedMemory(null, null, 0);
            }

            file = MemoryMappedFile.CreateFromFile(stream, mapName: null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            return new MappedMemory(file, view, length);
        }
        catch
        {
            view?.Dispose();
            file?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Some bytes of the file, without a copy.</summary>
    /// <param name="offset">Where they begin, counted from the start of the file.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie inside the file.</exception>
    public ReadOnlyMemory<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return length == 0 ? ReadOnlyMemory<byte>.Empty : new Segment(this, _start + offset, length).Memory;
    }

    /// <summary>Gives the mapping back; the memories handed out refuse from then on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }

    private sealed class Segment(MappedMemory owner, byte* start, int length) : MemoryManager<byte>, IPinnable
    {
        public override Memory<byte> Memory => CreateMemory(length);

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(owner.IsDisposed, owner);
            return new Span<byte>(start, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
            bool isHeld = false;
            owner._view!.SafeMemoryMappedViewHandle.DangerousAddRef(ref isHeld);
            return new MemoryHandle(start + elementIndex, default, this);
        }

        public override void Unpin() => owner._view!.SafeMemoryMappedViewHandle.DangerousRelease();

        // The mapping belongs to the owner.
        protected override void Dispose(bool disposing)
        {
        }
    }
}
