namespace CarbonLca.Studies;

/// <summary>How the amount of a study's line came to be known.</summary>
public enum SourceKind
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

/// <summary>Keys of <see cref="SourceKind"/>.</summary>
public static class SourceKinds
{
    /// <summary>All kinds, the surest first.</summary>
    public static IReadOnlyList<SourceKind> All { get; } = [SourceKind.Measured, SourceKind.Declared, SourceKind.Literature, SourceKind.Assumption];

    /// <summary>The key used in files.</summary>
    public static string Key(this SourceKind kind) => kind switch
    {
        SourceKind.Measured => "measured",
        SourceKind.Declared => "declared",
        SourceKind.Literature => "literature",
        _ => "assumption",
    };
}
