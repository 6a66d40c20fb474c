using System.Collections.Immutable;
using CarbonLca.Diagnostics;

namespace CarbonLca.Reporting;

/// <summary>One part of a footprint.</summary>
/// <param name="Id">The id of the process, flow or stage.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where the process takes place, or the compartment of a flow; null where the data do not say.</param>
/// <param name="Value">The impact it causes, in the unit of the category.</param>
public readonly record struct Contribution(string Id, Wording Name, string? Location, double Value)
{
    /// <summary>The largest first, whatever the sign; equals by id. Parts of zero are left out.</summary>
    public static ImmutableArray<Contribution> Rank(IEnumerable<Contribution> parts) =>
        [.. parts.Where(c => c.Value != 0).OrderByDescending(c => Math.Abs(c.Value)).ThenBy(c => c.Id, StringComparer.Ordinal)];
}

/// <summary>The contributions worth showing, and what is left of the others by sign: Rest(+) and Rest(−).</summary>
/// <remarks>Shown parts and both rests sum to the sum of all parts. Views and names as in van der Meide et al. 2025, doi 10.1007/s11367-025-02487-y.</remarks>
public sealed record ContributionSelection
{
    private ContributionSelection(ImmutableArray<Contribution> ranked, int shown)
    {
        Shown = ranked[..shown];
        foreach (Contribution part in ranked.AsSpan()[shown..])
        {
            if (part.Value > 0)
            {
                RestPositive += part.Value;
                RestPositiveCount++;
            }
            else
            {
                RestNegative += part.Value;
                RestNegativeCount++;
            }
        }
    }

    /// <summary>The parts shown, the largest first.</summary>
    public ImmutableArray<Contribution> Shown { get; }

    /// <summary>Rest(+): the sum of the other parts above zero.</summary>
    public double RestPositive { get; }

    /// <summary>How many parts are in <see cref="RestPositive"/>.</summary>
    public int RestPositiveCount { get; }

    /// <summary>Rest(−): the sum of the other parts below zero.</summary>
    public double RestNegative { get; }

    /// <summary>How many parts are in <see cref="RestNegative"/>.</summary>
    public int RestNegativeCount { get; }

    /// <summary>The largest parts, at most so many.</summary>
    public static ContributionSelection Top(ImmutableArray<Contribution> ranked, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new ContributionSelection(ranked, Math.Min(count, ranked.Length));
    }

    /// <summary>The parts that are at least a share of the total, whatever their sign.</summary>
    /// <param name="ranked">All parts, the largest first.</param>
    /// <param name="share">The share, for instance 0.01.</param>
    /// <param name="total">The total.</param>
    public static ContributionSelection Above(ImmutableArray<Contribution> ranked, double share, double total)
    {
        int shown = 0;
        while (shown < ranked.Length && Math.Abs(ranked[shown].Value) >= share * Math.Abs(total)) shown++;
        return new ContributionSelection(ranked, shown);
    }
}
