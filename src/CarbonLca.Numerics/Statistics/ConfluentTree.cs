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

    /// <summary>Hands out the nodes of a tree that holds the first leaves and no others, in the order in which <see cref="Load"/> asks for them.</summary>
    /// <param name="leaves">How many leaves.</param>
    /// <param name="save">Receives each node.</param>
    /// <exception cref="InvalidOperationException">The tree holds other leaves.</exception>
    public void Save(long leaves, Action<T> save)
    {
        List<(int Level, long Index, T Node)> roots = Roots();
        if (!roots.Select(static root => (root.Level, root.Index)).SequenceEqual(RootsOfFirst(leaves)))
            throw new InvalidOperationException($"Only the first blocks can be saved, from number 0 without a gap; here are not just {leaves} of them.");
        foreach ((_, _, T node) in roots) save(node);
    }

    /// <summary>Makes an empty tree one of the first leaves.</summary>
    /// <param name="leaves">How many leaves.</param>
    /// <param name="load">Makes the node of a level with a number on it.</param>
    /// <exception cref="InvalidOperationException">The tree is not empty.</exception>
    public void Load(long leaves, Func<int, long, T> load)
    {
        if (_roots.Count > 0) throw new InvalidOperationException("There are blocks already; load into an empty one.");
        foreach ((int level, long index) in RootsOfFirst(leaves))
        {
            _roots.Add(new NodeKey(level, index), load(level, index));
            _height = Math.Max(_height, level);
        }
    }

    // One for each bit of their number: the tree of so many leaves has no other shape.
    private static IEnumerable<(int Level, long Index)> RootsOfFirst(long leaves)
    {
        for (int level = (int)long.Log2(Math.Max(leaves, 1)); level >= 0; level--)
            if (((leaves >> level) & 1) != 0) yield return (level, (leaves >> level) - 1);
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
