using System.Collections.Immutable;
using CarbonLca.Quantities;

namespace CarbonLca.Electricity;

/// <summary>The electricity that one consumer uses at one place in one period, and what it has to show for where it comes from.</summary>
public sealed record ElectricityAccount
{
    /// <summary>Its identity in the study.</summary>
    public required string Id { get; init; }

    /// <summary>Who consumes; instruments must be redeemed for this name.</summary>
    public required string Consumer { get; init; }

    /// <summary>Where: code or name of an area.</summary>
    public required string Area { get; init; }

    /// <summary>The first day of the period.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of the period.</summary>
    public required DateOnly To { get; init; }

    /// <summary>All electricity used in the period; greater than zero.</summary>
    public required Quantity Consumption { get; init; }

    /// <summary>Electricity from own plants and from suppliers on a direct line.</summary>
    public ImmutableArray<PlantSupply> Plants { get; init; } = [];

    /// <summary>Claims on electricity taken from the grid, in the order they are to be used.</summary>
    public ImmutableArray<ContractualInstrument> Instruments { get; init; } = [];

    /// <summary>The residual mix of the market where the user gives it; null to look for one in the table.</summary>
    public ElectricityProvider? Residual { get; init; }

    /// <summary>Other markets that are interconnected with that of the area so that instruments are traded between them.</summary>
    public ImmutableArray<string> InterconnectedMarkets { get; init; } = [];

    /// <summary>The calendar year that holds most of the period; the earlier one when two hold the same.</summary>
    public int Year
    {
        get
        {
            int best = From.Year;
            int most = 0;
            for (int year = From.Year; year <= To.Year; year++)
            {
                int first = Math.Max(From.DayNumber, new DateOnly(year, 1, 1).DayNumber);
                int days = Math.Min(To.DayNumber, new DateOnly(year, 12, 31).DayNumber) - first + 1;
                if (days > most) (best, most) = (year, days);
            }

            return best;
        }
    }
}

/// <summary>Electricity that does not come over the grid.</summary>
/// <param name="Id">Its identity in the account.</param>
/// <param name="IsOwn">Whether the plant is the consumer's own; otherwise a supplier on a direct line.</param>
/// <param name="Amount">How much of it the account uses; zero or more.</param>
/// <param name="Provider">The data of that plant.</param>
/// <param name="IsInstrumentSold">Whether a contractual instrument for it was sold to someone else; null for unknown, which counts as sold.</param>
public sealed record PlantSupply(string Id, bool IsOwn, Quantity Amount, ElectricityProvider Provider, bool? IsInstrumentSold);
