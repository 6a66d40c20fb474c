using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Merges numbered leaves in a binary tree whose shape depends on their numbers alone.</summary>
/// <typeparam name="T">What a node holds.</typeparam>
/// <param name="merge">Makes the parent of two neighbours, the left one first.</param>
internal sealed class ConfluentTree<T>(Func<T, T, T> merge)
{
    private readonly Dictionary<NodeKey, T> _roots = [];
    private int _height;

    /// <summary>Adds leaf number <paramref name="leaf"/>.</summary>
    /// <exception cref="ArgumentException">The leaf is in the tree already.</exception>
    public void Add(long leaf, T node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        NodeKey key = new(0, leaf);
        RefuseIfHeldBy(this, key);
        Insert(key, node);
    }

    /// <summary>Adds the nodes of another tree.</summary>
    /// <param name="other">The other tree, which stays as it is.</param>
    /// <param name="copy">Makes a node that this tree may change.</param>
    /// <exception cref="ArgumentException">A leaf is in both.</exception>
    public void Merge(ConfluentTree<T> other, Func<T, T> copy)
    {
        List<(int Level, long Index, T Node)> roots = other.Roots();
        foreach ((int level, long index, _) in roots)
            RefuseIfHeldBy(this, new NodeKey(level, index));
        foreach (NodeKey key in _roots.Keys)
            RefuseIfHeldBy(other, key);
        foreach ((int level, long index, T node) in roots)
            Insert(new NodeKey(level, index), copy(node));
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
        while (_roots.Remove(key.Neighbour, out T? other))
        {
            node = (key.Index & 1) == 0 ? merge(node, other) : merge(other, node);
            key = key.Parent;
        }
        _roots.Add(key, node);
        _height = Math.Max(_height, key.Level);
    }

    /// <summary>Refuses a node whose leaves all lie under one root of a tree.</summary>
    private static void RefuseIfHeldBy(ConfluentTree<T> tree, NodeKey key)
    {
        NodeKey above = key;
        while (above.Level <= tree._height)
        {
            if (tree._roots.ContainsKey(above))
                throw new ArgumentException($"Blocks {key.First} to {key.Last} were added before, as part of blocks {above.First} to {above.Last}. Add each block once.", nameof(key));
            above = above.Parent;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct NodeKey(int Level, long Index)
    {
        public long First => Index << Level;

        public long Last => First + (1L << Level) - 1;

        public NodeKey Parent => new(Level + 1, Index >> 1);

        public NodeKey Neighbour => this with { Index = Index ^ 1 };
    }
}
