using System.Collections.Immutable;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

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

    /// <summary>Gives the memory of all samples away.</summary>
    public void Release(SpareMemory spare)
    {
        foreach (SampleChunk chunk in _chunks) chunk.Release(spare);
    }

    /// <inheritdoc/>
    public override SampleStatistics Statistics(int series) => StatisticsOf(Samples(series), SummaryOfOne(series));

    /// <summary>The statistics of samples that are all there.</summary>
    /// <param name="samples">The samples in order; not a number where one failed.</param>
    /// <param name="summary">A summary of one series.</param>
    public static SampleStatistics StatisticsOf(ReadOnlySpan<double> samples, SeriesSummary summary)
    {
        SeriesTile tile = new();
        tile.Begin(samples);
        return StatisticsOf(tile, summary)[0];
    }

    /// <inheritdoc/>
    protected override void Fold(SampleChunk chunk, int threads) => _chunks.Add(chunk);

    /// <inheritdoc/>
    protected override SampleStatistics[] StatisticsOfTile(int tile, TileMemory memory)
    {
        SeriesSummary summary = SummaryOf(tile);
        Span<double> samples = memory.Samples.Begin((int)Count);
        foreach (SampleChunk chunk in _chunks) chunk.CopyTile(tile * TileWidth, summary.SeriesCount, samples[((int)chunk.First * TileWidth)..]);
        return StatisticsOf(memory.Samples, summary);
    }

    private static SampleStatistics[] StatisticsOf(SeriesTile samples, SeriesSummary summary)
    {
        summary.Add(first: 0, samples);
        samples.Sort(summary.SeriesCount);
        return summary.With((series, count, p) => samples.Quantile(series, (int)count, p), rankError: 0);
    }
}
