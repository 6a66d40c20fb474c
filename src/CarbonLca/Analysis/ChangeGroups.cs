using CarbonLca.Diagnostics;

namespace CarbonLca.Analysis;

/// <summary>What a change of a footprint is due to.</summary>
[Flags]
public enum ChangeGroups
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The amounts of the study: how much of what, items that came or went.</summary>
    Activity = 1,

    /// <summary>Which process or figure the study takes for an item.</summary>
    Data = 2,

    /// <summary>The version of the background data: other numbers behind the same processes.</summary>
    FactorVersion = 4,

    /// <summary>The method: the set of global warming potentials, and the choices of allocation, linking and origin.</summary>
    Method = 8,
}

/// <summary>Keys and names of <see cref="ChangeGroups"/>.</summary>
public static class ChangeGroupNames
{
    /// <summary>The four groups by themselves.</summary>
    public static IReadOnlyList<ChangeGroups> All { get; } = [ChangeGroups.Activity, ChangeGroups.Data, ChangeGroups.FactorVersion, ChangeGroups.Method];

    /// <summary>The key used in files; groups that could not be told apart are joined by <c>+</c>.</summary>
    public static string Key(this ChangeGroups groups) => string.Join('+', All.Where(g => groups.HasFlag(g)).Select(g => g switch
    {
        ChangeGroups.Activity => "activity",
        ChangeGroups.Data => "data",
        ChangeGroups.FactorVersion => "factor_version",
        _ => "method",
    }));

    /// <summary>The name people read.</summary>
    public static Wording Name(this ChangeGroups groups)
    {
        Wording[] names = [.. All.Where(g => groups.HasFlag(g)).Select(g => g switch
        {
            ChangeGroups.Activity => new Wording("activity", "活动水平"),
            ChangeGroups.Data => new Wording("choice of data", "数据选用"),
            ChangeGroups.FactorVersion => new Wording("version of factors", "因子版本"),
            _ => new Wording("method", "方法"),
        })];
        return new Wording(string.Join(" and ", names.Select(n => n.En)), string.Join("与", names.Select(n => n.Zh)));
    }
}
