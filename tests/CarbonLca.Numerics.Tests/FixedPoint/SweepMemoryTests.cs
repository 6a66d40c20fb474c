using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Numerics.Tests.Sparse;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.FixedPoint;

/// <summary>Sweeps touch nothing beside the memory they are given, at every number of nodes, and agree with factors.</summary>
public sealed class SweepMemoryTests
{
    private const int Lanes = FixedPointSystem.Lanes;
    private const int LargestOrder = 257;

    /// <summary>The error at which sweeps stop is 2e-15; factors of these matrices, whose loops amplify rounding at most twentyfold, are as good.</summary>
    private const double Agreement = 1e-13;

    private enum Kind
    {
        Pull,
        Push,
        Table,
    }

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public void Gathering_sweeps_at_every_order(GuardedSide side) => AssertSolves(Kind.Pull, side);

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public void Scattering_sweeps_at_every_order(GuardedSide side) => AssertSolves(Kind.Push, side);

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public void Sweeps_over_a_table_at_every_order(GuardedSide side) => AssertSolves(Kind.Table, side);

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public void Right_hand_sides_and_solutions_at_every_order(GuardedSide side)
    {
        using GuardedBytes ofRight = new(LargestOrder * 9 * sizeof(double));
        using GuardedBytes ofSolution = new(LargestOrder * 9 * sizeof(double));
        for (int n = 0; n <= LargestOrder; n++)
        {
            FixedPointSystem system = FixedPointSystem.Prepare(Matrices.Productive(n, n));
            double[] eight = Right(n * Lanes, n);
            double[] expected = new double[eight.Length];
            system.Solve(eight, expected);
            Assert.True(system.Solve(ofRight.Place<double>(eight, side), ofSolution.Room<double>(eight.Length, side)).HasConverged);
            Assert.Equal(expected, ofSolution.Room<double>(eight.Length, side));
            system.SolveTransposed(eight, expected);
            Assert.True(system.SolveTransposed(ofRight.Place<double>(eight, side), ofSolution.Room<double>(eight.Length, side)).HasConverged);
            Assert.Equal(expected, ofSolution.Room<double>(eight.Length, side));
            double[] nine = Right(n * 9, n);
            expected = new double[nine.Length];
            system.SolveMany(nine, expected, 9);
            Assert.True(system.SolveMany(ofRight.Place<double>(nine, side), ofSolution.Room<double>(nine.Length, side), 9).HasConverged);
            Assert.Equal(expected, ofSolution.Room<double>(nine.Length, side));
            system.SolveTransposedMany(nine, expected, 9);
            Assert.True(system.SolveTransposedMany(ofRight.Place<double>(nine, side), ofSolution.Room<double>(nine.Length, side), 9).HasConverged);
            Assert.Equal(expected, ofSolution.Room<double>(nine.Length, side));
        }
    }

    private static unsafe void AssertSolves(Kind kind, GuardedSide side)
    {
        using GuardedBytes guarded = new(SweepMemory.LengthFor(LargestOrder, LargestOrder, LargestOrder) * sizeof(double));
        for (int n = 1; n <= LargestOrder; n++)
        {
            CscMatrix matrix = kind == Kind.Table ? Matrices.Productive(n, n, density: n / 2.0, decades: 1) : Matrices.Productive(n, n);
            FixedPointSystem system = FixedPointSystem.Prepare(matrix);
            double[] right = Right(n * Lanes, n);
            double[] solution = new double[right.Length];
            int length = kind == Kind.Table ? SweepMemory.LengthFor(n, n, 1) : system.Layout.MemoryLength;
            Span<double> room = guarded.Room<double>(length, side);
            room.Clear();
            fixed (double* start = room)
            {
                SweepMemory memory = kind == Kind.Table ? SweepMemory.At(start, n, n) : system.Layout.MemoryAt(start);
                for (int node = 0; node < n; node++)
                {
                    int column = kind == Kind.Table ? node : system.NodeColumns[node];
                    double scale = kind == Kind.Push ? 1 : matrix[column, column];
                    for (int lane = 0; lane < Lanes; lane++) memory.Constant[(node * Lanes) + lane] = right[(column * Lanes) + lane] / scale;
                }

                using LaneSweep sweep = kind switch
                {
                    Kind.Pull => new PullSweep(system.Layout, FixedPointOptions.Default, hasNegativeWeights: false),
                    Kind.Push => new PushSweep(system.Layout, FixedPointOptions.Default, hasNegativeWeights: false),
                    _ => new DenseSweep(matrix, [.. Enumerable.Range(0, n).Select(j => matrix[j, j])], FixedPointOptions.Default with { Threads = 1 }, hasNegativeWeights: false),
                };
                Assert.True(sweep.Solve(memory).HasConverged, $"order {n}");
                for (int node = 0; node < n; node++)
                {
                    int column = kind == Kind.Table ? node : system.NodeColumns[node];
                    double scale = kind == Kind.Push ? matrix[column, column] : 1;
                    for (int lane = 0; lane < Lanes; lane++) solution[(column * Lanes) + lane] = memory.State[(node * Lanes) + lane] / scale;
                }
            }

            LuFactors factors = LuSymbolic.Analyze(matrix).Factorize(matrix);
            foreach (int lane in (int[])[0, Lanes - 1])
            {
                double[] one = [.. Enumerable.Range(0, n).Select(j => right[(j * Lanes) + lane])];
                double[] expected = new double[n];
                if (kind == Kind.Push) factors.Solve(one, expected);
                else factors.SolveTransposed(one, expected);
                for (int j = 0; j < n; j++) Assert.Equal(expected[j], solution[(j * Lanes) + lane], Agreement * Math.Abs(expected[j]));
            }
        }
    }

    private static double[] Right(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 0.1 + random.NextDouble())];
    }
}
