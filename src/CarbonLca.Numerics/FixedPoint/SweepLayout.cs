namespace CarbonLca.Numerics.FixedPoint;

/// <summary>The entries of W node by node, in the order they are swept: y_j = c_j + Σ w·y over the entries of j.</summary>
/// <remarks>
/// <para>
/// Of a node in a loop, entries to nodes before the loop come first: they are added up once. Then come those that lead back, to nodes
/// after it in the loop, then those to nodes before it, the nearest last, so that a node waits for its predecessor only at the end.
/// </para>
/// <para>
/// The feedback nodes of a loop are those that entries lead back to: read before they are solved in the same sweep, they are the
/// whole state of the iteration, from which all other nodes of the loop follow. In the opposite direction, what these entries pass
/// on to them is.
/// </para>
/// <code>
/// node      3           4            loop 3..4, which leads to the run 0..2
/// targets   1 | 4 |     | | 3        3 reads 1 from outside the loop, and 4 before it is solved: 4 is a feedback node
/// splits      ^
/// turns           ^
/// </code>
/// </remarks>
internal sealed class SweepLayout
{
    private SweepLayout(int[] starts, int[] splits, int[] turns, int[] targets, double[] weights, FixedPointSystem.Segment[] segments, int[] feedback)
    {
        Starts = starts;
        Splits = splits;
        Turns = turns;
        Targets = targets;
        Weights = weights;
        Segments = segments;
        Feedback = feedback;
        foreach (FixedPointSystem.Segment segment in segments)
        {
            if (!segment.IsCyclic) continue;
            CyclicNodeCount += segment.Count;
            LargestLoop = Math.Max(LargestLoop, segment.Count);
            LargestFeedback = Math.Max(LargestFeedback, segment.FeedbackCount);
        }
    }

    /// <summary>Where the entries of each node begin, and where the last ones end.</summary>
    public int[] Starts { get; }

    /// <summary>Where the entries within the loop begin; the end of the entries of a node outside loops.</summary>
    public int[] Splits { get; }

    /// <summary>Where the entries to nodes before it in the loop begin; the end of the entries of a node outside loops.</summary>
    public int[] Turns { get; }

    /// <summary>The node each entry leads to; longer than the entries are many.</summary>
    public int[] Targets { get; }

    /// <summary>w of each entry; longer than the entries are many.</summary>
    public double[] Weights { get; }

    /// <summary>Runs and loops in the order they are solved.</summary>
    public FixedPointSystem.Segment[] Segments { get; }

    /// <summary>Feedback nodes, loop by loop.</summary>
    public int[] Feedback { get; }

    /// <summary>How many nodes there are.</summary>
    public int Count => Splits.Length;

    /// <summary>How many entries there are.</summary>
    public int EntryCount => Starts[^1];

    /// <summary>How many nodes lie in loops.</summary>
    public int CyclicNodeCount { get; }

    /// <summary>The most nodes of a loop.</summary>
    public int LargestLoop { get; }

    /// <summary>The most feedback nodes of a loop.</summary>
    public int LargestFeedback { get; }

    /// <summary>How many doubles a solve takes.</summary>
    public int MemoryLength => SweepMemory.LengthFor(Count, Feedback.Length, Segments.Length);

    /// <summary>The parts of a block of that many doubles.</summary>
    public unsafe SweepMemory MemoryAt(double* start) => SweepMemory.At(start, Count, Feedback.Length);

    /// <summary>Puts the entries of every node into the order in which they are added, and finds the feedback nodes.</summary>
    /// <param name="starts">Where the entries of each node begin, and where the last ones end.</param>
    /// <param name="targets">The node each entry leads to; kept, and reordered within nodes.</param>
    /// <param name="weights">w of each entry; kept, and reordered with the targets.</param>
    /// <param name="segments">Runs and loops; kept, and completed with their feedback nodes.</param>
    public static SweepLayout Arrange(int[] starts, int[] targets, double[] weights, FixedPointSystem.Segment[] segments)
    {
        int count = starts.Length - 1;
        int[] splits = GC.AllocateUninitializedArray<int>(count);
        int[] turns = GC.AllocateUninitializedArray<int>(count);
        int cyclic = 0;
        foreach (FixedPointSystem.Segment segment in segments) cyclic += segment.IsCyclic ? segment.Count : 0;
        bool[] isFeedback = cyclic == 0 ? [] : new bool[count];
        List<int> feedback = [];
        for (int s = 0; s < segments.Length; s++)
        {
            FixedPointSystem.Segment segment = segments[s];
            if (!segment.IsCyclic)
            {
                starts.AsSpan(segment.Start + 1, segment.Count).CopyTo(splits.AsSpan(segment.Start));
                starts.AsSpan(segment.Start + 1, segment.Count).CopyTo(turns.AsSpan(segment.Start));
                continue;
            }

            int firstFeedback = feedback.Count;
            for (int node = segment.Start; node < segment.End; node++)
            {
                int start = starts[node];
                int length = starts[node + 1] - start;
                (int outside, int back) = ArrangeNode(node, segment.Start, targets.AsSpan(start, length), weights.AsSpan(start, length));
                splits[node] = start + outside;
                turns[node] = start + outside + back;
                foreach (int target in targets.AsSpan(start + outside, back)) isFeedback[target] = true;
            }

            for (int node = segment.Start; node < segment.End; node++)
            {
                if (isFeedback[node]) feedback.Add(node);
            }

            segments[s] = segment with { FeedbackStart = firstFeedback, FeedbackCount = feedback.Count - firstFeedback };
        }

        return new SweepLayout(starts, splits, turns, targets, weights, segments, [.. feedback]);
    }

    /// <summary>The same places with other weights.</summary>
    public SweepLayout WithWeights(double[] weights) => new(Starts, Splits, Turns, Targets, weights, Segments, Feedback);

    // Entries to before the loop, entries that lead back, the others with the nearest last. Returns how many are of the first two kinds.
    private static (int Outside, int Back) ArrangeNode(int node, int loopStart, Span<int> targets, Span<double> weights)
    {
        int outside = 0;
        int ahead = 0;
        for (int p = 0; p < targets.Length; p++)
        {
            int target = targets[p];
            if (target > node)
            {
                Swap(targets, weights, ahead++, p);
            }
            else if (target < loopStart)
            {
                Swap(targets, weights, ahead, p);
                Swap(targets, weights, outside++, ahead++);
            }
        }

        int nearest = ahead;
        for (int p = ahead + 1; p < targets.Length; p++)
        {
            if (targets[p] > targets[nearest]) nearest = p;
        }

        if (nearest < targets.Length) Swap(targets, weights, nearest, targets.Length - 1);
        return (outside, ahead - outside);
    }

    private static void Swap(Span<int> targets, Span<double> weights, int a, int b)
    {
        (targets[a], targets[b]) = (targets[b], targets[a]);
        (weights[a], weights[b]) = (weights[b], weights[a]);
    }
}
