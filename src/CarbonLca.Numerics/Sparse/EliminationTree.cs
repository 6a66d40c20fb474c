namespace CarbonLca.Numerics.Sparse;

/// <summary>The elimination tree of a symmetric pattern: which column's elimination next touches which.</summary>
/// <remarks>Liu (1990), SIAM J. Matrix Anal. Appl. 11:134–172; found with path compression, in nearly linear time.</remarks>
internal static class EliminationTree
{
    /// <summary>The parent of each column, -1 at a root. A parent always has the larger index.</summary>
    public static int[] Parents(SymmetricPattern pattern)
    {
        int n = pattern.Count;
        int[] parent = new int[n];
        int[] ancestor = new int[n];
        for (int k = 0; k < n; k++)
        {
            parent[k] = -1;
            ancestor[k] = -1;
            foreach (int neighbour in pattern.Neighbours(k))
            {
                int i = neighbour;
                while (i >= 0 && i < k)
                {
                    int next = ancestor[i];
                    ancestor[i] = k;
                    if (next < 0)
                        parent[i] = k;
                    i = next;
                }
            }
        }
        return parent;
    }

    /// <summary>Entries below the diagonal in each column of the Cholesky factor of the pattern.</summary>
    /// <remarks>Row i of the factor is the part of the tree between i and the columns of row i of the pattern: as much work as the factor has entries.</remarks>
    public static int[] ColumnCounts(SymmetricPattern pattern, ReadOnlySpan<int> parent)
    {
        int n = pattern.Count;
        int[] counts = new int[n];
        int[] seenBy = new int[n];
        for (int i = 0; i < n; i++)
        {
            seenBy[i] = i;
            foreach (int neighbour in pattern.Neighbours(i))
            {
                if (neighbour > i)
                    continue;
                for (int k = neighbour; seenBy[k] != i; k = parent[k])
                {
                    seenBy[k] = i;
                    counts[k]++;
                }
            }
        }
        return counts;
    }

    /// <summary>An order that visits every subtree in one run, children before their parent.</summary>
    public static int[] Postorder(ReadOnlySpan<int> parent)
    {
        int n = parent.Length;
        int[] firstChild = new int[n];
        int[] sibling = new int[n];
        Array.Fill(firstChild, -1);
        for (int k = n - 1; k >= 0; k--)
        {
            if (parent[k] < 0)
                continue;
            sibling[k] = firstChild[parent[k]];
            firstChild[parent[k]] = k;
        }
        for (int k = 0; k < n; k++)
        {
            if (parent[k] < 0)
                sibling[k] = -1;
        }
        int[] order = new int[n];
        int[] path = new int[n];
        int count = 0;
        for (int root = 0; root < n; root++)
        {
            if (parent[root] >= 0)
                continue;
            int depth = 0;
            path[0] = root;
            while (depth >= 0)
            {
                int node = path[depth];
                int child = firstChild[node];
                if (child >= 0)
                {
                    firstChild[node] = sibling[child];
                    path[++depth] = child;
                }
                else
                {
                    order[count++] = node;
                    depth--;
                }
            }
        }
        return order;
    }
}
