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
    private static readonly string UnstatedSuffix = "-" + GwpSet.Unstated.Key();

    /// <summary>The flow of an origin and a set, in kg to air.</summary>
    public static Flow Of(CarbonOrigin origin, GwpSet set)
    {
        bool isStated = set != GwpSet.Unstated;
        string name = isStated ? $"GWP100 {set.Key()}" : "GWP set not stated";
        string nameZh = isStated ? $"GWP100 {set.Key()}" : "未注明 GWP 取值";
        return new Flow($"{Prefix}{origin.Key()}-{set.Key().ToLowerInvariant()}", $"CO2 equivalents, {origin.Name().En}, {name}", FlowKind.Elementary, Unit.Parse("kg"))
        {
            NameZh = $"二氧化碳当量（{origin.Name().Zh}，{nameZh}）",
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
