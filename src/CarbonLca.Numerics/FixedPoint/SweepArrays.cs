namespace CarbonLca.Numerics.FixedPoint;

/// <summary>The arrays of a <see cref="SweepLayout"/> while they are pinned.</summary>
internal readonly unsafe struct SweepArrays(int* starts, int* splits, int* turns, int* targets, double* weights)
{
    /// <summary>Where the entries of each node begin, and where the last ones end.</summary>
    public readonly int* Starts = starts;

    /// <summary>Where the entries within the loop begin.</summary>
    public readonly int* Splits = splits;

    /// <summary>Where the entries to nodes before it in the loop begin.</summary>
    public readonly int* Turns = turns;

    /// <summary>The node each entry leads to.</summary>
    public readonly int* Targets = targets;

    /// <summary>w of each entry.</summary>
    public readonly double* Weights = weights;
}
