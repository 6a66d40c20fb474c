namespace CarbonLca.Studies;

/// <summary>An amount of what a process of the background database supplies, or of the waste it treats.</summary>
public sealed record ProvidedLine : AmountLine
{
    /// <summary>The id of the process in the background database.</summary>
    public required Located<string> Provider { get; init; }
}
