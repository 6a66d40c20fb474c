using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Formats.Store;

/// <summary>Makes a database, its methods and its published totals of the tables that hold them, wherever these come from.</summary>
internal sealed class StoreAssembly
{
    private readonly IReadOnlyDictionary<string, StoreTable> _tables;
    private readonly Lazy<Unit[]> _units;

    /// <summary>An assembly of all tables of <see cref="StoreLayout"/>, those of uncertain factors and of totals where there are any.</summary>
    public StoreAssembly(IReadOnlyDictionary<string, StoreTable> all)
    {
        _tables = all;
        _units = new Lazy<Unit[]>(ReadUnits);
    }

    /// <summary>The database over the columns of the tables.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="version">Its version; null where unknown.</param>
    /// <param name="digest">The digest of its content; null to compute it.</param>
    /// <exception cref="InputRefusedException">A column holds what its meaning does not allow.</exception>
    /// <exception cref="ArgumentException">Columns contradict each other.</exception>
    public LciDatabase Database(string name, string? version, string? digest)
    {
        Unit[] units = _units.Value;
        StoreTable exchanges = _tables[StoreLayout.Exchanges];
        ExchangeTable table = new(
            _tables[StoreLayout.Flows].Rows, _tables[StoreLayout.Starts].Int32("exchange"), exchanges.Int32("flow"), exchanges.View<byte>("flags"), exchanges.Float64("amount"), exchanges.Int32("provider"),
            exchanges.View<byte>("distribution"), exchanges.Float64("scale"), exchanges.Float64("minimum"), exchanges.Float64("maximum"), Details());
        return new LciDatabase(name, version, new StoredRows(_tables, units, table), table, digest);
    }

    /// <summary>The methods that came with the database.</summary>
    public ImmutableArray<ImpactMethod> Methods()
    {
        StoreTable table = _tables[StoreLayout.Methods];
        string[] id = table.Text("id");
        string[] name = table.Text("name");
        string[] digest = table.Text("digest");
        StoreTable categoryTable = _tables[StoreLayout.Categories];
        ReadOnlyMemory<int> categoryMethod = categoryTable.Indices("method", table.Rows, StoreLayout.Methods);
        string[] code = categoryTable.Text("code");
        string[] unit = categoryTable.Text("unit");
        string[] categoryName = categoryTable.Text("name");
        ILookup<int, ImpactCategory> categories = Enumerable.Range(0, code.Length).ToLookup(i => categoryMethod.Span[i], i => new ImpactCategory(code[i], unit[i]) { Name = categoryName[i] });
        ILookup<int, MethodRow> rows = RowsByMethod(table.Rows);
        StoreTable synonymTable = _tables[StoreLayout.Synonyms];
        ReadOnlyMemory<int> synonymMethod = synonymTable.Indices("method", table.Rows, StoreLayout.Methods);
        string[] synonym = synonymTable.Text("synonym");
        string[] flow = synonymTable.Text("flow");
        ILookup<int, KeyValuePair<string, string>> synonyms = Enumerable.Range(0, synonym.Length).ToLookup(i => synonymMethod.Span[i], i => KeyValuePair.Create(synonym[i], flow[i]));
        return
        [
            .. Enumerable.Range(0, table.Rows).Select(m => new ImpactMethod(id[m], [.. categories[m]], [.. rows[m]])
            {
                Name = name[m],
                Digest = digest[m],
                Synonyms = synonyms[m].ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
            }),
        ];
    }

    /// <summary>The totals that its source publishes; null where it publishes none.</summary>
    public PublishedTotals? Totals()
    {
        if (!_tables.TryGetValue(StoreLayout.Totals, out StoreTable? table)) return null;
        string[] categories = _tables[StoreLayout.TotalCategories].Text("code");
        string[] processes = _tables[StoreLayout.TotalProcesses].Text("id");
        double[] values = table.Float64("value").ToArray();
        if (values.LongLength != categories.LongLength * processes.LongLength) throw table.Fault("value", $"it has {values.Length} values; expected {categories.LongLength * processes.LongLength}", $"有 {values.Length} 个值，应为 {categories.LongLength * processes.LongLength}");
        return Array.TrueForAll(values, double.IsFinite)
            ? new PublishedTotals([.. categories], [.. processes], [.. values])
            : throw table.Fault("value", "it holds numbers that are not finite", "含有非有限的数值");
    }

    private UncertaintyDetails Details()
    {
        StoreTable table = _tables[StoreLayout.Distributions];
        return new UncertaintyDetails(
            table.Int32("exchange"), table.Float64("shape"), table.View<byte>("flags"), table.Int32("group"), _tables[StoreLayout.DistributionStarts].Int32("value"),
            _tables[StoreLayout.DistributionValues].Float64("value"), [.. _tables[StoreLayout.DistributionGroups].Text("name")]);
    }

    private Unit[] ReadUnits()
    {
        StoreTable table = _tables[StoreLayout.Units];
        string[] symbols = table.Text("symbol");
        string[] factors = table.Text("factor");
        Dimension[] dimensions = new Dimension[table.Rows];
        Array.Fill(dimensions, Dimension.None);
        StoreTable parts = _tables[StoreLayout.UnitDimensions];
        ReadOnlySpan<int> unit = parts.Indices("unit", table.Rows, StoreLayout.Units).Span;
        string[] bases = parts.Text("base");
        ReadOnlySpan<int> exponents = parts.Int32("exponent").Span;
        for (int i = 0; i < unit.Length; i++) dimensions[unit[i]] = dimensions[unit[i]].Times(Dimension.Base(bases[i]).Power(exponents[i]));
        Unit[] units = new Unit[table.Rows];
        for (int i = 0; i < units.Length; i++)
        {
            if (!decimal.TryParse(factors[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal factor)) throw table.Fault("factor", $"the factor of unit '{symbols[i]}' is '{factors[i]}', no decimal number", $"单位 '{symbols[i]}' 的系数 '{factors[i]}' 不是十进制数");
            units[i] = new Unit(symbols[i], dimensions[i], factor);
        }

        return units;
    }

    private ILookup<int, MethodRow> RowsByMethod(int methodCount)
    {
        StoreTable table = _tables[StoreLayout.Factors];
        ReadOnlyMemory<int> method = table.Indices("method", methodCount, StoreLayout.Methods);
        ReadOnlyMemory<int> category = table.Int32("category");
        string[] flow = table.Text("flow");
        ReadOnlyMemory<double> factor = table.Float64("factor");
        ReadOnlyMemory<int> unit = table.Indices("unit", _units.Value.Length, StoreLayout.Units);
        string?[] cas = table.OptionalText("cas");
        string?[] compartment = table.OptionalText("compartment");
        string?[] location = table.OptionalText("location");
        int?[] direction = table.OptionalInt32("direction");
        string[] source = table.RequiredWords("source");
        string[] confidence = table.RequiredWords("confidence");
        string?[] file = table.OptionalText("file");
        int?[] line = table.OptionalInt32("line");
        int?[] column = table.OptionalInt32("column");
        string?[] path = table.OptionalText("path");
        Dictionary<int, Uncertainty> uncertainties = FactorDistributions.Read(_tables);
        for (int i = 0; i < direction.Length; i++)
            if (direction[i] is { } d && d is < 0 or > (int)ExchangeDirection.Output) throw table.Fault("direction", $"row {i} holds the value {d}", $"第 {i} 行的值为 {d}");
        return Enumerable.Range(0, method.Length).ToLookup(i => method.Span[i], i => new MethodRow(category.Span[i], flow[i], factor.Span[i], _units.Value[unit.Span[i]])
        {
            Cas = cas[i],
            Compartment = compartment[i],
            Location = location[i],
            Direction = (ExchangeDirection?)direction[i],
            Uncertainty = uncertainties.GetValueOrDefault(i),
            Source = source[i],
            Confidence = confidence[i],
            Position = file[i] is { } f ? new SourcePosition(f, line[i], column[i], path[i]) : null,
        });
    }
}
