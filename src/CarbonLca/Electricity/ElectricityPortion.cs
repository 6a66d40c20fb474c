using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Electricity;

/// <summary>A part of an account's electricity and where it is taken from.</summary>
/// <param name="KilowattHours">How much; greater than zero.</param>
/// <param name="Rung">By which step of the order it is taken.</param>
/// <param name="Provider">The factor or process it is taken from.</param>
/// <param name="Grid">Transmission and distribution on top of a provider that does not include them; null where none is added.</param>
/// <param name="Why">Why it is taken from there.</param>
public sealed record ElectricityPortion(double KilowattHours, ElectricityRung Rung, ElectricityProvider Provider, GridFactor? Grid, Wording Why)
{
    /// <summary>Kilograms per kWh with transmission and distribution; null where the provider is a process, which must be solved first.</summary>
    public double? KilogramsPerKilowattHour => Provider is FactorProvider known ? known.Factor.KilogramsPerKilowattHour + (Grid?.KilogramsPerKilowattHour ?? 0) : null;
}

/// <summary>What came of an instrument.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="FailedTests">The tests of validity it fails, each with its reason; empty when it is valid.</param>
/// <param name="OfferedKilowattHours">How much electricity it stands for.</param>
/// <param name="UsedKilowattHours">How much of it covers consumption; never more than the account takes from the grid.</param>
public sealed record InstrumentOutcome(ContractualInstrument Instrument, ImmutableArray<Wording> FailedTests, double OfferedKilowattHours, double UsedKilowattHours)
{
    /// <summary>Whether it passes every test.</summary>
    public bool IsValid => FailedTests.IsEmpty;

    /// <summary>What it offers and the account does not need; it is not carried anywhere.</summary>
    public double UnusedKilowattHours => OfferedKilowattHours - UsedKilowattHours;
}
