using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>An imported database as one self-describing directory.</summary>
/// <remarks>
/// <para>
/// Each table is an Apache Arrow IPC file, uncompressed, in one batch, every buffer at a multiple of 64 bytes, its schema named in the
/// metadata; <c>SCHEMA.md</c> beside this file lists them. <c>database.json</c> says what the database is and which files belong to it,
/// <c>database.sha256</c> is its checksum in the form <c>sha256sum -c</c> reads, <c>findings.json</c> keeps what the import reported.
/// </para>
/// <para>
/// Opening maps the files and copies nothing but what it reads of units and methods: columns of exchanges are views of the mapping,
/// names become text when somebody asks for them. A file must not be changed while it is mapped; <see cref="Write"/> replaces whole
/// directories.
/// </para>
/// <para>The same package always gives the same bytes.</para>
/// </remarks>
public static class DatabaseStore
{
    /// <summary>Writes a database. Others see the old directory or the complete new one, never half of it.</summary>
    /// <param name="package">What to keep; it must have a database.</param>
    /// <param name="directory">Where: a directory that does not exist, is empty, or is a stored database, which is replaced.</param>
    /// <exception cref="InputRefusedException">The directory holds something else.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(LciPackage package, string directory)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        LciDatabase database = package.Database ?? throw new ArgumentException("The package has no database to store.", nameof(package));
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Directory.Exists(target)) target = Directory.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
        CheckReplaceable(directory, target);

        string parent = Path.GetDirectoryName(target) ?? throw StoreFaults.NotReplaceable(directory, "it is the root", "它是根目录");
        Directory.CreateDirectory(parent);
        string stem = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        string fresh = stem + ".new";
        try
        {
            Directory.CreateDirectory(fresh);
            new StoreWriter(package, database, fresh).Write();
            Replace(target, fresh, stem + ".old");
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    /// <summary>Opens a stored database.</summary>
    /// <param name="directory">The directory that <see cref="Write"/> wrote.</param>
    /// <param name="check">How thoroughly it is checked.</param>
    /// <returns>The package as it was stored: database, methods, counts, findings, sources and published totals.</returns>
    /// <exception cref="InputRefusedException">It is no database, or it is damaged; the findings name the file and the column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LciPackage Open(string directory, StoreCheck check = StoreCheck.Files)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return new StoreReader(directory, check).Read();
    }

    /// <summary>Whether a directory looks like a stored database; decided from the first bytes of its description.</summary>
    public static bool IsDatabase(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        string file = Path.Combine(directory, StoreLayout.ManifestFile);
        if (!File.Exists(file)) return false;
        using FileStream stream = File.OpenRead(file);
        Span<byte> head = stackalloc byte[256];
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..read].IndexOf("\"carbonlca-db/"u8) >= 0;
    }

    private static void CheckReplaceable(string named, string target)
    {
        if (File.Exists(target)) throw StoreFaults.NotReplaceable(named, "it is a file", "它是一个文件");
        if (!Directory.Exists(target)) return;
        string[] entries = [.. Directory.EnumerateFileSystemEntries(target).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
        if (entries.Length == 0) return;
        if (Array.Find(entries, e => !StoreLayout.ReplaceableNames.Contains(e)) is { } other) throw StoreFaults.NotReplaceable(named, $"it contains '{other}'", $"其中有 '{other}'");
        if (!IsDatabase(target)) throw StoreFaults.NotReplaceable(named, $"it has no '{StoreLayout.ManifestFile}' of a database", $"其中没有数据库的 '{StoreLayout.ManifestFile}'");
    }

    private static void Replace(string target, string fresh, string old)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(fresh, target);
            return;
        }

        Directory.Move(target, old);
        try
        {
            Directory.Move(fresh, target);
        }
        catch (IOException)
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }
}
