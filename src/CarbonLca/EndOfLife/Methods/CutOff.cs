using CarbonLca.Diagnostics;

namespace CarbonLca.EndOfLife.Methods;

/// <summary>The user of recyclate bears its making; who gives material away for recycling bears and gains nothing.</summary>
internal sealed class CutOff : EndOfLifeMethod
{
    /// <inheritdoc/>
    public override string Name => "cut-off";

    /// <inheritdoc/>
    public override Wording Title => new("cut-off (recycled content)", "截断法（再生料含量法）");

    /// <inheritdoc/>
    private protected override IEnumerable<EndOfLifeTerm> Coefficients(MaterialCycle cycle) =>
    [
        new(EndOfLifeRole.Virgin, 1 - cycle.RecycledContent),
        new(EndOfLifeRole.Recycled, cycle.RecycledContent),
        new(EndOfLifeRole.EnergyRecovery, cycle.EnergyRecoveryRate),
        new(EndOfLifeRole.Disposal, cycle.DisposalRate),
    ];
}
