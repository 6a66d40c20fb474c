using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using CarbonLca.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace CarbonLca.Formats.Packaging;

/// <summary>The files of a zip archive, expanded when they are read.</summary>
internal sealed class ZipSource : SourceFiles
{
    // Below this size an entry cannot hurt, and small texts of repeated words compress well.
    private const long RatioMattersFrom = 1 << 20;

    private const int HeadBytes = 1 << 16;

    private readonly SafeFileHandle _handle;
    private readonly SourceLimits _limits;
    private readonly Dictionary<string, ZipEntry> _entries;
    private readonly ConcurrentDictionary<string, SourceDigest> _digests = new(StringComparer.Ordinal);
    private long _totalBytes;

    private ZipSource(string name, SafeFileHandle handle, List<ZipEntry> entries, SourceLimits limits)
    {
        Name = name;
        _handle = handle;
        _limits = limits;
        string top = EntryName.CommonTop([.. entries.Select(e => e.Path)]);
        TopFolder = top.Length == 0 ? null : top.TrimEnd('/');
        _entries = entries.ToDictionary(e => e.Path[top.Length..], StringComparer.Ordinal);
        Paths = [.. _entries.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string? TopFolder { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SourceDigest> Digests => [.. _digests.Values.OrderBy(d => d.Path, StringComparer.Ordinal)];

    /// <summary>Opens an archive over a handle, which then belongs to the source.</summary>
    public static ZipSource Open(string path, SafeFileHandle handle, SourceLimits limits) =>
        new(path, handle, ZipDirectory.Read(path, handle, limits), limits);

    /// <inheritdoc/>
    public override bool Contains(string path) => _entries.ContainsKey(path);

    /// <inheritdoc/>
    public override byte[] ReadAll(string path)
    {
        ZipEntry entry = Find(path);
        CheckSize(entry);
        byte[] content = new byte[entry.Length];
        if (!TryExpand(entry, (int)entry.StoredLength, content)) throw SourceFaults.Truncated(Name, entry.Path, entry.Length, entry.StoredLength);
        if (Crc32.Of(content) != entry.Crc) throw Damaged(entry, "its checksum does not agree with its content", "校验和与内容不符");
        if (_digests.TryAdd(path, new SourceDigest(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))))
            && Interlocked.Add(ref _totalBytes, content.Length) > _limits.TotalBytes)
        {
            throw SourceFaults.TooManyBytes(Name, _limits);
        }

        return content;
    }

    /// <inheritdoc/>
    public override byte[] ReadHead(string path, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ZipEntry entry = Find(path);
        CheckSize(entry);
        byte[] head = new byte[Math.Min(entry.Length, count)];
        int some = (int)Math.Min(entry.StoredLength, Math.Max(HeadBytes, 2L * count));
        if (!TryExpand(entry, some, head) && !TryExpand(entry, (int)entry.StoredLength, head)) throw SourceFaults.Truncated(Name, entry.Path, entry.Length, entry.StoredLength);
        return head;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
        base.Dispose(disposing);
    }

    private ZipEntry Find(string path) =>
        _entries.TryGetValue(path, out ZipEntry? entry) ? entry : throw SourceFaults.NoSuchFile(Name, path, Paths);

    // The claimed length bounds what is allocated and what is expanded; more than claimed is damage.
    private void CheckSize(ZipEntry entry)
    {
        if (Math.Max(entry.Length, entry.StoredLength) > Math.Min(_limits.EntryBytes, Array.MaxLength)) throw SourceFaults.EntryTooLarge(Name, entry.Path, Math.Max(entry.Length, entry.StoredLength), _limits);
        if (entry.Length > RatioMattersFrom && entry.Length / _limits.CompressionRatio > entry.StoredLength) throw SourceFaults.RatioTooHigh(Name, entry.Path, entry.Length, entry.StoredLength, _limits);
    }

    /// <summary>Fills a target from the first stored bytes of an entry; false when they do not suffice.</summary>
    private bool TryExpand(ZipEntry entry, int storedCount, Span<byte> target)
    {
        byte[] stored = ArrayPool<byte>.Shared.Rent(storedCount);
        try
        {
            Fetch(entry, stored.AsSpan(0, storedCount));
            if (entry.Method == 0)
            {
                if (entry.StoredLength != entry.Length) throw Damaged(entry, $"it is stored in {entry.StoredLength} bytes and claims {entry.Length}", $"以 {entry.StoredLength} 字节存储，却声明为 {entry.Length} 字节");
                stored.AsSpan(0, target.Length).CopyTo(target);
                return true;
            }

            using DeflateStream inflater = new(new MemoryStream(stored, 0, storedCount, writable: false), CompressionMode.Decompress);
            if (inflater.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length) return false;
            if (target.Length == entry.Length && inflater.ReadByte() >= 0) throw Damaged(entry, $"it expands to more than the {entry.Length} bytes it claims", $"展开后超过其声明的 {entry.Length} 字节");
            return true;
        }
        catch (InvalidDataException) when (storedCount < entry.StoredLength)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            throw Damaged(entry, "it cannot be expanded", "无法解压");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private void Fetch(ZipEntry entry, Span<byte> target)
    {
        int filled = 0;
        while (filled < target.Length)
        {
            int read = RandomAccess.Read(_handle, target[filled..], entry.DataOffset + filled);
            if (read == 0) throw SourceFaults.Truncated(Name, entry.Path, target.Length, filled);
            filled += read;
        }
    }

    private InputRefusedException Damaged(ZipEntry entry, string en, string zh) => new(Diagnostic.Error(
        FindingCode.SchemaInvalid,
        $"'{entry.Path}' is damaged in the archive: {en}.",
        $"归档中的 '{entry.Path}' 已损坏：{zh}。") with
    {
        Where = new SourcePosition(Name, Path: entry.Path),
        Next = new Wording("Fetch or export the archive again.", "请重新下载或导出该归档。"),
    });
}
