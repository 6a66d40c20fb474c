using System.Text.Json;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The categories of a package as paths; schema 2.x writes them into the data sets, 1.x into files with parents.</summary>
internal sealed class OlcaCategories
{
    private const string ElementaryRoot = "Elementary flows";

    // Paths of a chain grow with the square of its length; real packages nest five levels.
    private const int MaxDepth = 100;

    private readonly Dictionary<string, string?> _paths = new(StringComparer.OrdinalIgnoreCase);

    private OlcaCategories()
    {
    }

    public static OlcaCategories Empty { get; } = new();

    public static OlcaCategories Read(OlcaContext context)
    {
        Dictionary<string, (string Name, string? Parent, string File)> rows = new(StringComparer.OrdinalIgnoreCase);
        context.Visit(OlcaFolders.Categories, "Category", (file, id, root) => rows.Add(id, (root.Field("name"u8).Text()?.Trim() ?? id, root.Field("category"u8).Id(), file)));
        OlcaCategories categories = new();
        foreach (string id in rows.Keys) categories.Resolve(context.Log, rows, id);
        return categories;
    }

    /// <summary>Where an elementary flow comes from or goes to: its category's path, without the folder of all elementary flows.</summary>
    /// <param name="category">The field of the flow: a path, or a reference to a category.</param>
    /// <param name="isKnown">False when the field refers to a category that cannot be found.</param>
    public string? Compartment(JsonElement category, out bool isKnown)
    {
        isKnown = true;
        string? path = category.Text()?.Trim('/', ' ');
        if (path is null && category.ValueKind == JsonValueKind.Object)
        {
            path = category.Id() is { } id && _paths.TryGetValue(id, out string? known) ? known : PathOf(category);
            isKnown = path is not null;
        }
        else if (path is null && !category.IsAbsent())
        {
            isKnown = false;
        }

        if (path is null) return null;
        if (path.StartsWith(ElementaryRoot + "/", StringComparison.OrdinalIgnoreCase)) path = path[(ElementaryRoot.Length + 1)..];
        return path.Length == 0 || path.Equals(ElementaryRoot, StringComparison.OrdinalIgnoreCase) ? null : path;
    }

    // Some exporters repeat the path in the reference.
    private static string? PathOf(JsonElement reference)
    {
        JsonElement parents = reference.Field("categoryPath"u8);
        string? name = reference.Field("name"u8).Text()?.Trim();
        if (name is null || parents.ValueKind != JsonValueKind.Array) return null;
        return string.Join('/', parents.EnumerateArray().Select(p => p.Text()?.Trim()).OfType<string>().Append(name));
    }

    private void Resolve(FindingLog log, Dictionary<string, (string Name, string? Parent, string File)> rows, string id)
    {
        List<string> chain = [];
        HashSet<string> onChain = new(StringComparer.OrdinalIgnoreCase);
        string? current = id;
        while (current is not null && !_paths.ContainsKey(current) && rows.ContainsKey(current) && onChain.Add(current))
        {
            chain.Add(current);
            current = rows[current].Parent;
        }

        string? path = null;
        bool isBroken = false;
        if (current is not null && _paths.TryGetValue(current, out string? known))
        {
            path = known;
            isBroken = known is null;
        }
        else if (current is not null)
        {
            isBroken = true;
            (string name, string? _, string file) = rows[chain[^1]];
            bool isCycle = rows.ContainsKey(current);
            log.Add(Diagnostic.Error(
                isCycle ? FindingCode.SchemaInvalid : FindingCode.UnknownName,
                isCycle ? $"Category '{name}' lies within itself; the flows in it have no compartment." : $"Category '{name}' lies in a category that the package does not contain; the flows in it have no compartment.",
                isCycle ? $"类别 '{name}' 位于自身之内；其中的流没有环境区室。" : $"类别 '{name}' 的上级类别不在数据包中；其中的流没有环境区室。") with
            {
                Where = new SourcePosition(file, Path: "category"),
                Found = isCycle ? rows[current].Name : current,
            });
        }

        if (!isBroken && chain.Count + (path?.Count(c => c == '/') ?? 0) > MaxDepth)
        {
            isBroken = true;
            (string name, string? _, string file) = rows[id];
            log.Add(Diagnostic.Error(
                FindingCode.LimitExceeded,
                $"Category '{name}' lies more than {MaxDepth} levels deep; the flows in it have no compartment.",
                $"类别 '{name}' 的层级超过 {MaxDepth} 层；其中的流没有环境区室。") with
            {
                Where = new SourcePosition(file, Path: "category"),
            });
        }

        for (int i = chain.Count - 1; i >= 0; i--)
        {
            path = isBroken ? null : path is null ? rows[chain[i]].Name : $"{path}/{rows[chain[i]].Name}";
            _paths.Add(chain[i], path);
        }
    }
}
