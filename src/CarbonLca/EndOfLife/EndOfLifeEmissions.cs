namespace CarbonLca.EndOfLife;

/// <summary>Numbers for the E of a formula, in any one unit of impact per kilogram of material, or per MJ for energy replaced.</summary>
/// <remarks>For checking formulas by hand and in tests; a footprint takes the E from the processes of <see cref="MaterialLife"/>. Null is unknown, not zero.</remarks>
public sealed record EndOfLifeEmissions
{
    /// <summary>Ev.</summary>
    public double? Virgin { get; init; }

    /// <summary>Erecycled.</summary>
    public double? Recycled { get; init; }

    /// <summary>ErecyclingEoL.</summary>
    public double? Recycling { get; init; }

    /// <summary>E*v; the same as Ev in a closed loop.</summary>
    public double? ReplacedVirgin { get; init; }

    /// <summary>EER.</summary>
    public double? EnergyRecovery { get; init; }

    /// <summary>ESE,heat, per MJ.</summary>
    public double? ReplacedHeat { get; init; }

    /// <summary>ESE,elec, per MJ.</summary>
    public double? ReplacedElectricity { get; init; }

    /// <summary>ED.</summary>
    public double? Disposal { get; init; }

    /// <summary>E*D.</summary>
    public double? ReplacedDisposal { get; init; }

    /// <summary>The E of a role; null where it is unknown.</summary>
    public double? Of(EndOfLifeRole role) => role switch
    {
        EndOfLifeRole.Virgin => Virgin,
        EndOfLifeRole.Recycled => Recycled,
        EndOfLifeRole.Recycling => Recycling,
        EndOfLifeRole.ReplacedVirgin => ReplacedVirgin,
        EndOfLifeRole.EnergyRecovery => EnergyRecovery,
        EndOfLifeRole.ReplacedHeat => ReplacedHeat,
        EndOfLifeRole.ReplacedElectricity => ReplacedElectricity,
        EndOfLifeRole.Disposal => Disposal,
        EndOfLifeRole.ReplacedDisposal => ReplacedDisposal,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };
}
