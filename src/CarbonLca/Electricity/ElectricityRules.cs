namespace CarbonLca.Electricity;

/// <summary>What the standards leave open about electricity, decided once for a study.</summary>
public sealed record ElectricityRules
{
    /// <summary>The rules taken where a study states none.</summary>
    public static ElectricityRules Default { get; } = new();

    /// <summary>What the electricity is accounted for.</summary>
    public ElectricityPurpose Purpose { get; init; }

    /// <summary>
    /// How many months the generation of an instrument may lie before or after the period of consumption; 12 by default. The criterion
    /// itself says "as close as possible".
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0 or above 1200.</exception>
    public int MostMonthsApart
    {
        get;
        init => field = value is >= 0 and <= 1200 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The months must be 0 to 1200.");
    } = 12;
}
