namespace CarbonLca.Formats.Packaging;

/// <summary>One folder of a source, seen as a source of its own.</summary>
/// <remarks>Paths are relative to the folder; digests keep the paths of the whole source. The whole source stays the caller's to dispose.</remarks>
public sealed class SubfolderSource : SourceFiles
{
    private readonly SourceFiles _whole;
    private readonly string _prefix;

    /// <summary>The files of <paramref name="whole"/> below a folder.</summary>
    /// <param name="whole">The source the folder lies in.</param>
    /// <param name="folder">The folder's path, with or without a closing <c>/</c>.</param>
    public SubfolderSource(SourceFiles whole, string folder)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _whole = whole;
        _prefix = folder.TrimEnd('/') + "/";
        Folder = _prefix[..^1];
        Paths = [.. whole.Paths.Where(p => p.StartsWith(_prefix, StringComparison.Ordinal)).Select(p => p[_prefix.Length..])];
    }

    /// <summary>The folder's path inside the whole source.</summary>
    public string Folder { get; }

    /// <summary>The folder's own name: a package is called by it, not by its container.</summary>
    public override string Name => Folder[(Folder.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SourceDigest> Digests =>
        [.. _whole.Digests.Where(d => d.Path.StartsWith(_prefix, StringComparison.Ordinal))];

    /// <inheritdoc/>
    public override bool Contains(string path) => _whole.Contains(_prefix + path);

    /// <inheritdoc/>
    public override byte[] ReadAll(string path) => _whole.ReadAll(_prefix + path);

    /// <inheritdoc/>
    public override byte[] ReadHead(string path, int count) => _whole.ReadHead(_prefix + path, count);

    /// <summary>The folders of a source, up to two levels deep, that satisfy a condition; ascending (ordinal).</summary>
    /// <param name="whole">The source to look in.</param>
    /// <param name="condition">Asked with each folder as a source of its own.</param>
    public static IReadOnlyList<string> Find(SourceFiles whole, Func<SourceFiles, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(condition);
        SortedSet<string> folders = new(StringComparer.Ordinal);
        foreach (string path in whole.Paths)
        {
            int first = path.IndexOf('/', StringComparison.Ordinal);
            if (first <= 0) continue;
            folders.Add(path[..first]);
            int second = path.IndexOf('/', first + 1);
            if (second > 0) folders.Add(path[..second]);
            if (folders.Count > LargestSearch) break;
        }

        return [.. folders.Where(folder => condition(new SubfolderSource(whole, folder)))];
    }

    private const int LargestSearch = 1000;
}
