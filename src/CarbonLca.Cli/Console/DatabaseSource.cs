using CarbonLca.Diagnostics;
using CarbonLca.Formats;
using CarbonLca.Formats.Bundled;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Store;

namespace CarbonLca.Cli.Console;

/// <summary>Opens the databases that command lines name: stored directories, sources to import, bundled data sets.</summary>
internal static class DatabaseSource
{
    private const char FolderMark = '!';

    /// <summary>A stored database, anything that can be imported, or a bundled data set; for computing.</summary>
    /// <param name="session">The run.</param>
    /// <param name="name">A path, <c>ARCHIVE!FOLDER</c>, or a bundled name.</param>
    /// <exception cref="InputRefusedException">It is no database, or items of a source that was imported just now are refused.</exception>
    public static LciPackage Open(Session session, string name)
    {
        LciPackage package = Load(session, name, out bool isImported);
        if (package.Database is null || (isImported && package.HasErrors)) throw new InputRefusedException(package.Findings);
        if (isImported) session.Report(package.Findings);
        else if (package.HasErrors) session.Report(StoredInPart(name, package));
        session.Record(package.Database);
        return package;
    }

    /// <summary>The same without judging what was found.</summary>
    public static LciPackage Load(Session session, string name, out bool isImported, StoreCheck check = StoreCheck.Files)
    {
        isImported = false;
        if (Directory.Exists(name) && DatabaseStore.IsDatabase(name))
        {
            session.Read(Path.Combine(name, "database.json"));
            return DatabaseStore.Open(name, check);
        }

        if (!File.Exists(name) && !Directory.Exists(name) && BundledData.TableSets.Contains(name)) return Bundled(name);
        isImported = true;
        return Import(session, name);
    }

    /// <summary>A bundled data set.</summary>
    public static LciPackage Bundled(string name)
    {
        using SourceFiles files = BundledData.OpenTables(name);
        return LciFormats.Read(files);
    }

    /// <summary>Reads a source in whatever format it is.</summary>
    public static LciPackage Import(Session session, string source)
    {
        (string path, string? folder) = Split(source);
        using SourceFiles files = SourceOpener.Open(path);
        LciPackage package = LciFormats.Read(files, folder, session.Cancellation);
        if (File.Exists(path)) session.Read(path);
        else foreach (SourceDigest digest in package.Sources) session.Record(digest with { Path = $"{path.TrimEnd('/')}/{digest.Path}" });
        return package;
    }

    private static (string Path, string? Folder) Split(string source)
    {
        if (File.Exists(source) || Directory.Exists(source)) return (source, null);
        int mark = source.LastIndexOf(FolderMark);
        if (mark > 0 && mark < source.Length - 1 && (File.Exists(source[..mark]) || Directory.Exists(source[..mark]))) return (source[..mark], source[(mark + 1)..]);
        throw UsageException.NoSuchFile(mark > 0 ? source[..mark] : source);
    }

    private static Diagnostic StoredInPart(string name, LciPackage package)
    {
        int count = package.Findings.Count(f => f.Severity == Severity.Error);
        return Diagnostic.Warning(
            FindingCode.Summary,
            $"The database '{name}' was imported in part: {count} items of its source were refused and are missing.",
            $"数据库 '{name}' 为部分导入：来源中有 {count} 项被拒绝，未包含在内。") with
        {
            Next = new Wording("'carbonlca info' lists them.", "可用 'carbonlca info' 查看。"),
        };
    }
}
