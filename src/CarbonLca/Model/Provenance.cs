namespace CarbonLca.Model;

/// <summary>Where the numbers of a process come from and how sure they are.</summary>
/// <param name="Source">Publication, table, page; who measured.</param>
public sealed record Provenance(string Source)
{
    /// <summary>The year the data represent.</summary>
    public int? Year { get; init; }

    /// <summary>The region the data represent.</summary>
    public string? Region { get; init; }

    /// <summary>The set of global warming potentials inside the figure: <c>AR4</c>, <c>AR5</c>, <c>AR6</c>, <c>unstated</c>, or <c>gases</c> when single gases are given.</summary>
    public string? GwpSet { get; init; }

    /// <summary>How sure the figure is: <c>verified</c>, <c>secondary</c>, <c>unverified</c>, <c>derived</c> or <c>assumption</c>.</summary>
    public string? Confidence { get; init; }

    /// <summary>What else a reader should know.</summary>
    public string? Note { get; init; }
}
