using System.Collections.Immutable;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>What is known of one series of samples apart from its quantiles: moments in a fixed tree, and counts.</summary>
/// <remarks>Blocks are numbered by the samples they hold, so the bits do not depend on who added them when.</remarks>
internal sealed class SeriesSummary(double deterministic, SampleDesign design)
{
    /// <summary>Samples of a block.</summary>
    public const int BlockSize = MomentTree.BlockSize;

    // The sample solver is accurate to half of this.
    private const double SameWithin = 2e-6;

    // How much of a tail the distance of two quantiles may span.
    private const double ReachOfTail = 0.9;

    private readonly MomentTree _moments = new();
    private readonly MomentTree? _pairs = design == SampleDesign.Antithetic ? new MomentTree() : null;
    private PowerSums _values;
    private PowerSums _logarithms;
    private long _positive;
    private long _negative;
    private long _below;
    private long _equal;
    private long _failed;

    /// <summary>Adds a block.</summary>
    /// <param name="block">Its number: the first sample divided by <see cref="BlockSize"/>.</param>
    /// <param name="samples">Its samples; fewer than <see cref="BlockSize"/> in the last block only. Not a number where one failed.</param>
    /// <param name="answers">Receives the samples that have an answer.</param>
    /// <returns>How many have one.</returns>
    public int Add(long block, ReadOnlySpan<double> samples, Span<double> answers)
    {
        int count = 0;
        foreach (double sample in samples)
        {
            if (double.IsNaN(sample))
            {
                _failed++;
                continue;
            }

            answers[count++] = sample;
            _values.Add(sample);
            AddLogarithm(sample);
            if (Math.Abs(sample - deterministic) <= SameWithin * Math.Abs(deterministic)) _equal++;
            else if (sample < deterministic) _below++;
        }

        _moments.Add(block, answers[..count]);
        if (_pairs is not null) AddPairs(block, samples);
        return count;
    }

    /// <summary>The statistics, with quantiles from elsewhere.</summary>
    /// <param name="quantile">The quantile of a probability.</param>
    /// <param name="rankError">The error of its rank.</param>
    public SampleStatistics With(Func<double, double> quantile, double rankError)
    {
        Moments moments = _moments.Total();
        long n = moments.Count;
        ImmutableArray<QuantileEstimate>.Builder quantiles = ImmutableArray.CreateBuilder<QuantileEstimate>(SampleStatistics.Probabilities.Length);
        foreach (double p in SampleStatistics.Probabilities)
        {
            quantiles.Add(new QuantileEstimate(p, n > 0 ? quantile(p) : double.NaN, QuantileStandardError(p, n, quantile, rankError)));
        }

        double independent = _pairs is null ? n : n / 2.0;
        double geometric = _positive == n || _negative == n ? Math.Exp(_logarithms.StandardDeviation) : double.NaN;
        return new SampleStatistics
        {
            Count = n,
            Failed = _failed,
            Mean = moments.Mean,
            MeanStandardError = _pairs?.Total().StandardErrorOfMean ?? moments.StandardErrorOfMean,
            StandardDeviation = moments.StandardDeviation,
            DeviationStandardError = _values.StandardErrorOfDeviation(independent),
            GeometricDeviation = geometric,
            GeometricDeviationStandardError = geometric * _logarithms.StandardErrorOfDeviation(independent),
            Skewness = _values.Skewness,
            Minimum = moments.Minimum,
            Maximum = moments.Maximum,
            Quantiles = quantiles.MoveToImmutable(),
            QuantileRankError = rankError,
            Deterministic = deterministic,
            DeterministicPercentile = n == 0 ? double.NaN : 100 * (_below + (0.5 * _equal)) / n,
        };
    }

    // Half the distance between the quantiles one standard error of the rank below and above. A sketch does not tell neighbours in rank
    // apart, so their distance is taken over the error of its ranks and scaled down.
    private static double QuantileStandardError(double p, long n, Func<double, double> quantile, double rankError)
    {
        double half = Math.Sqrt(p * (1 - p) / n);
        if (n == 0 || p - half < 0 || p + half > 1) return double.NaN;
        double reach = Math.Min(rankError, ReachOfTail * Math.Min(p, 1 - p));
        return reach <= half
            ? (quantile(p + half) - quantile(p - half)) / 2
            : half / reach * (quantile(p + reach) - quantile(p - reach)) / 2;
    }

    // A product of many uncertain factors spreads by a factor rather than by an amount, but only samples of one sign have such a factor.
    private void AddLogarithm(double sample)
    {
        if (sample > 0) _positive++;
        else if (sample < 0) _negative++;
        if (sample != 0) _logarithms.Add(Math.Log(Math.Abs(sample)));
    }

    private void AddPairs(long block, ReadOnlySpan<double> samples)
    {
        Span<double> means = stackalloc double[BlockSize / 2];
        int count = 0;
        for (int k = 0; k + 1 < samples.Length; k += 2)
        {
            double mean = samples[k] + ((samples[k + 1] - samples[k]) / 2);
            if (!double.IsNaN(mean)) means[count++] = mean;
        }

        _pairs!.Add(block, means[..count]);
    }
}
