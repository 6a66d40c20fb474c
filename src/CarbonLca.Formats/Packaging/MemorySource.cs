using System.Security.Cryptography;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Packaging;

/// <summary>Files that are already in memory: data bundled with the program, or received over the wire.</summary>
public sealed class MemorySource : SourceFiles
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SourceDigest> _digests = new(StringComparer.Ordinal);

    /// <summary>A source over the given files.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="files">Relative paths with <c>/</c> and contents; the contents are not copied and must not change.</param>
    public MemorySource(string name, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(files);
        Name = name;
        foreach ((string path, byte[] content) in files) _files.Add(path, content);
        Paths = [.. _files.Keys];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SourceDigest> Digests => [.. _digests.Values];

    /// <inheritdoc/>
    public override bool Contains(string path) => _files.ContainsKey(path);

    /// <inheritdoc/>
    public override byte[] ReadAll(string path)
    {
        byte[] content = Find(path);
        _digests[path] = new SourceDigest(path, content.LongLength, Convert.ToHexStringLower(SHA256.HashData(content)));
        return content;
    }

    /// <inheritdoc/>
    public override byte[] ReadHead(string path, int count)
    {
        byte[] content = Find(path);
        return content[..Math.Min(count, content.Length)];
    }

    private byte[] Find(string path) => _files.TryGetValue(path, out byte[]? content)
        ? content
        : throw new InputRefusedException(Diagnostic.Error(
            FindingCode.MissingField,
            $"'{Name}' has no file '{path}'.",
            $"'{Name}' 中没有文件 '{path}'。"));
}
