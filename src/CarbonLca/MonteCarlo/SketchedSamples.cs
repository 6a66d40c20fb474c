using System.Collections.Immutable;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Samples are folded into moments and sketches; quantiles have a declared error of rank.</summary>
/// <remarks>
/// A sketch holds floats, so samples are divided by a power of two near the deterministic value first. Its blocks are as large as half of
/// the memory budget allows: the larger, the smaller the error.
/// </remarks>
internal sealed class SketchedSamples : SampleStore
{
    private const int LargestBlock = 1 << 13;

    private readonly Tile[] _tiles;

    public SketchedSamples(double[] deterministic, MonteCarloOptions options)
        : base(deterministic, options.Design)
    {
        int blockSize = BlockSizeFor(deterministic.Length, options.Samples, options.MemoryBudget);
        _tiles = [.. Enumerable.Range(0, TileCount).Select(tile => new Tile(SummaryOf(tile), DeterministicOf(tile), blockSize))];
    }

    /// <inheritdoc/>
    public override ImmutableArray<SampleChunk> Chunks => default;

    /// <inheritdoc/>
    public override SampleStatistics Statistics(int series) => StatisticsOfTile(series / TileWidth, new TileMemory())[series % TileWidth];

    /// <summary>The largest blocks of which half of the budget holds the sketches of all series: one block of each height, and one that is being filled.</summary>
    /// <param name="series">How many series.</param>
    /// <param name="samples">How many samples of each.</param>
    /// <param name="budget">The budget in bytes.</param>
    internal static int BlockSizeFor(int series, int samples, long budget)
    {
        int block = SeriesSummary.BlockSize;
        while (block < LargestBlock && BytesOf(2 * block) <= budget / 2.0) block *= 2;
        return block;

        double BytesOf(int size) => (double)series * size * sizeof(float) * (2 + Math.Max(0, Math.Ceiling(Math.Log2((double)samples / size))));
    }

    /// <inheritdoc/>
    protected override void Fold(SampleChunk chunk, int threads) => ForTiles(threads, (tile, memory) =>
    {
        chunk.CopyTile(tile * TileWidth, DeterministicOf(tile).Length, memory.Samples.Begin(chunk.Count));
        _tiles[tile].Add(chunk.First, memory);
    });

    /// <inheritdoc/>
    protected override SampleStatistics[] StatisticsOfTile(int tile, TileMemory memory) => _tiles[tile].Statistics(memory);

    private sealed class Tile
    {
        private readonly SeriesSummary _summary;
        private readonly QuantileSketch _sketch;
        private readonly double[] _units = new double[TileWidth];
        private readonly float[] _pending;
        private int _count;
        private long _blocks;

        public Tile(SeriesSummary summary, ReadOnlySpan<double> deterministic, int blockSize)
        {
            _summary = summary;
            _sketch = new QuantileSketch(blockSize);
            _pending = new float[blockSize * TileWidth];
            _units.AsSpan().Fill(1);
            for (int series = 0; series < deterministic.Length; series++)
                if (deterministic[series] != 0) _units[series] = Math.ScaleB(1, Math.Clamp(Math.ILogB(deterministic[series]), -1000, 1000));
        }

        public void Add(long first, TileMemory memory)
        {
            _summary.Add(first, memory.Samples);
            for (ReadOnlySpan<double> samples = memory.Samples.Samples; !samples.IsEmpty;)
            {
                int taken = Math.Min(samples.Length, _pending.Length - _count);
                SeriesTile.Round(samples[..taken], _units, _pending.AsSpan(_count, taken));
                samples = samples[taken..];
                _count += taken;
                if (_count < _pending.Length) continue;
                memory.Block.Begin(_pending);
                _sketch.Add(_blocks++, memory.Block);
                _count = 0;
            }
        }

        public SampleStatistics[] Statistics(TileMemory memory)
        {
            memory.Ranks.Read(_sketch, _pending.AsSpan(0, _count));
            return _summary.With((series, count, p) => memory.Ranks.Quantile(series, count, p) * _units[series], _sketch.RankError);
        }
    }
}
