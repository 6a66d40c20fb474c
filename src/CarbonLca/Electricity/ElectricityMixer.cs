using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>Makes processes of one kWh from providers, and a process for each factor they use.</summary>
internal sealed class ElectricityMixer(string id, LciDatabase? background)
{
    private static readonly Unit KilowattHour = Unit.Parse("kWh");

    private readonly SortedDictionary<string, Process> _factors = new(StringComparer.Ordinal);
    private readonly Dictionary<GridFactor, Process> _made = [];

    /// <summary>The processes of the factors used so far, ascending by id.</summary>
    public ImmutableArray<Process> Providers => [.. _factors.Values];

    /// <summary>One kWh made of parts in proportion to their amounts.</summary>
    public Process Mix(string mixId, Wording name, IReadOnlyList<(double Amount, ElectricityProvider Provider, GridFactor? Grid)> parts)
    {
        double sum = parts.Sum(p => p.Amount);
        List<Exchange> exchanges = [];
        foreach ((double amount, ElectricityProvider provider, GridFactor? grid) in parts)
        {
            Add(amount / sum, provider);
            if (grid is not null) Add(amount / sum, new FactorProvider(grid));
        }

        Process mix = Process.Producing(1, Flow.Product(mixId, KilowattHour, name.En) with { NameZh = name.Zh }) with { NameZh = name.Zh };
        return mix with { Exchanges = [.. mix.Exchanges, .. exchanges] };

        void Add(double share, ElectricityProvider provider)
        {
            (Flow flow, string processId) = FlowOf(provider);
            exchanges.Add(new Exchange(flow, ExchangeDirection.Input, share * flow.ReferenceUnitsPer(KilowattHour)) { ProviderId = processId });
        }
    }

    private (Flow Flow, string ProcessId) FlowOf(ElectricityProvider provider)
    {
        if (provider is ProcessProvider process) return (process.Product, process.ProcessId);
        GridFactor factor = ((FactorProvider)provider).Factor;
        if (!_made.TryGetValue(factor, out Process? made))
        {
            // Factors of a user's own may share a key: two plants of one year.
            string factorId = $"{id}/{factor.Key.Id}";
            for (int i = 2; _factors.ContainsKey(factorId); i++) factorId = $"{id}/{factor.Key.Id}-{i}";
            made = factor.ToProcess(factorId, background);
            _factors.Add(factorId, made);
            _made.Add(factor, made);
        }

        return (made.ReferenceFlow, made.Id);
    }
}
