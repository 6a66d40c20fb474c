using System.Collections.Concurrent;
using System.Security.Cryptography;
using CarbonLca.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace CarbonLca.Formats.Packaging;

/// <summary>The files below a folder.</summary>
internal sealed class FolderSource : SourceFiles
{
    private readonly SourceLimits _limits;
    private readonly Dictionary<string, string> _fullNames;
    private readonly ConcurrentDictionary<string, SourceDigest> _digests = new(StringComparer.Ordinal);
    private long _totalBytes;

    private FolderSource(string name, string top, Dictionary<string, string> fullNames, SourceLimits limits)
    {
        Name = name;
        TopFolder = top.Length == 0 ? null : top.TrimEnd('/');
        _limits = limits;
        _fullNames = fullNames;
        Paths = [.. fullNames.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string? TopFolder { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SourceDigest> Digests => [.. _digests.Values.OrderBy(d => d.Path, StringComparer.Ordinal)];

    /// <summary>Lists a folder. Links that lead out of it are refused; links to folders inside it are not followed.</summary>
    public static FolderSource Open(string path, SourceLimits limits)
    {
        string root = Path.GetFullPath(path);
        string realRoot = RealPath.Of(root) ?? root;
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        Stack<(DirectoryInfo Folder, string Prefix)> pending = new([(new DirectoryInfo(root), string.Empty)]);
        while (pending.TryPop(out (DirectoryInfo Folder, string Prefix) next))
        {
            foreach (FileSystemInfo item in next.Folder.EnumerateFileSystemInfos())
            {
                string relative = next.Prefix + item.Name;
                if (EntryName.IsHidden(item.Name)) continue;
                string file = item.LinkTarget is null ? item.FullName : Follow(item, realRoot, path, relative);
                if (item is DirectoryInfo folder)
                {
                    if (item.LinkTarget is null) pending.Push((folder, relative + '/'));
                }
                else if (files.Count == limits.Entries)
                {
                    throw SourceFaults.TooManyEntries(path, limits);
                }
                else
                {
                    files.Add(relative, file);
                }
            }
        }

        CheckNames(path, files.Keys);
        string top = EntryName.CommonTop([.. files.Keys]);
        return new FolderSource(path, top, files.ToDictionary(f => f.Key[top.Length..], f => f.Value, StringComparer.Ordinal), limits);
    }

    /// <inheritdoc/>
    public override bool Contains(string path) => _fullNames.ContainsKey(path);

    /// <inheritdoc/>
    public override byte[] ReadAll(string path)
    {
        byte[] content = Read(path, long.MaxValue);
        if (_digests.TryAdd(path, new SourceDigest(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))))
            && Interlocked.Add(ref _totalBytes, content.Length) > _limits.TotalBytes)
        {
            throw SourceFaults.TooManyBytes(Name, _limits);
        }

        return content;
    }

    /// <inheritdoc/>
    public override byte[] ReadHead(string path, int count) => Read(path, count);

    private byte[] Read(string path, long atMost)
    {
        if (!_fullNames.TryGetValue(path, out string? fullName)) throw SourceFaults.NoSuchFile(Name, path, Paths);
        long length = new FileInfo(fullName).Length;
        if (length > Math.Min(_limits.EntryBytes, Array.MaxLength)) throw SourceFaults.EntryTooLarge(Name, path, length, _limits);

        // A pipe or a device has no length; it is never opened, because reading it might not end.
        if (length == 0) return [];
        byte[] content = new byte[Math.Min(length, atMost)];
        using SafeFileHandle handle = File.OpenHandle(fullName);
        int filled = 0;
        while (filled < content.Length)
        {
            int read = RandomAccess.Read(handle, content.AsSpan(filled), filled);
            if (read == 0) throw SourceFaults.Truncated(Name, path, content.Length, filled);
            filled += read;
        }

        return content;
    }

    private static void CheckNames(string source, IEnumerable<string> paths)
    {
        NameCollisions seen = new();
        foreach (string path in paths.Order(StringComparer.Ordinal))
            if (seen.Add(path) is { } other) throw SourceFaults.SameName(source, path, other);
    }

    private static string Follow(FileSystemInfo link, string realRoot, string source, string relative)
    {
        string? target = RealPath.Of(link.FullName);
        string root = Path.TrimEndingDirectorySeparator(realRoot);
        bool isInside = target is not null && (target == root || target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        if (target is null || !isInside) throw LinkLeaves(source, relative, link.LinkTarget!);
        if (File.Exists(target) || Directory.Exists(target)) return target;
        throw SourceFaults.NoSuchFile(source, Path.GetRelativePath(realRoot, target).Replace(Path.DirectorySeparatorChar, '/'), []);
    }

    private static InputRefusedException LinkLeaves(string source, string path, string target) => new(Diagnostic.Error(
        FindingCode.Unsafe,
        $"'{path}' is a link to '{target}', which does not lead to a file inside the folder.",
        $"'{path}' 是指向 '{target}' 的链接，而该目标不在文件夹之内。") with
    {
        Where = new SourcePosition(source, Path: path),
        Next = new Wording("Replace the link by the file itself.", "请用文件本身替换该链接。"),
    });
}
