using CarbonLca.Assessment;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;

namespace CarbonLca.Reporting;

/// <summary>Computes a case whose answer is known, to see that an installation computes as it should.</summary>
/// <remarks>
/// Heijungs &amp; Suh (2002), chapter 2: 10 kWh of electricity take 2 L of fuel and emit 1 kg of CO2, 100 L of fuel emit 10 kg. A
/// demand of 1000 kWh needs 100 power plants and 2 refineries, and emits 120 kg.
/// </remarks>
public static class SelfTest
{
    /// <summary>What the answer is, in kg.</summary>
    public const double Expected = 120;

    /// <summary>What this installation makes of it, in kg.</summary>
    public static double Compute()
    {
        Unit kilogram = Unit.Parse("kg");
        Flow electricity = Flow.Product("electricity", Unit.Parse("kWh"));
        Flow fuel = Flow.Product("fuel", Unit.Parse("L"));
        Flow carbonDioxide = Flow.Elementary("co2", kilogram);
        LciDatabase database = LciDatabase.Of(
            Process.Producing(10, electricity).Using(2, fuel).Emitting(1, carbonDioxide),
            Process.Producing(100, fuel).Emitting(10, carbonDioxide));
        ImpactMethod method = new("self-test", [new ImpactCategory("co2", "kg")], [new MethodRow(0, "co2", 1, kilogram)]);
        return ProductAssessment.Of(database, "electricity", 1000, null, method, LinkOptions.Default, CharacterizationOptions.Default).Impact[0];
    }
}
