using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Samples of up to eight series side by side, <c>[sample][series]</c>, so that one instruction does the same to all of them.</summary>
/// <remarks>NaN stands where a series has no sample. Nothing in a series depends on its neighbours. One thread at a time.</remarks>
public sealed class SeriesTile
{
    /// <summary>Series of a tile.</summary>
    public const int Width = 8;

    // Of very many samples, or of few series, exchanges cost more than sorting one series after the other.
    private const int MostExchanged = 1 << 15;
    private const int FewestExchanged = 3;

    private Memory<double> _memory;
    private bool _isSorted;

    /// <summary>How many samples each series has.</summary>
    public int Count { get; private set; }

    /// <summary>All samples.</summary>
    public ReadOnlySpan<double> Samples => _memory.Span[..(Count * Width)];

    /// <summary>Consecutive samples.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<double> Slice(int first, int count) => Samples.Slice(first * Width, count * Width);

    /// <summary>Begins anew.</summary>
    /// <param name="count">How many samples.</param>
    /// <returns>The places of all samples; what stands there is anything.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or more than fit.</exception>
    public Span<double> Begin(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / Width - 1);
        if (_memory.Length < count * Width) _memory = LargeArray.Allocate<double>(count * Width);
        Count = count;
        _isSorted = false;
        return _memory.Span[..(count * Width)];
    }

    /// <summary>Begins anew with one series; the others have no samples.</summary>
    public void Begin(ReadOnlySpan<double> series)
    {
        Span<double> samples = Begin(series.Length);
        samples.Fill(double.NaN);
        for (int k = 0; k < series.Length; k++) samples[k * Width] = series[k];
    }

    /// <summary>Begins anew with samples that were rounded.</summary>
    /// <param name="samples"><c>[sample][series]</c>; not a number where one is missing.</param>
    public void Begin(ReadOnlySpan<float> samples)
    {
        Span<Vector512<double>> rows = MemoryMarshal.Cast<double, Vector512<double>>(Begin(samples.Length / Width));
        Widen(samples, rows);
    }

    /// <summary>Rounds samples to floats.</summary>
    /// <param name="samples"><c>[sample][series]</c>.</param>
    /// <param name="units">By what each series is divided: eight powers of two.</param>
    /// <param name="rounded">Receives as many.</param>
    public static void Round(ReadOnlySpan<double> samples, ReadOnlySpan<double> units, Span<float> rounded)
    {
        Vector512<double> unit = Vector512.Create(units);
        ReadOnlySpan<Vector512<double>> rows = MemoryMarshal.Cast<double, Vector512<double>>(samples);
        Span<Vector256<float>> narrow = MemoryMarshal.Cast<float, Vector256<float>>(rounded[..samples.Length]);
        for (int k = 0; k < rows.Length; k++) narrow[k] = Narrow(rows[k] / unit);
    }

    /// <summary>A row as doubles.</summary>
    internal static void Widen(ReadOnlySpan<float> samples, Span<Vector512<double>> rows)
    {
        ReadOnlySpan<Vector256<float>> narrow = MemoryMarshal.Cast<float, Vector256<float>>(samples);
        for (int k = 0; k < narrow.Length; k++)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(narrow[k]);
            rows[k] = Vector512.Create(low, high);
        }
    }

    /// <summary>A row as floats.</summary>
    internal static Vector256<float> Narrow(Vector512<double> row) => Vector256.Narrow(row.GetLower(), row.GetUpper());

    /// <summary>Sorts each series ascending; what is missing comes last, as +∞.</summary>
    /// <param name="series">How many of the series matter; the others may stay as they are.</param>
    public void Sort(int series = Width)
    {
        Span<Vector512<double>> rows = MemoryMarshal.Cast<double, Vector512<double>>(_memory.Span[..(Count * Width)]);

        // −0 becomes 0, so that equal numbers are equal bits.
        foreach (ref Vector512<double> row in rows)
            row = Vector512.ConditionalSelect(Vector512.Equals(row, row), row + Vector512<double>.Zero, Vector512.Create(double.PositiveInfinity));
        if (series < FewestExchanged || Count > MostExchanged) SortOneByOne(series);
        else TileSort.Run(rows);
        _isSorted = true;
    }

    /// <summary>A quantile of a sorted series, as <see cref="ExactQuantiles"/> has it.</summary>
    /// <param name="series">The series.</param>
    /// <param name="count">How many samples it has, without the missing ones.</param>
    /// <param name="p">In [0, 1].</param>
    /// <exception cref="InvalidOperationException">The tile is not sorted.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1], or the count is none of the series.</exception>
    public double Quantile(int series, int count, double p)
    {
        if (!_isSorted) throw new InvalidOperationException("Quantiles need sorted samples; sort the tile first.");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        (long place, double fraction) = ExactQuantiles.Position(count, p);
        int lower = (int)place;
        ReadOnlySpan<double> samples = Samples[series..];
        double below = samples[lower * Width];
        return fraction == 0 ? below : ExactQuantiles.Between(below, samples[(lower + 1) * Width], fraction);
    }

    private void SortOneByOne(int series)
    {
        Span<double> samples = _memory.Span[..(Count * Width)];
        double[] one = new double[Count];
        for (int s = 0; s < series; s++)
        {
            for (int k = 0; k < one.Length; k++) one[k] = samples[(k * Width) + s];
            Array.Sort(one);
            for (int k = 0; k < one.Length; k++) samples[(k * Width) + s] = one[k];
        }
    }
}
