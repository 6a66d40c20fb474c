using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>What a pedigree score is about (Weidema &amp; Wesnæs 1996, as revised for ecoinvent 3).</summary>
public enum PedigreeIndicator
{
    /// <summary>How the figure was obtained and verified.</summary>
    Reliability,

    /// <summary>How much of the sites and of the period it stands for.</summary>
    Completeness,

    /// <summary>How far its time lies from the study's.</summary>
    Temporal,

    /// <summary>How far its place lies from the study's.</summary>
    Geographical,

    /// <summary>How far its technology lies from the study's.</summary>
    Technological,
}

/// <summary>Keys and names of <see cref="PedigreeIndicator"/>.</summary>
public static class PedigreeIndicators
{
    /// <summary>All indicators, in the order in which scores are written.</summary>
    public static IReadOnlyList<PedigreeIndicator> All { get; } =
        [PedigreeIndicator.Reliability, PedigreeIndicator.Completeness, PedigreeIndicator.Temporal, PedigreeIndicator.Geographical, PedigreeIndicator.Technological];

    /// <summary>The key used in files.</summary>
    public static string Key(this PedigreeIndicator indicator) => indicator switch
    {
        PedigreeIndicator.Completeness => "completeness",
        PedigreeIndicator.Temporal => "temporal",
        PedigreeIndicator.Geographical => "geographical",
        PedigreeIndicator.Technological => "technological",
        _ => "reliability",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this PedigreeIndicator indicator) => indicator switch
    {
        PedigreeIndicator.Completeness => new Wording("completeness", "完整性"),
        PedigreeIndicator.Temporal => new Wording("temporal correlation", "时间相关性"),
        PedigreeIndicator.Geographical => new Wording("geographical correlation", "地理相关性"),
        PedigreeIndicator.Technological => new Wording("further technological correlation", "其他技术相关性"),
        _ => new Wording("reliability", "可靠性"),
    };
}
