using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>One reading of a package: its files, its findings, and the data sets read so far.</summary>
internal sealed class OlcaContext(SourceFiles source, CancellationToken cancellation)
{
    public SourceFiles Source { get; } = source;

    public FindingLog Log { get; } = new();

    public OlcaUnits Units { get; set; } = OlcaUnits.Empty;

    public OlcaCategories Categories { get; set; } = OlcaCategories.Empty;

    public OlcaLocations Locations { get; set; } = OlcaLocations.Empty;

    public OlcaFlows Flows { get; set; } = OlcaFlows.Empty;

    /// <summary>Visits the data sets of one folder in the order of their paths; what cannot be parsed is reported and passed over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">The <c>@type</c> its data sets have.</param>
    /// <param name="visit">Takes the file, the identifier and the root object.</param>
    /// <returns>How many data sets the folder has.</returns>
    public int Visit(string folder, string type, Action<string, string, JsonElement> visit)
    {
        Dictionary<string, string> fileOfId = new(StringComparer.OrdinalIgnoreCase);
        string[] paths = [.. Source.Paths.Where(p => OlcaFolders.IsDataSet(p, folder))];
        foreach (LoadedDocument loaded in DocumentLoader.Load(Source, paths, cancellation))
        {
            Log.AddRange(loaded.Findings);
            if (loaded.Document is not { } document) continue;
            using (document)
            {
                JsonElement root = document.RootElement;
                if (CheckIdentity(loaded.Path, type, root, fileOfId) is { } id) visit(loaded.Path, id, root);
            }

            Log.EndGroups();
        }

        return paths.Length;
    }

    private string? CheckIdentity(string path, string type, JsonElement root, Dictionary<string, string> fileOfId)
    {
        string? found = root.Field("@type"u8).Text();
        if (found is not null && found != type)
        {
            Log.Add(Diagnostic.Error(FindingCode.SchemaInvalid, $"'{path}' lies in the folder of another type.", $"'{path}' 位于其他类型的文件夹中。") with
            {
                Where = new SourcePosition(path, Path: "@type"),
                Found = found,
                Expected = Wording.Same(type),
            });
            return null;
        }

        string? id = root.Id();
        if (id is null)
        {
            Log.Add(Diagnostic.Error(FindingCode.MissingField, $"'{path}' has no identifier.", $"'{path}' 没有标识。") with
            {
                Where = new SourcePosition(path, Path: "@id"),
                Found = root.Field("@id"u8).Shown(),
                Expected = new Wording("the data set's @id", "数据集的 @id"),
            });
            return null;
        }

        if (fileOfId.TryAdd(id, path)) return id;
        Log.Add(Diagnostic.Error(
            FindingCode.Duplicate,
            $"'{path}' has the same identifier as '{fileOfId[id]}' (upper and lower case are one); it was left out.",
            $"'{path}' 与 '{fileOfId[id]}' 的标识相同（不区分大小写）；已舍弃。") with
        {
            Where = new SourcePosition(path, Path: "@id"),
            Found = id,
            Next = new Wording("Keep one of them, or give it another identifier.", "请只保留其一，或更换标识。"),
        });
        return null;
    }
}
