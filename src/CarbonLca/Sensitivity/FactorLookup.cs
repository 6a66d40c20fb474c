using CarbonLca.Methods;

namespace CarbonLca.Sensitivity;

/// <summary>Finds the factor that applies to an entry of B.</summary>
internal static class FactorLookup
{
    /// <summary>The factor of a flow in a category, for a process in a location; 0 where the method does not count the flow.</summary>
    public static double Of(Characterization characterization, int flow, int category, string? location)
    {
        double applied = 0;
        foreach (FlowFactor factor in characterization.Factors(flow))
            if (factor.Category == category && (factor.Location is null || factor.Location == location)) applied = factor.Factor;
        return applied;
    }
}
