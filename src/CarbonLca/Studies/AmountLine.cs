using CarbonLca.Stages;

namespace CarbonLca.Studies;

/// <summary>An amount of something.</summary>
/// <remarks>What is needed is <see cref="Amount"/> · <see cref="Times"/> / <see cref="Yield"/>.</remarks>
public abstract record AmountLine : StudyLine
{
    private protected AmountLine()
    {
    }

    /// <summary>How much; greater than zero, or below zero for a credit.</summary>
    public required Located<double> Amount { get; init; }

    /// <summary>The unit of <see cref="Amount"/>, as written.</summary>
    public required Located<string> Unit { get; init; }

    /// <summary>The share of what is needed that ends up in the amount; in (0, 1].</summary>
    public Located<double> Yield { get; init; } = 1;

    /// <summary>How often the item is replaced over the life of the product; null for an item that is needed once (REQ-76).</summary>
    public Replacement? Replacement { get; init; }

    /// <summary>How many times the amount is needed: the number of replacements, or once.</summary>
    public double Times => Replacement?.Count ?? 1;

    /// <summary>Whether the item is a credit by a declared substitution or end-of-life rule (REQ-25).</summary>
    public bool IsCredit { get; init; }
}
