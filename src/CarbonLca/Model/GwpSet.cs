namespace CarbonLca.Model;

/// <summary>The set of 100-year global warming potentials inside a CO2-equivalent figure.</summary>
public enum GwpSet : byte
{
    /// <summary>The source does not say.</summary>
    Unstated = 0,

    /// <summary>IPCC Fourth Assessment Report (2007).</summary>
    AR4 = 4,

    /// <summary>IPCC Fifth Assessment Report (2013).</summary>
    AR5 = 5,

    /// <summary>IPCC Sixth Assessment Report (2021).</summary>
    AR6 = 6,
}

/// <summary>Keys of <see cref="GwpSet"/>.</summary>
public static class GwpSets
{
    /// <summary>All sets, the newest first.</summary>
    public static IReadOnlyList<GwpSet> All { get; } = [GwpSet.AR6, GwpSet.AR5, GwpSet.AR4, GwpSet.Unstated];

    /// <summary>The key used in files: <c>AR6</c>, <c>AR5</c>, <c>AR4</c>, <c>unstated</c>.</summary>
    public static string Key(this GwpSet set) => set switch
    {
        GwpSet.AR4 => "AR4",
        GwpSet.AR5 => "AR5",
        GwpSet.AR6 => "AR6",
        _ => "unstated",
    };
}
