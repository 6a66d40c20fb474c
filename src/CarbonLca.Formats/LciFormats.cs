using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.OlcaJsonLd;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Store;
using CarbonLca.Formats.Tables;
using CarbonLca.Formats.Useeio;

namespace CarbonLca.Formats;

/// <summary>The formats that can be imported.</summary>
public static class LciFormats
{
    private const int MostNamed = 100;

    // To add a format, add a line: the reader, and what its sources must contain.
    private static readonly (ILciFormat Format, Wording Needs)[] Entries =
    [
        (new OlcaJsonLdFormat(), new Wording("the folders processes and flows of an openLCA JSON-LD package", "openLCA JSON-LD 数据包的 processes 与 flows 文件夹")),
        (new ExportedFormat(), new Wording("the files of 'carbonlca export'", "carbonlca export 写出的文件")),
        (new TablesFormat(), new Wording("flows, processes and exchanges as .csv, .parquet or .arrow", "flows、processes 与 exchanges 的 .csv、.parquet 或 .arrow 文件")),
        (new UseeioFormat(), Wording.Same("sectors.json, indicators.json, matrix/A.json")),
    ];

    /// <summary>Every format, in the order they are tried.</summary>
    public static ImmutableArray<ILciFormat> All { get; } = [.. Entries.Select(e => e.Format)];

    /// <summary>Reads a source in the first format that recognises it.</summary>
    /// <param name="source">The files; the caller disposes them.</param>
    /// <param name="folder">The folder of the source to read, for a source that holds several packages; null for the source itself.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>
    /// What was read. A source that no format recognises but one of whose folders is recognised is read from there, and says so;
    /// otherwise the package has no database and its findings say what each format would need, or which folders there are.
    /// </returns>
    public static LciPackage Read(SourceFiles source, string? folder = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (folder is not null)
        {
            SubfolderSource part = new(source, folder);
            if (part.Paths.Count > 0) return Read(part, null, cancellation);
            return Refused(NoFolder(source, folder));
        }

        try
        {
            return Choose(source, cancellation);
        }
        catch (RefusalException refusal)
        {
            return Refused([.. refusal.Findings]);
        }
    }

    private static LciPackage Choose(SourceFiles source, CancellationToken cancellation)
    {
        if (FormatOf(source) is { } format) return format.Read(source, cancellation);
        IReadOnlyList<string> folders = SubfolderSource.Find(source, s => FormatOf(s) is not null);
        if (folders.Count != 1) return Refused(folders.Count == 0 ? NoFormat(source) : SeveralPackages(source, folders));
        SubfolderSource only = new(source, folders[0]);
        LciPackage package = FormatOf(only)!.Read(only, cancellation);
        Diagnostic note = Diagnostic.Note(FindingCode.Summary, $"The folder '{folders[0]}' of '{source.Name}' was read.", $"已读取 '{source.Name}' 的文件夹 '{folders[0]}'。");
        return package with { Findings = [note, .. package.Findings] };
    }

    private static ILciFormat? FormatOf(SourceFiles source) => All.FirstOrDefault(f => f.Recognizes(source));

    private static LciPackage Refused(params ImmutableArray<Diagnostic> faults) => new() { Format = "unknown", Findings = faults };

    private static Diagnostic NoFormat(SourceFiles source)
    {
        string first = string.Join(", ", source.Paths.Take(5)) + (source.Paths.Count > 5 ? ", …" : string.Empty);
        return Diagnostic.Error(FindingCode.NotSupported, $"'{source.Name}' is in no format that can be imported.", $"'{source.Name}' 不是可导入的格式。") with
        {
            Found = source.Paths.Count == 0 ? "no file" : first,
            Expected = new Wording(
                string.Join("; ", Entries.Select(e => $"{e.Format.Name}: {e.Needs.En}")),
                string.Join("；", Entries.Select(e => $"{e.Format.Name}：{e.Needs.Zh}"))),
        };
    }

    private static Diagnostic SeveralPackages(SourceFiles source, IReadOnlyList<string> folders) =>
        Diagnostic.Error(FindingCode.NotSupported, $"'{source.Name}' holds {folders.Count} packages; one is read at a time.", $"'{source.Name}' 含 {folders.Count} 个数据包，每次只读取一个。") with
        {
            Next = new Wording(
                $"Name one of the folders: {string.Join(", ", folders.Take(MostNamed))}{(folders.Count > MostNamed ? ", …" : string.Empty)}.",
                $"请指定其中一个文件夹：{string.Join("、", folders.Take(MostNamed))}{(folders.Count > MostNamed ? "……" : string.Empty)}。"),
        };

    private static Diagnostic NoFolder(SourceFiles source, string folder)
    {
        IReadOnlyList<string> folders = SubfolderSource.Find(source, _ => true);
        return Diagnostic.Error(FindingCode.UnknownName, $"'{source.Name}' has no folder '{folder}'.", $"'{source.Name}' 中没有文件夹 '{folder}'。") with
        {
            Found = folder,
            Next = Closest.To(folder, folders) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
        };
    }
}
