using System.Collections.Immutable;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Samples are folded into moments and sketches; quantiles have a declared error of rank.</summary>
/// <remarks>
/// A sketch holds floats, so samples are divided by a power of two near the deterministic value first. Its blocks are as large as half of
/// the memory budget allows: the larger, the smaller the error. Samples without an answer are left out before blocks are filled.
/// </remarks>
internal sealed class SketchedSamples : SampleStore
{
    private const int LargestBlock = 1 << 13;

    private readonly Series[] _series;

    public SketchedSamples(double[] deterministic, MonteCarloOptions options)
        : base(deterministic, options.Design)
    {
        int blockSize = BlockSizeFor(deterministic.Length, options.Samples, options.MemoryBudget);
        _series = [.. deterministic.Select((value, series) => new Series(NewSummary(series), value, blockSize))];
    }

    /// <inheritdoc/>
    public override ImmutableArray<SampleChunk> Chunks => default;

    /// <inheritdoc/>
    public override SampleStatistics Statistics(int series) => _series[series].Statistics();

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
    protected override void Fold(SampleChunk chunk)
    {
        double[] samples = new double[chunk.Count];
        for (int series = 0; series < _series.Length; series++)
        {
            chunk.CopySeries(series, samples);
            for (int first = 0; first < samples.Length; first += SeriesSummary.BlockSize)
                _series[series].Add((chunk.First + first) / SeriesSummary.BlockSize, samples.AsSpan(first, Math.Min(SeriesSummary.BlockSize, samples.Length - first)));
        }
    }

    private sealed class Series(SeriesSummary summary, double deterministic, int blockSize)
    {
        private readonly QuantileSketch _sketch = new(blockSize);
        private readonly double _unit = deterministic == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(deterministic), -1000, 1000));
        private readonly float[] _pending = new float[blockSize];
        private int _count;
        private long _blocks;

        public void Add(long block, ReadOnlySpan<double> samples)
        {
            Span<double> answers = stackalloc double[SeriesSummary.BlockSize];
            int count = summary.Add(block, samples, answers);
            for (int k = 0; k < count; k++)
            {
                _pending[_count++] = (float)(answers[k] / _unit);
                if (_count < _pending.Length) continue;
                _sketch.Add(_blocks++, _pending);
                _count = 0;
            }
        }

        public SampleStatistics Statistics()
        {
            QuantileSketch all = _sketch;
            if (_count > 0)
            {
                all = new QuantileSketch(blockSize);
                all.Merge(_sketch);
                all.Add(_blocks, _pending.AsSpan(0, _count));
            }

            return summary.With(p => all.Quantile(p) * _unit, all.RankError);
        }
    }
}
