using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Numerics.Tests.Sparse;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.FixedPoint;

/// <summary>Sweeps over samples read nothing beside their draws and write nothing beside their answers, at every number of nodes, and agree with factors.</summary>
public sealed class SampleSweepMemoryTests
{
    private const int Lanes = SampleSweep.Lanes;
    private const int LargestOrder = 257;
    private const int MostEntries = 12 * LargestOrder;

    private static readonly GuardedSide[] Sides = [GuardedSide.Start, GuardedSide.End];
    private static readonly double Tolerance = SampleSweepOptions.Default.Tolerance;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Groups_at_every_order(int categories)
    {
        using GuardedBytes ofDraws = new(MostEntries * Lanes * sizeof(float));
        using GuardedBytes ofAnswers = new(LargestOrder * categories * Lanes * sizeof(double));
        for (int n = 1; n <= LargestOrder; n++)
        {
            Case test = new(n, categories);
            float[] draws = test.Draws();
            SampleWorkspace workspace = test.Sweep.CreateWorkspace();
            test.Sweep.Solve(draws, workspace);
            double[] expected = new double[n * categories * Lanes];
            test.Sweep.CopyAll(workspace, expected);
            foreach (int lane in (int[])[0, Lanes - 1])
            {
                CscMatrix sampled = test.MatrixOf(draws, lane);
                foreach (int category in (int[])[0, categories - 1])
                {
                    double[] y = Solved(sampled, test.Right[category]);
                    for (int j = 0; j < n; j++) Assert.Equal(y[j], expected[(((j * categories) + category) * Lanes) + lane], Tolerance * Math.Abs(y[j]));
                }
            }

            foreach (GuardedSide side in Sides)
            {
                test.Sweep.Solve(ofDraws.Place<float>(draws, side), workspace);
                Span<double> all = ofAnswers.Room<double>(expected.Length, side);
                test.Sweep.CopyAll(workspace, all);
                Assert.Equal(expected, all);
                Span<double> one = ofAnswers.Room<double>(categories * Lanes, side);
                test.Sweep.Copy(workspace, n - 1, one);
                Assert.Equal(expected.AsSpan(expected.Length - one.Length), one);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Passes_at_every_order(int categories)
    {
        using GuardedBytes ofDraws = new(MostEntries * Lanes * sizeof(float));
        using GuardedBytes ofAnswers = new(LargestOrder * categories * Lanes * sizeof(double));
        for (int n = 1; n <= LargestOrder; n++)
        {
            // Without variation every sample is the reference.
            Case test = new(n, categories);
            SampleWorkspace workspace = test.Sweep.CreateWorkspace();
            int samples = test.Sweep.PassSamples;
            float[] draws = [.. Enumerable.Repeat(1f, test.Sweep.DrawRowCount * samples)];
            foreach (GuardedSide side in Sides)
            {
                Span<double> answers = ofAnswers.Room<double>(n * categories * samples, side);
                test.Sweep.SolvePass(ofDraws.Place<float>(draws, side), workspace, test.Sweep.FindColumns([.. Enumerable.Range(0, n)]), answers);
                for (int k = 0; k < answers.Length; k++)
                {
                    double expected = test.Reference[k / samples % categories][k / samples / categories];
                    Assert.Equal(expected, answers[k], Tolerance * Math.Abs(expected));
                }
            }
        }
    }

    private static double[] Solved(CscMatrix matrix, double[] right)
    {
        double[] y = new double[right.Length];
        LuSymbolic.Analyze(matrix).Factorize(matrix).SolveTransposed(right, y);
        return y;
    }

    /// <summary>A matrix of which every entry is drawn.</summary>
    private sealed class Case
    {
        private readonly CscMatrix _matrix;

        public Case(int n, int categories)
        {
            _matrix = Matrices.Productive(n, n);
            Right = [.. Enumerable.Range(1, categories).Select(k => Enumerable.Range(0, n).Select(j => k + (j % 5.0)).ToArray())];
            Reference = [.. Right.Select(d => Solved(_matrix, d))];
            List<SampledEntry> entries = [];
            for (int j = 0; j < n; j++)
                for (int p = _matrix.ColumnStarts[j]; p < _matrix.ColumnStarts[j + 1]; p++) entries.Add(new(_matrix.RowIndices[p], j, p, _matrix.Values[p]));
            Sweep = SampleSweep.Prepare(FixedPointSystem.Prepare(_matrix), Right, Reference, [.. entries], [.. Right.Select(_ => Array.Empty<SampledConstant>())]);
        }

        public double[][] Right { get; }

        public double[][] Reference { get; }

        public SampleSweep Sweep { get; }

        public float[] Draws()
        {
            Random random = new(_matrix.ColumnCount);
            return [.. Enumerable.Range(0, _matrix.EntryCount * Lanes).Select(k => _matrix.Values[k / Lanes] > 0 ? 1 + (0.02f * random.NextSingle()) : 1 - (0.2f * random.NextSingle()))];
        }

        public CscMatrix MatrixOf(float[] draws, int lane) =>
            _matrix.WithValues([.. Enumerable.Range(0, _matrix.EntryCount).Select(p => _matrix.Values[p] * draws[(p * Lanes) + lane])]);
    }
}
