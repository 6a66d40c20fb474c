namespace CarbonLca.Numerics.Statistics;

/// <summary>Quantiles of a stream too long to keep: a mergeable summary with a known bound on the error of rank.</summary>
/// <remarks>
/// <para>
/// Blocks of <see cref="BlockSize"/> numbers are sorted. Two neighbouring full nodes of a level merge into one of the next by keeping every
/// second of their sorted numbers, each standing for twice as many (Munro &amp; Paterson 1980; Agarwal et al. 2013, Mergeable
/// summaries, ACM TODS 38:26). Whether odd or even places are kept follows from the number of the node, so the sketch
/// depends on the set of blocks alone: the same bits in any order of blocks and merges, on any number of threads.
/// </para>
/// <para>
/// Thinning nodes of weight w moves any rank by at most w. <see cref="RankError"/> is the sum of these bounds over the
/// thinnings done; of n numbers it is below ½·log₂(n/BlockSize)/BlockSize. Up to one block the quantiles are exact. One writer at a time.
/// </para>
/// </remarks>
public sealed class QuantileSketch
{
    private readonly ConfluentTree<Node> _tree;
    private (float[] Values, long[] Passed, long Count)? _sorted;

    /// <summary>An empty sketch.</summary>
    /// <param name="blockSize">Numbers of a block, an even number of at least 2; more numbers, less error.</param>
    public QuantileSketch(int blockSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 2);
        if (blockSize % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(blockSize), blockSize, "The block size must be even, so that halves of two blocks make a block.");
        BlockSize = blockSize;
        _tree = new ConfluentTree<Node>(Merge);
    }

    /// <summary>Numbers of a full block.</summary>
    public int BlockSize { get; }

    /// <summary>Numbers added so far.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach ((_, _, Node node) in _tree.Roots())
                count += node.Count;
            return count;
        }
    }

    /// <summary>The largest possible error of a rank, as a share of <see cref="Count"/>: 0.001 means the quantile of p is one of p ± 0.001.</summary>
    public double RankError
    {
        get
        {
            double error = 0;
            long count = 0;
            foreach ((_, _, Node node) in _tree.Roots())
            {
                error += node.RankError;
                count += node.Count;
            }
            return count == 0 ? 0 : error / count;
        }
    }

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its number, from 0.</param>
    /// <param name="values">Its numbers, none NaN; <see cref="BlockSize"/> of them, or fewer in the last block.</param>
    /// <exception cref="ArgumentException">The block was added before, holds too many numbers, or one is NaN.</exception>
    public void Add(long block, ReadOnlySpan<float> values)
    {
        if (values.IsEmpty || values.Length > BlockSize)
            throw new ArgumentException($"Block {block} holds {values.Length} numbers; expected 1 to {BlockSize}.", nameof(values));
        for (int k = 0; k < values.Length; k++)
        {
            if (float.IsNaN(values[k]))
                throw new ArgumentException($"Value {k + 1} of block {block} is NaN; quantiles need ordered numbers.", nameof(values));
        }
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        _sorted = null;
        _tree.Add(block, new Node(block, values.Length == BlockSize, [new Run(sorted, 1)], 0));
    }

    /// <summary>Adds all blocks of another sketch, which stays as it is.</summary>
    /// <exception cref="ArgumentException">Block sizes differ, or a block is in both.</exception>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.BlockSize != BlockSize)
            throw new ArgumentException($"The other sketch has blocks of {other.BlockSize} numbers; expected {BlockSize}.", nameof(other));
        _sorted = null;
        _tree.Merge(other._tree);
    }

    /// <summary>The quantile of p, interpolated as in <see cref="ExactQuantiles"/> between numbers that stand for several.</summary>
    /// <param name="p">In [0, 1].</param>
    /// <exception cref="InvalidOperationException">The sketch is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must lie between 0 and 1.");
        (float[] values, long[] passed, long count) = _sorted ??= Collect();
        if (count == 0)
            throw new InvalidOperationException("The sketch holds no numbers; add a block first.");
        double position = (count - 1) * p;
        long lower = (long)position;
        double fraction = position - lower;
        float below = At(values, passed, lower);
        if (fraction == 0)
            return below;
        float above = At(values, passed, lower + 1);
        return below == above ? below : below + (fraction * ((double)above - below));
    }

    /// <summary>The number whose copies cover a rank.</summary>
    private static float At(float[] values, long[] passed, long rank)
    {
        int k = Array.BinarySearch(passed, rank + 1);
        return values[Math.Min(k >= 0 ? k : ~k, values.Length - 1)];
    }

    // All numbers in order, and how many each and those before it stand for.
    private (float[] Values, long[] Passed, long Count) Collect()
    {
        List<float> values = [];
        List<long> weights = [];
        long count = 0;
        foreach ((_, _, Node node) in _tree.Roots())
        {
            count += node.Count;
            foreach (Run run in node.Runs)
            {
                values.AddRange(run.Sorted);
                weights.AddRange(Enumerable.Repeat(run.Weight, run.Sorted.Length));
            }
        }
        float[] sorted = values.ToArray();
        long[] passed = weights.ToArray();
        Array.Sort(sorted, passed);
        for (int k = 1; k < passed.Length; k++) passed[k] += passed[k - 1];
        return (sorted, passed, count);
    }

    private Node Merge(Node left, Node right)
    {
        double error = left.RankError + right.RankError;
        long number = left.Number >> 1;
        if (!left.IsFull || !right.IsFull)
            return new Node(number, isFull: false, [.. left.Runs, .. right.Runs], error);
        long weight = left.Runs[0].Weight;
        float[] both = [.. left.Runs[0].Sorted, .. right.Runs[0].Sorted];
        Array.Sort(both);
        // Odd or even places in turn from node to node and level to level, so that errors tend to cancel.
        int offset = (int)((number ^ long.Log2(weight)) & 1);
        float[] kept = new float[BlockSize];
        for (int k = 0; k < kept.Length; k++)
            kept[k] = both[(2 * k) + offset];
        return new Node(number, isFull: true, [new Run(kept, 2 * weight)], error + weight);
    }

    /// <summary>Sorted numbers that each stand for <paramref name="Weight"/> numbers.</summary>
    private sealed record Run(float[] Sorted, long Weight);

    private sealed class Node(long number, bool isFull, Run[] runs, double rankError)
    {
        public long Number { get; } = number;

        public bool IsFull { get; } = isFull;

        public Run[] Runs { get; } = runs;

        /// <summary>Largest error of a rank, in numbers.</summary>
        public double RankError { get; } = rankError;

        public long Count { get; } = runs.Sum(static run => run.Weight * run.Sorted.Length);
    }
}
