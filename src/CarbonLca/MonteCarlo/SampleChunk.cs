using CarbonLca.Numerics.Memory;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Consecutive samples of every number asked for.</summary>
/// <remarks>Written once, by many threads in separate places, block by block as the samples are solved; not changed afterwards.</remarks>
internal sealed class SampleChunk
{
    // Blocks are complete: the last samples may belong to nobody.
    private const int Multiple = 16;

    private readonly Memory<double> _values;
    private readonly int _series;

    private SampleChunk(long first, int count, int series, int blockSamples, Memory<double> values)
    {
        First = first;
        Count = count;
        BlockSamples = blockSamples;
        HasFailed = new bool[count];
        _series = series;
        _values = values;
    }

    /// <summary>The first sample; a multiple of sixteen.</summary>
    public long First { get; }

    /// <summary>How many samples.</summary>
    public int Count { get; }

    /// <summary>Samples of a block.</summary>
    public int BlockSamples { get; }

    /// <summary>Whether something asked for has no answer, by sample.</summary>
    public bool[] HasFailed { get; }

    /// <summary>A chunk that still has to be written.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="series">How many numbers a sample has; a series is product × categories + category.</param>
    /// <param name="blockSamples">Samples of a block; a divisor of sixteen.</param>
    public static SampleChunk Empty(long first, int count, int series, int blockSamples) =>
        new(first, count, series, blockSamples, LargeArray.Allocate<double>(checked((count + Multiple - 1) / Multiple * Multiple * series)));

    /// <summary>A chunk that still has to be written, in the memory of this one, which is not needed any more.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many samples; at most as many as here.</param>
    public SampleChunk Renewed(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return new SampleChunk(first, count, _series, BlockSamples, _values);
    }

    /// <summary>The numbers of the block in which a sample stands, <c>[series][sample of the block]</c>; not a number in samples that failed.</summary>
    /// <param name="sample">The sample, counted from <see cref="First"/>.</param>
    public Span<double> Block(int sample) => _values.Span.Slice(sample / BlockSamples * BlockSamples * _series, BlockSamples * _series);

    /// <summary>Copies the samples of one series, in order.</summary>
    /// <param name="series">The series.</param>
    /// <param name="samples">Receives <see cref="Count"/> samples.</param>
    public void CopySeries(int series, Span<double> samples)
    {
        ReadOnlySpan<double> values = _values.Span;
        int stride = BlockSamples * _series;
        for (int at = 0, place = series * BlockSamples; at < Count; at += BlockSamples, place += stride)
            values.Slice(place, Math.Min(BlockSamples, Count - at)).CopyTo(samples[at..]);
    }

    /// <summary>Copies consecutive series side by side.</summary>
    /// <param name="series">The first series.</param>
    /// <param name="count">How many of them; at most eight.</param>
    /// <param name="samples">Receives <see cref="Count"/> rows of eight samples; not a number beyond the last series.</param>
    public void CopyTile(int series, int count, Span<double> samples)
    {
        const int Width = SeriesTile.Width;
        ReadOnlySpan<double> values = _values.Span;
        if (count < Width) samples[..(Count * Width)].Fill(double.NaN);
        int stride = BlockSamples * _series;
        for (int at = 0, place = series * BlockSamples; at < Count; at += BlockSamples, place += stride)
        {
            ReadOnlySpan<double> block = values.Slice(place, count * BlockSamples);
            Span<double> rows = samples.Slice(at * Width, Math.Min(BlockSamples, Count - at) * Width);
            for (int k = 0; k < rows.Length; k += Width)
            {
                Span<double> row = rows.Slice(k, Width);
                for (int s = 0, from = k / Width; s < count; s++, from += BlockSamples) row[s] = block[from];
            }
        }
    }

    /// <summary>Writes the samples of one series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="samples">Its <see cref="Count"/> samples.</param>
    public void SetSeries(int series, ReadOnlySpan<double> samples)
    {
        Span<double> values = _values.Span;
        int stride = BlockSamples * _series;
        for (int at = 0, place = series * BlockSamples; at < Count; at += BlockSamples, place += stride)
            samples.Slice(at, Math.Min(BlockSamples, Count - at)).CopyTo(values[place..]);
    }
}
