using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>Samples are folded into moments and sketches; quantiles have a declared error of rank.</summary>
/// <remarks>
/// A sketch holds floats, so samples are divided by a power of two near the deterministic value first. It thins full blocks only:
/// a series that misses answers collects those it has until they fill one.
/// </remarks>
internal sealed class SketchedSamples : SampleStore
{
    private readonly Series[] _series;

    public SketchedSamples(double[] deterministic, SampleDesign design)
        : base(deterministic, design) => _series = [.. deterministic.Select((value, series) => new Series(NewSummary(series), value))];

    /// <inheritdoc/>
    public override ImmutableArray<SampleChunk> Chunks => default;

    /// <inheritdoc/>
    public override SampleStatistics Statistics(int series) => _series[series].Statistics();

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

    private sealed class Series(SeriesSummary summary, double deterministic)
    {
        private readonly QuantileSketch _sketch = new(SeriesSummary.BlockSize);
        private readonly double _unit = deterministic == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(deterministic), -1000, 1000));
        private List<float>? _pending;
        private long _blocks;

        public void Add(long block, ReadOnlySpan<double> samples)
        {
            Span<double> answers = stackalloc double[SeriesSummary.BlockSize];
            Span<float> scaled = stackalloc float[SeriesSummary.BlockSize];
            int count = summary.Add(block, samples, answers);
            for (int k = 0; k < count; k++) scaled[k] = (float)(answers[k] / _unit);
            if (count == SeriesSummary.BlockSize && _pending is null)
            {
                _sketch.Add(_blocks++, scaled);
                return;
            }

            _pending ??= new List<float>(2 * SeriesSummary.BlockSize);
            _pending.AddRange(scaled[..count]);
            if (_pending.Count < SeriesSummary.BlockSize) return;
            CollectionsMarshal.AsSpan(_pending)[..SeriesSummary.BlockSize].CopyTo(scaled);
            _pending.RemoveRange(0, SeriesSummary.BlockSize);
            _sketch.Add(_blocks++, scaled);
        }

        public SampleStatistics Statistics()
        {
            QuantileSketch all = _sketch;
            if (_pending is { Count: > 0 })
            {
                all = new QuantileSketch(SeriesSummary.BlockSize);
                all.Merge(_sketch);
                all.Add(_blocks, CollectionsMarshal.AsSpan(_pending));
            }

            return summary.With(p => all.Quantile(p) * _unit, all.RankError);
        }
    }
}
