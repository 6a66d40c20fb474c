using CarbonLca.Numerics.Sparse;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class GraphTests
{
    private static CscMatrix RandomPattern(int n, int seed, double density)
    {
        Random random = new(seed);
        TripletBuilder builder = new(n, n);
        for (int k = 0; k < (int)(density * n); k++)
            builder.Add(random.Next(n), random.Next(n), 1);
        return builder.ToCsc();
    }

    [Fact]
    public void Components_are_the_classes_of_mutual_reachability_in_block_triangular_order() =>
        Prop.ForAll(
            Gen.Choose(1, 14).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = RandomPattern(n, seed, 1.6);
                bool[,] reach = new bool[n, n];
                for (int j = 0; j < n; j++)
                {
                    reach[j, j] = true;
                    for (int i = 0; i < n; i++)
                        reach[j, i] |= a[i, j] != 0;
                }
                for (int k = 0; k < n; k++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                            reach[i, j] |= reach[i, k] && reach[k, j];
                    }
                }
                StronglyConnectedComponents found = StronglyConnectedComponents.Of(a);
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        Assert.Equal(reach[i, j] && reach[j, i], found.ComponentOf[i] == found.ComponentOf[j]);
                        if (a[i, j] != 0)
                            Assert.True(found.ComponentOf[i] <= found.ComponentOf[j]);
                    }
                }
                Assert.Equal(Enumerable.Range(0, n), found.Members.ToArray().Order());
                for (int c = 0; c < found.Count; c++)
                {
                    foreach (int member in found.Members[found.Starts[c]..found.Starts[c + 1]])
                        Assert.Equal(c, found.ComponentOf[member]);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_ring_of_a_hundred_thousand_is_one_component_and_a_path_as_many()
    {
        const int n = 100_000;
        TripletBuilder path = new(n, n);
        for (int j = 0; j + 1 < n; j++)
            path.Add(j + 1, j, 1);
        Assert.Equal(n, StronglyConnectedComponents.Of(path.ToCsc()).Count);
        path.Add(0, n - 1, 1);
        Assert.Equal(1, StronglyConnectedComponents.Of(path.ToCsc()).Count);
    }

    [Fact]
    public void The_matching_is_as_large_as_brute_force_finds() =>
        Prop.ForAll(
            Gen.Choose(1, 8).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = RandomPattern(n, seed, 1.3);
                MaximumMatching matching = MaximumMatching.Of(a);
                Assert.Equal(Largest(a, 0, 0), matching.StructuralRank);
                HashSet<int> rows = [];
                for (int j = 0; j < n; j++)
                {
                    int row = matching.RowOfColumn[j];
                    Assert.Equal(row < 0, matching.UnmatchedColumns.Contains(j));
                    if (row >= 0)
                    {
                        Assert.NotEqual(0, a[row, j]);
                        Assert.True(rows.Add(row));
                    }
                }
                Assert.Equal(Enumerable.Range(0, n).Except(rows), matching.UnmatchedRows);

                static int Largest(CscMatrix a, int column, int usedRows)
                {
                    if (column == a.ColumnCount)
                        return 0;
                    int best = Largest(a, column + 1, usedRows);
                    for (int i = 0; i < a.RowCount; i++)
                    {
                        if (a[i, column] != 0 && (usedRows & (1 << i)) == 0)
                            best = Math.Max(best, 1 + Largest(a, column + 1, usedRows | (1 << i)));
                    }
                    return best;
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_matching_keeps_a_diagonal_without_zeros()
    {
        MaximumMatching matching = MaximumMatching.Of(Matrices.Productive(300, 5));
        Assert.Equal(Enumerable.Range(0, 300), matching.RowOfColumn.ToArray());
    }

    [Fact]
    public void The_matching_passes_over_stored_zeros()
    {
        MaximumMatching matching = MaximumMatching.Of(new CscMatrix(2, 2, [0, 2, 4], [0, 1, 0, 1], [0, 1, 1, 0]));
        Assert.Equal([1, 0], matching.RowOfColumn.ToArray());
    }

    [Fact]
    public void A_shifted_diagonal_of_a_hundred_thousand_is_matched_along_one_path()
    {
        const int n = 100_000;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j + 1 < n; j++)
        {
            builder.Add(j, j, 1);
            builder.Add(j, j + 1, 1);
        }
        builder.Add(n - 1, 0, 1);
        Assert.Equal(n, MaximumMatching.Of(builder.ToCsc()).StructuralRank);
    }

    [Fact]
    public void The_block_form_is_block_upper_triangular_with_a_full_diagonal() =>
        Prop.ForAll(
            Gen.Choose(1, 40).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.General(n, seed);
                BlockTriangularForm form = BlockTriangularForm.Of(a);
                CscMatrix permuted = a.Permute(form.RowOrder, form.ColumnOrder);
                for (int k = 0; k < form.BlockCount; k++)
                {
                    for (int j = form.BlockStarts[k]; j < form.BlockStarts[k + 1]; j++)
                    {
                        Assert.NotEqual(0, permuted[j, j]);
                        for (int i = form.BlockStarts[k + 1]; i < n; i++)
                            Assert.Equal(0, permuted[i, j]);
                    }
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Minimum_degree_returns_a_permutation() =>
        Prop.ForAll(
            Gen.Choose(1, 120).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            Gen.Choose(0, 60).ToArbitrary(),
            (n, seed, tenths) =>
                Assert.Equal(Enumerable.Range(0, n), MinimumDegreeOrdering.Order(RandomPattern(n, seed, tenths / 10.0)).Order()))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Minimum_degree_keeps_the_factor_of_a_grid_sparse()
    {
        CscMatrix grid = Grid(100);
        long fill = FillOf(grid, MinimumDegreeOrdering.Order(grid));
        Assert.InRange(fill, 100_000, 350_000);
    }

    [Fact]
    public void Minimum_degree_orders_a_tree_without_fill()
    {
        const int n = 3000;
        Random random = new(7);
        TripletBuilder builder = new(n, n);
        for (int j = 1; j < n; j++)
        {
            builder.Add(random.Next(j), j, 1);
            builder.Add(j, j, 1);
        }
        CscMatrix tree = builder.ToCsc();
        Assert.Equal((2 * n) - 1, FillOf(tree, MinimumDegreeOrdering.Order(tree)));
    }

    [Fact]
    public void A_hub_of_a_hundred_thousand_is_ordered_last()
    {
        const int n = 100_000;
        TripletBuilder builder = new(n, n);
        for (int j = 1; j < n; j++)
            builder.Add(0, j, 1);
        Assert.Equal(0, MinimumDegreeOrdering.Order(builder.ToCsc())[^1]);
    }

    [Fact]
    public void Column_counts_are_those_of_the_factor() =>
        Prop.ForAll(
            Gen.Choose(1, 120).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            Gen.Choose(0, 60).ToArbitrary(),
            (n, seed, tenths) =>
            {
                CscMatrix a = RandomPattern(n, seed, tenths / 10.0);
                SymmetricPattern pattern = SymmetricPattern.Of(a.ColumnStarts, a.RowIndices);
                int[] counts = EliminationTree.ColumnCounts(pattern, EliminationTree.Parents(pattern));
                Assert.Equal(CountsOf(a, [.. Enumerable.Range(0, n)]), counts);
            }).QuickCheckThrowOnFailure();

    private static CscMatrix Grid(int side)
    {
        TripletBuilder builder = new(side * side, side * side);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int node = (y * side) + x;
                builder.Add(node, node, 4);
                if (x > 0)
                    builder.Add(node - 1, node, -1);
                if (x + 1 < side)
                    builder.Add(node + 1, node, -1);
                if (y > 0)
                    builder.Add(node - side, node, -1);
                if (y + 1 < side)
                    builder.Add(node + side, node, -1);
            }
        }
        return builder.ToCsc();
    }

    /// <summary>Entries of the Cholesky factor, diagonal included.</summary>
    private static long FillOf(CscMatrix a, int[] order) => a.ColumnCount + CountsOf(a, order).Sum(count => (long)count);

    /// <summary>Entries of each column of the Cholesky factor below the diagonal, by merging the columns up the elimination tree.</summary>
    private static int[] CountsOf(CscMatrix a, int[] order)
    {
        int n = a.ColumnCount;
        CscMatrix permuted = a.Permute(order, order);
        SortedSet<int>[] below = new SortedSet<int>[n];
        for (int j = 0; j < n; j++)
            below[j] = [];
        for (int j = 0; j < n; j++)
        {
            for (int p = permuted.ColumnStarts[j]; p < permuted.ColumnStarts[j + 1]; p++)
            {
                int i = permuted.RowIndices[p];
                if (i != j)
                    below[Math.Min(i, j)].Add(Math.Max(i, j));
            }
        }
        int[] counts = new int[n];
        for (int j = 0; j < n; j++)
        {
            counts[j] = below[j].Count;
            if (below[j].Count == 0)
                continue;
            int parent = below[j].Min;
            foreach (int i in below[j])
            {
                if (i != parent)
                    below[parent].Add(i);
            }
            below[j] = [];
        }
        return counts;
    }
}
