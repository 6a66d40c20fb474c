using CarbonLca.Numerics.Sparse;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.Sparse;

/// <summary>Solving with factors touches nothing beside its right-hand sides and solutions, at every order, and solves the equations.</summary>
public sealed class FactorMemoryTests
{
    private const int LargestOrder = 257;

    public static TheoryData<bool, GuardedSide> Ways => new() { { false, GuardedSide.Start }, { false, GuardedSide.End }, { true, GuardedSide.Start }, { true, GuardedSide.End } };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Right_hand_sides_and_solutions_at_every_order(bool isTransposed, GuardedSide side)
    {
        using GuardedBytes ofRight = new(3 * LargestOrder * sizeof(double));
        using GuardedBytes ofSolution = new(3 * LargestOrder * sizeof(double));
        for (int n = 0; n <= LargestOrder; n++)
        {
            // Some with a dense core at the end, some of many blocks.
            CscMatrix matrix = n % 2 == 0 ? Matrices.Filling(n, n) : Matrices.Productive(n, n);
            LuFactors factors = LuSymbolic.Analyze(matrix).Factorize(matrix);
            foreach (int count in (int[])[1, 3])
            {
                Span<double> right = ofRight.Place<double>(Matrices.Vector(n * count, n + count), side);
                Span<double> solution = ofSolution.Room<double>(n * count, side);
                SolveQuality quality = isTransposed ? factors.SolveTransposedMany(right, solution, count) : factors.SolveMany(right, solution, count);
                for (int k = 0; k < count; k++) AssertSolves(matrix, isTransposed, right.Slice(k * n, n), solution.Slice(k * n, n), quality.BackwardError);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public unsafe void The_lanes_of_a_block_at_every_order(bool isTransposed, GuardedSide side)
    {
        using GuardedBytes memory = new(8 * LargestOrder * sizeof(double));
        for (int n = 2; n <= LargestOrder; n++)
        {
            // One ring through all makes one block.
            CscMatrix matrix = Ring(n);
            LuSymbolic symbolic = LuSymbolic.Analyze(matrix);
            Assert.Equal(1, symbolic.BlockCount);
            ScaledMatrix scaled = new(symbolic);
            scaled.Fill(matrix, new FactorScratch(symbolic));
            ColumnFactors factors = ColumnElimination.Run(new BlockView(symbolic, 0, scaled.Values), 0, double.MaxValue, out _)!;
            double[] right = Matrices.Vector(8 * n, n);
            Span<double> eight = memory.Place<double>(right, side);
            fixed (double* z = eight) Apply(factors, (EightLanes*)z, isTransposed);
            double[] many = [.. eight];
            for (int lane = 0; lane < 8; lane++)
            {
                Span<double> one = memory.Place<double>([.. Enumerable.Range(0, n).Select(k => right[(8 * k) + lane])], side);
                fixed (double* z = one) Apply(factors, (OneLane*)z, isTransposed);
                for (int k = 0; k < n; k++) Assert.Equal(one[k], many[(8 * k) + lane]);
            }
        }
    }

    private static unsafe void Apply<TLanes>(ColumnFactors factors, TLanes* z, bool isTransposed)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (isTransposed) factors.SolveTransposed(z);
        else factors.Solve(z);
    }

    // |b − A·x| ≤ ω·(|A||x| + |b|) and what rounding adds to the residual computed here: n + 1 terms, each rounded twice.
    private static void AssertSolves(CscMatrix matrix, bool isTransposed, ReadOnlySpan<double> right, ReadOnlySpan<double> solution, double omega)
    {
        Assert.True(omega <= 1e-14, $"order {right.Length}: backward error {omega}");
        CscMatrix a = isTransposed ? matrix.Transpose() : matrix;
        double[] residual = right.ToArray();
        double[] size = Array.ConvertAll(residual, Math.Abs);
        for (int j = 0; j < right.Length; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                double term = a.Values[p] * solution[j];
                residual[a.RowIndices[p]] -= term;
                size[a.RowIndices[p]] += Math.Abs(term);
            }
        }

        double bound = omega + (2 * (right.Length + 1) * Math.ScaleB(1, -53));
        for (int i = 0; i < right.Length; i++) Assert.True(Math.Abs(residual[i]) <= bound * size[i], $"order {right.Length}, equation {i}: residual {residual[i]}, size {size[i]}");
    }

    private static CscMatrix Ring(int n)
    {
        Random random = new(n);
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            builder.Add((j + 1) % n, j, -0.3);
            for (int k = 0; k < 3; k++)
            {
                int i = random.Next(n);
                if (i != j && i != (j + 1) % n) builder.Add(i, j, -0.1 * random.NextDouble());
            }
        }

        return builder.ToCsc();
    }
}
