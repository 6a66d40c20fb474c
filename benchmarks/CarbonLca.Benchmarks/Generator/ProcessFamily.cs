namespace CarbonLca.Benchmarks.Generator;

/// <summary>All processes that offer one product or treat one waste: regional variants of one recipe, and their market.</summary>
internal sealed record ProcessFamily
{
    /// <summary>Place among the families.</summary>
    public required int Index { get; init; }

    /// <summary>First process; the variants follow one another, the market comes after them.</summary>
    public required int First { get; init; }

    /// <summary>Number of regional variants.</summary>
    public required int Variants { get; init; }

    /// <summary>Whether a market mixes the variants.</summary>
    public required bool HasMarket { get; init; }

    /// <summary>Whether the flow is a waste that is treated.</summary>
    public required bool IsWaste { get; init; }

    /// <summary>Whether the rest of the economy depends on it.</summary>
    public required bool IsCore { get; init; }

    /// <summary>Whether it is a plant, a vehicle, a building: dear, and needed in tiny amounts.</summary>
    public required bool IsCapital { get; init; }

    /// <summary>Price of one unit from a variant.</summary>
    public required double Price { get; init; }

    /// <summary>The process consumers take it from unless they name a variant.</summary>
    public int Supplier => HasMarket ? First + Variants : First;

    /// <summary>Number of processes.</summary>
    public int Count => Variants + (HasMarket ? 1 : 0);
}

/// <summary>One input of a recipe.</summary>
/// <param name="Family">What is used.</param>
/// <param name="Weight">Its value relative to the other inputs.</param>
internal readonly record struct Ingredient(int Family, double Weight);

/// <summary>What all variants of a family have in common.</summary>
/// <param name="Ingredients">The inputs from other families; no family twice.</param>
/// <param name="Electricity">Weight of electricity; 0 where none is used.</param>
/// <param name="MediumVoltage">Whether it is taken at medium voltage.</param>
/// <param name="InputShare">Share of all inputs in the value of the output.</param>
internal sealed record Recipe(Ingredient[] Ingredients, double Electricity, bool MediumVoltage, double InputShare);
