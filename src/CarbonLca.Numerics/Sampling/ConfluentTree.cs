using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Merges numbered leaves in a binary tree whose shape depends on their numbers alone.</summary>
/// <typeparam name="T">What a node holds.</typeparam>
/// <param name="merge">Makes the parent of two neighbours, the left one first.</param>
internal sealed class ConfluentTree<T>(Func<T, T, T> merge)
{
    private readonly Dictionary<NodeKey, T> _roots = [];

    /// <summary>Adds leaf number <paramref name="leaf"/>.</summary>
    /// <exception cref="ArgumentException">The leaf is in the tree already.</exception>
    public void Add(long leaf, T node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        Insert(new NodeKey(0, leaf), node);
    }

    /// <summary>Adds the nodes of another tree.</summary>
    /// <exception cref="ArgumentException">A leaf is in both.</exception>
    public void Merge(ConfluentTree<T> other)
    {
        List<(int Level, long Index, T Node)> roots = other.Roots();
        foreach ((int level, long index, _) in roots)
            RefuseOverlap(new NodeKey(level, index));
        foreach ((int level, long index, T node) in roots)
            Insert(new NodeKey(level, index), node);
    }

    /// <summary>The nodes without a neighbour, by the number of their first leaf.</summary>
    public List<(int Level, long Index, T Node)> Roots()
    {
        List<(int Level, long Index, T Node)> roots = new(_roots.Count);
        foreach ((NodeKey key, T node) in _roots)
            roots.Add((key.Level, key.Index, node));
        roots.Sort(static (a, b) => (a.Index << a.Level).CompareTo(b.Index << b.Level));
        return roots;
    }

    private void Insert(NodeKey key, T node)
    {
        RefuseOverlap(key);
        NodeKey neighbour = key with { Index = key.Index ^ 1 };
        while (_roots.Remove(neighbour, out T? other))
        {
            node = (key.Index & 1) == 0 ? merge(node, other) : merge(other, node);
            key = new NodeKey(key.Level + 1, key.Index >> 1);
            neighbour = key with { Index = key.Index ^ 1 };
        }
        _roots.Add(key, node);
    }

    private void RefuseOverlap(NodeKey key)
    {
        long first = key.Index << key.Level;
        long last = first + (1L << key.Level) - 1;
        foreach (NodeKey root in _roots.Keys)
        {
            long rootFirst = root.Index << root.Level;
            if (rootFirst <= last && first <= rootFirst + (1L << root.Level) - 1)
                throw new ArgumentException($"Blocks {first} to {last} overlap blocks that were added before, {rootFirst} to {rootFirst + (1L << root.Level) - 1}. Add each block once.", nameof(key));
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct NodeKey(int Level, long Index);
}
