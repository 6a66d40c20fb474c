namespace CarbonLca.Electricity;

/// <summary>Which factor is wanted.</summary>
/// <param name="Area">The area: its code or its name in either language.</param>
/// <param name="Year">The year the electricity is used in.</param>
public sealed record GridFactorQuery(string Area, int Year)
{
    /// <summary>What the electricity is accounted for.</summary>
    public ElectricityPurpose Purpose { get; init; }

    /// <summary>What electricity it is.</summary>
    public GridFactorKind Kind { get; init; }

    /// <summary>How it is generated.</summary>
    public GenerationType Generation { get; init; }

    /// <summary>The scope wanted and no other; null for those that fit the purpose, the best first.</summary>
    public FactorScope? Scope { get; init; }
}
