using CarbonLca.Diagnostics;

namespace CarbonLca.EndOfLife.Methods;

/// <summary>Supplier and user of recyclate share its burdens and credits by A, those of recovered energy by B.</summary>
internal sealed class CircularFootprintFormula : EndOfLifeMethod
{
    /// <inheritdoc/>
    public override string Name => "cff";

    /// <inheritdoc/>
    public override Wording Title => new("Circular Footprint Formula (CFF)", "循环足迹公式（CFF）");

    /// <inheritdoc/>
    internal override bool UsesAllocationFactor => true;

    /// <inheritdoc/>
    internal override bool UsesEnergyAllocationFactor => true;

    /// <inheritdoc/>
    internal override bool UsesQualityIn => true;

    /// <inheritdoc/>
    internal override bool UsesQualityOut => true;

    /// <inheritdoc/>
    internal override bool CreditsEnergy => true;

    /// <inheritdoc/>
    private protected override IEnumerable<EndOfLifeTerm> Coefficients(MaterialCycle cycle)
    {
        double r1 = cycle.RecycledContent;
        double a = cycle.AllocationFactor;
        double recycled = (1 - a) * cycle.RecyclingRate;
        double burnt = (1 - cycle.EnergyAllocationFactor) * cycle.EnergyRecoveryRate;
        return
        [
            new(EndOfLifeRole.Virgin, 1 - r1 + (r1 * (1 - a) * cycle.QualityIn)),
            new(EndOfLifeRole.Recycled, r1 * a),
            new(EndOfLifeRole.Recycling, recycled),
            new(EndOfLifeRole.ReplacedVirgin, recycled * cycle.QualityOut),
            new(EndOfLifeRole.EnergyRecovery, burnt),
            new(EndOfLifeRole.ReplacedHeat, burnt * (cycle.Energy?.HeatPerKilogram ?? 0)),
            new(EndOfLifeRole.ReplacedElectricity, burnt * (cycle.Energy?.ElectricityPerKilogram ?? 0)),
            new(EndOfLifeRole.Disposal, cycle.DisposalRate),
        ];
    }
}
