namespace CarbonLca.Numerics.Statistics;

/// <summary>Running moments of numbered blocks: the same bits whatever the order in which blocks and trees arrive.</summary>
/// <remarks>
/// Two neighbours 2i and 2i + 1 of a level become node i of the next as soon as both are there, so the tree depends on the set of
/// blocks alone. Memory is the number of gaps times the height: logarithmic when blocks arrive in order. One writer at a time.
/// </remarks>
public sealed class MomentTree
{
    /// <summary>Numbers of one block; only the last block of a series may hold fewer.</summary>
    public const int BlockSize = 256;

    private readonly ConfluentTree<Moments> _tree = new(static (left, right) => left.MergedWith(right));

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its number, from 0.</param>
    /// <param name="values">Its numbers, all finite; at most <see cref="BlockSize"/>.</param>
    /// <exception cref="ArgumentException">The block was added before, holds too many numbers, or one is not finite.</exception>
    public void Add(long block, ReadOnlySpan<double> values)
    {
        if (values.Length > BlockSize)
            throw new ArgumentException($"Block {block} holds {values.Length} numbers; expected at most {BlockSize}.", nameof(values));
        _tree.Add(block, Moments.OfBlock(values));
    }

    /// <summary>Adds all blocks of another tree, which stays as it is.</summary>
    /// <exception cref="ArgumentException">A block is in both.</exception>
    public void Merge(MomentTree other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _tree.Merge(other._tree, static node => node);
    }

    /// <summary>The moments of all blocks so far.</summary>
    public Moments Total()
    {
        Moments total = default;
        foreach ((_, _, Moments node) in _tree.Roots())
            total = total.MergedWith(node);
        return total;
    }
}
