namespace CarbonLca.Formats.Store;

/// <summary>The tables of a stored database and their files, in the order they are written.</summary>
internal static class StoreLayout
{
    public const string Format = "carbonlca-db/2";
    public const string ManifestFile = "database.json";
    public const string ChecksumFile = "database.sha256";
    public const string FindingsFile = "findings.json";

    /// <summary>The key of the metadata of a file that names the table and the version of its schema.</summary>
    public const string SchemaKey = "carbonlca.schema";

    /// <summary>The key of the metadata of a column that says what it holds, in which unit.</summary>
    public const string MeaningKey = "meaning";

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
    public const string FactorDistributions = "factor_distributions";
    public const string FactorValues = "factor_values";
    public const string Synonyms = "synonyms";
    public const string TotalCategories = "total_categories";
    public const string TotalProcesses = "total_processes";
    public const string Totals = "totals";

    private static readonly string[] Always =
        [Units, UnitDimensions, Flows, Properties, Processes, Starts, Exchanges, Distributions, DistributionStarts, DistributionValues, DistributionGroups, Allocation, Methods, Categories, Factors, Synonyms];

    private static readonly string[] WithTotals = [TotalCategories, TotalProcesses, Totals];
    private static readonly string[] WithUncertainFactors = [FactorDistributions, FactorValues];

    /// <summary>The tables of a database without and with uncertain factors, without and with published totals.</summary>
    public static IReadOnlyList<string> Tables(bool hasUncertainFactors, bool hasTotals) =>
        [.. Always, .. hasUncertainFactors ? WithUncertainFactors : [], .. hasTotals ? WithTotals : []];

    /// <summary>The file of a table.</summary>
    public static string FileOf(string table) => table + ".arrow";

    /// <summary>The name and version of a table's schema, as its file states it.</summary>
    public static string SchemaOf(string table) => $"{Format} {table}";

    /// <summary>Every file name a stored database may have.</summary>
    public static IReadOnlySet<string> FileNames { get; } =
        new HashSet<string>(Tables(hasUncertainFactors: true, hasTotals: true).Select(FileOf).Concat([ManifestFile, ChecksumFile, FindingsFile]), StringComparer.Ordinal);

    /// <summary>Every file name a directory may have that a new database replaces: also those of version 1, whose tables ended in .bin.</summary>
    public static IReadOnlySet<string> ReplaceableNames { get; } =
        new HashSet<string>(FileNames.Concat(Tables(hasUncertainFactors: true, hasTotals: true).Select(t => t + ".bin")), StringComparer.Ordinal);
}
