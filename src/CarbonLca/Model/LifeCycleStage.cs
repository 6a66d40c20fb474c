using CarbonLca.Diagnostics;

namespace CarbonLca.Model;

/// <summary>The stage of a product's life, named as in ISO 14067 and GB/T 24067 (REQ-13).</summary>
public enum LifeCycleStage : byte
{
    /// <summary>The data do not assign a stage.</summary>
    Unassigned = 0,

    /// <summary>Raw material acquisition 原材料获取.</summary>
    RawMaterials = 1,

    /// <summary>Production 生产.</summary>
    Production = 2,

    /// <summary>Distribution 分销.</summary>
    Distribution = 3,

    /// <summary>Use 使用.</summary>
    Use = 4,

    /// <summary>End of life 生命末期.</summary>
    EndOfLife = 5,
}

/// <summary>Names and keys of <see cref="LifeCycleStage"/>.</summary>
public static class LifeCycleStages
{
    /// <summary>The five stages in the order of a product's life.</summary>
    public static IReadOnlyList<LifeCycleStage> All { get; } =
        [LifeCycleStage.RawMaterials, LifeCycleStage.Production, LifeCycleStage.Distribution, LifeCycleStage.Use, LifeCycleStage.EndOfLife];

    /// <summary>The key used in files and machine output; empty for <see cref="LifeCycleStage.Unassigned"/>.</summary>
    public static string Key(this LifeCycleStage stage) => stage switch
    {
        LifeCycleStage.RawMaterials => "raw_materials",
        LifeCycleStage.Production => "production",
        LifeCycleStage.Distribution => "distribution",
        LifeCycleStage.Use => "use",
        LifeCycleStage.EndOfLife => "end_of_life",
        _ => string.Empty,
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this LifeCycleStage stage) => stage switch
    {
        LifeCycleStage.RawMaterials => new Wording("raw materials", "原材料获取"),
        LifeCycleStage.Production => new Wording("production", "生产"),
        LifeCycleStage.Distribution => new Wording("distribution", "分销"),
        LifeCycleStage.Use => new Wording("use", "使用"),
        LifeCycleStage.EndOfLife => new Wording("end of life", "生命末期"),
        _ => new Wording("unassigned", "未归入阶段"),
    };

    /// <summary>The stage a key or a name in either language stands for.</summary>
    public static bool TryParse(string text, out LifeCycleStage stage)
    {
        ArgumentNullException.ThrowIfNull(text);
        string key = text.Trim().Replace(' ', '_').Replace('-', '_');
        if (key.Length == 0)
        {
            stage = LifeCycleStage.Unassigned;
            return true;
        }

        foreach (LifeCycleStage candidate in All)
        {
            if (string.Equals(candidate.Key(), key, StringComparison.OrdinalIgnoreCase) || candidate.Name().Zh == key)
            {
                stage = candidate;
                return true;
            }
        }

        stage = LifeCycleStage.Unassigned;
        return false;
    }
}
