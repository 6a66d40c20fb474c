using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Where the samples of a run go: kept, or folded into sketches.</summary>
/// <remarks>Series are taken eight at a time, in tiles; what is said of one depends on it alone.</remarks>
internal abstract class SampleStore
{
    /// <summary>Series of a tile.</summary>
    protected const int TileWidth = SeriesTile.Width;

    private readonly double[] _deterministic;

    protected SampleStore(double[] deterministic, SampleDesign design, long count = 0, long failedCount = 0)
    {
        _deterministic = deterministic;
        Design = design;
        Count = count;
        FailedCount = failedCount;
    }

    /// <summary>How many samples arrived.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them lack an answer for something asked for.</summary>
    public long FailedCount { get; private set; }

    /// <summary>The chunks, when they are kept; otherwise default.</summary>
    public abstract ImmutableArray<SampleChunk> Chunks { get; }

    protected SampleDesign Design { get; }

    protected int TileCount => (_deterministic.Length + TileWidth - 1) / TileWidth;

    /// <summary>Adds the samples after those that are there.</summary>
    /// <param name="chunk">The samples.</param>
    /// <param name="threads">How many threads may work.</param>
    public void Add(SampleChunk chunk, int threads)
    {
        if (chunk.First != Count) throw new ArgumentException($"The chunk begins with sample {chunk.First}; expected {Count}.", nameof(chunk));
        Fold(chunk, threads);
        Count += chunk.Count;
        FailedCount += chunk.HasFailed.AsSpan().Count(true);
    }

    /// <summary>Whether these are, bit for bit, the values of its series without any draw.</summary>
    public bool IsAbout(ReadOnlySpan<double> deterministic) => MemoryMarshal.Cast<double, long>(deterministic).SequenceEqual(MemoryMarshal.Cast<double, long>(_deterministic.AsSpan()));

    /// <summary>The statistics of one series.</summary>
    public abstract SampleStatistics Statistics(int series);

    /// <summary>The statistics of every series.</summary>
    /// <param name="threads">How many threads may work.</param>
    public SampleStatistics[] AllStatistics(int threads)
    {
        SampleStatistics[] all = new SampleStatistics[_deterministic.Length];
        ForTiles(threads, (tile, memory) => StatisticsOfTile(tile, memory).CopyTo(all, tile * TileWidth));
        return all;
    }

    protected abstract void Fold(SampleChunk chunk, int threads);

    /// <summary>The statistics of the series of one tile.</summary>
    protected abstract SampleStatistics[] StatisticsOfTile(int tile, TileMemory memory);

    /// <summary>A summary of the series of one tile.</summary>
    protected SeriesSummary SummaryOf(int tile) => new(DeterministicOf(tile), Design);

    /// <summary>The values without any draw of the series of one tile.</summary>
    protected ReadOnlySpan<double> DeterministicOf(int tile) => _deterministic.AsSpan(tile * TileWidth, Math.Min(TileWidth, _deterministic.Length - (tile * TileWidth)));

    /// <summary>A summary of one series.</summary>
    protected SeriesSummary SummaryOfOne(int series) => new([_deterministic[series]], Design);

    /// <summary>Does something for every tile, each on one thread.</summary>
    protected void ForTiles(int threads, Action<int, TileMemory> body) => Parallel.For(
        0,
        TileCount,
        new ParallelOptions { MaxDegreeOfParallelism = threads },
        static () => new TileMemory(),
        (tile, _, memory) =>
        {
            body(tile, memory);
            return memory;
        },
        static _ => { });

    /// <summary>The memory of one thread.</summary>
    protected sealed class TileMemory
    {
        /// <summary>Samples.</summary>
        public SeriesTile Samples { get; } = new();

        /// <summary>A block of a sketch.</summary>
        public SeriesTile Block { get; } = new();

        /// <summary>What sketches hold.</summary>
        public SketchedRanks Ranks { get; } = new();
    }
}
