namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The folders of a package, one for each type of data set.</summary>
internal static class OlcaFolders
{
    public const string UnitGroups = "unit_groups";
    public const string FlowProperties = "flow_properties";
    public const string Flows = "flows";
    public const string Processes = "processes";
    public const string Categories = "categories";
    public const string Locations = "locations";
    public const string Parameters = "parameters";
    public const string ImpactMethods = "lcia_methods";
    public const string ImpactCategories = "lcia_categories";

    /// <summary>Folders whose content says nothing that an inventory is computed from.</summary>
    public static readonly string[] Descriptive = ["actors", "sources", "bin", "currencies", "dq_systems", "social_indicators"];

    /// <summary>Whether a path is a data set of a folder: a JSON document directly in it.</summary>
    public static bool IsDataSet(string path, string folder) =>
        path.Length > folder.Length + 1
        && path.StartsWith(folder, StringComparison.Ordinal)
        && path[folder.Length] == '/'
        && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        && path.IndexOf('/', folder.Length + 1) < 0;
}
