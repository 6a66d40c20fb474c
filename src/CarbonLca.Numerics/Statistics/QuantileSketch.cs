using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Quantiles of streams too long to keep, of eight side by side: mergeable summaries with a known bound on the error of rank.</summary>
/// <remarks>
/// <para>
/// Blocks of <see cref="BlockSize"/> samples are sorted, each series on its own. Two neighbouring full nodes of a level merge into one of
/// the next by keeping every second of their sorted numbers, each standing for twice as many (Munro &amp; Paterson 1980; Agarwal et al.
/// 2013, Mergeable summaries, ACM TODS 38:26). Whether odd or even places are kept follows from the number of the node, so the sketch
/// depends on the set of blocks alone: the same bits in any order of blocks and merges, on any number of threads, in any company.
/// </para>
/// <para>
/// Thinning nodes of weight w moves any rank by at most w. <see cref="RankError"/> is the sum of these bounds over the
/// thinnings done; of n samples it is below ½·log₂(n/BlockSize)/BlockSize. Up to one block the quantiles are exact. A missing sample
/// takes a place beyond all others. Numbers are rounded to floats. One writer at a time.
/// </para>
/// </remarks>
public sealed class QuantileSketch
{
    private const int Width = SeriesTile.Width;

    private readonly ConfluentTree<Node> _tree;
    private readonly Stack<float[]> _spare = [];
    private SeriesTile? _scratch;

    /// <summary>An empty sketch.</summary>
    /// <param name="blockSize">Samples of a block, a power of two; more samples, less error.</param>
    public QuantileSketch(int blockSize)
    {
        if (!int.IsPow2(blockSize) || blockSize < 2)
            throw new ArgumentOutOfRangeException(nameof(blockSize), blockSize, "The block size must be a power of two, so that halves of two blocks make a block.");
        BlockSize = blockSize;
        _tree = new ConfluentTree<Node>(Merge);
    }

    /// <summary>Samples of a full block.</summary>
    public int BlockSize { get; }

    /// <summary>Samples of each series so far, with the missing ones.</summary>
    public long Count => _tree.Roots().Sum(static root => root.Node.Count);

    /// <summary>The largest possible error of a rank, in samples: the quantile of p of n samples is one of p ± this/n.</summary>
    public double RankError => _tree.Roots().Sum(static root => root.Node.RankError);

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its number, from 0.</param>
    /// <param name="samples"><see cref="BlockSize"/> samples, or fewer in the last block. What stands there afterwards is anything.</param>
    /// <exception cref="ArgumentException">The block was added before, or holds too many samples.</exception>
    public void Add(long block, SeriesTile samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0 || samples.Count > BlockSize)
            throw new ArgumentException($"Block {block} holds {samples.Count} samples; expected 1 to {BlockSize}.", nameof(samples));
        samples.Sort();
        float[] sorted = samples.Count == BlockSize ? NewBlock() : new float[samples.Count * Width];
        Round(samples.Samples, sorted, step: 1, first: 0);
        _scratch = samples;
        _tree.Add(block, new Node(block, samples.Count == BlockSize, [new Run(sorted, Level: 0)]));
        _scratch = null;
    }

    /// <summary>Adds all blocks of another sketch, which stays as it is.</summary>
    /// <exception cref="ArgumentException">Block sizes differ, or a block is in both.</exception>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.BlockSize != BlockSize)
            throw new ArgumentException($"The other sketch has blocks of {other.BlockSize} samples; expected {BlockSize}.", nameof(other));

        // Each has memory of its own, which it uses again for other numbers.
        _tree.Merge(other._tree, static node => node with { Runs = [.. node.Runs.Select(static run => run with { Sorted = [.. run.Sorted] })] });
    }

    /// <summary>Writes the sketch, to go on from it by <see cref="Load"/>.</summary>
    /// <param name="writer">Receives the numbers and nothing else: how many blocks there are says where each belongs.</param>
    /// <param name="blocks">How many blocks there are: the first, without a gap, all of them full.</param>
    /// <exception cref="InvalidOperationException">There are other blocks.</exception>
    public void Save(NumberWriter writer, long blocks)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!_tree.Roots().TrueForAll(static root => root.Node.IsFull)) throw new InvalidOperationException("The last block is short; only full blocks can be gone on from.");
        _tree.Save(blocks, node => writer.Write(node.Runs[0].Sorted));
    }

    /// <summary>Reads a sketch into an empty one.</summary>
    /// <param name="reader">What <see cref="Save"/> wrote of a sketch of the same block size.</param>
    /// <param name="blocks">How many blocks there were.</param>
    /// <exception cref="InvalidOperationException">There are blocks already.</exception>
    /// <exception cref="EndOfStreamException">There are fewer numbers.</exception>
    public void Load(NumberReader reader, long blocks)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _tree.Load(blocks, (level, number) =>
        {
            float[] sorted = NewBlock();
            reader.Read(sorted);
            return new Node(number, IsFull: true, [new Run(sorted, level)]);
        });
    }

    /// <summary>Writes what the sketch holds as keys of <see cref="SketchedRanks"/>, in no order.</summary>
    /// <param name="tile">Receives the keys.</param>
    /// <param name="rest">Samples after the last block that are not in the sketch yet, <c>[sample][series]</c>.</param>
    internal void CopyKeys(SeriesTile tile, ReadOnlySpan<float> rest)
    {
        List<Run> runs = [.. _tree.Roots().SelectMany(static root => root.Node.Runs)];
        Span<double> keys = tile.Begin(runs.Sum(static run => run.Length) + (rest.Length / Width));
        foreach (Run run in runs)
        {
            SketchedRanks.KeysOf(run.Sorted, run.Level, keys);
            keys = keys[run.Sorted.Length..];
        }

        SketchedRanks.KeysOf(rest, level: 0, keys);
    }

    private Node Merge(Node left, Node right)
    {
        long number = left.Number >> 1;
        if (!left.IsFull || !right.IsFull) return new Node(number, IsFull: false, [.. left.Runs, .. right.Runs]);
        int level = left.Runs[0].Level;
        Span<double> both = (_scratch ??= new SeriesTile()).Begin(2 * BlockSize);
        Span<Vector512<double>> rows = MemoryMarshal.Cast<double, Vector512<double>>(both);
        SeriesTile.Widen(left.Runs[0].Sorted, rows);
        SeriesTile.Widen(right.Runs[0].Sorted, rows[BlockSize..]);
        TileSort.Merge(rows, BlockSize);

        // Odd or even places in turn from node to node and level to level, so that errors tend to cancel.
        float[] kept = left.Runs[0].Sorted;
        Round(both, kept, step: 2, first: (int)((number ^ level) & 1));
        _spare.Push(right.Runs[0].Sorted);
        return new Node(number, IsFull: true, [new Run(kept, level + 1)]);
    }

    // Blocks live long; pinned, the collector does not carry them about.
    private float[] NewBlock() => _spare.TryPop(out float[]? block) ? block : GC.AllocateUninitializedArray<float>(BlockSize * Width, pinned: true);

    // Every 'step'-th row.
    private static void Round(ReadOnlySpan<double> from, Span<float> to, int step, int first)
    {
        ReadOnlySpan<Vector512<double>> wide = MemoryMarshal.Cast<double, Vector512<double>>(from);
        Span<Vector256<float>> rows = MemoryMarshal.Cast<float, Vector256<float>>(to);
        for (int k = 0; k < rows.Length; k++) rows[k] = SeriesTile.Narrow(wide[(step * k) + first]);
    }

    /// <summary>Sorted rows of numbers that each stand for 2^<paramref name="Level"/> samples.</summary>
    private sealed record Run(float[] Sorted, int Level)
    {
        public int Length => Sorted.Length / Width;
    }

    /// <summary>Sorted numbers of some consecutive blocks.</summary>
    /// <param name="Number">Its number on its level.</param>
    /// <param name="IsFull">Whether none of its blocks is short, so that it has one run.</param>
    /// <param name="Runs">The numbers.</param>
    private sealed record Node(long Number, bool IsFull, Run[] Runs)
    {
        public long Count => Runs.Sum(static run => (long)run.Length << run.Level);

        /// <summary>The largest error of a rank, in samples: a run of level L comes from 2^(L − 1 − k) thinnings of weight 2^k, k = 0 … L − 1.</summary>
        public double RankError => Runs.Sum(static run => run.Level * Math.ScaleB(1, run.Level - 1));
    }
}
