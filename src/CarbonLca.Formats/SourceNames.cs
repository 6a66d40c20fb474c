using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats;

/// <summary>What a database is called when its source does not say.</summary>
internal static class SourceNames
{
    private static readonly string[] Endings = [".zip", ".csv", ".parquet", ".arrow", ".json"];

    /// <summary>The last part of the source's name, without the ending of an archive.</summary>
    public static string Of(SourceFiles source)
    {
        string name = source.Name.TrimEnd('/', '\\');
        name = name[(name.AsSpan().LastIndexOfAny("/\\!") + 1)..];
        foreach (string ending in Endings)
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return name[..^ending.Length];
        return string.IsNullOrWhiteSpace(name) ? "unnamed" : name;
    }
}
