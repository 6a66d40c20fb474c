namespace CarbonLca.Studies;

/// <summary>An amount of what a process of the background database supplies, or of the waste it treats.</summary>
public sealed record ProvidedLine : AmountLine
{
    /// <summary>The id of the process in the background database.</summary>
    public required Located<string> Provider { get; init; }

    /// <summary>The cycle of the material; null for an item that ends with its making, or whose end of life is an item of its own.</summary>
    public MaterialEndOfLife? EndOfLife { get; init; }
}
