using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Numerics.Tests.Sparse;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonLca.Numerics.Tests.FixedPoint;

public sealed class FixedPointSolutionTests
{
    private const int Sides = 3;

    [Fact]
    public void D03_a_side_solved_again_keeps_its_bits_beside_one_that_does_not_settle()
    {
        // One loop for both: a little changed for the one side, and asked for something else by the other, which takes more sweeps than there are.
        const int n = 60;
        CscMatrix matrix = Matrices.Productive(n, 41, density: 8);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        FixedPointSystem changed = system.WithValues(matrix.WithValues([.. matrix.Values.ToArray().Select((value, p) => value < 0 && p % 7 == 0 ? value * 1.0001 : value)]));
        double[] former = Matrices.Demand(n, 42);
        double[] latter = [.. Enumerable.Range(0, n).Select(j => Math.Pow(10, (j * 7 % 11) - 5))];
        double[] other = Matrices.Demand(n, 43);
        FixedPointSolution alone = FixedPointSolution.Solve(system, other, 1).Resolve(changed, other);
        Assert.True(alone.Report.HasConverged);
        FixedPointOptions options = FixedPointOptions.Default with { MaximumSweeps = alone.Report.Sweeps };
        FixedPointSolution both = FixedPointSolution.Solve(system, [.. former, .. other], 2).Resolve(changed, [.. latter, .. other], options);
        Assert.False(both.Report.HasConverged);
        double[] y = new double[2 * n];
        double[] expected = new double[n];
        both.CopyTo(y);
        alone.CopyTo(expected);
        Assert.Equal(expected, y[n..]);
    }

    [Fact]
    public void Solving_on_agrees_with_solving_anew_after_any_changes() =>
        Prop.ForAll(
            Gen.Choose(2, 150).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                Random random = new(seed);
                CscMatrix matrix = Matrices.Productive(n, seed);
                double[] d = Matrices.Demand(n * Sides, seed);
                FixedPointSolution solution = FixedPointSolution.Solve(FixedPointSystem.Prepare(matrix), d, Sides);
                FixedPointSystem system = FixedPointSystem.Prepare(matrix);
                FixedPointSolution present = FixedPointSolution.Solve(system, d, Sides);
                Assert.Equal(Values(solution, n), Values(present, n));
                for (int step = 0; step < 3; step++)
                {
                    (matrix, ChangedEntry[] changes) = Change(matrix, random);
                    if (random.Next(2) == 0) d = Matrices.Demand(n * Sides, random.Next());
                    system = random.Next(2) == 0 ? system.WithEntries(changes) : system.WithValues(matrix);
                    present = present.Resolve(system, d);
                    Assert.True(present.Report.HasConverged);
                    double[] expected = Values(FixedPointSolution.Solve(FixedPointSystem.Prepare(matrix), d, Sides), n);
                    double[] found = Values(present, n);
                    for (int k = 0; k < found.Length; k++) Assert.Equal(expected[k], found[k], 1e-13 * expected[k]);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_change_does_not_reach_keeps_its_bits()
    {
        const int n = 400;
        CscMatrix matrix = Matrices.Productive(n, 5, density: 1.2);
        double[] d = Matrices.Demand(n * Sides, 5);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        FixedPointSolution solution = FixedPointSolution.Solve(system, d, Sides);
        int column = Enumerable.Range(0, n).First(j => matrix.ColumnStarts[j + 1] - matrix.ColumnStarts[j] > 1);
        int place = Enumerable.Range(matrix.ColumnStarts[column], 2).First(p => matrix.RowIndices[p] != column);
        FixedPointSystem changed = system.WithEntries([new ChangedEntry(matrix.RowIndices[place], column, 0.5 * matrix.Values[place])]);
        double[] before = Values(solution, n);
        double[] after = Values(solution.Resolve(changed, d), n);

        bool[] leadsToChange = new bool[n];
        leadsToChange[column] = true;
        for (bool hasGrown = true; hasGrown;)
        {
            hasGrown = false;
            for (int j = 0; j < n; j++)
            {
                if (leadsToChange[j]) continue;
                foreach (int i in matrix.RowIndices[matrix.ColumnStarts[j]..matrix.ColumnStarts[j + 1]]) leadsToChange[j] |= leadsToChange[i];
                hasGrown |= leadsToChange[j];
            }
        }

        Assert.InRange(leadsToChange.Count(reached => reached), 1, n - 1);
        for (int k = 0; k < before.Length; k++)
        {
            if (!leadsToChange[k % n]) Assert.Equal(before[k], after[k]);
        }

        Assert.NotEqual(before[column], after[column]);
        Assert.Equal(before, Values(solution.Resolve(system, d), n));
        Assert.Equal(before, Values(solution, n));
    }

    [Fact]
    public void A_change_that_makes_a_loop_unproductive_is_said_so()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 2, 4], [0, 1, 0, 1], [1, -0.5, -0.5, 1]));
        FixedPointSolution solution = FixedPointSolution.Solve(system, [1, 1], 1);
        Assert.True(solution.Report.HasConverged);
        Assert.False(solution.Resolve(system.WithEntries([new ChangedEntry(1, 0, -2.5)]), [1, 1]).Report.HasConverged);
    }

    [Fact]
    public void Sides_of_both_signs_are_solved_on_too()
    {
        const int n = 300;
        CscMatrix matrix = Matrices.Productive(n, 21);
        double[] d = Matrices.Vector(n * Sides, 22);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        FixedPointSolution solution = FixedPointSolution.Solve(system, d, Sides);
        (CscMatrix changed, ChangedEntry[] changes) = Change(matrix, new Random(3));
        FixedPointSolution present = solution.Resolve(system.WithEntries(changes), d);
        Assert.True(present.Report.HasConverged);
        double[] expected = Values(FixedPointSolution.Solve(FixedPointSystem.Prepare(changed), d, Sides), n);
        double[] sizes = Values(FixedPointSolution.Solve(FixedPointSystem.Prepare(changed), [.. d.Select(Math.Abs)], Sides), n);
        double[] found = Values(present, n);
        for (int k = 0; k < found.Length; k++) Assert.Equal(expected[k], found[k], 1e-13 * sizes[k]);
    }

    [Fact]
    public void What_cannot_be_changed_is_refused_by_name()
    {
        CscMatrix matrix = new(2, 2, [0, 2, 3], [0, 1, 1], [1, -0.5, 2]);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        Assert.Contains("row 0 of column 1", Assert.Throws<ArgumentException>(() => system.WithEntries([new ChangedEntry(0, 1, -1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => system.WithEntries([new ChangedEntry(0, 2, -1)]));
        Assert.Throws<ArgumentException>(() => system.WithEntries([new ChangedEntry(1, 0, double.NaN)]));
        Assert.Throws<ArgumentException>(() => system.WithEntries([new ChangedEntry(0, 0, 0)]));
        Assert.Throws<ArgumentException>(() => system.WithValues(new CscMatrix(2, 2, [0, 1, 3], [0, 0, 1], [1, -1, 1])));
        Assert.Throws<ArgumentException>(() => system.WithValues(CscMatrix.Identity(3)));
        FixedPointSolution solution = FixedPointSolution.Solve(system, [1, 1], 1);
        Assert.Throws<ArgumentException>(() => solution.Resolve(FixedPointSystem.Prepare(matrix), [1, 1]));
        Assert.Throws<ArgumentException>(() => solution.Resolve(system, [1]));
    }

    [Fact]
    public void A_changed_diagonal_scales_its_column()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 1, 3], [0, 0, 1], [1, -3, 2]));
        FixedPointSolution solution = FixedPointSolution.Solve(system, [2, 4], 1);
        double[] y = new double[2];
        solution.CopyTo(y);
        Assert.Equal([2, 5], y);
        solution.Resolve(system.WithEntries([new ChangedEntry(1, 1, 4), new ChangedEntry(0, 1, -1)]), [2, 4]).CopyTo(y);
        Assert.Equal([2, 1.5], y);
    }

    private static double[] Values(FixedPointSolution solution, int n)
    {
        double[] y = new double[n * solution.Count];
        solution.CopyTo(y);
        return y;
    }

    // Some entries smaller, one of them 0, and now and then a larger diagonal: still productive.
    private static (CscMatrix Matrix, ChangedEntry[] Changes) Change(CscMatrix matrix, Random random)
    {
        double[] values = matrix.Values.ToArray();
        List<ChangedEntry> changes = [];
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
            {
                if (random.Next(20) != 0) continue;
                values[p] *= matrix.RowIndices[p] == j ? 1.25 : changes.Count == 0 ? 0 : random.NextDouble();
                changes.Add(new ChangedEntry(matrix.RowIndices[p], j, values[p]));
            }
        }

        return (matrix.WithValues(values), [.. changes]);
    }
}
