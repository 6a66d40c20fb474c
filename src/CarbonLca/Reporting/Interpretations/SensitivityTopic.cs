using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting.Interpretations;

/// <summary>The choices whose influence on a footprint is looked at (REQ-90).</summary>
public enum SensitivityTopic
{
    /// <summary>What is left out because it is small.</summary>
    CutOff,

    /// <summary>How burdens are shared among co-products.</summary>
    Allocation,

    /// <summary>Which electricity is used.</summary>
    Electricity,

    /// <summary>How long and how intensely the product is used.</summary>
    Use,

    /// <summary>What becomes of the product after use.</summary>
    EndOfLife,

    /// <summary>Which set of global warming potentials is used.</summary>
    GwpSet,
}

/// <summary>Keys and names of <see cref="SensitivityTopic"/>.</summary>
public static class SensitivityTopics
{
    /// <summary>All topics in the order of reports.</summary>
    public static IReadOnlyList<SensitivityTopic> All { get; } = Enum.GetValues<SensitivityTopic>();

    /// <summary>The key used in files.</summary>
    public static string Key(this SensitivityTopic topic) => topic switch
    {
        SensitivityTopic.CutOff => "cut_off",
        SensitivityTopic.Allocation => "allocation",
        SensitivityTopic.Electricity => "electricity",
        SensitivityTopic.Use => "use",
        SensitivityTopic.EndOfLife => "end_of_life",
        _ => "gwp_set",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this SensitivityTopic topic) => topic switch
    {
        SensitivityTopic.CutOff => new Wording("cut-off", "取舍准则"),
        SensitivityTopic.Allocation => new Wording("allocation", "分配"),
        SensitivityTopic.Electricity => new Wording("electricity", "电力"),
        SensitivityTopic.Use => new Wording("use", "使用"),
        SensitivityTopic.EndOfLife => new Wording("end of life", "生命末期"),
        _ => new Wording("GWP set", "GWP 版本"),
    };
}
