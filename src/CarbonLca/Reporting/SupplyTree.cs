using System.Collections.Immutable;
using CarbonLca.Assessment;

namespace CarbonLca.Reporting;

/// <summary>The supply chain behind a footprint as a tree: what each process brings on each path, loops unrolled, largest paths first.</summary>
/// <remarks>
/// A node's value is what it causes by itself, what its shown suppliers bring, and the rest: what comes by paths too small or too
/// deep to be shown. So every node balances, and the leaves, own parts and rests of the tree sum to the footprint. The footprint of
/// a supplier holds its own loops, hence unrolling ends wherever one likes without losing anything.
/// </remarks>
public sealed record SupplyTree
{
    private SupplyTree(ImmutableArray<SupplyNode> nodes) => Nodes = nodes;

    /// <summary>The nodes, each after the one it supplies; the first is the product.</summary>
    public ImmutableArray<SupplyNode> Nodes { get; }

    /// <summary>What nodes that are written down elsewhere are.</summary>
    /// <exception cref="ArgumentException">A node stands before the one it supplies, or does not balance.</exception>
    public static SupplyTree Of(ImmutableArray<SupplyNode> nodes)
    {
        if (nodes.IsDefaultOrEmpty || nodes[0].Parent != -1) throw new ArgumentException("A supply tree begins with the product, which supplies nothing.", nameof(nodes));
        double[] brought = new double[nodes.Length];
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            SupplyNode node = nodes[i];
            if (i > 0 && (node.Parent < 0 || node.Parent >= i)) throw new ArgumentException($"Node {i}, '{node.Part.Id}', supplies node {node.Parent}; expected one before it.", nameof(nodes));
            double sum = brought[i] + node.Own + node.Rest;
            double size = Math.Abs(node.Part.Value) + Math.Abs(node.Own) + Math.Abs(node.Rest) + Math.Abs(brought[i]);
            if (Math.Abs(sum - node.Part.Value) > 1e-9 * size) throw new ArgumentException($"Node {i}, '{node.Part.Id}', has {node.Part.Value}; its parts sum to {sum}.", nameof(nodes));
            if (i > 0) brought[node.Parent] += node.Part.Value;
        }

        return new SupplyTree(nodes);
    }

    /// <summary>Follows the largest paths.</summary>
    /// <param name="assessment">The assessed product.</param>
    /// <param name="category">The category.</param>
    /// <param name="most">How many nodes there are at most.</param>
    /// <param name="share">The least share of the total that a node must bring.</param>
    /// <param name="depth">How deep paths are followed.</param>
    public static SupplyTree Of(ProductAssessment assessment, int category, int most = 40, double share = 0.005, int depth = 12)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        double total = assessment.Products[assessment.Column, category] * assessment.Amount;
        List<Path> paths = [new(-1, assessment.Column, 0, assessment.Amount, total)];
        PriorityQueue<int, (double, int)> open = new();
        open.Enqueue(0, (-Math.Abs(total), 0));
        while (open.TryDequeue(out int at, out _))
        {
            Path path = paths[at];
            foreach (TierContribution part in assessment.Products.FirstTier(path.Column, category))
            {
                double value = part.Impact * path.Amount;
                if (part.Column == path.Column) path.OwnPart = value;
                else path.Suppliers.Add(new Path(at, part.Column, path.Depth + 1, part.Amount * path.Amount, value));
            }

            foreach (Path supplier in path.Suppliers.OrderByDescending(s => Math.Abs(s.Value)).ThenBy(s => s.Column))
            {
                if (Math.Abs(supplier.Value) < share * Math.Abs(total) || supplier.Value == 0 || supplier.Depth > depth || paths.Count >= most) continue;
                open.Enqueue(paths.Count, (-Math.Abs(supplier.Value), paths.Count));
                paths.Add(supplier);
            }
        }

        return Of([.. paths.Select((path, i) => Node(assessment, paths, path, i))]);
    }

    private static SupplyNode Node(ProductAssessment assessment, List<Path> paths, Path path, int index)
    {
        CompensatedSum rest = default;
        rest.Add(path.Value);
        rest.Add(-path.OwnPart);
        foreach (Path other in paths)
            if (other.Parent == index) rest.Add(-other.Value);
        // What remains of sums that cancel is rounding, not a path.
        double left = Math.Abs(rest.Value) <= 1e-12 * Math.Abs(path.Value) ? 0 : rest.Value;
        return new SupplyNode(path.Parent, assessment.OfColumn(path.Column, path.Value), path.OwnPart, left);
    }

    private sealed class Path(int parent, int column, int depth, double amount, double value)
    {
        public int Parent { get; } = parent;

        public int Column { get; } = column;

        public int Depth { get; } = depth;

        public double Amount { get; } = amount;

        public double Value { get; } = value;

        public double OwnPart { get; set; }

        public List<Path> Suppliers { get; } = [];
    }
}

/// <summary>A process on one path of the supply chain.</summary>
/// <param name="Parent">The node it supplies; −1 for the product.</param>
/// <param name="Part">The process and what it brings on this path with all that is behind it.</param>
/// <param name="Own">What the process causes by itself on this path.</param>
/// <param name="Rest">What comes by paths that are not shown.</param>
public sealed record SupplyNode(int Parent, Contribution Part, double Own, double Rest);
