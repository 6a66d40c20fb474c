using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.Statistics;

/// <summary>A <see cref="MomentTree"/> for each of eight series side by side, with the same bits as one by one.</summary>
/// <remarks>Nothing in a series depends on its neighbours. One writer at a time.</remarks>
public sealed class TileMomentTree
{
    private readonly ConfluentTree<TileMoments> _tree = new(static (left, right) => left.MergedWith(right));

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its number, from 0.</param>
    /// <param name="samples"><c>[sample][series]</c>, at most <see cref="MomentTree.BlockSize"/> samples; NaN where a series has none.</param>
    /// <exception cref="ArgumentException">The block was added before, holds too many samples or parts of one, or a sample is infinite.</exception>
    public void Add(long block, ReadOnlySpan<double> samples)
    {
        if (samples.Length > MomentTree.BlockSize * SeriesTile.Width || samples.Length % SeriesTile.Width != 0)
            throw new ArgumentException($"Block {block} holds {samples.Length} numbers; expected a multiple of {SeriesTile.Width}, at most {MomentTree.BlockSize * SeriesTile.Width}.", nameof(samples));
        _tree.Add(block, TileMoments.OfBlock(MemoryMarshal.Cast<double, Vector512<double>>(samples)));
    }

    /// <summary>Writes the moments, to go on from them by <see cref="Load"/>.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="blocks">How many blocks there are: the first, without a gap.</param>
    /// <exception cref="InvalidOperationException">There are other blocks.</exception>
    public void Save(NumberWriter writer, long blocks)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _tree.Save(blocks, node => node.Save(writer));
    }

    /// <summary>Reads moments into an empty tree.</summary>
    /// <param name="reader">What <see cref="Save"/> wrote.</param>
    /// <param name="blocks">How many blocks there were.</param>
    /// <exception cref="InvalidOperationException">The tree is not empty.</exception>
    /// <exception cref="EndOfStreamException">There are fewer numbers.</exception>
    public void Load(NumberReader reader, long blocks)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _tree.Load(blocks, (_, _) => TileMoments.Load(reader));
    }

    /// <summary>The moments of all blocks so far, one for each series.</summary>
    public Moments[] Totals()
    {
        TileMoments total = TileMoments.OfBlock([]);
        foreach ((_, _, TileMoments node) in _tree.Roots()) total = total.MergedWith(node);
        Moments[] totals = new Moments[SeriesTile.Width];
        for (int series = 0; series < totals.Length; series++) totals[series] = total[series];
        return totals;
    }
}
