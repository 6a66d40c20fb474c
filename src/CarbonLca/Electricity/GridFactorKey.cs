namespace CarbonLca.Electricity;

/// <summary>What a factor stands for: where, what, how generated, how far it reaches, when.</summary>
/// <param name="Area">The code of the area.</param>
/// <param name="Kind">What electricity it is.</param>
/// <param name="Generation">How it is generated.</param>
/// <param name="Scope">What the factor covers.</param>
/// <param name="Year">The year of the data.</param>
public readonly record struct GridFactorKey(string Area, GridFactorKind Kind, GenerationType Generation, FactorScope Scope, int Year)
{
    /// <summary>The key as an id, for instance <c>grid-cn-mix-life-cycle-2024</c>.</summary>
    public string Id
    {
        get
        {
            string generation = Generation == GenerationType.Mix ? string.Empty : $"-{Generation.Key()}";
            return $"grid-{Area}-{Kind.Key()}{generation}-{Scope.Key()}-{Year}".ToLowerInvariant();
        }
    }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
