using CarbonLca.Diagnostics;

namespace CarbonLca.EndOfLife.Methods;

/// <summary>Supplier and user of recyclate share its burdens and credits half and half.</summary>
internal sealed class EqualShares : EndOfLifeMethod
{
    /// <inheritdoc/>
    public override string Name => "50:50";

    /// <inheritdoc/>
    public override Wording Title => new("50:50 (PEF guide 2013)", "50:50 法（PEF 指南 2013）");

    /// <inheritdoc/>
    internal override bool UsesQualityOut => true;

    /// <inheritdoc/>
    internal override bool CreditsEnergy => true;

    /// <inheritdoc/>
    private protected override IEnumerable<EndOfLifeTerm> Coefficients(MaterialCycle cycle)
    {
        double r1 = cycle.RecycledContent / 2;
        double r2 = cycle.RecyclingRate / 2;
        double r3 = cycle.EnergyRecoveryRate;
        return
        [
            new(EndOfLifeRole.Virgin, 1 - r1),
            new(EndOfLifeRole.Recycled, r1),
            new(EndOfLifeRole.Recycling, r2),
            new(EndOfLifeRole.ReplacedVirgin, r2 * cycle.QualityOut),
            new(EndOfLifeRole.EnergyRecovery, r3),
            new(EndOfLifeRole.ReplacedHeat, r3 * (cycle.Energy?.HeatPerKilogram ?? 0)),
            new(EndOfLifeRole.ReplacedElectricity, r3 * (cycle.Energy?.ElectricityPerKilogram ?? 0)),
            new(EndOfLifeRole.Disposal, r2 + cycle.DisposalRate),
            new(EndOfLifeRole.ReplacedDisposal, r1),
        ];
    }
}
