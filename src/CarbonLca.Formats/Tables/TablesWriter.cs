using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonLca.Formats.Tables;

/// <summary>Writes a database as a folder of CSV files that <see cref="TablesFormat"/> reads back to the same content.</summary>
/// <remarks>
/// Amounts are written in the flows' reference units with as many digits as distinguish them. Units that the catalogue does not
/// know, or knows otherwise, are defined in <c>units.csv</c>. The same database always gives the same bytes.
/// </remarks>
public static class TablesWriter
{
    /// <summary>Writes a database into a folder, which is created when it does not exist; files of the format in it are replaced.</summary>
    /// <exception cref="InputRefusedException">The database holds something that the format cannot express; nothing was written.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(LciDatabase database, string folder)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ImmutableArray<KeyValuePair<string, byte[]>> files = ToFiles(database);
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] content) in files) File.WriteAllBytes(Path.Combine(folder, name), content);
        foreach (string optional in (string[])[UnitTable.File, TablesFormat.PropertiesFile, TablesFormat.AllocationFile, TablesFormat.SourcesFile])
            if (!files.Any(f => f.Key == optional)) File.Delete(Path.Combine(folder, optional));
    }

    /// <summary>The files of a database as names and contents.</summary>
    /// <exception cref="InputRefusedException">The database holds something that the format cannot express.</exception>
    public static ImmutableArray<KeyValuePair<string, byte[]>> ToFiles(LciDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        TablesCheck.Refuse(database);
        ImmutableArray<Process> processes = [.. Enumerable.Range(0, database.Processes.Count).Select(database.Process)];
        List<KeyValuePair<string, byte[]>> files = [];
        AddFile(files, UnitTable.File, ["unit", "factor", "of", "group"], UnitRows(database), isOptional: true);
        AddFile(files, TablesFormat.FlowsFile, ["flow", "name", "kind", "unit", "compartment", "cas", "name_zh", "location"], database.Flows.Select(FlowRow));
        AddFile(files, TablesFormat.PropertiesFile, ["flow", "property", "amount", "unit"], database.Flows.SelectMany(PropertyRows), isOptional: true);
        AddFile(files, TablesFormat.ProcessesFile, ["process", "name", "location", "reference_flow", "reference_amount", "unit", "stage", "name_zh", "allocation"], processes.Select(ProcessRow));
        string[] further = processes.Any(p => p.Exchanges.Any(e => UncertaintyCells.NeedsFurther(e.Uncertainty))) ? UncertaintyCells.Further : [];
        AddFile(files, TablesFormat.ExchangesFile,
            ["process", "flow", "direction", "amount", "unit", "provider", "distribution", "scale", "shape", "minimum", "maximum", "avoided", .. further],
            processes.SelectMany(p => p.Exchanges.Select(e => ExchangeRow(p, e)[..(12 + further.Length)])));
        AddFile(files, TablesFormat.AllocationFile, ["process", "product", "key", "factor", "exchange_flow"], processes.SelectMany(AllocationRows), isOptional: true);
        AddFile(files, TablesFormat.SourcesFile, ["process", "source", "year", "region", "gwp_set", "confidence", "note"], processes.Where(p => p.Provenance is not null).Select(SourceRow), isOptional: true);
        return [.. files];
    }

    private static void AddFile(List<KeyValuePair<string, byte[]>> files, string name, string[] header, IEnumerable<string?[]> rows, bool isOptional = false)
    {
        using MemoryStream stream = new();
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture) { NewLine = "\n", Mode = CsvMode.RFC4180, Delimiter = "," };
        bool isEmpty = true;
        using (StreamWriter text = new(stream, leaveOpen: true))
        using (CsvWriter csv = new(text, configuration))
        {
            WriteRow(csv, header);
            foreach (string?[] row in rows)
            {
                isEmpty = false;
                WriteRow(csv, row);
            }
        }

        if (!isEmpty || !isOptional) files.Add(KeyValuePair.Create(name, stream.ToArray()));
    }

    private static void WriteRow(CsvWriter csv, string?[] fields)
    {
        foreach (string? field in fields) csv.WriteField(field ?? string.Empty);
        csv.NextRecord();
    }

    private static IEnumerable<string?[]> UnitRows(LciDatabase database)
    {
        Dictionary<Dimension, Unit> own = [];
        foreach (Unit unit in TablesCheck.Units(database).OrderBy(u => u.Symbol, StringComparer.Ordinal))
        {
            if (UnitCatalog.TryParse(unit.Symbol, out Unit? known) && known.Equals(unit)) continue;
            if (UnitExpression.Of(unit.Dimension) is { } basis)
            {
                yield return [unit.Symbol, Text(unit.Factor / basis.Factor), basis.Symbol, null];
            }
            else if (own.TryGetValue(unit.Dimension, out Unit? first))
            {
                yield return [unit.Symbol, Text(unit.Factor / first.Factor), first.Symbol, null];
            }
            else
            {
                own.Add(unit.Dimension, unit);
                yield return [unit.Symbol, null, null, unit.Dimension.ToString()];
            }
        }
    }

    private static string?[] FlowRow(Flow flow) =>
        [flow.Id, flow.Name, Word(flow.Kind), flow.Unit.Symbol, flow.Compartment, flow.Cas, flow.NameZh, flow.Location];

    private static IEnumerable<string?[]> PropertyRows(Flow flow) =>
        flow.Properties.Select(p => (string?[])[flow.Id, p.Name, Text(p.Amount), p.Unit.Symbol]);

    private static string?[] ProcessRow(Process process)
    {
        Flow flow = process.ReferenceFlow;
        return
        [
            process.Id, process.Name, process.Location, flow.Id, Text(TablesCheck.ReferenceAmount(process)), flow.Unit.Symbol,
            process.Stage.Key(), process.NameZh, process.DefaultAllocation is { } key ? Word(key) : null,
        ];
    }

    private static string?[] ExchangeRow(Process process, Exchange exchange)
    {
        string?[] distribution = UncertaintyCells.Write(exchange.Uncertainty);
        return
        [
            process.Id, exchange.Flow.Id, exchange.Direction == ExchangeDirection.Input ? "input" : "output", Text(exchange.Amount), exchange.Flow.Unit.Symbol,
            exchange.ProviderId, .. distribution[..5], exchange.IsAvoided ? "true" : null, .. distribution[5..],
        ];
    }

    // A causal factor of two exchanges of the same flow is one row, since the row applies to all of them.
    private static IEnumerable<string?[]> AllocationRows(Process process) => process.AllocationFactors
        .Select(f => (string?[])[process.Id, f.ProductFlowId, Word(f.Key), Text(f.Value), f.ExchangeIndex is { } i ? process.Exchanges[i].Flow.Id : null])
        .DistinctBy(row => (row[1], row[2], row[4]));

    private static string?[] SourceRow(Process process)
    {
        Provenance provenance = process.Provenance!;
        return [process.Id, provenance.Source, provenance.Year?.ToString(CultureInfo.InvariantCulture), provenance.Region, provenance.GwpSet, provenance.Confidence, provenance.Note];
    }

    private static string Word<T>(T value)
        where T : struct, Enum => Lower(value.ToString());

    private static string Lower(string text) => string.Concat(text.Select(char.ToLowerInvariant));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
