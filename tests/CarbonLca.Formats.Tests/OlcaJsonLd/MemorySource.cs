using System.Security.Cryptography;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Tests.OlcaJsonLd;

/// <summary>Files that exist in memory only.</summary>
internal sealed class MemorySource(IReadOnlyDictionary<string, byte[]> files) : SourceFiles
{
    public override string Name => "memory.zip";

    public override IReadOnlyList<string> Paths { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    public override IReadOnlyList<SourceDigest> Digests =>
        [.. Paths.Select(p => new SourceDigest(p, files[p].Length, Convert.ToHexStringLower(SHA256.HashData(files[p]))))];

    public override bool Contains(string path) => files.ContainsKey(path);

    public override byte[] ReadAll(string path) => files[path];

    public override byte[] ReadHead(string path, int count) => files[path][..Math.Min(count, files[path].Length)];
}
