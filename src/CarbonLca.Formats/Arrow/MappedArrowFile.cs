using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Formats.Arrow;

/// <summary>An Arrow IPC file mapped into memory and validated; its columns' spans point into the mapping.</summary>
/// <remarks>
/// This object owns the mapping. Columns, tables and spans taken from it may be used until <see cref="Dispose"/>, which the owner calls
/// when no loop over them is running; afterwards columns throw <see cref="ObjectDisposedException"/> when asked for a span. Buffers
/// that the file aligns to 64 bytes are so aligned in memory. The file must not be changed in place while it is open.
/// </remarks>
public sealed class MappedArrowFile : IDisposable
{
    private readonly MappedMemory _memory;

    private MappedArrowFile(string path, MappedMemory memory)
    {
        Path = path;
        _memory = memory;
        Content = ArrowReader.Read(memory, path);
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>The bytes of the file.</summary>
    public long Length => _memory.Length;

    /// <summary>The schema and the batches.</summary>
    public ColumnBatches Content { get; }

    /// <summary>Maps and validates a file.</summary>
    /// <exception cref="InputRefusedException">Not there, damaged, truncated, or it uses what this version does not read.</exception>
    /// <exception cref="LimitExceededException">A buffer exceeds 2 GiB, or the metadata expand beyond measure.</exception>
    public static MappedArrowFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new InputRefusedException(Diagnostic.Error(
                FindingCode.UnknownName,
                $"There is no file '{path}'.",
                $"不存在文件 '{path}'。"));
        }

        MappedMemory memory = MappedMemory.Open(path);
        try
        {
            return new MappedArrowFile(path, memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Gives the mapping back.</summary>
    public void Dispose() => _memory.Dispose();
}
