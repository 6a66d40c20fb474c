namespace CarbonLca.Numerics.Sparse;

/// <summary>The places of A + Aᵀ off the diagonal, as neighbour lists.</summary>
internal sealed class SymmetricPattern
{
    private readonly int[] _starts;
    private readonly int[] _neighbours;

    private SymmetricPattern(int[] starts, int[] neighbours)
    {
        _starts = starts;
        _neighbours = neighbours;
    }

    /// <summary>Number of nodes.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Number of neighbour entries, each edge counted from both ends.</summary>
    public int EntryCount => _neighbours.Length;

    /// <summary>Number of neighbours of a node.</summary>
    public int Degree(int node) => _starts[node + 1] - _starts[node];

    /// <summary>The neighbours of a node, each once.</summary>
    public ReadOnlySpan<int> Neighbours(int node) => _neighbours.AsSpan(_starts[node], _starts[node + 1] - _starts[node]);

    /// <summary>The pattern of A + Aᵀ for a square matrix in compressed columns.</summary>
    public static SymmetricPattern Of(ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices)
    {
        int n = columnStarts.Length - 1;
        int[] starts = new int[n + 1];
        for (int j = 0; j < n; j++)
        {
            for (int p = columnStarts[j]; p < columnStarts[j + 1]; p++)
            {
                if (rowIndices[p] == j)
                    continue;
                starts[j + 1]++;
                starts[rowIndices[p] + 1]++;
            }
        }
        for (int j = 0; j < n; j++)
            starts[j + 1] += starts[j];
        int[] next = starts.AsSpan(0, n).ToArray();
        int[] both = new int[starts[n]];
        for (int j = 0; j < n; j++)
        {
            for (int p = columnStarts[j]; p < columnStarts[j + 1]; p++)
            {
                int i = rowIndices[p];
                if (i == j)
                    continue;
                both[next[j]++] = i;
                both[next[i]++] = j;
            }
        }

        // a_ij and a_ji both present give the same neighbour twice: keep the first.
        int[] seenBy = new int[n];
        Array.Fill(seenBy, -1);
        int write = 0;
        for (int j = 0; j < n; j++)
        {
            int read = starts[j];
            int end = next[j];
            starts[j] = write;
            for (; read < end; read++)
            {
                int i = both[read];
                if (seenBy[i] == j)
                    continue;
                seenBy[i] = j;
                both[write++] = i;
            }
        }
        starts[n] = write;
        Array.Resize(ref both, write);
        return new SymmetricPattern(starts, both);
    }

    /// <summary>The same graph with node <c>order[k]</c> renamed k.</summary>
    public SymmetricPattern Reorder(ReadOnlySpan<int> order)
    {
        int[] place = Permutation.Inverse(order, Count, nameof(order));
        int[] starts = new int[Count + 1];
        int[] neighbours = new int[EntryCount];
        int write = 0;
        for (int k = 0; k < Count; k++)
        {
            foreach (int i in Neighbours(order[k]))
                neighbours[write++] = place[i];
            starts[k + 1] = write;
        }
        return new SymmetricPattern(starts, neighbours);
    }
}
