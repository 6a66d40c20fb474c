using System.Collections.Immutable;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Where the samples of a run go: kept, or folded into sketches.</summary>
internal abstract class SampleStore
{
    private readonly double[] _deterministic;

    protected SampleStore(double[] deterministic, SampleDesign design)
    {
        _deterministic = deterministic;
        Design = design;
    }

    /// <summary>How many samples arrived.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them lack an answer for something asked for.</summary>
    public long FailedCount { get; private set; }

    /// <summary>The chunks, when they are kept; otherwise default.</summary>
    public abstract ImmutableArray<SampleChunk> Chunks { get; }

    protected SampleDesign Design { get; }

    /// <summary>Adds the samples after those that are there.</summary>
    public void Add(SampleChunk chunk)
    {
        if (chunk.First != Count) throw new ArgumentException($"The chunk begins with sample {chunk.First}; expected {Count}.", nameof(chunk));
        Fold(chunk);
        Count += chunk.Count;
        FailedCount += chunk.HasFailed.AsSpan().Count(true);
    }

    /// <summary>The statistics of one series.</summary>
    public abstract SampleStatistics Statistics(int series);

    protected abstract void Fold(SampleChunk chunk);

    protected SeriesSummary NewSummary(int series) => new(_deterministic[series], Design);
}

/// <summary>Every sample is kept; quantiles are exact.</summary>
internal sealed class KeptSamples(double[] deterministic, SampleDesign design) : SampleStore(deterministic, design)
{
    private readonly ImmutableArray<SampleChunk>.Builder _chunks = ImmutableArray.CreateBuilder<SampleChunk>();

    /// <inheritdoc/>
    public override ImmutableArray<SampleChunk> Chunks => _chunks.ToImmutable();

    /// <summary>All samples of a series in order; not a number where one failed.</summary>
    public double[] Samples(int series)
    {
        double[] samples = new double[Count];
        foreach (SampleChunk chunk in _chunks) chunk.CopySeries(series, samples.AsSpan((int)chunk.First));
        return samples;
    }

    /// <inheritdoc/>
    public override SampleStatistics Statistics(int series) => StatisticsOf(Samples(series), NewSummary(series));

    /// <summary>The statistics of samples that are all there.</summary>
    public static SampleStatistics StatisticsOf(ReadOnlySpan<double> samples, SeriesSummary summary)
    {
        double[] answers = new double[samples.Length];
        int count = 0;
        for (int block = 0; block * SeriesSummary.BlockSize < samples.Length; block++)
        {
            int first = block * SeriesSummary.BlockSize;
            count += summary.Add(block, samples.Slice(first, Math.Min(SeriesSummary.BlockSize, samples.Length - first)), answers.AsSpan(count));
        }

        Array.Resize(ref answers, count);
        Array.Sort(answers);
        return summary.With(p => SortedQuantile(answers, p), rankError: 0);
    }

    /// <inheritdoc/>
    protected override void Fold(SampleChunk chunk) => _chunks.Add(chunk);

    private static double SortedQuantile(double[] sorted, double p)
    {
        double quantile = 0;
        ExactQuantiles.Quantiles(sorted.AsSpan(), [p], new Span<double>(ref quantile));
        return quantile;
    }
}
