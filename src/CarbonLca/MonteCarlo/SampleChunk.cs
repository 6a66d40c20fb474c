using CarbonLca.Numerics.Memory;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Consecutive samples of every number asked for.</summary>
/// <remarks>Written once, by many threads in separate places, block by block as the samples are solved; not changed afterwards.</remarks>
internal sealed class SampleChunk
{
    // Blocks are complete: the last samples may belong to nobody.
    private const int Multiple = 16;

    private Memory<double>? _values;
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

    private Memory<double> Values => _values ?? throw new ObjectDisposedException(nameof(MonteCarloResult), "The samples were given back with the result they belong to; ask before it is disposed.");

    /// <summary>Whether something asked for has no answer, by sample.</summary>
    public bool[] HasFailed { get; }

    /// <summary>A chunk that still has to be written.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="series">How many numbers a sample has; a series is product × categories + category.</param>
    /// <param name="blockSamples">Samples of a block; a divisor of sixteen.</param>
    /// <param name="spare">Memory of earlier chunks.</param>
    public static SampleChunk Empty(long first, int count, int series, int blockSamples, SpareMemory? spare = null)
    {
        int length = checked((count + Multiple - 1) / Multiple * Multiple * series);
        return new SampleChunk(first, count, series, blockSamples, spare?.Take(length) ?? LargeArray.Allocate<double>(length));
    }

    /// <summary>Gives the memory away; from now on there are no samples.</summary>
    public void Release(SpareMemory spare)
    {
        if (_values is { } memory) spare.Add(memory);
        _values = null;
    }

    /// <summary>The numbers of the block in which a sample stands, <c>[series][sample of the block]</c>; not a number in samples that failed.</summary>
    /// <param name="sample">The sample, counted from <see cref="First"/>.</param>
    public Span<double> Block(int sample) => Values.Span.Slice(sample / BlockSamples * BlockSamples * _series, BlockSamples * _series);

    /// <summary>Copies the samples of one series, in order.</summary>
    /// <param name="series">The series.</param>
    /// <param name="samples">Receives <see cref="Count"/> samples.</param>
    public void CopySeries(int series, Span<double> samples)
    {
        ReadOnlySpan<double> values = Values.Span;
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
        ReadOnlySpan<double> values = Values.Span;
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
        Span<double> values = Values.Span;
        int stride = BlockSamples * _series;
        for (int at = 0, place = series * BlockSamples; at < Count; at += BlockSamples, place += stride)
            samples.Slice(at, Math.Min(BlockSamples, Count - at)).CopyTo(values[place..]);
    }
}
