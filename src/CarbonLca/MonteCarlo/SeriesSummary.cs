using System.Collections.Immutable;
using CarbonLca.Numerics.Memory;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>What is known of up to eight series of samples apart from their quantiles: moments in fixed trees, sums and counts.</summary>
/// <remarks>Blocks are numbered by the samples they hold, so the bits do not depend on who added them when, nor on the other series.</remarks>
internal sealed class SeriesSummary
{
    /// <summary>Samples of a block.</summary>
    public const int BlockSize = MomentTree.BlockSize;

    // The sample solver is accurate to half of this.
    private const double SameWithin = 2e-6;

    // How much of a tail the distance of two quantiles may span.
    private const double ReachOfTail = 0.9;

    private readonly double[] _deterministic;
    private readonly TileTally _tally;
    private readonly TileMomentTree _moments = new();
    private readonly TileMomentTree? _pairs;

    /// <summary>Nothing yet.</summary>
    /// <param name="deterministic">The value of each series without any draw.</param>
    /// <param name="design">How the samples relate.</param>
    public SeriesSummary(ReadOnlySpan<double> deterministic, SampleDesign design)
    {
        _deterministic = deterministic.ToArray();
        _tally = new TileTally(deterministic, SameWithin);
        if (design == SampleDesign.Antithetic) _pairs = new TileMomentTree();
    }

    /// <summary>How many series there are.</summary>
    public int SeriesCount => _deterministic.Length;

    /// <summary>Adds consecutive samples after those that were added before.</summary>
    /// <param name="first">The first; a multiple of <see cref="BlockSize"/>.</param>
    /// <param name="samples">The samples; only the last of a run may end within a block.</param>
    public void Add(long first, SeriesTile samples)
    {
        for (int at = 0; at < samples.Count; at += BlockSize)
        {
            ReadOnlySpan<double> block = samples.Slice(at, Math.Min(BlockSize, samples.Count - at));
            long number = (first + at) / BlockSize;
            _moments.Add(number, block);
            _tally.Add(block);
            if (_pairs is not null) AddPairs(number, block);
        }
    }

    /// <summary>Writes the summary, to go on from it by <see cref="Load"/>.</summary>
    /// <param name="writer">Receives the numbers.</param>
    /// <param name="samples">How many samples were added: whole blocks.</param>
    public void Save(NumberWriter writer, long samples)
    {
        _tally.Save(writer);
        _moments.Save(writer, samples / BlockSize);
        _pairs?.Save(writer, samples / BlockSize);
    }

    /// <summary>Reads a summary, into one with nothing yet of the same values and design.</summary>
    /// <param name="reader">What <see cref="Save"/> wrote.</param>
    /// <param name="samples">How many samples had been added.</param>
    /// <exception cref="EndOfStreamException">There are fewer numbers.</exception>
    public void Load(NumberReader reader, long samples)
    {
        _tally.Load(reader);
        _moments.Load(reader, samples / BlockSize);
        _pairs?.Load(reader, samples / BlockSize);
    }

    /// <summary>The statistics of all series.</summary>
    /// <param name="quantile">The quantile of a series, of which so many samples have an answer, for a probability.</param>
    /// <param name="rankError">The error of a rank, in samples.</param>
    public SampleStatistics[] With(Func<int, long, double, double> quantile, double rankError)
    {
        Moments[] moments = _moments.Totals();
        Moments[]? pairs = _pairs?.Totals();
        SampleStatistics[] all = new SampleStatistics[SeriesCount];
        for (int series = 0; series < all.Length; series++) all[series] = Of(series, moments[series], pairs?[series], quantile, rankError);
        return all;
    }

    private SampleStatistics Of(int series, Moments moments, Moments? pairs, Func<int, long, double, double> quantile, double rankError)
    {
        long n = moments.Count;
        double relativeError = n == 0 ? 0 : rankError / n;
        PowerSums values = _tally.Values(series);
        PowerSums logarithms = _tally.Logarithms(series);
        double independent = pairs is null ? n : n / 2.0;

        // A product of many uncertain factors spreads by a factor rather than by an amount, but only samples of one sign have such a factor.
        double geometric = _tally.Positive(series) == n || _tally.Negative(series) == n ? Math.Exp(logarithms.StandardDeviation) : double.NaN;
        ImmutableArray<QuantileEstimate>.Builder quantiles = ImmutableArray.CreateBuilder<QuantileEstimate>(SampleStatistics.Probabilities.Length);
        foreach (double p in SampleStatistics.Probabilities)
            quantiles.Add(new QuantileEstimate(p, n > 0 ? quantile(series, n, p) : double.NaN, QuantileStandardError(p, n, q => quantile(series, n, q), relativeError)));
        return new SampleStatistics
        {
            Count = n,
            Failed = _tally.Missing(series),
            Mean = moments.Mean,
            MeanStandardError = pairs?.StandardErrorOfMean ?? moments.StandardErrorOfMean,
            StandardDeviation = moments.StandardDeviation,
            DeviationStandardError = values.StandardErrorOfDeviation(independent),
            GeometricDeviation = geometric,
            GeometricDeviationStandardError = geometric * logarithms.StandardErrorOfDeviation(independent),
            Skewness = values.Skewness,
            Minimum = moments.Minimum,
            Maximum = moments.Maximum,
            Quantiles = quantiles.MoveToImmutable(),
            QuantileRankError = relativeError,
            Deterministic = _deterministic[series],
            DeterministicPercentile = n == 0 ? double.NaN : 100 * (_tally.Below(series) + (0.5 * _tally.Equal(series))) / n,
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

    private void AddPairs(long block, ReadOnlySpan<double> samples)
    {
        const int Width = SeriesTile.Width;
        Span<double> means = stackalloc double[BlockSize / 2 * Width];
        int count = samples.Length / (2 * Width) * Width;
        for (int k = 0; k < count; k++)
        {
            int place = (2 * k) - (k % Width);
            means[k] = samples[place] + ((samples[place + Width] - samples[place]) / 2);
        }

        _pairs!.Add(block, means[..count]);
    }
}
