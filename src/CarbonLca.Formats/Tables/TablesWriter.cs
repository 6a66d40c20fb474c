using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Tables;

/// <summary>Writes a database as a folder of CSV, Parquet or Arrow files that <see cref="TablesFormat"/> reads back to the same content.</summary>
/// <remarks>
/// Amounts are written in the flows' reference units with as many digits as distinguish them. Units that the catalogue does not
/// know, or knows otherwise, are defined in the table <c>units</c>. The same database always gives the same bytes.
/// </remarks>
public static class TablesWriter
{
    private static readonly TableSchema[] Written =
        [TableSchemas.Units, TableSchemas.Flows, TableSchemas.Properties, TableSchemas.Processes, TableSchemas.Exchanges, TableSchemas.Allocation, TableSchemas.Sources];

    /// <summary>Writes a database into a folder, which is created when it does not exist; files of the format in it are replaced.</summary>
    /// <param name="database">The database.</param>
    /// <param name="folder">Where.</param>
    /// <param name="encoding">How each table is kept.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="InputRefusedException">The database holds something that the format cannot express; nothing was written.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ImmutableArray<string> Write(LciDatabase database, string folder, TableEncoding encoding = TableEncoding.Csv)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ImmutableArray<KeyValuePair<string, byte[]>> files = ToFiles(database, encoding);
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] content) in files) File.WriteAllBytes(Path.Combine(folder, name), content);

        // A table must not be there twice, nor one that this database does not have.
        foreach (TableSchema table in Written)
        {
            foreach (TableEncoding other in Enum.GetValues<TableEncoding>())
            {
                string name = table.Name + TableFiles.EndingOf(other);
                if (!files.Any(f => f.Key == name)) File.Delete(Path.Combine(folder, name));
            }
        }

        return [.. files.Select(f => Path.Combine(folder, f.Key))];
    }

    /// <summary>The files of a database as names and contents.</summary>
    /// <param name="database">The database.</param>
    /// <param name="encoding">How each table is kept.</param>
    /// <exception cref="InputRefusedException">The database holds something that the format cannot express.</exception>
    public static ImmutableArray<KeyValuePair<string, byte[]>> ToFiles(LciDatabase database, TableEncoding encoding = TableEncoding.Csv)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (!Enum.IsDefined(encoding)) throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such encoding.");
        TablesCheck.Refuse(database);
        ImmutableArray<Process> processes = [.. Enumerable.Range(0, database.Processes.Count).Select(database.Process)];
        bool needsFurther = processes.Any(p => p.Exchanges.Any(e => UncertaintyCells.NeedsFurther(e.Uncertainty)));
        List<KeyValuePair<string, byte[]>> files = [];
        Add(TableSchemas.Units, UnitRows(database));
        Add(TableSchemas.Flows, database.Flows.Select(FlowRow), except: ["density"]);
        Add(TableSchemas.Properties, database.Flows.SelectMany(PropertyRows));
        Add(TableSchemas.Processes, processes.Select(ProcessRow));
        Add(TableSchemas.Exchanges, processes.SelectMany(p => p.Exchanges.Select(e => ExchangeRow(p, e))), except: needsFurther ? [] : UncertaintyCells.Further);
        Add(TableSchemas.Allocation, processes.SelectMany(AllocationRows));
        Add(TableSchemas.Sources, processes.Where(p => p.Provenance is not null).Select(SourceRow));
        return [.. files];

        void Add(TableSchema table, IEnumerable<string?[]> rows, params string[] except)
        {
            TableColumn[] columns = [.. table.Columns.Where(c => !except.Contains(c.Name))];
            List<string?[]> all = [.. rows];
            if (all.Count == 0 && !TablesReader.MandatoryTables.Contains(table)) return;
            files.Add(KeyValuePair.Create(table.Name + TableFiles.EndingOf(encoding), TableEncoder.Encode(table, columns, all, encoding)));
        }
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
