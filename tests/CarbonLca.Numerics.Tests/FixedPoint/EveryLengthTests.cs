using System.Runtime.InteropServices;
using CarbonLca.Numerics.FixedPoint;
using CarbonLca.Numerics.Sparse;
using CarbonLca.TestSupport;

namespace CarbonLca.Numerics.Tests.FixedPoint;

/// <summary>The loops of all sweeps against plain sums, for a node with every number of entries from 0 to 257.</summary>
/// <remarks>
/// A hub takes wᵢ of each leaf, and in the second case each leaf takes vᵢ of the hub: y₀ = (d₀ + Σ wᵢ·dᵢ) / (1 − Σ wᵢ·vᵢ) and
/// yᵢ = dᵢ + vᵢ·y₀. All terms are positive, so that a sum of k of them is known to k roundings.
/// </remarks>
public sealed class EveryLengthTests
{
    private const int Longest = 257;
    private const int Lanes = FixedPointSystem.Lanes;

    private static readonly double Rounding = Math.ScaleB(1, -53);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sweeps_forwards_and_backwards_agree_with_the_plain_sum(bool isLoop)
    {
        Random random = new(5);
        for (int leaves = 0; leaves <= Longest; leaves++)
        {
            Hub hub = new(leaves, isLoop, random);
            FixedPointSystem system = FixedPointSystem.Prepare(hub.Matrix);
            double[] right = [.. Enumerable.Range(0, (leaves + 1) * Lanes).Select(_ => random.NextDouble())];
            double[] y = new double[right.Length];
            double[] s = new double[right.Length];
            Assert.True(system.SolveTransposed(right, y).HasConverged);
            Assert.True(system.Solve(right, s).HasConverged);
            for (int lane = 0; lane < Lanes; lane++)
            {
                double[] one = [.. Enumerable.Range(0, leaves + 1).Select(j => right[(j * Lanes) + lane])];
                double[] expected = hub.Transposed(one);
                double[] direct = hub.Direct(one);
                for (int j = 0; j <= leaves; j++)
                {
                    // A loop settles to its tolerance, then amplified by at most 1 / (1 − gain) with a gain of one half.
                    double relative = (4 * (leaves + 4) * Rounding) + (isLoop ? 4 * FixedPointOptions.Default.Tolerance : 0);
                    Assert.Equal(expected[j], y[(j * Lanes) + lane], relative * expected[j]);
                    Assert.Equal(direct[j], s[(j * Lanes) + lane], relative * direct[j]);
                }
            }
        }
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 8)]
    [InlineData(true, 8)]
    public void Sweeps_over_samples_agree_with_the_plain_sum_and_read_no_draw_too_far(bool isLoop, int categories)
    {
        const int Samples = SampleSweep.Lanes;
        Random random = new(6);
        using GuardedBytes memory = new(2 * Longest * Samples * sizeof(float));
        for (int leaves = 0; leaves <= Longest; leaves++)
        {
            Hub hub = new(leaves, isLoop, random);
            FixedPointSystem system = FixedPointSystem.Prepare(hub.Matrix);
            double[][] d = [.. Enumerable.Range(0, categories).Select(_ => Enumerable.Range(0, leaves + 1).Select(_ => random.NextDouble()).ToArray())];
            List<SampledEntry> entries = [];
            for (int i = 1; i <= leaves; i++)
            {
                entries.Add(new(i, 0, entries.Count, -hub.Takes[i]));
                if (isLoop) entries.Add(new(0, i, entries.Count, -hub.Gives[i]));
            }

            float[] factors = [.. Enumerable.Range(0, entries.Count * Samples).Select(_ => 0.7f + (0.6f * random.NextSingle()))];
            Span<float> draws = MemoryMarshal.Cast<byte, float>(memory.AtEnd(MemoryMarshal.AsBytes(factors.AsSpan())).Span);
            SampleSweep sweep = SampleSweep.Prepare(system, d, d.Select(hub.Transposed).ToArray(), [.. entries], [.. d.Select(_ => Array.Empty<SampledConstant>())]);
            SampleWorkspace workspace = sweep.CreateWorkspace();
            sweep.Solve(draws, workspace);
            double[] found = new double[categories * Samples];
            for (int j = 0; j <= leaves; j += Math.Max(1, leaves))
            {
                sweep.Copy(workspace, j, found);
                for (int k = 0; k < categories; k++)
                {
                    for (int sample = 0; sample < Samples; sample++)
                    {
                        Assert.Equal(SampleStatus.Converged, workspace.Status(sample, k));
                        double expected = hub.Drawn(factors, sample, Samples).Transposed(d[k])[j];
                        Assert.Equal(expected, found[(k * Samples) + sample], SampleSweepOptions.Default.Tolerance * expected);
                    }
                }
            }
        }
    }

    /// <summary>The hub, its leaves, and the plain sums.</summary>
    private sealed class Hub
    {
        private readonly bool _isLoop;

        public Hub(int leaves, bool isLoop, Random random)
            : this(
                isLoop,
                [0, .. Enumerable.Range(0, leaves).Select(_ => (0.5 + random.NextDouble()) / (3 * leaves))],
                [0, .. Enumerable.Range(0, leaves).Select(_ => isLoop ? 0.5 + random.NextDouble() : 0)])
        {
        }

        private Hub(bool isLoop, double[] takes, double[] gives) => (_isLoop, Takes, Gives) = (isLoop, takes, gives);

        public double[] Takes { get; }

        public double[] Gives { get; }

        public CscMatrix Matrix
        {
            get
            {
                TripletBuilder builder = new(Takes.Length, Takes.Length);
                for (int i = 0; i < Takes.Length; i++)
                {
                    builder.Add(i, i, 1);
                    if (i > 0) builder.Add(i, 0, -Takes[i]);
                    if (i > 0 && _isLoop) builder.Add(0, i, -Gives[i]);
                }

                return builder.ToCsc();
            }
        }

        /// <summary>The hub with its drawn entries in place.</summary>
        public Hub Drawn(float[] factors, int sample, int samples)
        {
            int rows = _isLoop ? 2 : 1;
            double[] takes = [0, .. Enumerable.Range(1, Takes.Length - 1).Select(i => Takes[i] * factors[((i - 1) * rows * samples) + sample])];
            double[] gives = [0, .. Enumerable.Range(1, Takes.Length - 1).Select(i => _isLoop ? Gives[i] * factors[((((i - 1) * rows) + 1) * samples) + sample] : 0)];
            return new Hub(_isLoop, takes, gives);
        }

        /// <summary>y of Mᵀ·y = d.</summary>
        public double[] Transposed(double[] d) => Solved(d, Takes, Gives);

        /// <summary>s of M·s = f.</summary>
        public double[] Direct(double[] f) => Solved(f, Gives, Takes);

        private static double[] Solved(double[] right, double[] toHub, double[] fromHub)
        {
            double sum = right[0];
            double gain = 0;
            for (int i = 1; i < right.Length; i++)
            {
                sum += toHub[i] * right[i];
                gain += toHub[i] * fromHub[i];
            }

            double hub = sum / (1 - gain);
            return [hub, .. Enumerable.Range(1, right.Length - 1).Select(i => right[i] + (fromHub[i] * hub))];
        }
    }
}
