using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>The correlation of every parameter's draws with a series of samples. The draws are made again; nothing of them was kept.</summary>
internal static class ParameterCorrelations
{
    private const int Lanes = SamplingPlan.Lanes;

    /// <summary>One correlation for each parameter; 0 for one that does not vary in these samples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The choices of the run.</param>
    /// <param name="samples">The samples of the run, in order; not a number where one failed.</param>
    public static double[] Of(MonteCarloModel model, MonteCarloOptions options, double[] samples)
    {
        SamplingPlan plan = model.PlanFor(options);
        Moments result = Moments.Of(samples.AsSpan().ToArray().Where(double.IsFinite).ToArray());
        float[] draws = new float[plan.RowCount * Lanes];
        double[] origin = new double[plan.Count];
        double[] sums = new double[plan.Count];
        double[] squares = new double[plan.Count];
        double[] products = new double[plan.Count];
        for (int first = 0; first < samples.Length; first += Lanes)
        {
            plan.Fill(options.Seed, first / Lanes, draws);
            int lanes = Math.Min(Lanes, samples.Length - first);
            for (int k = 0; k < sums.Length; k++)
            {
                // Sums about the first draw, so that a small spread about a large amount keeps its digits.
                if (first == 0) origin[k] = draws[k * Lanes];
                for (int lane = 0; lane < lanes; lane++)
                {
                    if (double.IsNaN(samples[first + lane])) continue;
                    double draw = draws[(k * Lanes) + lane] - origin[k];
                    sums[k] += draw;
                    squares[k] += draw * draw;
                    products[k] += draw * (samples[first + lane] - result.Mean);
                }
            }
        }

        double[] correlations = new double[sums.Length];
        for (int k = 0; k < sums.Length; k++)
        {
            double variance = squares[k] - (sums[k] * sums[k] / result.Count);
            double scale = Math.Sqrt(variance) * Math.Sqrt(result.SumOfSquaredDeviations);
            double correlation = products[k] / scale;
            correlations[k] = double.IsFinite(correlation) ? Math.Clamp(correlation, -1, 1) : 0;
        }

        return correlations;
    }
}
