using CarbonLca.Numerics.Sparse;
using CarbonLca.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CarbonLca.Numerics.Tests.Sparse;

public class LuWorkspaceTests
{
    public static TheoryData<PivotStrategy> Strategies => LuTests.Strategies;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Sample_after_sample_gets_the_bits_it_gets_alone(PivotStrategy strategy) =>
        Prop.ForAll(
            Gen.Choose(1, 200).ToArbitrary(),
            Gen.Choose(0, 1 << 20).ToArbitrary(),
            (n, seed) =>
            {
                CscMatrix a = (seed & 1) == 0 ? Matrices.Productive(n, seed) : Matrices.Filling(n, seed);
                LuFactors reference = LuSymbolic.Analyze(a, new LuOptions { Strategy = strategy }).Factorize(a);
                LuWorkspace workspace = new(reference);
                double[] b = Matrices.Demand(n, seed + 1);
                for (int sample = 0; sample < 3; sample++)
                {
                    double[] values = Sample(a, seed + sample);
                    LuFactors alone = reference.Refactorize(a.WithValues((double[])values.Clone()));
                    LuFactors shared = workspace.Refactorize(values);
                    Assert.Equal(alone.PivotGrowth, shared.PivotGrowth);
                    Assert.Equal(alone.FactorEntryCount, shared.FactorEntryCount);
                    Assert.Equal(alone.EstimateCondition(), shared.EstimateCondition());
                    double[] x = new double[n];
                    double[] y = new double[n];
                    Assert.Equal(alone.Solve(b, x), shared.Solve(b, y));
                    Assert.Equal(x, y);
                    Assert.Equal(alone.SolveTransposed(b, x), shared.SolveTransposed(b, y));
                    Assert.Equal(x, y);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sample_allocates_nothing()
    {
        CscMatrix a = Matrices.Filling(300, 5);
        LuWorkspace workspace = new(LuSymbolic.Analyze(a).Factorize(a));
        double[] values = Sample(a, 1);
        double[] b = Matrices.Demand(300, 2);
        double[] x = new double[300];
        SolveScratch scratch = new();
        Run();
        Assert.Equal(0, Allocations.Of(Run));

        void Run() => workspace.Refactorize(values).SolveTransposed(b, x, scratch);
    }

    [Fact]
    public void Where_the_pivots_do_not_serve_others_are_chosen_and_the_next_sample_follows_the_reference_again()
    {
        CscMatrix a = Matrices.Of(new double[,] { { 4, 1, 1 }, { 1, 4, 2 }, { 1, 2, 4 } });
        LuFactors reference = LuSymbolic.Analyze(a).Factorize(a);
        LuWorkspace workspace = new(reference);
        double[] values = a.Values.ToArray();
        double[] x = new double[3];

        // Any diagonal pivot leaves a zero on the next.
        LuFactors fresh = workspace.Refactorize([1, 1, 1, 1, 1, 2, 1, 2, 1]);
        Assert.Equal(PivotStrategy.Threshold, fresh.StrategyUsed);
        fresh.Solve([6, 9, 8], x);
        Assert.Equal([1.0, 2, 3], x.Select(element => Math.Round(element, 12)));

        Assert.Throws<NumericallySingularException>(() => workspace.Refactorize([1, 1, 1, 1, 1, 1, 1, 1, 1]));

        LuFactors again = workspace.Refactorize(values);
        Assert.Equal(PivotStrategy.Diagonal, again.StrategyUsed);
        double[] expected = new double[3];
        reference.Solve([6, 9, 8], expected);
        again.Solve([6, 9, 8], x);
        Assert.Equal(expected, x);
    }

    [Fact]
    public void Values_of_another_number_or_not_finite_are_refused()
    {
        CscMatrix a = Matrices.Productive(10, 1);
        LuWorkspace workspace = new(LuSymbolic.Analyze(a).Factorize(a));
        Assert.Throws<ArgumentException>(() => workspace.Refactorize(new double[a.EntryCount + 1]));
        double[] values = a.Values.ToArray();
        values[3] = double.NaN;
        ArgumentException error = Assert.Throws<ArgumentException>(() => workspace.Refactorize(values));
        Assert.Contains("position 3", error.Message, StringComparison.Ordinal);
    }

    private static double[] Sample(CscMatrix a, int seed)
    {
        Random random = new(seed);
        return Array.ConvertAll(a.Values.ToArray(), value => value * (1 + (0.1 * random.NextDouble())));
    }
}
