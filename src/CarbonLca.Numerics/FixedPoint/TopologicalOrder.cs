namespace CarbonLca.Numerics.FixedPoint;

/// <summary>The nodes of a graph, what a node leads to before it, strongly connected components together.</summary>
/// <remarks>
/// Tarjan (1972) SIAM J. Comput. 1(2):146–160 with an explicit path, and with the finished nodes of open components on one stack as
/// Pearce (2016) Inf. Process. Lett. 116:47–52 has it. The components are those of <see cref="Sparse.StronglyConnectedComponents"/>;
/// within one, nodes stand in the order in which the search left them.
/// </remarks>
/// <param name="Nodes">The column that stands at each place.</param>
/// <param name="Segments">Runs of components of one node, and components of more.</param>
internal sealed record TopologicalOrder(int[] Nodes, List<FixedPointSystem.Segment> Segments)
{
    private const int Unvisited = 0;
    private const int Closed = int.MaxValue;

    /// <summary>The order of the graph in which column j leads to the rows of its entries.</summary>
    public static unsafe TopologicalOrder Of(ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices)
    {
        int n = columnStarts.Length - 1;
        int[] order = GC.AllocateUninitializedArray<int>(n);
        List<FixedPointSystem.Segment> segments = [];
        if (n == 0) return new TopologicalOrder(order, segments);
        using AlignedBuffer<int> numbers = new(n);                 // order of discovery from 1; Closed once the component is complete
        using AlignedBuffer<int> finishedNodes = new(n);           // left, but of a component that is not complete
        using AlignedBuffer<Frame> path = new(n);
        int* number = numbers.Start;
        int* finished = finishedNodes.Start;
        int discovered = 0;
        int finishedCount = 0;
        int placed = 0;
        int runStart = 0;
        fixed (int* starts = columnStarts, rows = rowIndices)
        {
            for (int root = 0; root < n; root++)
            {
                if (number[root] != Unvisited) continue;
                Frame* frame = path.Start;
                *frame = new Frame { Node = root, Cursor = starts[root], Low = ++discovered };
                number[root] = discovered;
                while (true)
                {
                    int end = starts[frame->Node + 1];
                    int cursor = frame->Cursor;
                    int low = frame->Low;
                    int next = -1;
                    while (cursor < end)
                    {
                        int candidate = rows[cursor++];
                        int seen = number[candidate];
                        if (seen == Unvisited)
                        {
                            next = candidate;
                            break;
                        }

                        low = Math.Min(low, seen);
                    }

                    if (next >= 0)
                    {
                        frame->Cursor = cursor;
                        frame->Low = low;
                        number[next] = ++discovered;
                        *++frame = new Frame { Node = next, Cursor = starts[next], Low = discovered };
                        continue;
                    }

                    int node = frame->Node;
                    int own = number[node];
                    finished[finishedCount++] = node;
                    if (low == own)
                    {
                        int first = finishedCount;
                        while (first > 0 && number[finished[first - 1]] >= own) first--;
                        int size = finishedCount - first;
                        if (size > 1)
                        {
                            if (placed > runStart) segments.Add(new FixedPointSystem.Segment(runStart, placed, IsCyclic: false));
                            segments.Add(new FixedPointSystem.Segment(placed, placed + size, IsCyclic: true));
                            runStart = placed + size;
                        }

                        for (int k = first; k < finishedCount; k++)
                        {
                            number[finished[k]] = Closed;
                            order[placed++] = finished[k];
                        }

                        finishedCount = first;
                    }

                    if (frame == path.Start) break;
                    frame--;
                    frame->Low = Math.Min(frame->Low, low);
                }
            }
        }

        if (n > runStart) segments.Add(new FixedPointSystem.Segment(runStart, n, IsCyclic: false));
        return new TopologicalOrder(order, segments);
    }

    private struct Frame
    {
        public int Node;
        public int Cursor;
        public int Low;
    }
}
