using CarbonLca.Numerics.Sparse;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class LuTests
{
    public static TheoryData<PivotStrategy> Strategies => [PivotStrategy.Auto, PivotStrategy.Diagonal, PivotStrategy.Threshold];

    private static LuFactors Factorize(CscMatrix a, PivotStrategy strategy = PivotStrategy.Auto) =>
        LuSymbolic.Analyze(a, new LuOptions { Strategy = strategy }).Factorize(a);

    private static double[] Solve(double[,] dense, params double[] b)
    {
        double[] x = new double[b.Length];
        SolveQuality quality = Factorize(Matrices.Of(dense)).Solve(b, x);
        Assert.InRange(quality.BackwardError, 0, 1e-15);
        return x;
    }

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], 1e-14 * Math.Max(1, Math.Abs(expected[k])));
    }

    // Heijungs & Suh (2002), The Computational Structure of Life Cycle Assessment, ch. 2: row 1 has no diagonal entry.
    [Fact]
    public void W01_a_diagonal_with_a_structural_zero() =>
        Assert.Equal([100, 2], Solve(new double[,] { { -2, 100 }, { 10, 0 } }, 0, 1000));

    [Fact]
    public void W04_a_circular_chain() =>
        Close([20.0 / 19, 10.0 / 19], Solve(new double[,] { { 1, -0.1 }, { -0.5, 1 } }, 1, 0));

    [Fact]
    public void W06_a_loop_with_own_use() =>
        Close([40.0 / 33, 10.0 / 11], Solve(new double[,] { { 0.9, -0.1 }, { -0.6, 0.8 } }, 1, 0));

    [Fact]
    public void W07_unit_solutions_of_a_loop()
    {
        double[,] a = { { 1, -0.5 }, { -1, 1 } };
        Close([1, 1], Solve(a, 0.5, 0));
        Close([2, 2], Solve(a, 1, 0));
        Close([1, 2], Solve(a, 0, 1));
    }

    [Fact]
    public void W08_a_loop_of_gain_one_half() =>
        Close([4, 4], Solve(new double[,] { { 1, -0.5 }, { -1, 1 } }, 2, 0));

    [Fact]
    public void W10_a_diamond() =>
        Assert.Equal([1, 0.5, 0.5, 0.5], Solve(new double[,] { { 1, 0, 0, 0 }, { -0.5, 1, 0, 0 }, { -0.5, 0, 1, 0 }, { 0, -0.5, -0.5, 1 } }, 1, 0, 0, 0));

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_chain_and_a_ring_of_a_hundred_thousand(PivotStrategy strategy)
    {
        const int n = 100_000;
        double[] x = new double[n];
        double[] b = new double[n];
        b[0] = 1;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            if (j + 1 < n)
                builder.Add(j + 1, j, -1);
        }
        CscMatrix chain = builder.ToCsc();
        LuFactors factors = Factorize(chain, strategy);
        Assert.Equal(n, factors.Symbolic.BlockCount);
        factors.Solve(b, x);
        Assert.All(x, element => Assert.Equal(1, element));

        builder.Add(0, n - 1, -0.5);
        CscMatrix ring = builder.ToCsc();
        factors = Factorize(ring, strategy);
        Assert.Equal(1, factors.Symbolic.BlockCount);
        factors.Solve(b, x);
        Assert.All(x, element => Assert.Equal(2, element, 1e-10));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_hub_in_a_loop_with_a_hundred_thousand(PivotStrategy strategy)
    {
        const int n = 100_000;
        TripletBuilder builder = new(n, n);
        builder.Add(0, 0, 1);
        for (int j = 1; j < n; j++)
        {
            builder.Add(j, j, 1);
            builder.Add(0, j, -0.5);
            builder.Add(j, 0, -1.0 / n);
        }
        CscMatrix star = builder.ToCsc();
        LuFactors factors = Factorize(star, strategy);
        Assert.InRange(factors.FactorEntryCount, n, 4 * n);
        double[] b = Matrices.Demand(n, 3);
        double[] x = new double[n];
        Assert.InRange(factors.Solve(b, x).BackwardError, 0, 1e-13);
        Assert.InRange(Matrices.BackwardError(star, x, b), 0, 1e-13);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Productive_matrices_are_solved_componentwise_and_as_densely(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 200).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Productive(n, seed);
                double[] b = Matrices.Demand(n, seed + 1);
                double[] x = new double[n];
                SolveQuality quality = Factorize(a, strategy).Solve(b, x);
                Assert.InRange(quality.BackwardError, 0, 1e-13);
                Assert.InRange(Matrices.BackwardError(a, x, b), 0, 1e-13);
                Vector<double> dense = Matrix<double>.Build.DenseOfArray(Matrices.Dense(a)).LU().Solve(Vector<double>.Build.Dense(b));
                double norm = dense.InfinityNorm();
                for (int k = 0; k < n; k++)
                    Assert.Equal(dense[k], x[k], 1e-10 * norm);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(PivotStrategy.Diagonal, 1000)]
    [InlineData(PivotStrategy.Threshold, 1000)]
    [InlineData(PivotStrategy.Auto, 5000)]
    public void Larger_productive_matrices_over_ten_decades(PivotStrategy strategy, int n)
    {
        CscMatrix a = Matrices.Productive(n, seed: n, density: 2, decades: 10);
        double[] b = Matrices.Demand(n, 1);
        double[] x = new double[n];
        LuFactors factors = Factorize(a, strategy);
        Assert.InRange(factors.Solve(b, x).BackwardError, 0, 1e-13);
        Assert.InRange(Matrices.BackwardError(a, x, b), 0, 1e-13);
        Assert.All(x, element => Assert.True(element >= 0));
    }

    [Theory]
    [InlineData(PivotStrategy.Auto)]
    [InlineData(PivotStrategy.Threshold)]
    public void General_matrices_are_solved_with_small_backward_error(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 120).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.General(n, seed);
                double[] b = Matrices.Vector(n, seed + 1);
                double[] x = new double[n];
                double[] y = new double[n];
                LuFactors factors = Factorize(a, strategy);
                Assert.InRange(factors.Solve(b, x).BackwardError, 0, 1e-13);
                Assert.InRange(factors.SolveTransposed(b, y).BackwardError, 0, 1e-13);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void The_transposed_solve_agrees_with_the_direct_one(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 150).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Productive(n, seed);
                LuFactors factors = Factorize(a, strategy);
                double[] demand = Matrices.Demand(n, seed + 1);
                double[] direct = Matrices.Demand(n, seed + 2);
                double[] supply = new double[n];
                double[] intensity = new double[n];
                factors.Solve(demand, supply);
                SolveQuality quality = factors.SolveTransposed(direct, intensity);
                Assert.InRange(quality.BackwardError, 0, 1e-13);
                Assert.InRange(Matrices.BackwardError(a.Transpose(), intensity, direct), 0, 1e-13);
                double score = Matrices.Dot(direct, supply);
                Assert.Equal(score, Matrices.Dot(intensity, demand), 1e-11 * score);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Permuting_rows_and_columns_permutes_the_solution() =>
        Prop.ForAll(
            Gen.Choose(1, 100).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Productive(n, seed);
                double[] b = Matrices.Demand(n, seed + 1);
                int[] order = Matrices.Permutation(n, seed + 2);
                double[] x = new double[n];
                double[] permuted = new double[n];
                Factorize(a).Solve(b, x);
                Factorize(a.Permute(order, order)).Solve(Array.ConvertAll(order, k => b[k]), permuted);
                for (int k = 0; k < n; k++)
                    Assert.Equal(x[order[k]], permuted[k], 1e-12 * Math.Abs(x[order[k]]));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Units_that_are_powers_of_two_change_no_bit(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 100).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = strategy == PivotStrategy.Diagonal ? Matrices.Productive(n, seed) : Matrices.General(n, seed);
                Random random = new(seed);
                double[] rowUnit = Enumerable.Range(0, n).Select(_ => Math.ScaleB(1, random.Next(-40, 41))).ToArray();
                double[] columnUnit = Enumerable.Range(0, n).Select(_ => Math.ScaleB(1, random.Next(-40, 41))).ToArray();
                double[] values = a.Values.ToArray();
                for (int j = 0; j < n; j++)
                {
                    for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
                        values[p] *= rowUnit[a.RowIndices[p]] * columnUnit[j];
                }
                double[] b = Matrices.Demand(n, seed + 1);
                double[] scaledB = b.Select((element, i) => element * rowUnit[i]).ToArray();
                double[] x = new double[n];
                double[] scaledX = new double[n];
                SolveQuality quality = Factorize(a, strategy).Solve(b, x);
                SolveQuality scaledQuality = Factorize(a.WithValues(values), strategy).Solve(scaledB, scaledX);
                Assert.Equal(quality, scaledQuality);
                for (int j = 0; j < n; j++)
                    Assert.Equal(x[j], scaledX[j] * columnUnit[j]);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Refactorizing_gives_the_bits_of_factorizing(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 100).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Productive(n, seed);
                Random random = new(seed);
                CscMatrix changed = a.WithValues(a.Values.ToArray().Select(value => value * (1 + (0.01 * random.NextDouble()))).ToArray());
                LuSymbolic symbolic = LuSymbolic.Analyze(a, new LuOptions { Strategy = strategy, DiagonalPreference = 1e-12 });
                double[] b = Matrices.Demand(n, seed + 1);
                double[] fresh = new double[n];
                double[] reused = new double[n];
                symbolic.Factorize(changed).Solve(b, fresh);
                symbolic.Factorize(a).Refactorize(changed).Solve(b, reused);
                Assert.Equal(fresh, reused);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Many_right_hand_sides_give_the_bits_of_one_by_one(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 60).ToArbitrary(),
            Gen.Choose(1, 19).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, count, seed) =>
            {
                CscMatrix a = strategy == PivotStrategy.Diagonal ? Matrices.Productive(n, seed) : Matrices.General(n, seed);
                LuFactors factors = Factorize(a, strategy);
                double[] b = Matrices.Vector(n * count, seed + 1);
                for (int k = 0; k < b.Length; k += 3)
                    b[k] = 0;
                double[] many = new double[n * count];
                double[] one = new double[n * count];
                SolveScratch scratch = new();
                SolveQuality worst = default;
                SolveQuality quality = factors.SolveMany(b, many, count, scratch);
                for (int k = 0; k < count; k++)
                    worst = SolveQuality.Worse(worst, factors.Solve(b.AsSpan(k * n, n), one.AsSpan(k * n, n), scratch));
                Assert.Equal(one.Select(BitConverter.DoubleToInt64Bits), many.Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(worst.BackwardError, quality.BackwardError);

                factors.SolveTransposedMany(b, many, count, scratch);
                for (int k = 0; k < count; k++)
                    factors.SolveTransposed(b.AsSpan(k * n, n), one.AsSpan(k * n, n), scratch);
                Assert.Equal(one.Select(BitConverter.DoubleToInt64Bits), many.Select(BitConverter.DoubleToInt64Bits));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_block_that_fills_up_ends_in_a_dense_core_and_is_solved_alike(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(120, 400).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Filling(n, seed);
                LuSymbolic symbolic = LuSymbolic.Analyze(a, new LuOptions { Strategy = strategy });
                Assert.True(CoreOrder(symbolic) > n / 2, $"The core has order {CoreOrder(symbolic)} of {n}.");
                LuFactors factors = symbolic.Factorize(a);
                double[] b = Matrices.Demand(9 * n, seed + 1);
                double[] x = new double[9 * n];
                double[] y = new double[9 * n];
                Assert.InRange(factors.SolveMany(b, x, 9).BackwardError, 0, 4e-15);
                Assert.InRange(factors.SolveTransposedMany(b, y, 9).BackwardError, 0, 4e-15);
                double[] one = new double[n];
                factors.Solve(b.AsSpan(0, n), one);
                Assert.Equal(x[..n], one);
                factors.SolveTransposed(b.AsSpan(0, n), one);
                Assert.Equal(y[..n], one);
                Assert.Equal(Matrices.Dot(b[..n], x[..n]), Matrices.Dot(one, b[..n]), 1e-11 * Matrices.Dot(b[..n], x[..n]));
                Vector<double> dense = Matrix<double>.Build.DenseOfArray(Matrices.Dense(a)).LU().Solve(Vector<double>.Build.Dense(b[..n]));
                for (int k = 0; k < n; k++)
                    Assert.Equal(dense[k], x[k], 1e-10 * dense.InfinityNorm());

                double[] again = new double[9 * n];
                factors.Refactorize(a).SolveMany(b, again, 9);
                Assert.Equal(x, again);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Exchanges_inside_a_dense_core_are_followed_when_refactorizing() =>
        Prop.ForAll(
            Gen.Choose(120, 200).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                // Signs and a weak diagonal: threshold pivoting must leave it again and again, before the core and inside it.
                Random random = new(seed);
                CscMatrix pattern = Matrices.Filling(n, seed);
                CscMatrix a = pattern.WithValues(Array.ConvertAll(pattern.Values.ToArray(), _ => (2 * random.NextDouble()) - 1));
                LuSymbolic symbolic = LuSymbolic.Analyze(a, new LuOptions { Strategy = PivotStrategy.Threshold, DiagonalPreference = 1 });
                Assert.True(CoreOrder(symbolic) > n / 2, $"The core has order {CoreOrder(symbolic)} of {n}.");
                LuFactors factors = symbolic.Factorize(a);
                double[] b = Matrices.Vector(n, seed + 1);
                double[] x = new double[n];
                double[] y = new double[n];
                Assert.InRange(factors.Solve(b, x).BackwardError, 0, 1e-14);
                Assert.InRange(Matrices.BackwardError(a, x, b), 0, 1e-14);
                Assert.InRange(factors.SolveTransposed(b, y).BackwardError, 0, 1e-14);
                Assert.InRange(Matrices.BackwardError(a.Transpose(), y, b), 0, 1e-14);
                double[] again = new double[n];
                factors.Refactorize(a).Solve(b, again);
                Assert.Equal(x, again);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(double.Epsilon, PivotFallback.ZeroPivot)]
    [InlineData(1e-13, PivotFallback.ElementGrowth)]
    public void A_pivot_lost_inside_a_dense_core_falls_back_to_threshold_pivoting(double corner, PivotFallback reason)
    {
        const int n = 200;
        CscMatrix a = Coupled(n, corner);
        LuSymbolic symbolic = LuSymbolic.Analyze(a, new LuOptions { Equilibrate = false });
        Assert.True(CoreOrder(symbolic) >= 100);
        LuFactors factors = symbolic.Factorize(a);
        Assert.Equal(PivotStrategy.Threshold, factors.StrategyUsed);
        Assert.Equal(reason, factors.Fallback);
        double[] b = Matrices.Demand(n, 2);
        double[] x = new double[n];
        Assert.InRange(factors.Solve(b, x).BackwardError, 0, 1e-14);
        Assert.InRange(Matrices.BackwardError(a, x, b), 0, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Equal_columns_inside_a_dense_core_are_refused_by_name(PivotStrategy strategy)
    {
        const int n = 150;
        CscMatrix dense = Coupled(n, corner: null);
        double[] values = dense.Values.ToArray();
        dense.Values[dense.ColumnStarts[40]..dense.ColumnStarts[41]].CopyTo(values.AsSpan(dense.ColumnStarts[90]));
        CscMatrix a = dense.WithValues(values);
        LuSymbolic symbolic = LuSymbolic.Analyze(a, new LuOptions { Strategy = strategy });
        Assert.True(CoreOrder(symbolic) >= 100);
        NumericallySingularException error = Assert.Throws<NumericallySingularException>(() => symbolic.Factorize(a));
        Assert.Contains(error.Column, new[] { 40, 90 });
        Assert.Equal(n, error.BlockColumns.Count);
    }

    /// <summary>Everything coupled with everything, under a large diagonal.</summary>
    /// <param name="n">The order.</param>
    /// <param name="corner">
    /// When given: the diagonal of the last two rows, which hold 1 beside it and nothing else worth mentioning, so that no
    /// other pivot changes them.
    /// </param>
    private static CscMatrix Coupled(int n, double? corner)
    {
        Random random = new(n);
        TripletBuilder builder = new(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double element = i == j ? n : random.NextDouble() - 0.5;
                if (corner is double given && i >= n - 2)
                    element = j < n - 2 ? double.Epsilon : i == j ? given : 1;
                builder.Add(i, j, element);
            }
        }
        return builder.ToCsc();
    }

    private static int CoreOrder(LuSymbolic symbolic)
    {
        int largest = 0;
        for (int k = 0; k < symbolic.BlockCount; k++)
            largest = Math.Max(largest, symbolic.BlockStarts[k + 1] - symbolic.BlockStarts[k] - symbolic.CoreStarts[k]);
        return largest;
    }

    [Fact]
    public void A_solution_may_overwrite_its_right_hand_side()
    {
        double[] vector = [0, 1000];
        Factorize(Matrices.Of(new double[,] { { -2, 100 }, { 10, 0 } })).Solve(vector, vector);
        Assert.Equal([100, 2], vector);
    }

    [Fact]
    public void One_factorisation_serves_many_threads()
    {
        CscMatrix a = Matrices.Productive(400, 9);
        LuFactors factors = Factorize(a);
        double[] b = Matrices.Demand(400, 1);
        double[] alone = new double[400];
        factors.Solve(b, alone);
        Parallel.For(0, 64, _ =>
        {
            double[] x = new double[400];
            factors.Solve(b, x);
            Assert.Equal(alone, x);
        });
    }

    [Fact]
    public void A_vanishing_diagonal_pivot_falls_back_to_threshold_pivoting()
    {
        // Eliminating any diagonal pivot leaves a zero or worse on the next.
        CscMatrix a = Matrices.Of(new double[,] { { 1, 1, 1 }, { 1, 1, 2 }, { 1, 2, 1 } });
        LuFactors factors = Factorize(a);
        Assert.Equal(PivotStrategy.Threshold, factors.StrategyUsed);
        Assert.Equal(PivotFallback.ZeroPivot, factors.Fallback);
        double[] x = new double[3];
        factors.Solve([6, 9, 8], x);
        Close([1, 2, 3], x);
        Assert.Throws<NumericallySingularException>(() => Factorize(a, PivotStrategy.Diagonal));
    }

    [Fact]
    public void Growing_elements_fall_back_to_threshold_pivoting()
    {
        CscMatrix a = Matrices.Of(new double[,] { { 1e-14, 1, 1 }, { 1, 1e-14, -1 }, { 1, -1, 1e-14 } });
        LuFactors factors = LuSymbolic.Analyze(a, new LuOptions { Equilibrate = false }).Factorize(a);
        Assert.Equal(PivotStrategy.Threshold, factors.StrategyUsed);
        Assert.NotEqual(PivotFallback.None, factors.Fallback);
        double[] b = [1, 2, 3];
        double[] x = new double[3];
        Assert.InRange(factors.Solve(b, x).BackwardError, 0, 1e-15);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_loop_that_returns_all_it_takes_is_refused_by_its_columns(PivotStrategy strategy)
    {
        CscMatrix a = Matrices.Of(new double[,] { { 5, 0, 0 }, { -1, 1, -2 }, { 0, -1, 2 } });
        NumericallySingularException error = Assert.Throws<NumericallySingularException>(() => Factorize(a, strategy));
        Assert.Equal([1, 2], error.BlockColumns);
        Assert.Contains(error.Column, error.BlockColumns);
        Assert.Contains(error.Row, new[] { 1, 2 });
        Assert.Equal(0, error.Pivot);

        error = Assert.Throws<NumericallySingularException>(() => Factorize(Matrices.Of(new double[,] { { 1, -2 }, { -1, 2 } }), strategy));
        Assert.Equal([0, 1], error.BlockColumns);
    }

    [Fact]
    public void Equal_columns_are_refused()
    {
        double[,] a = { { 0.1, 0.1, 0.3 }, { 0.7, 0.7, 0.2 }, { 0.9, 0.9, 1.1 } };
        Assert.Throws<NumericallySingularException>(() => Factorize(Matrices.Of(a)));
    }

    [Fact]
    public void Columns_without_a_row_of_their_own_are_named()
    {
        double[,] a = { { 1, 0, 0, 0 }, { 0, 1, -1, 0 }, { 0, 0, 0, 0 }, { 0, -1, 0.5, 0 } };
        StructurallySingularException error = Assert.Throws<StructurallySingularException>(() => LuSymbolic.Analyze(Matrices.Of(a)));
        Assert.Equal(3, error.StructuralRank);
        Assert.Equal([2], error.UnmatchedRows);
        Assert.Equal([3], error.UnmatchedColumns);
    }

    [Fact]
    public void A_stored_zero_on_the_diagonal_of_one_is_refused()
    {
        CscMatrix a = Matrices.Of(new double[,] { { 1, -1 }, { 0, 1 } });
        NumericallySingularException error = Assert.Throws<NumericallySingularException>(() => LuSymbolic.Analyze(a).Factorize(a.WithValues([1, -1, 0])));
        Assert.Equal(1, error.Column);
        Assert.Equal(1, error.Row);
    }

    [Fact]
    public void Matrices_of_another_shape_or_pattern_are_refused()
    {
        CscMatrix a = Matrices.Productive(10, 1);
        LuSymbolic symbolic = LuSymbolic.Analyze(a);
        Assert.Throws<ArgumentException>(() => symbolic.Factorize(CscMatrix.Identity(10)));
        Assert.Throws<ArgumentException>(() => symbolic.Factorize(a).Refactorize(CscMatrix.Identity(10)));
        Assert.Throws<ArgumentException>(() => LuSymbolic.Analyze(new CscMatrix(1, 2, [0, 0, 0], [], [])));
        Assert.Throws<ArgumentException>(() => LuSymbolic.Analyze(a, new LuOptions { DiagonalPreference = double.NaN }));
        Assert.Throws<ArgumentException>(() => symbolic.Factorize(a).Solve(new double[9], new double[10]));
        Assert.Throws<ArgumentException>(() => symbolic.Factorize(a).Solve(new double[10], new double[9]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_right_hand_side_that_is_not_finite_is_refused(double value)
    {
        LuFactors factors = Factorize(CscMatrix.Identity(2));
        Assert.Throws<ArgumentException>(() => factors.Solve([1, value], new double[2]));
    }

    [Fact]
    public void A_solution_out_of_range_is_refused()
    {
        LuFactors factors = Factorize(Matrices.Of(new double[,] { { 1e-300, 0 }, { -1, 1 } }));
        Assert.Throws<OverflowException>(() => factors.Solve([1e300, 0], new double[2]));
        Assert.Throws<OverflowException>(() => factors.SolveMany([1, 1, 1, 1, 1e300, 0], new double[6], 3));
    }

    [Fact]
    public void D03_each_of_many_has_the_bits_and_the_quality_it_has_alone()
    {
        // Badly scaled enough for some sides to be refined and others not.
        const int n = 60;
        LuFactors factors = Factorize(Matrices.Productive(n, 31));
        double[] right = Matrices.Vector(n * 21, 32);
        for (int k = 0; k < 21; k++) right[(k * n) + (k % n)] *= Math.Pow(10, (k % 7) - 3);
        foreach (bool isTransposed in (bool[])[false, true])
        {
            double[] together = new double[right.Length];
            SolveQuality[] qualities = new SolveQuality[21];
            if (isTransposed) factors.SolveTransposedMany(right, together, qualities);
            else factors.SolveMany(right, together, qualities);
            for (int k = 0; k < 21; k++)
            {
                double[] alone = new double[n];
                ReadOnlySpan<double> side = right.AsSpan(k * n, n);
                SolveQuality quality = isTransposed ? factors.SolveTransposed(side, alone) : factors.Solve(side, alone);
                Assert.Equal(quality, qualities[k]);
                Assert.Equal(alone, together[(k * n)..((k + 1) * n)]);
            }
        }
    }

    [Fact]
    public void A_solution_out_of_range_can_be_told_without_spoiling_the_others()
    {
        LuFactors factors = Factorize(Matrices.Of(new double[,] { { 1e-300, 0 }, { -1, 1 } }));
        double[] x = [7, 7, 7, 7, 7, 7];
        SolveQuality[] qualities = new SolveQuality[3];
        factors.SolveMany([1, 1, 1e300, 0, 0, 2], x, qualities);
        Assert.Equal([false, true, false], qualities.Select(q => double.IsPositiveInfinity(q.BackwardError)));
        Assert.Equal([1 / 1e-300, 1 / 1e-300, 7, 7, 0, 2], x);
        Assert.Throws<ArgumentException>(() => factors.SolveMany(new double[6], new double[6], new SolveQuality[2]));
    }

    [Fact]
    public void A_refusal_leaves_the_solutions_untouched()
    {
        LuFactors factors = Factorize(Matrices.Of(new double[,] { { 1e-300, 0 }, { -1, 1 } }));
        double[] x = new double[6];
        OverflowException error = Assert.Throws<OverflowException>(() => factors.SolveMany([1, 1, 1e300, 0, 2, 2], x, 3));
        Assert.Contains("order 2", error.Message, StringComparison.Ordinal);
        Assert.All(x, element => Assert.Equal(0, element));
    }

    [Fact]
    public void An_empty_system_is_solved()
    {
        LuFactors factors = Factorize(CscMatrix.Identity(0));
        factors.Solve([], []);
        Assert.Equal(0, factors.Order);
    }

    [Fact]
    public void Amounts_over_thirty_six_decades_are_solved_exactly_to_rounding() =>
        Prop.ForAll(
            Gen.Choose(2, 60).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.Productive(n, seed, density: 2, decades: 36);
                double[] b = Matrices.Demand(n, seed);
                double[] x = new double[n];
                Assert.InRange(Factorize(a).Solve(b, x).BackwardError, 0, 1e-13);
                Assert.All(x, element => Assert.True(element >= 0));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_condition_rises_as_a_loop_approaches_gain_one()
    {
        double previous = 0;
        for (int k = 1; k <= 15; k++)
        {
            double gain = 1 - Math.Pow(10, -k);
            LuFactors factors = Factorize(Matrices.Of(new double[,] { { 1, -1, 0 }, { -gain, 1, 0 }, { -1, 0, 1 } }));
            double[] x = new double[3];
            SolveQuality quality = factors.Solve([1, 0, 0], x);
            Assert.InRange(quality.BackwardError, 0, 1e-15);
            Assert.Equal(1 / (1 - gain), x[0], 1e-9 / (1 - gain));
            double condition = factors.EstimateCondition();
            Assert.True(condition > previous, $"k = {k}: {condition} after {previous}");
            Assert.InRange(condition, Math.Pow(10, k), Math.Pow(10, k + 2));
            previous = condition;
        }
    }

    [Fact]
    public void The_condition_estimate_is_a_close_lower_bound() =>
        Prop.ForAll(
            Gen.Choose(1, 40).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = Matrices.General(n, seed);
                LuFactors factors = Factorize(a);
                Matrix<double> dense = Matrix<double>.Build.DenseOfArray(Matrices.Dense(a));
                double exact = dense.L1Norm() * dense.Inverse().L1Norm();
                double estimate = factors.EstimateCondition();
                Assert.InRange(estimate, exact / 10, exact * (1 + 1e-9));
                Assert.Equal(estimate, factors.EstimateCondition());
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_scaled_condition_does_not_see_units()
    {
        CscMatrix a = Matrices.Of(new double[,] { { 1, -0.5e9 }, { -0.5e-9, 1 } });
        LuFactors factors = Factorize(a);
        Assert.True(factors.EstimateCondition() > 1e17);
        Assert.InRange(factors.EstimateScaledCondition(), 1, 10);
    }
}
