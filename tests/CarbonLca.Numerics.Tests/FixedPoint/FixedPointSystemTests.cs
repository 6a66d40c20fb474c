using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Numerics.Tests.Sparse;

namespace CarbonLca.Numerics.Tests.FixedPoint;

public sealed class FixedPointSystemTests
{
    private const int Lanes = FixedPointSystem.Lanes;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(50, 2)]
    [InlineData(400, 3)]
    [InlineData(3000, 4)]
    public void Transposed_and_direct_solutions_agree_with_the_factors(int n, int seed)
    {
        CscMatrix matrix = Matrices.Productive(n, seed);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        LuFactors factors = LuSymbolic.Analyze(matrix).Factorize(matrix);
        double[] right = Right(n, seed);
        double[] y = new double[n * Lanes];
        double[] s = new double[n * Lanes];
        Assert.True(system.SolveTransposed(right, y).HasConverged);
        Assert.True(system.Solve(right, s).HasConverged);
        double[] one = new double[n];
        double[] expected = new double[n];
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int j = 0; j < n; j++) one[j] = right[(j * Lanes) + lane];
            factors.SolveTransposed(one, expected);
            for (int j = 0; j < n; j++) Close(expected[j], y[(j * Lanes) + lane]);
            factors.Solve(one, expected);
            for (int j = 0; j < n; j++) Close(expected[j], s[(j * Lanes) + lane]);
        }
    }

    [Fact]
    public void D03_a_lane_does_not_depend_on_its_company()
    {
        CscMatrix matrix = Matrices.Productive(300, 7);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        double[] all = Right(300, 7);
        double[] alone = new double[all.Length];
        for (int j = 0; j < 300; j++) alone[(j * Lanes) + 5] = all[(j * Lanes) + 5];
        double[] a = new double[all.Length];
        double[] b = new double[all.Length];
        system.SolveTransposed(all, a);
        system.SolveTransposed(alone, b);
        for (int j = 0; j < 300; j++) Assert.Equal(a[(j * Lanes) + 5], b[(j * Lanes) + 5]);
    }

    [Fact]
    public void A_chain_of_100_000_is_one_pass()
    {
        const int n = 100_000;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            if (j + 1 < n) builder.Add(j + 1, j, -1);
        }

        double[] d = new double[n * Lanes];
        Array.Fill(d, 1.0);
        double[] y = new double[n * Lanes];
        FixedPointSystem system = FixedPointSystem.Prepare(builder.ToCsc());
        FixedPointReport report = system.SolveTransposed(d, y);
        Assert.Equal(n, y[0]);
        Assert.Equal((true, 0), (report.HasConverged, report.Sweeps));
        Assert.Equal(0, system.CyclicNodeCount);
    }

    [Fact]
    public void A_loop_with_gain_above_one_is_given_up_and_said_so()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 2, 4], [0, 1, 0, 1], [1, -2, -0.625, 1]));
        double[] d = [.. Enumerable.Repeat(1.0, 2 * Lanes)];
        FixedPointReport report = system.SolveTransposed(d, new double[2 * Lanes]);
        Assert.False(report.HasConverged);
        Assert.True(report.Rate > 0.99);
    }

    [Fact]
    public void A_loop_with_gain_above_one_is_not_solved_backwards_either()
    {
        // (I − W)⁻¹ exists and is what an acceleration would find, but it is negative: no such demand can be met.
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(3, 3, [0, 2, 5, 6], [0, 1, 0, 1, 2, 2], [1, -2, -0.625, 1, -1, 1]));
        double[] f = [.. Enumerable.Repeat(1.0, 3 * Lanes)];
        FixedPointReport report = system.Solve(f, new double[f.Length]);
        Assert.False(report.HasConverged);
        Assert.True(report.Rate > 0.99);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    public void Any_number_of_sides_of_any_sign_agrees_with_the_factors(int count)
    {
        const int n = 400;
        CscMatrix matrix = Matrices.Productive(n, 11);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        LuFactors factors = LuSymbolic.Analyze(matrix).Factorize(matrix);
        double[] right = Matrices.Vector(n * count, 12);
        double[] y = new double[right.Length];
        double[] s = new double[right.Length];
        Assert.True(system.SolveTransposedMany(right, y, count).HasConverged);
        Assert.True(system.SolveMany(right, s, count).HasConverged);
        double[] expected = new double[n];
        double[] sizes = new double[n];
        for (int k = 0; k < count; k++)
        {
            double[] one = right[(k * n)..((k + 1) * n)];
            double[] absolute = [.. one.Select(Math.Abs)];
            factors.SolveTransposed(one, expected);
            factors.SolveTransposed(absolute, sizes);
            for (int j = 0; j < n; j++) Assert.Equal(expected[j], y[(k * n) + j], 1e-12 * sizes[j]);
            factors.Solve(one, expected);
            factors.Solve(absolute, sizes);
            for (int j = 0; j < n; j++) Assert.Equal(expected[j], s[(k * n) + j], 1e-12 * sizes[j]);
        }
    }

    [Fact]
    public void D03_a_demand_does_not_depend_on_its_company()
    {
        const int n = 300;
        FixedPointSystem system = FixedPointSystem.Prepare(Matrices.Productive(n, 7));
        double[] all = Right(n, 7);
        double[] alone = new double[all.Length];
        for (int j = 0; j < n; j++) alone[(j * Lanes) + 5] = all[(j * Lanes) + 5];
        double[] a = new double[all.Length];
        double[] b = new double[all.Length];
        system.Solve(all, a);
        system.Solve(alone, b);
        for (int j = 0; j < n; j++) Assert.Equal(a[(j * Lanes) + 5], b[(j * Lanes) + 5]);
    }

    /// <summary>One side is solved in memory of its own, two of them in lanes: the same bits and the same report, whatever the signs.</summary>
    [Theory]
    [InlineData(40, 1, false)]
    [InlineData(300, 2, false)]
    [InlineData(300, 3, true)]
    [InlineData(2000, 4, true)]
    public void D03_a_single_demand_has_the_bits_of_a_lane(int n, int seed, bool hasCredits)
    {
        CscMatrix matrix = Matrices.Productive(n, seed);
        if (hasCredits) matrix = matrix.WithValues([.. matrix.Values.ToArray().Select((v, p) => v < 0 && p % 9 == 0 ? -v : v)]);
        FixedPointSystem system = FixedPointSystem.Prepare(matrix);
        Assert.Equal(hasCredits, system.HasNegativeWeights);
        foreach (double[] side in (double[][])[Matrices.Demand(n, seed), Matrices.Vector(n, seed), new double[n], [.. Enumerable.Range(0, n).Select(j => j == n / 2 ? -1.5 : 0)]])
        {
            double[] alone = new double[n];
            double[] both = new double[2 * n];
            FixedPointReport single = system.SolveMany(side, alone, 1);
            FixedPointReport lanes = system.SolveMany([.. side, .. side], both, 2);
            Assert.Equal(lanes, single);
            Assert.Equal(both[..n], alone);
            Assert.Equal(both[n..], alone);
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.625)]
    public void A_single_demand_is_given_up_where_a_lane_is(double need)
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(3, 3, [0, 2, 5, 6], [0, 1, 0, 1, 2, 2], [1, -2, -need, 1, -1, 1]));
        FixedPointReport single = system.SolveMany([1, 1, 1], new double[3], 1);
        Assert.Equal(need < 0.5, single.HasConverged);
        Assert.Equal(system.SolveMany([1, 1, 1, 1, 1, 1], new double[6], 2), single);
    }

    [Fact]
    public void D03_a_demand_has_the_bits_and_the_report_it_has_alone_also_beside_one_that_diverges()
    {
        // Columns 0 and 1 need two of each other; 2 and 3 half of each other; 4 needs all.
        FixedPointSystem system = FixedPointSystem.Prepare(Matrices.Of(new double[,]
        {
            { 1, -2, 0, 0, -1 },
            { -2, 1, 0, 0, 0 },
            { 0, 0, 1, -0.5, -1 },
            { 0, 0, -0.5, 1, 0 },
            { 0, 0, 0, 0, 1 },
        }));
        const int count = 11;
        double[] right = new double[5 * count];
        for (int k = 0; k < count; k++) right[(k * 5) + (k is 1 or 9 ? 0 : 2 + (k % 2))] = k + 0.1;
        foreach (bool isTransposed in (bool[])[false, true])
        {
            double[] together = new double[right.Length];
            FixedPointReport[] reports = new FixedPointReport[count];
            if (isTransposed) system.SolveTransposedMany(right, together, reports);
            else system.SolveMany(right, together, reports);
            for (int k = 0; k < count; k++)
            {
                double[] alone = new double[5];
                FixedPointReport[] report = new FixedPointReport[1];
                if (isTransposed) system.SolveTransposedMany(right.AsSpan(k * 5, 5), alone, report);
                else system.SolveMany(right.AsSpan(k * 5, 5), alone, report);
                Assert.Equal(k is not (1 or 9), reports[k].HasConverged);
                Assert.Equal(report[0], reports[k]);
                Assert.Equal(alone, together[(k * 5)..((k + 1) * 5)]);
            }
        }
    }

    [Fact]
    public void D03_a_demand_beyond_all_numbers_leaves_the_others_theirs()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(Matrices.Of(new double[,] { { 1, -0.5 }, { -0.5, 1 } }));
        double[] s = new double[6];
        FixedPointReport[] reports = new FixedPointReport[3];
        system.SolveMany([1, 0, double.MaxValue, double.MaxValue, 0, 3], s, reports);
        Assert.Equal([true, false, true], reports.Select(r => r.HasConverged));
        double[] alone = new double[2];
        Assert.True(system.SolveMany([0, 3], alone, 1).HasConverged);
        Assert.Equal(alone, s[4..]);
        Assert.Equal(4, s[5], 1e-14);
    }

    [Fact]
    public void Slow_loops_are_accelerated_to_the_same_accuracy()
    {
        // A ring of 200 with gain 0.999 in all: plain sweeps shrink the error by 0.999 at a time.
        const int n = 200;
        TripletBuilder builder = new(n, n);
        for (int j = 0; j < n; j++)
        {
            builder.Add(j, j, 1);
            builder.Add((j + 1) % n, j, j == 0 ? -0.999 : -1);
            if (j % 10 == 5) builder.Add((j + 90) % n, j, -1e-6);
        }

        CscMatrix matrix = builder.ToCsc();
        double[] d = [.. Enumerable.Repeat(1.0, n * Lanes)];
        double[] y = new double[d.Length];
        FixedPointReport report = FixedPointSystem.Prepare(matrix).SolveTransposed(d, y);
        double[] expected = new double[n];
        LuSymbolic.Analyze(matrix).Factorize(matrix).SolveTransposed([.. Enumerable.Repeat(1.0, n)], expected);
        Assert.True(report.HasConverged);
        Assert.True(report.Sweeps < 200, $"{report}");
        for (int j = 0; j < n; j++) Close(expected[j], y[j * Lanes]);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        FixedPointSystem system = FixedPointSystem.Prepare(Matrices.Productive(5, 1));
        Assert.Throws<ArgumentException>(() => system.SolveTransposed(new double[5], new double[40]));
        Assert.Throws<ArgumentException>(() => system.SolveTransposedMany(new double[10], new double[5], 2));
        Assert.Throws<ArgumentException>(() => system.SolveMany(new double[10], new double[10], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => system.SolveMany([], [], -1));
        Assert.Throws<ArgumentException>(() => system.SolveMany(new double[10], new double[10], new FixedPointReport[3]));
        Assert.Throws<ArgumentException>(() => system.SolveTransposedMany(new double[10], new double[5], new FixedPointReport[2]));
        Assert.Throws<ArgumentException>(() => FixedPointSystem.Prepare(new CscMatrix(1, 1, [0, 1], [0], [-1])));
        Assert.Throws<ArgumentException>(() => FixedPointSystem.Prepare(new CscMatrix(2, 1, [0, 1], [0], [1])));
    }

    [Fact]
    public void A_loop_close_to_one_is_solved_as_well_as_any()
    {
        // One feedback node: after two sweeps the rate is known, and the third starts at the solution.
        foreach (double gain in (double[])[0.1, 0.5, 0.9, 0.99, 0.9999])
        {
            FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 2, 4], [0, 1, 0, 1], [1, -1, -gain, 1]));
            double[] d = [.. Enumerable.Repeat(1.0, 2 * Lanes)];
            double[] y = new double[2 * Lanes];
            FixedPointReport report = system.SolveTransposed(d, y);
            Assert.True(report.HasConverged);
            Assert.InRange(report.Sweeps, 2, 20);
            Assert.Equal(gain, report.Rate, 1e-6);
            Assert.Equal(2 / (1 - gain), y[0], (2 / (1 - gain)) * 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.0000001)]
    [InlineData(1.5)]
    public void A_loop_that_makes_no_more_than_it_consumes_does_not_converge(double gain)
    {
        FixedPointSystem system = FixedPointSystem.Prepare(new CscMatrix(2, 2, [0, 2, 4], [0, 1, 0, 1], [1, -2, -gain / 2, 1]));
        double[] right = [.. Enumerable.Repeat(1.0, 2 * Lanes)];
        Assert.False(system.SolveTransposed(right, new double[right.Length]).HasConverged);
        Assert.False(system.Solve(right, new double[right.Length]).HasConverged);
        Assert.False(system.SolveTransposed(right, new double[right.Length], new FixedPointOptions { Tolerance = 1e-3, MaximumSweeps = 500 }).HasConverged);
    }

    private static double[] Right(int n, int seed)
    {
        Random random = new(seed);
        double[] right = new double[n * Lanes];
        for (int i = 0; i < right.Length; i++) right[i] = random.NextDouble() < 0.3 ? 0 : Math.Pow(10, (random.NextDouble() * 6) - 3);
        return right;
    }

    private static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-11 * Math.Abs(expected), $"expected {expected:R}, found {actual:R}");
}
