using CarbonLca.Diagnostics;
using CarbonLca.Model;

namespace CarbonLca.EndOfLife;

/// <summary>What a process does in the cycle of a material; each role is one E of the formulas (REQ-33).</summary>
public enum EndOfLifeRole : byte
{
    /// <summary>Makes the virgin material: Ev.</summary>
    Virgin = 0,

    /// <summary>Makes the recycled input material, with collection, sorting and transport: Erecycled.</summary>
    Recycled = 1,

    /// <summary>Recycles the material at the end of life: ErecyclingEoL.</summary>
    Recycling = 2,

    /// <summary>Made the virgin material that the recyclate replaces: E*v; a credit.</summary>
    ReplacedVirgin = 3,

    /// <summary>Recovers energy from the material: EER.</summary>
    EnergyRecovery = 4,

    /// <summary>Made the heat that recovered heat replaces: ESE,heat; a credit.</summary>
    ReplacedHeat = 5,

    /// <summary>Made the electricity that recovered electricity replaces: ESE,elec; a credit.</summary>
    ReplacedElectricity = 6,

    /// <summary>Disposes of what is neither recycled nor burnt for energy: ED.</summary>
    Disposal = 7,

    /// <summary>Would have disposed of the material that the recycled content was made from: E*D; a credit.</summary>
    ReplacedDisposal = 8,
}

/// <summary>Keys, names and places of <see cref="EndOfLifeRole"/>.</summary>
public static class EndOfLifeRoles
{
    /// <summary>All roles in the order of the formulas.</summary>
    public static IReadOnlyList<EndOfLifeRole> All { get; } =
    [
        EndOfLifeRole.Virgin, EndOfLifeRole.Recycled, EndOfLifeRole.Recycling, EndOfLifeRole.ReplacedVirgin, EndOfLifeRole.EnergyRecovery,
        EndOfLifeRole.ReplacedHeat, EndOfLifeRole.ReplacedElectricity, EndOfLifeRole.Disposal, EndOfLifeRole.ReplacedDisposal,
    ];

    /// <summary>The key used in files, for instance <c>replaced_virgin</c>.</summary>
    public static string Key(this EndOfLifeRole role) => role switch
    {
        EndOfLifeRole.Virgin => "virgin",
        EndOfLifeRole.Recycled => "recycled",
        EndOfLifeRole.Recycling => "recycling",
        EndOfLifeRole.ReplacedVirgin => "replaced_virgin",
        EndOfLifeRole.EnergyRecovery => "energy_recovery",
        EndOfLifeRole.ReplacedHeat => "replaced_heat",
        EndOfLifeRole.ReplacedElectricity => "replaced_electricity",
        EndOfLifeRole.Disposal => "disposal",
        EndOfLifeRole.ReplacedDisposal => "replaced_disposal",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>The symbol of the formulas, for instance <c>E*v</c>.</summary>
    public static string Symbol(this EndOfLifeRole role) => role switch
    {
        EndOfLifeRole.Virgin => "Ev",
        EndOfLifeRole.Recycled => "Erecycled",
        EndOfLifeRole.Recycling => "ErecyclingEoL",
        EndOfLifeRole.ReplacedVirgin => "E*v",
        EndOfLifeRole.EnergyRecovery => "EER",
        EndOfLifeRole.ReplacedHeat => "ESE,heat",
        EndOfLifeRole.ReplacedElectricity => "ESE,elec",
        EndOfLifeRole.Disposal => "ED",
        EndOfLifeRole.ReplacedDisposal => "E*D",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this EndOfLifeRole role) => role switch
    {
        EndOfLifeRole.Virgin => new Wording("virgin material", "原生材料"),
        EndOfLifeRole.Recycled => new Wording("recycled input material", "再生原料"),
        EndOfLifeRole.Recycling => new Wording("recycling at end of life", "生命末期回收"),
        EndOfLifeRole.ReplacedVirgin => new Wording("virgin material replaced by recyclate", "再生料替代的原生材料"),
        EndOfLifeRole.EnergyRecovery => new Wording("energy recovery", "能量回收"),
        EndOfLifeRole.ReplacedHeat => new Wording("heat replaced", "替代的热力"),
        EndOfLifeRole.ReplacedElectricity => new Wording("electricity replaced", "替代的电力"),
        EndOfLifeRole.Disposal => new Wording("disposal", "处置"),
        EndOfLifeRole.ReplacedDisposal => new Wording("disposal avoided by the recycled content", "因使用再生料而避免的处置"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>Whether the role is subtracted: production or disposal that does not happen elsewhere (REQ-34).</summary>
    public static bool IsCredit(this EndOfLifeRole role) =>
        role is EndOfLifeRole.ReplacedVirgin or EndOfLifeRole.ReplacedHeat or EndOfLifeRole.ReplacedElectricity or EndOfLifeRole.ReplacedDisposal;

    /// <summary>Whether the role is measured as energy instead of mass.</summary>
    public static bool IsEnergy(this EndOfLifeRole role) => role is EndOfLifeRole.ReplacedHeat or EndOfLifeRole.ReplacedElectricity;

    /// <summary>The part of the formula the role stands in.</summary>
    public static EndOfLifePart Part(this EndOfLifeRole role) => role switch
    {
        EndOfLifeRole.EnergyRecovery or EndOfLifeRole.ReplacedHeat or EndOfLifeRole.ReplacedElectricity => EndOfLifePart.Energy,
        EndOfLifeRole.Disposal or EndOfLifeRole.ReplacedDisposal => EndOfLifePart.Disposal,
        _ => EndOfLifePart.Material,
    };

    /// <summary>The life-cycle stage the role belongs to: what follows from the content is raw material, the rest end of life (REQ-13).</summary>
    public static LifeCycleStage Stage(this EndOfLifeRole role) =>
        role is EndOfLifeRole.Virgin or EndOfLifeRole.Recycled or EndOfLifeRole.ReplacedDisposal ? LifeCycleStage.RawMaterials : LifeCycleStage.EndOfLife;

    /// <summary>The role a key stands for.</summary>
    public static bool TryParse(string text, out EndOfLifeRole role)
    {
        ArgumentNullException.ThrowIfNull(text);
        string key = text.Trim().Replace('-', '_').Replace(' ', '_');
        foreach (EndOfLifeRole candidate in All)
        {
            if (!string.Equals(candidate.Key(), key, StringComparison.OrdinalIgnoreCase)) continue;
            role = candidate;
            return true;
        }

        role = default;
        return false;
    }
}
