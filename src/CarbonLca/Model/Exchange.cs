namespace CarbonLca.Model;

/// <summary>One line of a process: how much of a flow it takes in or gives out.</summary>
/// <param name="Flow">What is exchanged.</param>
/// <param name="Direction">Taken in or given out.</param>
/// <param name="Amount">How much, in the flow's reference unit; finite, any sign.</param>
public sealed record Exchange(Flow Flow, ExchangeDirection Direction, double Amount)
{
    /// <summary>The process that supplies the product or treats the waste, where the data name one.</summary>
    public string? ProviderId { get; init; }

    /// <summary>How the amount is distributed.</summary>
    public Uncertainty Uncertainty { get; init; }

    /// <summary>
    /// Whether the line stands for production that this process makes unnecessary: an avoided product counts as given out,
    /// an avoided waste as taken in, whatever <see cref="Direction"/> says.
    /// </summary>
    public bool IsAvoided { get; init; }
}
