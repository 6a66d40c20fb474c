using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Stages;

/// <summary>The shape that all processes of a study's foreground share.</summary>
internal static class Foreground
{
    private static readonly Unit Once = Unit.Parse("1");

    /// <summary>A process that happens once for each reference flow and so far takes in nothing; its product bears its id.</summary>
    public static Process Step(string id, Wording name) =>
        Process.Producing(1, Flow.Product(id, Once, name.En) with { NameZh = name.Zh }) with { NameZh = name.Zh };

    /// <summary>The same process, also needing an amount of what a provider does.</summary>
    public static Process Needing(this Process process, double amount, Flow provided, string? providerId, Uncertainty uncertainty = default) =>
        process.With(Need(amount, provided, providerId, uncertainty));

    /// <summary>What a process needs of a provider: a product is taken in, a waste that the provider treats is given out.</summary>
    public static Exchange Need(double amount, Flow provided, string? providerId, Uncertainty uncertainty = default) =>
        new(provided, provided.Kind == FlowKind.Waste ? ExchangeDirection.Output : ExchangeDirection.Input, amount)
        {
            ProviderId = providerId,
            Uncertainty = uncertainty,
        };
}
