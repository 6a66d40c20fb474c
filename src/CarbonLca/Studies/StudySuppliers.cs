using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Studies;

/// <summary>Finds what the lines of a study name as their providers: processes of the background, and the study's own electricity.</summary>
/// <param name="background">The background database.</param>
internal sealed class StudySuppliers(LciDatabase background)
{
    private const int MostSuggestions = 32;
    private static readonly Unit Kilogram = Unit.Parse("kg");
    private static readonly Unit CubicMetre = Unit.Parse("m3");

    private readonly Dictionary<string, string?> _suggested = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Process?> _own = new(StringComparer.Ordinal);

    /// <summary>The background database.</summary>
    public LciDatabase Background => background;

    /// <summary>Makes a name of the study stand for a process of its own; null for one that could not be made, which is reported elsewhere.</summary>
    public void Add(string name, Process? process) => _own[name] = process;

    /// <summary>What a provider that was checked supplies, and the id of its process.</summary>
    public (Flow Flow, string ProcessId) this[string name] => _own.TryGetValue(name, out Process? own) && own is not null
        ? (own.ReferenceFlow, own.Id)
        : (background.Flows[background.Processes.ReferenceFlow(background.FindProcess(name))], name);

    /// <summary>What a provider supplies; null when there is none of that name, or it could not be made.</summary>
    public Flow? FlowOf(string name)
    {
        if (_own.TryGetValue(name, out Process? own)) return own?.ReferenceFlow;
        int index = background.FindProcess(name);
        return index < 0 ? null : background.Flows[background.Processes.ReferenceFlow(index)];
    }

    /// <summary>What is wrong with a provider, needed in a unit.</summary>
    /// <param name="item">Who needs it.</param>
    /// <param name="provider">Its name.</param>
    /// <param name="unit">The unit it is needed in; null where that is not known.</param>
    /// <param name="where">Where the item stands, for a name without a place of its own.</param>
    /// <param name="unitWhere">Where the unit stands, if it has a place of its own.</param>
    public IEnumerable<Diagnostic> Check(Wording item, Located<string> provider, Unit? unit, SourcePosition? where, SourcePosition? unitWhere = null)
    {
        if (!_own.ContainsKey(provider.Value) && background.FindProcess(provider.Value) < 0)
        {
            yield return Diagnostic.Error(
                FindingCode.UnknownProcess,
                $"'{item.En}' names the provider '{provider.Value}', and '{background.Name}' has no such process.",
                $"“{item.Zh}”指定的供应过程 '{provider.Value}' 在 '{background.Name}' 中不存在。") with
            {
                Where = provider.Where ?? where,
                Found = provider.Value,
                Next = Suggestion(provider.Value) is { } near ? new Wording($"Closest: '{near}'.", $"最接近的是 '{near}'。") : null,
            };
            yield break;
        }

        if (FlowOf(provider.Value) is not { } flow || unit is null || CanExpress(flow, unit)) yield break;
        string label = _own.ContainsKey(provider.Value) ? $"'{provider.Value}'" : background.Processes.Label(background.FindProcess(provider.Value));
        bool isDensityMissing = (unit.ConvertsTo(Kilogram) && flow.Unit.ConvertsTo(CubicMetre)) || (unit.ConvertsTo(CubicMetre) && flow.Unit.ConvertsTo(Kilogram));
        yield return Diagnostic.Error(
            FindingCode.UnitMismatch,
            $"'{item.En}' needs its provider {label} in '{unit}', and it supplies '{flow.Name}' in '{flow.Unit}'.",
            $"“{item.Zh}”以 '{unit}' 取用过程 {label}，而该过程以 '{flow.Unit}' 供应“{flow.NameIn(Language.Chinese)}”。") with
        {
            Where = unitWhere ?? provider.Where ?? where,
            Found = unit.Symbol,
            Expected = new Wording($"a unit that converts to '{flow.Unit}'", $"可换算为 '{flow.Unit}' 的单位"),
            Next = isDensityMissing
                ? new Wording("Mass and volume convert only with a density; give the amount in the provider's unit.", "质量与体积须有密度才能换算；请以供应过程的单位给出数量。")
                : new Wording("Give the amount in the provider's unit, or choose another provider.", "请以供应过程的单位给出数量，或另选供应过程。"),
        };
    }

    /// <summary>Whether amounts of a flow can be given in a unit.</summary>
    public static bool CanExpress(Flow flow, Unit unit) => unit.ConvertsTo(flow.Unit) || flow.Properties.Any(p => unit.ConvertsTo(p.Unit));

    // The closest id, sought for so many different texts only: each search reads every id.
    private string? Suggestion(string id)
    {
        if (_suggested.TryGetValue(id, out string? near)) return near;
        if (_suggested.Count >= MostSuggestions) return null;
        near = Closest.To(id, Enumerable.Range(0, background.Processes.Count).Select(background.Processes.Id).Concat(_own.Keys));
        _suggested.Add(id, near);
        return near;
    }
}
