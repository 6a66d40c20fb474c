namespace CarbonLca.Numerics.Sparse;

/// <summary>The strongly connected components of the graph of a square matrix, in topological order.</summary>
/// <remarks>
/// <para>
/// Each stored entry a_ij is an edge j → i: column j leads to the rows it refers to. Components are numbered so
/// that <c>ComponentOf[i] &lt;= ComponentOf[j]</c> for every entry a_ij: what an edge leads to comes first, and
/// with rows and columns in the order of <see cref="Members"/> the matrix is block upper triangular.
/// </para>
/// <para>
/// Tarjan (1972), SIAM J. Comput. 1(2):146–160, with an explicit stack: a path of a million nodes is no deeper
/// than an array. Time is proportional to columns plus entries.
/// </para>
/// </remarks>
public sealed class StronglyConnectedComponents
{
    private readonly int[] _componentOf;
    private readonly int[] _starts;
    private readonly int[] _members;

    private StronglyConnectedComponents(int[] componentOf, int[] starts, int[] members)
    {
        _componentOf = componentOf;
        _starts = starts;
        _members = members;
    }

    /// <summary>Number of components.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The component of each node.</summary>
    public ReadOnlySpan<int> ComponentOf => _componentOf;

    /// <summary>Where each component begins in <see cref="Members"/>; length <see cref="Count"/> + 1.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>All nodes, component by component; within a component in the order in which the depth-first search left them.</summary>
    public ReadOnlySpan<int> Members => _members;

    /// <summary>The components of the graph of <paramref name="a"/>.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static StronglyConnectedComponents Of(CscMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.RowCount != a.ColumnCount)
            throw new ArgumentException($"The matrix is {a.RowCount} x {a.ColumnCount}; expected a square one.", nameof(a));
        return Of(a.ColumnStarts, a.RowIndices, rowNode: []);
    }

    /// <summary>Components of the graph j → rowNode[i] for each entry a_ij; an empty <paramref name="rowNode"/> is the identity.</summary>
    internal static StronglyConnectedComponents Of(ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> rowNode)
    {
        const int Unvisited = -1;
        int n = columnStarts.Length - 1;
        int[] number = new int[n];         // order of discovery
        int[] low = new int[n];            // smallest number reachable through open nodes
        int[] componentOf = new int[n];    // Unvisited until the component is closed
        int[] cursor = new int[n];         // next entry to follow
        int[] path = new int[n];           // depth-first path
        int[] open = new int[n];           // visited nodes whose component is not closed
        int[] finished = new int[n];       // nodes in the order in which they were left
        Array.Fill(number, Unvisited);
        Array.Fill(componentOf, Unvisited);
        int discovered = 0;
        int openCount = 0;
        int finishedCount = 0;
        int componentCount = 0;

        for (int root = 0; root < n; root++)
        {
            if (number[root] != Unvisited)
                continue;
            int depth = 0;
            path[0] = root;
            number[root] = low[root] = discovered++;
            cursor[root] = columnStarts[root];
            open[openCount++] = root;
            while (depth >= 0)
            {
                int node = path[depth];
                if (cursor[node] < columnStarts[node + 1])
                {
                    int row = rowIndices[cursor[node]++];
                    int next = rowNode.IsEmpty ? row : rowNode[row];
                    if (number[next] == Unvisited)
                    {
                        number[next] = low[next] = discovered++;
                        cursor[next] = columnStarts[next];
                        open[openCount++] = next;
                        path[++depth] = next;
                    }
                    else if (componentOf[next] == Unvisited)
                    {
                        low[node] = Math.Min(low[node], number[next]);
                    }
                    continue;
                }
                finished[finishedCount++] = node;
                depth--;
                if (depth >= 0)
                    low[path[depth]] = Math.Min(low[path[depth]], low[node]);
                if (low[node] != number[node])
                    continue;
                int member;
                do
                {
                    member = open[--openCount];
                    componentOf[member] = componentCount;
                }
                while (member != node);
                componentCount++;
            }
        }

        int[] starts = new int[componentCount + 1];
        foreach (int component in componentOf)
            starts[component + 1]++;
        for (int c = 0; c < componentCount; c++)
            starts[c + 1] += starts[c];
        int[] place = starts.AsSpan(0, componentCount).ToArray();
        int[] members = new int[n];
        foreach (int node in finished)
            members[place[componentOf[node]]++] = node;
        return new StronglyConnectedComponents(componentOf, starts, members);
    }
}
