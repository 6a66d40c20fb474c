namespace CarbonLca.Studies;

/// <summary>How the amount of a study's line came to be known.</summary>
public enum DataQuality
{
    /// <summary>Measured or weighed for this study.</summary>
    Measured,

    /// <summary>Declared by the manufacturer or supplier.</summary>
    Declared,

    /// <summary>Taken from literature.</summary>
    Literature,

    /// <summary>Assumed.</summary>
    Assumption,
}

/// <summary>Keys of <see cref="DataQuality"/>.</summary>
public static class DataQualities
{
    /// <summary>All qualities, the surest first.</summary>
    public static IReadOnlyList<DataQuality> All { get; } = [DataQuality.Measured, DataQuality.Declared, DataQuality.Literature, DataQuality.Assumption];

    /// <summary>The key used in files.</summary>
    public static string Key(this DataQuality quality) => quality switch
    {
        DataQuality.Measured => "measured",
        DataQuality.Declared => "declared",
        DataQuality.Literature => "literature",
        _ => "assumption",
    };
}
