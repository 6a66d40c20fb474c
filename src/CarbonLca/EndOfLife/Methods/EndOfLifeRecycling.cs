using CarbonLca.Diagnostics;

namespace CarbonLca.EndOfLife.Methods;

/// <summary>All material counts as virgin; who gives material away for recycling bears the recycling and gains what it replaces.</summary>
internal sealed class EndOfLifeRecycling : EndOfLifeMethod
{
    /// <inheritdoc/>
    public override string Name => "0:100";

    /// <inheritdoc/>
    public override Wording Title => new("0:100 (end-of-life recycling, closed loop)", "0:100 法（生命末期回收法，闭环）");

    /// <inheritdoc/>
    internal override bool UsesQualityOut => true;

    /// <inheritdoc/>
    private protected override IEnumerable<EndOfLifeTerm> Coefficients(MaterialCycle cycle) =>
    [
        new(EndOfLifeRole.Virgin, 1),
        new(EndOfLifeRole.Recycling, cycle.RecyclingRate),
        new(EndOfLifeRole.ReplacedVirgin, cycle.RecyclingRate * cycle.QualityOut),
        new(EndOfLifeRole.EnergyRecovery, cycle.EnergyRecoveryRate),
        new(EndOfLifeRole.Disposal, cycle.DisposalRate),
    ];
}
