using CarbonLca.Diagnostics;
using CarbonLca.Electricity;
using CarbonLca.Formats.Packaging;
using CarbonLca.Formats.Tables;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Electricity;

/// <summary>Reads electricity factors from <c>areas.csv</c> and <c>grid-factors.csv</c>.</summary>
/// <remarks>
/// <c>datasets/electricity/SOURCE.md</c> describes the columns. A user's own factors have the same columns and are read on top of a
/// table, with an <c>areas.csv</c> only for new areas. One fault refuses all: a factor left out would be replaced by another in silence.
/// </remarks>
public static class GridFactorReader
{
    private const string AreasFile = "areas.csv";
    private const string FactorsFile = "grid-factors.csv";
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private static readonly TableColumn[] AreaColumns = [new("area", true), new("level", true), new("parent"), new("name", true), new("name_zh", true)];

    private static readonly TableColumn[] FactorColumns =
    [
        new("area", true), new("kind", true), new("generation", true), new("scope", true), new("year", true), new("value", true), new("unit", true),
        new("gwp_set", true), new("source", true), new("confidence", true), new("note"),
    ];

    /// <summary>Reads the files of a folder or package.</summary>
    /// <param name="source">The files; the caller disposes them.</param>
    /// <param name="onto">The factors to add to; null to begin with none.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The factors, or null with the errors that refused them.</returns>
    public static GridFactorReading Read(SourceFiles source, GridFactorTable? onto = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FindingList findings = new();
        GridFactorTable? table = null;
        try
        {
            List<GridArea> areas = [.. onto?.Areas ?? []];
            List<GridFactor> factors = [.. onto?.Factors ?? []];
            if (onto is null || source.Contains(AreasFile)) ReadAreas(source, areas, findings, cancellation);
            ReadFactors(source, factors, findings, cancellation);
            if (!findings.HasErrors) table = new GridFactorTable(areas, factors);
        }
        catch (RefusalException refusal)
        {
            findings.AddRange(refusal.Findings);
        }

        return new GridFactorReading(table, findings.ToImmutable());
    }

    private static void ReadAreas(SourceFiles source, List<GridArea> areas, FindingList findings, CancellationToken cancellation)
    {
        using CsvTable? table = CsvTable.Open(source, AreasFile, AreaColumns, findings);
        while (table is not null && table.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            string code = table.Required("area");
            GridAreaLevel level = Word(table, "level", (GridAreaLevel[])[GridAreaLevel.Market, GridAreaLevel.Region, GridAreaLevel.Province], l => l.ToString().ToLowerInvariant());
            Wording name = new(table.Required("name"), table.Required("name_zh"));
            if (table.IsRowGood) areas.Add(new GridArea(code, level, table.Word("parent"), name));
        }
    }

    private static void ReadFactors(SourceFiles source, List<GridFactor> factors, FindingList findings, CancellationToken cancellation)
    {
        UnitTable units = new();
        using CsvTable? table = CsvTable.Open(source, FactorsFile, FactorColumns, findings);
        while (table is not null && table.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            string area = table.Required("area");
            GridFactorKind kind = Word(table, "kind", GridFactorWords.Kinds, k => k.Key());
            GenerationType generation = Word(table, "generation", GridFactorWords.Generations, g => g.Key());
            FactorScope scope = Word(table, "scope", GridFactorWords.Scopes, s => s.Key());
            _ = table.Required("year");
            int? year = table.OptionalInteger("year", FirstYear, LastYear);
            double? value = table.Number("value");
            Unit? unit = units.Get(table, "unit");
            GwpSet? gwpSet = SetOf(table, scope);
            string from = table.Required("source");
            string confidence = table.Required("confidence");
            if (!table.IsRowGood || year is null || value is null || unit is null || gwpSet is null) continue;
            Quantity figure = new(value.Value, unit);
            if (GridFactor.CheckValue(scope, figure) is { } fault)
            {
                table.Report(fault with { Where = table.Position("value") });
                continue;
            }

            factors.Add(new GridFactor(new GridFactorKey(area, kind, generation, scope, year.Value), figure, from)
            {
                Confidence = confidence,
                Note = table.Text("note"),
                GwpSet = gwpSet.Value,
            });
        }
    }

    // The words 'gases' and 'unstated' both leave no set; only carbon dioxide alone may be 'gases'.
    private static GwpSet? SetOf(SourceTable table, FactorScope scope)
    {
        const string Gases = "gases";
        string text = table.Required("gwp_set");
        bool isGases = text == Gases;
        foreach (GwpSet set in GwpSets.All)
            if (!isGases && set.Key() == text && scope != FactorScope.Combustion) return set;
        if (isGases && scope == FactorScope.Combustion) return GwpSet.Unstated;
        if (text.Length > 0)
        {
            table.Fault("gwp_set", FindingCode.UnknownName, $"The column 'gwp_set' does not know the word '{text}' for the scope '{scope.Key()}'.", $"范围为 '{scope.Key()}' 时，'gwp_set' 列不接受 '{text}'。", text,
                Wording.Same(scope == FactorScope.Combustion ? Gases : string.Join(", ", GwpSets.All.Select(s => s.Key()))));
        }

        return null;
    }

    private static T Word<T>(SourceTable table, string column, IReadOnlyList<T> words, Func<T, string> key)
        where T : struct
    {
        string text = table.Required(column);
        foreach (T word in words)
            if (key(word) == text) return word;
        if (text.Length > 0)
            table.Fault(column, FindingCode.UnknownName, $"The column '{column}' does not know the word '{text}'.", $"'{column}' 列不接受 '{text}'。", text, Wording.Same(string.Join(", ", words.Select(key))));
        return default;
    }
}
