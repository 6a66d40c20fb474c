using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.EndOfLife;
using CarbonLca.Model;
using CarbonLca.Quantities;
using CarbonLca.Systems;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonLca.Tests.EndOfLife;

/// <summary>A material with round numbers, its providers, and random cycles.</summary>
internal static class SomeMaterial
{
    public static readonly Wording Name = new("Steel", "钢材");

    /// <summary>The numbers of the worked examples: Ev = E*v = 10, Erecycled = ErecyclingEoL = 4, ED = E*D = 0.5, EER = 1.</summary>
    public static readonly EndOfLifeEmissions Emissions = new()
    {
        Virgin = 10,
        ReplacedVirgin = 10,
        Recycled = 4,
        Recycling = 4,
        Disposal = 0.5,
        ReplacedDisposal = 0.5,
        EnergyRecovery = 1,
        ReplacedHeat = 0.0625,
        ReplacedElectricity = 0.25,
    };

    public static readonly EnergyContent Energy = new(new Quantity(30, Unit.Parse("MJ/kg")), 0.4, 0.2);

    /// <summary>A process for every role that emits what <see cref="Emissions"/> says, in odd units on purpose.</summary>
    public static readonly IReadOnlyDictionary<EndOfLifeRole, Process> Processes = EndOfLifeRoles.All.ToDictionary(role => role, ProcessOf);

    public static readonly IReadOnlyDictionary<EndOfLifeRole, MaterialProvider> Providers =
        Processes.ToDictionary(p => p.Key, p => new MaterialProvider(p.Value.ReferenceFlow, p.Value.Id));

    /// <summary>Any cycle of which all that is not a share of mass or quality is random too.</summary>
    public static readonly Arbitrary<MaterialCycle> AnyCycle =
        (from shares in Gen.Choose(0, 1000).Select(i => i / 1000.0).ArrayOf(7)
         let r3 = (1 - shares[1]) * shares[2]
         select new MaterialCycle(shares[0], shares[1], r3, shares[3], shares[4], 0.001 + (0.999 * shares[5]), 0.001 + (0.999 * shares[6]), Energy)).ToArbitrary();

    /// <summary>What one kilogram of a flow causes on the providers and the foreground of a material.</summary>
    public static double Impact(MaterialForeground foreground, params ReadOnlySpan<string> processIds)
    {
        LcaSolver solver = LcaSolver.Factorize(ProductSystem.Link(LciDatabase.Of([.. Processes.Values, .. foreground.Processes])));
        double sum = 0;
        foreach (string id in processIds) sum += solver.Impacts(Demand.ForProcess(id, 1))[0];
        return sum;
    }

    private static Process ProcessOf(EndOfLifeRole role)
    {
        double e = Emissions.Of(role)!.Value;
        return role switch
        {
            EndOfLifeRole.ReplacedHeat => Process.Producing(1, Flow.Product("heat", Unit.Parse("MJ"))).Emitting(e, Some.Co2),
            EndOfLifeRole.ReplacedElectricity => Process.Producing(1, Flow.Product("power", Some.KilowattHour)).Emitting(3.6 * e, Some.Co2),
            EndOfLifeRole.Disposal or EndOfLifeRole.ReplacedDisposal => Process.Treating(2, Flow.Waste(role.Key(), Some.Kilogram)).Emitting(2 * e, Some.Co2),
            EndOfLifeRole.Virgin => Process.Producing(1, Flow.Product("virgin", Unit.Parse("t"))).Emitting(1000 * e, Some.Co2),
            EndOfLifeRole.Recycled => Process.Producing(1, Flow.Product("recycled", Unit.Parse("m3")) with { Properties = [new FlowProperty("mass", 7850, Some.Kilogram)] }).Emitting(7850 * e, Some.Co2),
            _ => Process.Producing(1, Flow.Product(role.Key(), Some.Kilogram)).Emitting(e, Some.Co2),
        };
    }
}
