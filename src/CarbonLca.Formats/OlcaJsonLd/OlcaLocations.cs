using System.Text.Json;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The locations of a package by identifier.</summary>
internal sealed class OlcaLocations
{
    private readonly Dictionary<string, string> _codes = new(StringComparer.OrdinalIgnoreCase);

    private OlcaLocations()
    {
    }

    public static OlcaLocations Empty { get; } = new();

    public int Count => _codes.Count;

    public static OlcaLocations Read(OlcaContext context)
    {
        OlcaLocations locations = new();
        context.Visit(OlcaFolders.Locations, "Location", (_, id, root) => locations._codes.Add(id, root.Field("code"u8).Text()?.Trim() ?? root.Field("name"u8).Text()?.Trim() ?? id));
        return locations;
    }

    /// <summary>The code of a location, else its name; null when none is given.</summary>
    /// <param name="location">The field: a reference, or a code.</param>
    public string? CodeOf(JsonElement location) =>
        location.Id() is { } id && _codes.TryGetValue(id, out string? code) ? code
        : location.Text()?.Trim() ?? location.Field("name"u8).Text()?.Trim();
}
