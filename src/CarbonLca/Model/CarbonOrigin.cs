using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>Where the carbon of a CO2-equivalent figure comes from, as far as a footprint reports it separately.</summary>
public enum CarbonOrigin : byte
{
    /// <summary>Fossil sources.</summary>
    Fossil = 0,

    /// <summary>Biogenic sources.</summary>
    Biogenic = 1,

    /// <summary>Land use and land-use change.</summary>
    LandUse = 2,

    /// <summary>Aircraft.</summary>
    Aircraft = 3,
}

/// <summary>Keys of <see cref="CarbonOrigin"/>.</summary>
public static class CarbonOrigins
{
    /// <summary>All origins.</summary>
    public static IReadOnlyList<CarbonOrigin> All { get; } = [CarbonOrigin.Fossil, CarbonOrigin.Biogenic, CarbonOrigin.LandUse, CarbonOrigin.Aircraft];

    /// <summary>The key used in files: <c>fossil</c>, <c>biogenic</c>, <c>land-use</c>, <c>aircraft</c>.</summary>
    public static string Key(this CarbonOrigin origin) => origin switch
    {
        CarbonOrigin.Biogenic => "biogenic",
        CarbonOrigin.LandUse => "land-use",
        CarbonOrigin.Aircraft => "aircraft",
        _ => "fossil",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this CarbonOrigin origin) => origin switch
    {
        CarbonOrigin.Biogenic => new Wording("biogenic", "生物源"),
        CarbonOrigin.LandUse => new Wording("land use", "土地利用"),
        CarbonOrigin.Aircraft => new Wording("aircraft", "航空器"),
        _ => new Wording("fossil", "化石源"),
    };
}
