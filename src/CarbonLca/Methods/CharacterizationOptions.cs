namespace CarbonLca.Methods;

/// <summary>What to do with CO2 and CH4 whose origin the data do not state.</summary>
public enum UnknownOrigin
{
    /// <summary>Count it as fossil, the careful choice, and mark it.</summary>
    Fossil = 0,

    /// <summary>Count it as biogenic, and mark it.</summary>
    Biogenic = 1,

    /// <summary>Leave it out, and list it.</summary>
    Exclude = 2,

    /// <summary>Refuse the result.</summary>
    Refuse = 3,
}

/// <summary>The choices by which a method is matched to the flows of a database.</summary>
public sealed record CharacterizationOptions
{
    /// <summary>Unknown origins count as fossil and are marked.</summary>
    public static CharacterizationOptions Default { get; } = new();

    /// <summary>What to do with CO2 and CH4 whose origin the data do not state.</summary>
    public UnknownOrigin UnknownOrigin { get; init; }
}
