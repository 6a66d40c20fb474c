using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>The correlation of every parameter's draws with a series of samples. The draws are made again; nothing of them was kept.</summary>
internal static class ParameterCorrelations
{
    private const int Lanes = SamplingPlan.Lanes;

    // Groups that one thread takes at a time, and whose sums are added as one.
    private const int BlockGroups = 32;

    /// <summary>One correlation for each parameter; 0 for one that does not vary in these samples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The choices of the run.</param>
    /// <param name="samples">The samples of the run, in order; not a number where one failed.</param>
    public static double[] Of(MonteCarloModel model, MonteCarloOptions options, double[] samples)
    {
        SamplingPlan plan = model.PlanFor(options);
        double mean = Moments.Of(samples.AsSpan().ToArray().Where(double.IsFinite).ToArray()).Mean;
        float[] draws = new float[plan.RowCount * Lanes];
        plan.Fill(options.Seed, 0, draws);
        CovarianceSums total = new([.. Enumerable.Range(0, plan.Count).Select(k => draws[k * Lanes])]);
        int groups = (samples.Length + Lanes - 1) / Lanes;
        int blocks = (groups + BlockGroups - 1) / BlockGroups;

        // As many blocks at a time as there are threads, added in their order.
        for (int first = 0; first < blocks; first += options.EffectiveThreads)
        {
            CovarianceSums[] parts = new CovarianceSums[Math.Min(options.EffectiveThreads, blocks - first)];
            Parallel.For(0, parts.Length, k => parts[k] = OfBlock(first + k));
            foreach (CovarianceSums part in parts) total.Add(part);
        }

        return total.Correlations();

        CovarianceSums OfBlock(int block)
        {
            CovarianceSums sums = total.Another();
            float[] values = new float[plan.RowCount * Lanes];
            Span<double> results = stackalloc double[Lanes];
            for (int group = block * BlockGroups; group < Math.Min(groups, (block + 1) * BlockGroups); group++)
            {
                plan.Fill(options.Seed, group, values);
                for (int lane = 0; lane < Lanes; lane++)
                    results[lane] = (group * Lanes) + lane is var sample && sample < samples.Length ? samples[sample] - mean : double.NaN;
                sums.Add(values.AsSpan(0, plan.Count * Lanes), results);
            }

            return sums;
        }
    }
}
