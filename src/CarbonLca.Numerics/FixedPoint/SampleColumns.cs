namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Columns whose solutions are written out, in the order in which they are asked for.</summary>
/// <remarks>Made by <see cref="SampleSweep.FindColumns"/>. Immutable and safe to share.</remarks>
public sealed class SampleColumns
{
    internal SampleColumns(SampleSweep owner, int count, int[] nodes, int[] placeOf, int[] zeros)
    {
        Owner = owner;
        Count = count;
        Nodes = nodes;
        PlaceOf = placeOf;
        Zeros = zeros;
    }

    /// <summary>How many columns there are.</summary>
    public int Count { get; }

    internal SampleSweep Owner { get; }

    /// <summary>The nodes that are asked for, ascending.</summary>
    internal int[] Nodes { get; }

    /// <summary>Of each node, its place among the columns; negative where it is not asked for.</summary>
    internal int[] PlaceOf { get; }

    /// <summary>The places of columns that are 0 in every sample.</summary>
    internal int[] Zeros { get; }
}
