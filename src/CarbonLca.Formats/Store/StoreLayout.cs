namespace CarbonLca.Formats.Store;

/// <summary>The tables of a stored database and their files, in the order they are written.</summary>
internal static class StoreLayout
{
    public const string Format = "carbonlca-db/1";
    public const string ManifestFile = "database.json";
    public const string ChecksumFile = "database.sha256";
    public const string FindingsFile = "findings.json";

    /// <summary>Every block begins at a multiple of this many bytes, as Arrow recommends for vector loads.</summary>
    public const int Alignment = 64;

    public const string Units = "units";
    public const string UnitDimensions = "unit_dimensions";
    public const string Flows = "flows";
    public const string Properties = "properties";
    public const string Processes = "processes";
    public const string Starts = "starts";
    public const string Exchanges = "exchanges";
    public const string Distributions = "distributions";
    public const string DistributionStarts = "distribution_starts";
    public const string DistributionValues = "distribution_values";
    public const string DistributionGroups = "distribution_groups";
    public const string Allocation = "allocation";
    public const string Methods = "methods";
    public const string Categories = "categories";
    public const string Factors = "factors";
    public const string Synonyms = "synonyms";
    public const string TotalCategories = "total_categories";
    public const string TotalProcesses = "total_processes";
    public const string Totals = "totals";

    private static readonly string[] Always =
        [Units, UnitDimensions, Flows, Properties, Processes, Starts, Exchanges, Distributions, DistributionStarts, DistributionValues, DistributionGroups, Allocation, Methods, Categories, Factors, Synonyms];

    private static readonly string[] WithTotals = [TotalCategories, TotalProcesses, Totals];

    /// <summary>The tables of a database without and with published totals.</summary>
    public static IReadOnlyList<string> Tables(bool hasTotals) => hasTotals ? [.. Always, .. WithTotals] : Always;

    /// <summary>The file of a table.</summary>
    public static string FileOf(string table) => table + ".bin";

    /// <summary>Every file name a stored database may have.</summary>
    public static IReadOnlySet<string> FileNames { get; } =
        new HashSet<string>(Tables(hasTotals: true).Select(FileOf).Concat([ManifestFile, ChecksumFile, FindingsFile]), StringComparer.Ordinal);
}
