using CarbonLca.Diagnostics;

namespace CarbonLca.Studies;

/// <summary>Which choice a scenario makes otherwise than the study.</summary>
public enum ScenarioKind : byte
{
    /// <summary>The end-of-life method, or the A of the Circular Footprint Formula (REQ-33).</summary>
    EndOfLife = 0,

    /// <summary>The rule that shares the burdens of background processes with several functions (REQ-30).</summary>
    Allocation = 1,

    /// <summary>Electricity by location instead of by market (REQ-64).</summary>
    Electricity = 2,

    /// <summary>An alternative that an item of the study declares (REQ-70).</summary>
    Alternative = 3,
}

/// <summary>Keys and names of <see cref="ScenarioKind"/>.</summary>
public static class ScenarioKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<ScenarioKind> All { get; } = [ScenarioKind.EndOfLife, ScenarioKind.Allocation, ScenarioKind.Electricity, ScenarioKind.Alternative];

    /// <summary>The kinds a study may ask for; the others are computed wherever there is something to compute.</summary>
    public static IReadOnlyList<ScenarioKind> OnRequest { get; } = [ScenarioKind.EndOfLife, ScenarioKind.Allocation];

    /// <summary>The key used in files.</summary>
    public static string Key(this ScenarioKind kind) => kind switch
    {
        ScenarioKind.Allocation => "allocation",
        ScenarioKind.Electricity => "electricity",
        ScenarioKind.Alternative => "alternative",
        _ => "end_of_life",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this ScenarioKind kind) => kind switch
    {
        ScenarioKind.Allocation => new Wording("allocation", "分配"),
        ScenarioKind.Electricity => new Wording("electricity account", "电力核算方式"),
        ScenarioKind.Alternative => new Wording("alternative assumption", "备选假设"),
        _ => new Wording("end-of-life method", "生命末期方法"),
    };
}
