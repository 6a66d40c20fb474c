using CarbonLca.Methods;

namespace CarbonLca.Sensitivity;

/// <summary>Finds the factor that applies to an entry of B.</summary>
internal static class FactorLookup
{
    /// <summary>The factor of a flow in a category, for a process in a location; 0 where the method does not count the flow.</summary>
    public static double Of(Characterization characterization, int flow, int category, string? location) =>
        Find(characterization, flow, category, location)?.Factor ?? 0;

    /// <summary>The same with the row it comes from; null where the method does not count the flow.</summary>
    public static FlowFactor? Find(Characterization characterization, int flow, int category, string? location)
    {
        FlowFactor? applied = null;
        foreach (FlowFactor factor in characterization.Factors(flow))
            if (factor.Category == category && (factor.Location is null || factor.Location == location)) applied = factor;
        return applied;
    }
}
