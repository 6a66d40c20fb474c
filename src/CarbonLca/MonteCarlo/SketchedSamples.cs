using System.Collections.Immutable;
using CarbonLca.Numerics.Memory;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Samples are folded into moments and sketches; quantiles have a declared error of rank.</summary>
/// <remarks>
/// A sketch holds floats, so samples are divided by a power of two near the deterministic value first. Its blocks are as large as half of
/// the memory budget allows: the larger, the smaller the error. At the end of a block of moments (<see cref="HasStateAt"/>) everything can
/// be written down and gone on from; which numbers there are follows from how many samples and series there are.
/// </remarks>
internal sealed class SketchedSamples : SampleStore
{
    /// <summary>Samples of the largest block.</summary>
    public const int LargestBlock = 1 << 13;

    private readonly Tile[] _tiles;

    public SketchedSamples(double[] deterministic, MonteCarloOptions options)
        : base(deterministic, options.Design)
    {
        BlockSize = BlockSizeFor(deterministic.Length, options.Samples, options.MemoryBudget);
        _tiles = [.. Enumerable.Range(0, TileCount).Select(tile => new Tile(SummaryOf(tile), DeterministicOf(tile), BlockSize))];
    }

    private SketchedSamples(double[] deterministic, SampleDesign design, int blockSize, Tile[] tiles, long count, long failed)
        : base(deterministic, design, count, failed)
    {
        BlockSize = blockSize;
        _tiles = tiles;
    }

    /// <summary>Samples of a block of the sketches.</summary>
    public int BlockSize { get; }

    /// <inheritdoc/>
    public override ImmutableArray<SampleChunk> Chunks => default;

    /// <summary>Whether so many samples can be gone on from: a short block of moments takes no more samples.</summary>
    public static bool HasStateAt(long samples) => samples % SeriesSummary.BlockSize == 0;

    /// <summary>Whether a number can be the <see cref="BlockSize"/>.</summary>
    public static bool IsBlockSize(long size) => size is >= SeriesSummary.BlockSize and <= LargestBlock && long.IsPow2(size);

    /// <inheritdoc/>
    public override SampleStatistics Statistics(int series) => StatisticsOfTile(series / TileWidth, new TileMemory())[series % TileWidth];

    /// <summary>Writes everything, tile after tile, to go on from it by <see cref="Load"/>.</summary>
    /// <exception cref="InvalidOperationException">The last block of moments is short.</exception>
    public void Save(NumberWriter writer)
    {
        if (!HasStateAt(Count)) throw new InvalidOperationException($"The last of {Count} samples end within a block; expected a multiple of {SeriesSummary.BlockSize}.");
        for (int tile = 0; tile < _tiles.Length; tile++)
        {
            writer.Write(DeterministicOf(tile));
            _tiles[tile].Save(writer, Count);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote; takes no more memory than there are numbers to fill it, but for a few blocks.</summary>
    /// <param name="reader">The numbers.</param>
    /// <param name="series">How many series.</param>
    /// <param name="design">How the samples relate.</param>
    /// <param name="blockSize">The <see cref="BlockSize"/>.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="failed">How many of them failed.</param>
    /// <exception cref="EndOfStreamException">There are fewer numbers.</exception>
    public static SketchedSamples Load(NumberReader reader, int series, SampleDesign design, int blockSize, long count, long failed)
    {
        List<double> deterministic = [];
        List<Tile> tiles = [];
        Span<double> room = stackalloc double[TileWidth];
        for (int first = 0; first < series; first += TileWidth)
        {
            Span<double> ofTile = room[..Math.Min(TileWidth, series - first)];
            reader.Read(ofTile);
            deterministic.AddRange(ofTile);
            Tile tile = new(new SeriesSummary(ofTile, design), ofTile, blockSize);
            tile.Load(reader, count);
            tiles.Add(tile);
        }

        return new SketchedSamples([.. deterministic], design, blockSize, [.. tiles], count, failed);
    }

    /// <summary>The largest blocks of which half of the budget holds the sketches of all series.</summary>
    /// <param name="series">How many series.</param>
    /// <param name="samples">How many samples of each.</param>
    /// <param name="budget">The budget in bytes.</param>
    internal static int BlockSizeFor(int series, int samples, long budget)
    {
        int block = SeriesSummary.BlockSize;
        while (block < LargestBlock && BudgetFor(series, samples, 2 * block) <= budget) block *= 2;
        return block;
    }

    /// <summary>The smallest budget with blocks of at least a size: twice one block of each height, and one that is being filled.</summary>
    internal static double BudgetFor(int series, int samples, int blockSize) =>
        2.0 * series * blockSize * sizeof(float) * (2 + Math.Max(0, Math.Ceiling(Math.Log2((double)samples / blockSize))));

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
        private readonly int _blockLength;

        // Room for a whole block as soon as the first sample comes.
        private float[] _pending = [];
        private int _count;
        private long _blocks;

        public Tile(SeriesSummary summary, ReadOnlySpan<double> deterministic, int blockSize)
        {
            _summary = summary;
            _sketch = new QuantileSketch(blockSize);
            _blockLength = blockSize * TileWidth;
            _units.AsSpan().Fill(1);
            for (int series = 0; series < deterministic.Length; series++)
                if (deterministic[series] != 0) _units[series] = Math.ScaleB(1, Math.Clamp(Math.ILogB(deterministic[series]), -1000, 1000));
        }

        public void Add(long first, TileMemory memory)
        {
            _summary.Add(first, memory.Samples);
            if (_pending.Length < _blockLength) Array.Resize(ref _pending, _blockLength);
            for (ReadOnlySpan<double> samples = memory.Samples.Samples; !samples.IsEmpty;)
            {
                int taken = Math.Min(samples.Length, _blockLength - _count);
                SeriesTile.Round(samples[..taken], _units, _pending.AsSpan(_count, taken));
                samples = samples[taken..];
                _count += taken;
                if (_count < _blockLength) continue;
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

        public void Save(NumberWriter writer, long samples)
        {
            _summary.Save(writer, samples);
            _sketch.Save(writer, _blocks);
            writer.Write(_pending.AsSpan(0, _count));
        }

        public void Load(NumberReader reader, long samples)
        {
            _summary.Load(reader, samples);
            _blocks = samples / _sketch.BlockSize;
            _sketch.Load(reader, _blocks);
            _count = (int)(samples % _sketch.BlockSize) * TileWidth;
            _pending = new float[_count];
            reader.Read(_pending);
        }
    }
}
