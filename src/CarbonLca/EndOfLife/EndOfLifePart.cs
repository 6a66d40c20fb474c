using CarbonLca.Diagnostics;

namespace CarbonLca.EndOfLife;

/// <summary>The three parts of the Circular Footprint Formula.</summary>
public enum EndOfLifePart : byte
{
    /// <summary>Making the material, recycling it, and what the recyclate replaces.</summary>
    Material = 0,

    /// <summary>Recovering energy from it, and what that energy replaces.</summary>
    Energy = 1,

    /// <summary>Disposing of the rest.</summary>
    Disposal = 2,
}

/// <summary>Keys and names of <see cref="EndOfLifePart"/>.</summary>
public static class EndOfLifeParts
{
    /// <summary>The parts in the order of the formula.</summary>
    public static IReadOnlyList<EndOfLifePart> All { get; } = [EndOfLifePart.Material, EndOfLifePart.Energy, EndOfLifePart.Disposal];

    /// <summary>The key used in ids and machine output.</summary>
    public static string Key(this EndOfLifePart part) => part switch
    {
        EndOfLifePart.Energy => "energy",
        EndOfLifePart.Disposal => "disposal",
        _ => "material",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this EndOfLifePart part) => part switch
    {
        EndOfLifePart.Energy => new Wording("energy part", "能量部分"),
        EndOfLifePart.Disposal => new Wording("disposal part", "处置部分"),
        _ => new Wording("material part", "材料部分"),
    };
}
