namespace CarbonLca.Numerics.Sparse;

/// <summary>Orders of 0 … n - 1, checked once where they enter.</summary>
internal static class Permutation
{
    /// <summary>The array with <c>inverse[order[k]] = k</c>.</summary>
    /// <exception cref="ArgumentException">The order is not a permutation of 0 … n - 1.</exception>
    public static int[] Inverse(ReadOnlySpan<int> order, int n, string name)
    {
        if (order.Length != n)
            throw new ArgumentException($"'{name}' has length {order.Length}; expected {n}.", name);
        int[] inverse = new int[n];
        Array.Fill(inverse, -1);
        for (int k = 0; k < n; k++)
        {
            int i = order[k];
            if ((uint)i >= (uint)n || inverse[i] >= 0)
                throw new ArgumentException($"'{name}' holds {i} at position {k}; expected each of 0 … {n - 1} exactly once.", name);
            inverse[i] = k;
        }
        return inverse;
    }
}
