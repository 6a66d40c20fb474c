using CarbonLca.Diagnostics;
using CarbonLca.Quantities;

namespace CarbonLca.Model;

/// <summary>Elementary flows that stand for greenhouse gases already added up as CO2 equivalents.</summary>
/// <remarks>
/// A figure in kg CO2e enters the inventory as such a flow, never as a number added to a result, so that it is characterised,
/// traced and checked like any emission. The id is <c>co2e-ORIGIN-SET</c>; a method holds factor 1 for its own set and for
/// <c>unstated</c>, and no row for other sets (REQ-40).
/// </remarks>
public static class EquivalentFlow
{
    private const string Prefix = "co2e-";
    private const string UnstatedSuffix = "-unstated";

    /// <summary>Origins and their names.</summary>
    public static IReadOnlyList<(string Key, Wording Name)> Origins { get; } =
    [
        ("fossil", new Wording("fossil", "化石源")),
        ("biogenic", new Wording("biogenic", "生物源")),
        ("land-use", new Wording("land use", "土地利用")),
        ("aircraft", new Wording("aircraft", "航空器")),
    ];

    /// <summary>The sets of global warming potentials that can be stated.</summary>
    public static IReadOnlyList<string> Sets { get; } = ["ar4", "ar5", "ar6", "unstated"];

    /// <summary>The flow of an origin and a set.</summary>
    /// <param name="origin">A key of <see cref="Origins"/>.</param>
    /// <param name="set">One of <see cref="Sets"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such origin or set.</exception>
    public static Flow Of(string origin, string set)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(set);
        (string Key, Wording Name) known = Origins.FirstOrDefault(o => o.Key == origin);
        if (known.Key is null) throw new ArgumentException($"'{origin}' is no origin; expected {string.Join(", ", Origins.Select(o => o.Key))}.", nameof(origin));
        string key = set.ToLowerInvariant();
        if (!Sets.Contains(key)) throw new ArgumentException($"'{set}' is no set of potentials; expected {string.Join(", ", Sets)}.", nameof(set));
        string name = key == "unstated" ? "GWP set not stated" : $"GWP100 {key.ToUpperInvariant()}";
        string nameZh = key == "unstated" ? "未注明 GWP 取值" : $"GWP100 {key.ToUpperInvariant()}";
        return new Flow($"{Prefix}{origin}-{key}", $"CO2 equivalents, {known.Name.En}, {name}", FlowKind.Elementary, Unit.Parse("kg"))
        {
            NameZh = $"二氧化碳当量（{known.Name.Zh}，{nameZh}）",
            Compartment = "air",
        };
    }

    /// <summary>Whether a flow stands for CO2 equivalents.</summary>
    public static bool Is(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return flow.Kind == FlowKind.Elementary && flow.Id.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Whether a flow stands for CO2 equivalents of a set that is not stated.</summary>
    public static bool IsUnstated(Flow flow) => Is(flow) && flow.Id.EndsWith(UnstatedSuffix, StringComparison.Ordinal);
}
