using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Store;

/// <summary>Writes the files of a database into an empty folder.</summary>
internal sealed class StoreWriter(LciPackage package, LciDatabase database, string folder)
{
    private readonly List<StoreFile> _files = [];
    private readonly List<StoreTable> _tables = [];
    private readonly Dictionary<Unit, int> _unitIndex = [];
    private readonly List<Unit> _units = [];

    public void Write()
    {
        // Units are numbered as they are met, so that equal packages give equal bytes.
        WriteFlows();
        WriteProcesses();
        WriteMethods();
        WriteUnits();
        WriteTotals();
        WriteFindings();
        WriteManifest();
    }

    private int IndexOf(Unit unit)
    {
        if (_unitIndex.TryGetValue(unit, out int index)) return index;
        _unitIndex.Add(unit, _units.Count);
        _units.Add(unit);
        return _units.Count - 1;
    }

    private void Table(string name, int rows, Func<TableFileWriter, TableFileWriter> columns)
    {
        using TableFileWriter writer = new(folder, name, rows);
        (StoreFile file, StoreTable table) = columns(writer).Finish();
        _files.Add(file);
        _tables.Add(table);
    }

    private void WriteUnits()
    {
        (int Unit, string Base, int Exponent)[] dimensions = [.. _units.SelectMany((u, i) => u.Dimension.Exponents.Select(e => (i, e.Key, e.Value)))];
        Table(StoreLayout.Units, _units.Count, t => t
            .Text("symbol", "how the unit is written", [.. _units.Select(u => u.Symbol)])
            .Text("factor", "how many base units of its dimension it is, a decimal number", [.. _units.Select(u => u.Factor.ToString(CultureInfo.InvariantCulture))]));
        Table(StoreLayout.UnitDimensions, dimensions.Length, t => t
            .Add("unit", "row of units", [.. dimensions.Select(d => d.Unit)])
            .Text("base", "kind of quantity", [.. dimensions.Select(d => d.Base)])
            .Add("exponent", "its power", [.. dimensions.Select(d => d.Exponent)]));
    }

    private void WriteFlows()
    {
        ImmutableArray<Flow> flows = database.Flows;
        (int Flow, FlowProperty Property)[] properties = [.. flows.SelectMany((f, i) => f.Properties.Select(p => (i, p)))];
        Table(StoreLayout.Flows, flows.Length, t => t
            .Text("id", "identity, ascending", [.. flows.Select(f => f.Id)])
            .Text("name", "name in the language of the data", [.. flows.Select(f => f.Name)])
            .OptionalText("name_zh", "Chinese name", [.. flows.Select(f => f.NameZh)])
            .Add("kind", "0 product, 1 waste, 2 elementary", (byte[])[.. flows.Select(f => (byte)f.Kind)])
            .Add("unit", "reference unit, row of units", (int[])[.. flows.Select(f => IndexOf(f.Unit))])
            .OptionalText("compartment", "where an elementary flow comes from or goes to", [.. flows.Select(f => f.Compartment)])
            .OptionalText("cas", "CAS registry number", [.. flows.Select(f => f.Cas)])
            .OptionalText("location", "location of a regional flow", [.. flows.Select(f => f.Location)]));
        Table(StoreLayout.Properties, properties.Length, t => t
            .Add("flow", "row of flows", (int[])[.. properties.Select(p => p.Flow)])
            .Text("name", "the property", [.. properties.Select(p => p.Property.Name)])
            .Add("amount", "how much of it one reference unit of the flow has, in 'unit'", (double[])[.. properties.Select(p => p.Property.Amount)])
            .Add("unit", "row of units", (int[])[.. properties.Select(p => IndexOf(p.Property.Unit))]));
    }

    private void WriteProcesses()
    {
        ProcessTable processes = database.Processes;
        int[] all = [.. Enumerable.Range(0, processes.Count)];
        Provenance?[] provenance = [.. all.Select(processes.Provenance)];
        Table(StoreLayout.Processes, processes.Count, t => t
            .Text("id", "identity, ascending", [.. all.Select(processes.Id)])
            .Text("name", "name in the language of the data", [.. all.Select(processes.Name)])
            .OptionalText("name_zh", "Chinese name", [.. all.Select(processes.NameZh)])
            .OptionalText("location", "where it takes place", [.. all.Select(processes.Location)])
            .Add("stage", "0 unassigned, 1 raw materials, 2 production, 3 distribution, 4 use, 5 end of life", (byte[])[.. all.Select(j => (byte)processes.Stage(j))])
            .Add("reference_flow", "row of flows", (int[])[.. all.Select(processes.ReferenceFlow)])
            .Add("default_allocation", "0 physical, 1 economic, 2 causal", (IReadOnlyList<int?>)[.. all.Select(j => (int?)processes.DefaultAllocation(j))])
            .OptionalText("source", "where the numbers come from; missing where nothing is known", [.. provenance.Select(p => p?.Source)])
            .Add("source_year", "year the data represent", (IReadOnlyList<int?>)[.. provenance.Select(p => p?.Year)])
            .OptionalText("source_region", "region the data represent", [.. provenance.Select(p => p?.Region)])
            .OptionalText("source_gwp_set", "set of global warming potentials inside the figure", [.. provenance.Select(p => p?.GwpSet)])
            .OptionalText("source_confidence", "how sure the figure is", [.. provenance.Select(p => p?.Confidence)])
            .OptionalText("source_note", "what else to know", [.. provenance.Select(p => p?.Note)]));

        ExchangeTable exchanges = database.Exchanges;
        Table(StoreLayout.Starts, exchanges.Starts.Length, t => t
            .Add("exchange", "row of exchanges at which each process begins; the last entry is their number", exchanges.Starts));
        Table(StoreLayout.Exchanges, exchanges.Count, t => t
            .Add("flow", "row of flows", exchanges.Flow)
            .Add("flags", "bit 0 output, bit 1 avoided", exchanges.Flags)
            .Add("amount", "in the reference unit of the flow", exchanges.Amount)
            .Add("provider", "row of processes, or -1", exchanges.Provider)
            .Add("distribution", "0 none, 1 lognormal, 2 normal, 3 triangular, 4 uniform, 5 beta-PERT, 6 beta, 7 gamma, 8 Weibull, 9 Bernoulli, 10 discrete uniform, 11 Student t, 12 generalised extreme value, 13 values in order, 14 random values, 15 combined values", exchanges.Kind)
            .Add("scale", "lognormal: sigma of ln; beta: beta; others: standard deviation or scale in the reference unit", exchanges.Scale)
            .Add("minimum", "lower end or bound in the reference unit", exchanges.Minimum)
            .Add("maximum", "upper end or bound in the reference unit", exchanges.Maximum));

        WriteDistributions(exchanges.Details);

        (int Process, AllocationFactor Factor)[] factors = [.. all.SelectMany(j => processes.AllocationFactors(j).Select(f => (j, f)))];
        Table(StoreLayout.Allocation, factors.Length, t => t
            .Add("process", "row of processes", (int[])[.. factors.Select(f => f.Process)])
            .Add("key", "0 physical, 1 economic, 2 causal", (byte[])[.. factors.Select(f => (byte)f.Factor.Key)])
            .Text("product", "identity of the co-product's flow", [.. factors.Select(f => f.Factor.ProductFlowId)])
            .Add("exchange", "for a causal factor, which exchange of the process, from 0", (IReadOnlyList<int?>)[.. factors.Select(f => f.Factor.ExchangeIndex)])
            .Add("factor", "share of the burdens, as given", (double[])[.. factors.Select(f => f.Factor.Value)]));
    }

    private void WriteDistributions(UncertaintyDetails details)
    {
        Table(StoreLayout.Distributions, details.Count, t => t
            .Add("exchange", "row of exchanges, ascending", details.Row)
            .Add("shape", "beta-PERT: weight of the mode; beta: alpha; Bernoulli: probability; Student t: degrees of freedom; extreme value: xi", details.Shape)
            .Add("flags", "bit 0 no value below the minimum, bit 1 none above the maximum, bit 2 opposite sign", details.Flags)
            .Add("group", "row of distribution_groups whose exchanges share a draw, or -1", details.Group));
        Table(StoreLayout.DistributionStarts, details.ValueStarts.Length, t => t
            .Add("value", "row of distribution_values at which the values of each row of distributions begin; the last entry is their number", details.ValueStarts));
        Table(StoreLayout.DistributionValues, details.Values.Length, t => t.Add("value", "in the reference unit of the flow", details.Values));
        Table(StoreLayout.DistributionGroups, details.Groups.Length, t => t.Text("name", "name, ascending", details.Groups));
    }

    private void WriteMethods()
    {
        ImmutableArray<ImpactMethod> methods = package.Methods;
        Table(StoreLayout.Methods, methods.Length, t => t
            .Text("id", "name it is asked for by", [.. methods.Select(m => m.Id)])
            .Text("name", "name people read", [.. methods.Select(m => m.Name)])
            .Text("digest", "SHA-256 of the files it was read from", [.. methods.Select(m => m.Digest)]));

        (int Method, ImpactCategory Category)[] categories = [.. methods.SelectMany((m, i) => m.Categories.Select(c => (i, c)))];
        Table(StoreLayout.Categories, categories.Length, t => t
            .Add("method", "row of methods", (int[])[.. categories.Select(c => c.Method)])
            .Text("code", "short code", [.. categories.Select(c => c.Category.Code)])
            .Text("unit", "unit of its results", [.. categories.Select(c => c.Category.Unit)])
            .Text("name", "full name", [.. categories.Select(c => c.Category.Name)]));

        (int Method, MethodRow Row)[] factors = [.. methods.SelectMany((m, i) => m.Rows.Select(r => (i, r)))];
        Table(StoreLayout.Factors, factors.Length, t => t
            .Add("method", "row of methods", (int[])[.. factors.Select(f => f.Method)])
            .Add("category", "category of the method, from 0", (int[])[.. factors.Select(f => f.Row.Category)])
            .Text("flow", "identity or canonical name of the flow", [.. factors.Select(f => f.Row.Flow)])
            .Add("factor", "impact of one 'unit' of the flow", (double[])[.. factors.Select(f => f.Row.Factor)])
            .Add("unit", "row of units", (int[])[.. factors.Select(f => IndexOf(f.Row.Unit))])
            .OptionalText("cas", "CAS registry number", [.. factors.Select(f => f.Row.Cas)])
            .OptionalText("compartment", "compartment; missing for any", [.. factors.Select(f => f.Row.Compartment)])
            .OptionalText("location", "location; missing for any", [.. factors.Select(f => f.Row.Location)])
            .Add("direction", "0 input, 1 output; missing for the direction of the inventory", (IReadOnlyList<int?>)[.. factors.Select(f => (int?)f.Row.Direction)])
            .Text("source", "where the factor comes from", [.. factors.Select(f => f.Row.Source)])
            .Text("confidence", "how sure it is", [.. factors.Select(f => f.Row.Confidence)])
            .OptionalText("file", "file it was read from", [.. factors.Select(f => f.Row.Position?.File)])
            .Add("line", "line in the file, from 1", (IReadOnlyList<int?>)[.. factors.Select(f => f.Row.Position?.Line)])
            .Add("column", "character in the line, from 1", (IReadOnlyList<int?>)[.. factors.Select(f => f.Row.Position?.Column)])
            .OptionalText("path", "item in the file", [.. factors.Select(f => f.Row.Position?.Path)]));

        (int Method, string Synonym, string Flow)[] synonyms =
            [.. methods.SelectMany((m, i) => m.Synonyms.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (i, s.Key, s.Value)))];
        Table(StoreLayout.Synonyms, synonyms.Length, t => t
            .Add("method", "row of methods", (int[])[.. synonyms.Select(s => s.Method)])
            .Text("synonym", "another name", [.. synonyms.Select(s => s.Synonym)])
            .Text("flow", "canonical name", [.. synonyms.Select(s => s.Flow)]));
    }

    private void WriteTotals()
    {
        if (package.PublishedTotals is not { } totals) return;
        Table(StoreLayout.TotalCategories, totals.Categories.Length, t => t.Text("code", "category code, a row of the totals", totals.Categories));
        Table(StoreLayout.TotalProcesses, totals.ProcessIds.Length, t => t.Text("id", "process, a column of the totals", totals.ProcessIds));
        Table(StoreLayout.Totals, totals.Values.Length, t => t.Add("value", "impact of one reference unit, category after category", totals.Values.AsSpan()));
    }

    private void WriteFindings()
    {
        StoreFinding[] findings =
        [
            .. package.Findings.Select(f => new StoreFinding(
                f.Severity.ToString(), f.Code.ToString(), new StoreWording(f.What.En, f.What.Zh),
                f.Where is { } w ? new StorePosition(w.File, w.Line, w.Column, w.Path) : null,
                f.Found,
                f.Expected is { } e ? new StoreWording(e.En, e.Zh) : null,
                f.Next is { } n ? new StoreWording(n.En, n.Zh) : null)),
        ];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(findings, ReadableStoreJson.Context.StoreFindingArray);
        _files.Add(new StoreFile(StoreLayout.FindingsFile, json.Length, Convert.ToHexStringLower(SHA256.HashData(json))));
        WriteFile(StoreLayout.FindingsFile, json);
    }

    private void WriteManifest()
    {
        string engine = typeof(StoreWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        StoreManifest manifest = new(
            StoreLayout.Format, engine, database.Name, database.Version, package.Format, database.Digest,
            [.. package.Counts.Select(c => new StoreCount(c.Key, c.Label.En, c.Label.Zh, c.Value))],
            [.. package.Sources.Select(s => new StoreSource(s.Path, s.Length, s.Sha256))],
            [.. _files], [.. _tables]);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, ReadableStoreJson.Context.StoreManifest);
        WriteFile(StoreLayout.ManifestFile, json);
        WriteFile(StoreLayout.ChecksumFile, Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(json))}  {StoreLayout.ManifestFile}\n"));
    }

    private void WriteFile(string name, byte[] content)
    {
        using FileStream stream = new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
