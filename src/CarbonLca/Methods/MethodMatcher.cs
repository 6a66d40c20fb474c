using System.Collections.Immutable;
using System.Globalization;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Methods;

/// <summary>Finds the factors of every elementary flow: by id, by name or synonym, by gas and origin, by CAS number.</summary>
internal sealed class MethodMatcher
{
    private readonly ImpactMethod _method;
    private readonly LciDatabase _database;
    private readonly CharacterizationOptions _options;
    private readonly Dictionary<string, List<int>> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _byCas = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _findings = [];
    private readonly bool _isClimateMethod;

    public MethodMatcher(ImpactMethod method, LciDatabase database, CharacterizationOptions options)
    {
        _method = method;
        _database = database;
        _options = options;
        for (int row = 0; row < method.Rows.Length; row++)
        {
            MethodRow r = method.Rows[row];
            Add(_byId, r.Flow, row);
            Add(_byName, r.Flow.Trim(), row);
            if (r.Cas is { Length: > 0 } cas) Add(_byCas, cas, row);
        }

        _isClimateMethod = method.Categories.Any(c => UnitCatalog.TryParse(c.Unit, out Unit? unit) && unit.Dimension.Equals(Dimension.CO2Equivalents));
    }

    public Characterization Match()
    {
        (bool[] occurs, bool[] isInput) = Usage();
        int[] starts = new int[_database.Flows.Length + 1];
        List<FlowFactor> factors = [];
        ImmutableArray<int>.Builder uncharacterized = ImmutableArray.CreateBuilder<int>();
        for (int f = 0; f < _database.Flows.Length; f++)
        {
            if (occurs[f] && _database.Flows.Kind(f) == FlowKind.Elementary)
            {
                Flow flow = _database.Flows[f];
                (List<int> rows, MatchKind kind) = RowsFor(flow);
                int before = factors.Count;
                Select(flow, rows, kind, isInput[f], factors);
                if (factors.Count == before && IsOverlookedGas(flow)) uncharacterized.Add(f);
            }

            starts[f + 1] = factors.Count;
        }

        foreach (int f in uncharacterized) Report(_database.Flows[f]);
        if (_findings.Exists(x => x.Severity == Severity.Error)) throw new InputRefusedException(_findings);
        return new Characterization(_method, _database, _options, starts, [.. factors], uncharacterized.ToImmutable(), [.. _findings]);
    }

    /// <summary>Which flows occur with an amount, and which of them are only ever taken in.</summary>
    private (bool[] Occurs, bool[] IsInput) Usage()
    {
        ReadOnlySpan<int> flows = _database.Exchanges.Flow;
        ReadOnlySpan<byte> flags = _database.Exchanges.Flags;
        ReadOnlySpan<double> amounts = _database.Exchanges.Amount;
        bool[] occurs = new bool[_database.Flows.Length];
        bool[] isInput = new bool[_database.Flows.Length];
        Array.Fill(isInput, true);
        for (int row = 0; row < flows.Length; row++)
        {
            if (amounts[row] == 0) continue;
            int flow = flows[row];
            occurs[flow] = true;
            if (ExchangeTable.IsOutput(flags[row])) isInput[flow] = false;
        }

        return (occurs, isInput);
    }

    private (List<int> Rows, MatchKind Kind) RowsFor(Flow flow)
    {
        if (Fitting(_byId, flow.Id, flow) is { Count: > 0 } byId) return (byId, MatchKind.Id);

        string name = flow.Name.Trim();
        if (Fitting(_byName, name, flow) is { Count: > 0 } byName) return (byName, MatchKind.Name);
        if (_method.Synonyms.TryGetValue(name, out string? canonical) && Fitting(_byName, canonical, flow) is { Count: > 0 } bySynonym) return (bySynonym, MatchKind.Name);

        (CarbonGas gas, Origin origin) = OriginReader.Read(name, flow.Compartment);
        if (gas != CarbonGas.None && _isClimateMethod) return ByOrigin(flow, gas, origin);
        return flow.Cas is { Length: > 0 } cas && Fitting(_byCas, cas, flow) is { Count: > 0 } byCas && HaveOneFactor(byCas) ? (byCas, MatchKind.Cas) : ([], MatchKind.Cas);
    }

    private (List<int> Rows, MatchKind Kind) ByOrigin(Flow flow, CarbonGas gas, Origin origin)
    {
        if (OriginReader.CanonicalName(gas, origin) is { } canonical) return (Fitting(_byName, canonical, flow), MatchKind.Origin);
        if (flow.Cas is { Length: > 0 } cas && Fitting(_byCas, cas, flow) is { Count: > 0 } byCas && HaveOneFactor(byCas)) return (byCas, MatchKind.Cas);

        string choice = _options.UnknownOrigin switch
        {
            UnknownOrigin.Fossil => "fossil",
            UnknownOrigin.Biogenic => "biogenic",
            UnknownOrigin.Exclude => "exclude",
            _ => "refuse",
        };
        string place = flow.Compartment is { Length: > 0 } compartment ? $" ({compartment})" : string.Empty;
        _findings.Add(new Diagnostic(
            _options.UnknownOrigin == UnknownOrigin.Refuse ? Severity.Error : Severity.Warning,
            FindingCode.OriginUnknown,
            _options.UnknownOrigin switch
            {
                UnknownOrigin.Refuse => new Wording($"The data do not say whether '{flow.Name}'{place} is fossil or biogenic.", $"数据未说明 '{flow.Name}'{place} 为化石源还是生物源。"),
                UnknownOrigin.Exclude => new Wording($"The data do not say whether '{flow.Name}'{place} is fossil or biogenic; it was left out.", $"数据未说明 '{flow.Name}'{place} 为化石源还是生物源；未计入。"),
                _ => new Wording($"The data do not say whether '{flow.Name}'{place} is fossil or biogenic; it was counted as {choice}.", $"数据未说明 '{flow.Name}'{place} 为化石源还是生物源；按{(_options.UnknownOrigin == UnknownOrigin.Fossil ? "化石源" : "生物源")}计入。"),
            })
        {
            Found = flow.Id,
            Next = new Wording("Choose with --unknown-origin fossil|biogenic|exclude|refuse.", "可用 --unknown-origin fossil|biogenic|exclude|refuse 选择。"),
        });
        return _options.UnknownOrigin switch
        {
            UnknownOrigin.Fossil => (Fitting(_byName, OriginReader.CanonicalName(gas, Origin.Fossil)!, flow), MatchKind.ChosenOrigin),
            UnknownOrigin.Biogenic => (Fitting(_byName, OriginReader.CanonicalName(gas, Origin.Biogenic)!, flow), MatchKind.ChosenOrigin),
            _ => ([], MatchKind.ChosenOrigin),
        };
    }

    private List<int> Fitting(Dictionary<string, List<int>> index, string key, Flow flow)
    {
        if (!index.TryGetValue(key, out List<int>? rows)) return [];
        return rows.FindAll(row => Compartments.Fit(_method.Rows[row].Compartment, flow.Compartment) != CompartmentFit.None);
    }

    private bool HaveOneFactor(List<int> rows)
    {
        List<int> ordered = ByCategoryAndLocation(rows);
        for (int i = 1; i < ordered.Count; i++)
        {
            MethodRow a = _method.Rows[ordered[i - 1]];
            MethodRow b = _method.Rows[ordered[i]];
            if (IsOfOneGroup(a, b) && (a.Factor != b.Factor || a.Unit != b.Unit || a.Direction != b.Direction)) return false;

            // One number in two part categories (fossil and biogenic, say) still leaves the origin open.
            if (!string.Equals(a.Flow, b.Flow, StringComparison.OrdinalIgnoreCase)) return false;
        }

        return true;
    }

    /// <summary>Keeps, for each category and location, the row whose compartment fits best.</summary>
    private void Select(Flow flow, List<int> rows, MatchKind kind, bool isInput, List<FlowFactor> factors)
    {
        List<int> ordered = ByCategoryAndLocation(rows);
        for (int first = 0, end; first < ordered.Count; first = end)
        {
            MethodRow group = _method.Rows[ordered[first]];
            long best = 0;
            for (end = first; end < ordered.Count && IsOfOneGroup(group, _method.Rows[ordered[end]]); end++) best = Math.Max(best, FitOf(ordered[end], flow));
            int firstFitting = -1;
            FlowFactor? chosen = null;
            for (int i = first; i < end; i++)
            {
                int row = ordered[i];
                if (FitOf(row, flow) != best) continue;
                if (firstFitting < 0) firstFitting = row;
                if (PerReferenceUnit(flow, _method.Rows[row], isInput) is not { } found) continue;
                FlowFactor factor = new(group.Category, found.Factor, row, kind, group.Location) { PerRowUnit = found.PerRowUnit };
                if (chosen is { } earlier && !IsSame(earlier, factor))
                {
                    Contradiction(flow, firstFitting, row);
                    continue;
                }

                if (chosen is null) factors.Add(factor);
                chosen ??= factor;
            }
        }
    }

    // By category, then location, the row for all locations first; rows of one group in the order of the table.
    private List<int> ByCategoryAndLocation(List<int> rows)
    {
        List<int> ordered = [.. rows];
        if (ordered.Count > 1) ordered.Sort(CompareGroups);
        return ordered;
    }

    private int CompareGroups(int a, int b)
    {
        MethodRow first = _method.Rows[a];
        MethodRow second = _method.Rows[b];
        int order = first.Category.CompareTo(second.Category);
        if (order == 0) order = string.CompareOrdinal(first.Location, second.Location);
        return order != 0 ? order : a.CompareTo(b);
    }

    private static bool IsOfOneGroup(MethodRow a, MethodRow b) => a.Category == b.Category && string.Equals(a.Location, b.Location, StringComparison.Ordinal);

    // Higher fits better. Of two compartments the flow lies in, the narrower one, whose path is longer, fits better.
    private long FitOf(int row, Flow flow)
    {
        string? compartment = _method.Rows[row].Compartment;
        CompartmentFit fit = Compartments.Fit(compartment, flow.Compartment);
        return ((long)fit << 32) + (fit == CompartmentFit.Within ? compartment!.Trim().Trim('/').Length : 0);
    }

    // Two rows say the same of a flow when number and distribution agree per reference unit.
    private bool IsSame(FlowFactor a, FlowFactor b)
    {
        Uncertainty ofA = _method.Rows[a.Row].Uncertainty;
        Uncertainty ofB = _method.Rows[b.Row].Uncertainty;
        if (a.Factor != b.Factor || ofA.Kind != ofB.Kind) return false;
        return a.PerRowUnit == b.PerRowUnit || ofA.Kind.CountsWholeUnits() ? ofA == ofB : ofA.Times(a.PerRowUnit) == ofB.Times(b.PerRowUnit);
    }

    private (double Factor, double PerRowUnit)? PerReferenceUnit(Flow flow, MethodRow row, bool isInput)
    {
        bool perInput = row.Direction is { } direction ? direction == ExchangeDirection.Input : isInput;
        try
        {
            double units = flow.ReferenceUnitsPer(row.Unit);
            double factor = row.Factor / units;
            return perInput ? (-factor, -1 / units) : (factor, 1 / units);
        }
        catch (UnitMismatchException mismatch)
        {
            _findings.Add(Diagnostic.Error(
                FindingCode.UnitMismatch,
                $"The factor of '{row.Flow}' in '{_method.Categories[row.Category].Code}' is per {row.Unit}, and the flow '{flow.Name}' is measured in {flow.Unit}. {mismatch.Message}",
                $"'{row.Flow}' 在 '{_method.Categories[row.Category].Code}' 中的因子以 {row.Unit} 计，而流 '{flow.Name}' 以 {flow.Unit} 计，二者不能换算。") with
            {
                Where = row.Position,
            });
            return null;
        }
    }

    private void Contradiction(Flow flow, int first, int second)
    {
        MethodRow a = _method.Rows[first];
        MethodRow b = _method.Rows[second];
        Wording differs = a.Uncertainty == b.Uncertainty ? new Wording("factors", "因子") : new Wording("factors or distributions of them", "因子或因子分布");
        _findings.Add(Diagnostic.Error(
            FindingCode.Duplicate,
            string.Create(CultureInfo.InvariantCulture, $"Two rows of method '{_method.Id}' give the flow '{flow.Name}' different {differs.En} in '{_method.Categories[a.Category].Code}': {a.Factor} per {a.Unit} and {b.Factor} per {b.Unit}."),
            string.Create(CultureInfo.InvariantCulture, $"方法 '{_method.Id}' 中有两行为流 '{flow.Name}' 在 '{_method.Categories[a.Category].Code}' 给出不同{differs.Zh}：每 {a.Unit} {a.Factor} 与每 {b.Unit} {b.Factor}。")) with
        {
            Where = b.Position,
        });
    }

    private bool IsOverlookedGas(Flow flow)
    {
        if (!_isClimateMethod || Compartments.MediumOf(flow.Compartment) == Medium.Resource) return false;
        string name = flow.Name.Trim();
        return EquivalentFlow.Is(flow) || _byName.ContainsKey(name) || _method.Synonyms.ContainsKey(name) || GreenhouseGases.Looks(name);
    }

    private void Report(Flow flow)
    {
        string place = flow.Compartment is { Length: > 0 } compartment ? $" ({compartment})" : string.Empty;
        bool isEquivalent = EquivalentFlow.Is(flow);
        Diagnostic finding = isEquivalent
            ? Diagnostic.Error(
                FindingCode.MissingFactor,
                $"'{flow.Name}' is already in CO2 equivalents of a set that method '{_method.Id}' does not contain; sets of potentials are not mixed in one result.",
                $"'{flow.Name}' 已按方法 '{_method.Id}' 所不包含的 GWP 取值折算；同一结果中不得混用不同的 GWP 取值。") with
            {
                Next = new Wording("Use the method of that set, or give the figure by gas.", "请使用相应的方法，或按单种气体给出数据。"),
            }
            : Diagnostic.Warning(
                FindingCode.MissingFactor,
                $"'{flow.Name}'{place} looks like a greenhouse gas and has no factor in method '{_method.Id}'; it is not in the result.",
                $"'{flow.Name}'{place} 疑似温室气体，但方法 '{_method.Id}' 中没有其因子；未计入结果。");
        _findings.Add(finding with { Found = flow.Id });
    }

    private static void Add(Dictionary<string, List<int>> index, string key, int row)
    {
        if (!index.TryGetValue(key, out List<int>? rows)) index.Add(key, rows = []);
        rows.Add(row);
    }
}
