using System.Collections.Immutable;
using CarbonLca.Diagnostics;
using CarbonLca.Model;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>Where an account's electricity comes from, by market and by location, side by side and never netted (REQ-64).</summary>
/// <param name="Account">The account.</param>
/// <param name="MarketBased">By contract: the order of REQ-61, which a product footprint uses. The amounts sum to the consumption.</param>
/// <param name="LocationBased">By place: plants as they are, the grid as the mix of the area. The amounts sum to the consumption.</param>
/// <param name="Instruments">What came of each instrument.</param>
/// <param name="Findings">Warnings and notes; no errors.</param>
public sealed record ElectricityResult(
    ElectricityAccount Account,
    ImmutableArray<ElectricityPortion> MarketBased,
    ImmutableArray<ElectricityPortion> LocationBased,
    ImmutableArray<InstrumentOutcome> Instruments,
    ImmutableArray<Diagnostic> Findings)
{
    /// <summary>Whether an instrument covers some of the electricity, so that the result with the grid mix must be shown too (REQ-64).</summary>
    public bool NeedsGridMixSensitivity => MarketBased.Any(p => p.Rung == ElectricityRung.Instrument);

    /// <summary>The mean factor by market in kg per kWh; null where a provider is a process or combustion and life cycle would be added up.</summary>
    public double? MarketBasedFactor => MeanFactor(MarketBased);

    /// <summary>The mean factor by location in kg per kWh; null where a provider is a process or combustion and life cycle would be added up.</summary>
    public double? LocationBasedFactor => MeanFactor(LocationBased);

    /// <summary>The electricity as processes: <c>ID/market</c> and <c>ID/location</c> make one kWh of it, each from its providers.</summary>
    /// <param name="id">What the ids begin with.</param>
    /// <param name="background">The database the processes will join, for flows it already has; null for none.</param>
    public ElectricityForeground ToForeground(string id, LciDatabase? background = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return ToForeground(id, new ElectricityMixer(id, background));
    }

    /// <summary>The electricity as processes that share those of their factors with others of the mixer.</summary>
    internal ElectricityForeground ToForeground(string id, ElectricityMixer mixer)
    {
        Process market = mixer.Mix($"{id}/market", new Wording($"Electricity of '{Account.Id}', market-based", $"'{Account.Id}' 的电力（基于市场）"), [.. MarketBased.Select(p => (p.KilowattHours, p.Provider, p.Grid))]);
        Process location = mixer.Mix($"{id}/location", new Wording($"Electricity of '{Account.Id}', location-based", $"'{Account.Id}' 的电力（基于位置）"), [.. LocationBased.Select(p => (p.KilowattHours, p.Provider, p.Grid))]);
        return new ElectricityForeground(mixer.Providers, market, location);
    }

    private static double? MeanFactor(ImmutableArray<ElectricityPortion> portions)
    {
        bool[] combustion = [.. portions.Select(p => p.Provider).OfType<FactorProvider>().Select(p => p.Factor.Key.Scope == FactorScope.Combustion).Distinct()];
        if (combustion.Length != 1 || portions.Any(p => p.KilogramsPerKilowattHour is null)) return null;
        return portions.Sum(p => p.KilowattHours * p.KilogramsPerKilowattHour!.Value) / portions.Sum(p => p.KilowattHours);
    }
}

/// <summary>The electricity of an account as processes.</summary>
/// <param name="Providers">The processes of the factors used, each once.</param>
/// <param name="Market">Makes one kWh by contract.</param>
/// <param name="Location">Makes one kWh by place.</param>
public sealed record ElectricityForeground(ImmutableArray<Process> Providers, Process Market, Process Location)
{
    /// <summary>All processes: the providers, then the two mixes.</summary>
    public ImmutableArray<Process> Processes => [.. Providers, Market, Location];
}
