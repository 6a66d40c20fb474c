namespace CarbonLca.Systems.Allocations;

/// <summary>What becomes of the co-products of a column.</summary>
internal enum CoProducts
{
    /// <summary>They leave the system: their rows are dropped.</summary>
    Dropped,

    /// <summary>They replace production elsewhere: their rows are linked to providers with the opposite sign.</summary>
    Credited,
}

/// <summary>One column of the technosphere that a process becomes.</summary>
/// <param name="Process">The index of the process in its database.</param>
/// <param name="ReferenceFlow">The index of the flow the column supplies or treats.</param>
/// <param name="CoProducts">What becomes of the other functions.</param>
internal sealed record AllocatedColumn(int Process, int ReferenceFlow, CoProducts CoProducts)
{
    /// <summary>The share of the process's exchanges, other than its functions, that this column carries; 1 without allocation.</summary>
    public double Share { get; init; } = 1.0;

    /// <summary>The share of each exchange, where shares differ between exchanges; indexed from the process's first row.</summary>
    public double[]? ShareOfExchange { get; init; }

    /// <summary>The share of an exchange, counted from the process's first row, that this column carries; 1 for its functions.</summary>
    public double ShareOf(int exchange) => ShareOfExchange is { } shares ? shares[exchange] : Share;
}
