using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Formats.Columns;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Store;

/// <summary>A package as tables of columns; <c>SCHEMA.md</c> beside this file says what every column holds.</summary>
internal sealed class StoreTables
{
    private readonly LciPackage _package;
    private readonly LciDatabase _database;
    private readonly Dictionary<Unit, int> _unitIndex = [];
    private readonly List<Unit> _units = [];

    private StoreTables(LciPackage package, LciDatabase database)
    {
        _package = package;
        _database = database;
    }

    /// <summary>The tables, each made when it is taken; units come last, numbered as they were met, so that equal packages give equal bytes.</summary>
    /// <param name="package">The package.</param>
    /// <param name="database">Its database.</param>
    public static IEnumerable<KeyValuePair<string, ColumnTable>> Of(LciPackage package, LciDatabase database)
    {
        StoreTables tables = new(package, database);
        IEnumerable<KeyValuePair<string, ColumnTable>> all = tables.FlowTables().Concat(tables.ProcessTables()).Concat(tables.ExchangeTables()).Concat(tables.MethodTables()).Concat(FactorDistributions.Of(package.Methods)).Concat(tables.UnitTables());
        return package.PublishedTotals is { } totals ? all.Concat(TotalTables(totals)) : all;
    }

    private static KeyValuePair<string, ColumnTable> Table(string name, int rows, Func<TableBuilder, TableBuilder> columns) => new(name, columns(new TableBuilder(name, rows)).ToTable());

    private int IndexOf(Unit unit)
    {
        if (_unitIndex.TryGetValue(unit, out int index)) return index;
        _unitIndex.Add(unit, _units.Count);
        _units.Add(unit);
        return _units.Count - 1;
    }

    private IEnumerable<KeyValuePair<string, ColumnTable>> UnitTables()
    {
        (int Unit, string Base, int Exponent)[] dimensions = [.. _units.SelectMany((u, i) => u.Dimension.Exponents.Select(e => (i, e.Key, e.Value)))];
        yield return Table(StoreLayout.Units, _units.Count, t => t
            .Text("symbol", "how the unit is written", [.. _units.Select(u => u.Symbol)])
            .Text("factor", "how many base units of its dimension it is, a decimal number", [.. _units.Select(u => u.Factor.ToString(CultureInfo.InvariantCulture))]));
        yield return Table(StoreLayout.UnitDimensions, dimensions.Length, t => t
            .Add("unit", "row of units", (int[])[.. dimensions.Select(d => d.Unit)])
            .Text("base", "kind of quantity", [.. dimensions.Select(d => d.Base)])
            .Add("exponent", "its power", (int[])[.. dimensions.Select(d => d.Exponent)]));
    }

    private IEnumerable<KeyValuePair<string, ColumnTable>> FlowTables()
    {
        FlowTable flows = _database.Flows;
        (int Flow, FlowProperty Property)[] properties = [.. flows.SelectMany((f, i) => f.Properties.Select(p => (i, p)))];
        yield return Table(StoreLayout.Flows, flows.Length, t => t
            .Text("id", "identity, ascending", [.. flows.Select(f => f.Id)])
            .Text("name", "name in the language of the data", [.. flows.Select(f => f.Name)])
            .OptionalText("name_zh", "Chinese name", [.. flows.Select(f => f.NameZh)])
            .Add("kind", "0 product, 1 waste, 2 elementary", (byte[])[.. flows.Select(f => (byte)f.Kind)])
            .Add("unit", "reference unit, row of units", (int[])[.. flows.Select(f => IndexOf(f.Unit))])
            .Word("compartment", "where an elementary flow comes from or goes to", [.. flows.Select(f => f.Compartment)])
            .OptionalText("cas", "CAS registry number", [.. flows.Select(f => f.Cas)])
            .Word("location", "location of a regional flow", [.. flows.Select(f => f.Location)]));
        yield return Table(StoreLayout.Properties, properties.Length, t => t
            .Add("flow", "row of flows, not falling", (int[])[.. properties.Select(p => p.Flow)])
            .Text("name", "the property", [.. properties.Select(p => p.Property.Name)])
            .Add("amount", "how much of it one reference unit of the flow has, in 'unit'", (double[])[.. properties.Select(p => p.Property.Amount)])
            .Add("unit", "row of units", (int[])[.. properties.Select(p => IndexOf(p.Property.Unit))]));
    }

    private IEnumerable<KeyValuePair<string, ColumnTable>> ProcessTables()
    {
        ProcessTable processes = _database.Processes;
        int[] all = [.. Enumerable.Range(0, processes.Count)];
        Provenance?[] provenance = [.. all.Select(processes.Provenance)];
        yield return Table(StoreLayout.Processes, processes.Count, t => t
            .Text("id", "identity, ascending", [.. all.Select(processes.Id)])
            .Text("name", "name in the language of the data", [.. all.Select(processes.Name)])
            .OptionalText("name_zh", "Chinese name", [.. all.Select(processes.NameZh)])
            .Word("location", "where it takes place", [.. all.Select(processes.Location)])
            .Add("stage", "0 unassigned, 1 raw materials, 2 production, 3 distribution, 4 use, 5 end of life", (byte[])[.. all.Select(j => (byte)processes.Stage(j))])
            .Add("reference_flow", "row of flows", (int[])[.. all.Select(processes.ReferenceFlow)])
            .Optional("default_allocation", "0 physical, 1 economic, 2 causal", [.. all.Select(j => (int?)processes.DefaultAllocation(j))])
            .Word("source", "where the numbers come from; missing where nothing is known", [.. provenance.Select(p => p?.Source)])
            .Optional("source_year", "year the data represent", [.. provenance.Select(p => p?.Year)])
            .Word("source_region", "region the data represent", [.. provenance.Select(p => p?.Region)])
            .Word("source_gwp_set", "set of global warming potentials inside the figure", [.. provenance.Select(p => p?.GwpSet)])
            .Word("source_confidence", "how sure the figure is", [.. provenance.Select(p => p?.Confidence)])
            .Word("source_note", "what else to know", [.. provenance.Select(p => p?.Note)]));

        (int Process, AllocationFactor Factor)[] factors = [.. all.SelectMany(j => processes.AllocationFactors(j).Select(f => (j, f)))];
        yield return Table(StoreLayout.Allocation, factors.Length, t => t
            .Add("process", "row of processes, not falling", (int[])[.. factors.Select(f => f.Process)])
            .Add("key", "0 physical, 1 economic, 2 causal", (byte[])[.. factors.Select(f => (byte)f.Factor.Key)])
            .Text("product", "identity of the co-product's flow", [.. factors.Select(f => f.Factor.ProductFlowId)])
            .Optional("exchange", "for a causal factor, which exchange of the process, from 0", [.. factors.Select(f => f.Factor.ExchangeIndex)])
            .Add("factor", "share of the burdens, as given", (double[])[.. factors.Select(f => f.Factor.Value)]));
    }

    private IEnumerable<KeyValuePair<string, ColumnTable>> ExchangeTables()
    {
        ExchangeTable exchanges = _database.Exchanges;
        yield return Table(StoreLayout.Starts, exchanges.Starts.Length, t => t
            .Add("exchange", "row of exchanges at which each process begins; the last entry is their number", exchanges.Starts));
        yield return Table(StoreLayout.Exchanges, exchanges.Count, t => t
            .Add("flow", "row of flows", exchanges.Flow)
            .Add("flags", "bit 0 output, bit 1 avoided", exchanges.Flags)
            .Add("amount", "in the reference unit of the flow", exchanges.Amount)
            .Add("provider", "row of processes, or -1", exchanges.Provider)
            .Add("distribution", "0 none, 1 lognormal, 2 normal, 3 triangular, 4 uniform, 5 beta-PERT, 6 beta, 7 gamma, 8 Weibull, 9 Bernoulli, 10 discrete uniform, 11 Student t, 12 generalised extreme value, 13 values in order, 14 random values, 15 combined values", exchanges.Kind)
            .Add("scale", "lognormal: sigma of ln; beta: beta; others: standard deviation or scale in the reference unit", exchanges.Scale)
            .Add("minimum", "lower end or bound in the reference unit", exchanges.Minimum)
            .Add("maximum", "upper end or bound in the reference unit", exchanges.Maximum));

        UncertaintyDetails details = exchanges.Details;
        yield return Table(StoreLayout.Distributions, details.Count, t => t
            .Add("exchange", "row of exchanges, ascending", details.Row)
            .Add("shape", "beta-PERT: weight of the mode; beta: alpha; Bernoulli: probability; Student t: degrees of freedom; extreme value: xi", details.Shape)
            .Add("flags", "bit 0 no value below the minimum, bit 1 none above the maximum, bit 2 opposite sign", details.Flags)
            .Add("group", "row of distribution_groups whose exchanges share a draw, or -1", details.Group));
        yield return Table(StoreLayout.DistributionStarts, details.ValueStarts.Length, t => t
            .Add("value", "row of distribution_values at which the values of each row of distributions begin; the last entry is their number", details.ValueStarts));
        yield return Table(StoreLayout.DistributionValues, details.Values.Length, t => t.Add("value", "in the reference unit of the flow", details.Values));
        yield return Table(StoreLayout.DistributionGroups, details.Groups.Length, t => t.Text("name", "name, ascending", details.Groups));
    }

    private IEnumerable<KeyValuePair<string, ColumnTable>> MethodTables()
    {
        ImmutableArray<ImpactMethod> methods = _package.Methods;
        yield return Table(StoreLayout.Methods, methods.Length, t => t
            .Text("id", "name it is asked for by", [.. methods.Select(m => m.Id)])
            .Text("name", "name people read", [.. methods.Select(m => m.Name)])
            .Text("digest", "SHA-256 of the files it was read from", [.. methods.Select(m => m.Digest)]));

        (int Method, ImpactCategory Category)[] categories = [.. methods.SelectMany((m, i) => m.Categories.Select(c => (i, c)))];
        yield return Table(StoreLayout.Categories, categories.Length, t => t
            .Add("method", "row of methods", (int[])[.. categories.Select(c => c.Method)])
            .Text("code", "short code", [.. categories.Select(c => c.Category.Code)])
            .Text("unit", "unit of its results", [.. categories.Select(c => c.Category.Unit)])
            .Text("name", "full name", [.. categories.Select(c => c.Category.Name)]));

        (int Method, MethodRow Row)[] factors = [.. methods.SelectMany((m, i) => m.Rows.Select(r => (i, r)))];
        yield return Table(StoreLayout.Factors, factors.Length, t => t
            .Add("method", "row of methods", (int[])[.. factors.Select(f => f.Method)])
            .Add("category", "category of the method, from 0", (int[])[.. factors.Select(f => f.Row.Category)])
            .Text("flow", "identity or canonical name of the flow", [.. factors.Select(f => f.Row.Flow)])
            .Add("factor", "impact of one 'unit' of the flow", (double[])[.. factors.Select(f => f.Row.Factor)])
            .Add("unit", "row of units", (int[])[.. factors.Select(f => IndexOf(f.Row.Unit))])
            .Word("cas", "CAS registry number", [.. factors.Select(f => f.Row.Cas)])
            .Word("compartment", "compartment; missing for any", [.. factors.Select(f => f.Row.Compartment)])
            .Word("location", "location; missing for any", [.. factors.Select(f => f.Row.Location)])
            .Optional("direction", "0 input, 1 output; missing for the direction of the inventory", [.. factors.Select(f => (int?)f.Row.Direction)])
            .Word("source", "where the factor comes from", [.. factors.Select(f => f.Row.Source)])
            .Word("confidence", "how sure it is", [.. factors.Select(f => f.Row.Confidence)])
            .Word("file", "file it was read from", [.. factors.Select(f => f.Row.Position?.File)])
            .Optional("line", "line in the file, from 1", [.. factors.Select(f => f.Row.Position?.Line)])
            .Optional("column", "character in the line, from 1", [.. factors.Select(f => f.Row.Position?.Column)])
            .Word("path", "item in the file", [.. factors.Select(f => f.Row.Position?.Path)]));

        (int Method, string Synonym, string Flow)[] synonyms =
            [.. methods.SelectMany((m, i) => m.Synonyms.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (i, s.Key, s.Value)))];
        yield return Table(StoreLayout.Synonyms, synonyms.Length, t => t
            .Add("method", "row of methods", (int[])[.. synonyms.Select(s => s.Method)])
            .Text("synonym", "another name", [.. synonyms.Select(s => s.Synonym)])
            .Text("flow", "canonical name", [.. synonyms.Select(s => s.Flow)]));
    }

    private static IEnumerable<KeyValuePair<string, ColumnTable>> TotalTables(PublishedTotals totals)
    {
        yield return Table(StoreLayout.TotalCategories, totals.Categories.Length, t => t.Text("code", "category code, a row of the totals", totals.Categories));
        yield return Table(StoreLayout.TotalProcesses, totals.ProcessIds.Length, t => t.Text("id", "process, a column of the totals", totals.ProcessIds));
        yield return Table(StoreLayout.Totals, totals.Values.Length, t => t.Add("value", "impact of one reference unit, category after category", totals.Values.AsSpan()));
    }
}
