using System.Collections.Immutable;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>How often samples fall into bins of equal width between two of their own quantiles, and beyond.</summary>
/// <param name="Low">The lower end of the first bin: the quantile of 0.005.</param>
/// <param name="High">The upper end of the last bin: the quantile of 0.995.</param>
/// <param name="Counts">How many samples each bin holds, lower end included; the last includes its upper end too. Empty where the samples do not spread.</param>
/// <param name="Below">How many samples lie below the first bin.</param>
/// <param name="Above">How many lie above the last.</param>
/// <remarks>
/// The ends are quantiles rather than extremes, so that one extreme sample among thousands does not squeeze all others into a few bins.
/// Bins are narrow enough to be merged for a chart and to read a probability of exceedance between two of their bounds.
/// </remarks>
public sealed record SampleHistogram(double Low, double High, ImmutableArray<long> Counts, long Below, long Above)
{
    /// <summary>How many bins there are.</summary>
    public const int BinCount = 200;

    private const double Tail = 0.005;

    /// <summary>How many samples are counted.</summary>
    public long Total => Below + Above + Counts.Sum();

    /// <summary>Whether the samples spread, so that there are bins.</summary>
    public bool HasBins => !Counts.IsEmpty;

    /// <summary>The histogram of samples; those that are not a number are left out.</summary>
    public static SampleHistogram Of(ReadOnlySpan<double> samples)
    {
        double[] sorted = new double[samples.Length];
        int count = 0;
        foreach (double sample in samples)
            if (!double.IsNaN(sample)) sorted[count++] = sample;
        Array.Resize(ref sorted, count);
        if (count == 0) return new SampleHistogram(double.NaN, double.NaN, [], 0, 0);
        Array.Sort(sorted);
        Span<double> ends = stackalloc double[2];
        ExactQuantiles.Quantiles(sorted.AsSpan(), [Tail, 1 - Tail], ends);
        (double low, double high) = (ends[0], ends[1]);
        double scale = BinCount / (high - low);
        if (!double.IsFinite(scale)) return new SampleHistogram(low, high, [], 0, count);
        long[] counts = new long[BinCount];
        long below = 0;
        long above = 0;
        foreach (double sample in sorted)
        {
            if (sample < low) below++;
            else if (sample > high) above++;
            else counts[Math.Min(BinCount - 1, (int)((sample - low) * scale))]++;
        }

        return new SampleHistogram(low, high, [.. counts], below, above);
    }

    /// <summary>The bound between two bins.</summary>
    /// <param name="bin">0 for the lower end of the first bin, <see cref="BinCount"/> for the upper end of the last.</param>
    public double Bound(int bin) => bin == BinCount ? High : Low + (bin * ((High - Low) / BinCount));

    /// <summary>The share of samples above a value, interpolated within the bin it falls into.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The estimate, and the bounds that the counts of the bins prove.</returns>
    /// <exception cref="InvalidOperationException">There are no bins.</exception>
    public (double Estimate, double Least, double Most) Exceeding(double value)
    {
        if (!HasBins) throw new InvalidOperationException("The samples do not spread, so no bin tells how many lie above a value.");
        double total = Total;
        if (value < Low) return ((total - (Below / 2.0)) / total, (total - Below) / total, 1);
        if (value > High) return (Above / 2.0 / total, 0, Above / total);
        int bin = Math.Min(BinCount - 1, (int)((value - Low) * (BinCount / (High - Low))));
        double beyond = Above + Counts.Skip(bin + 1).Sum();
        double part = Math.Clamp((Bound(bin + 1) - value) / (Bound(bin + 1) - Bound(bin)), 0, 1);
        return ((beyond + (part * Counts[bin])) / total, beyond / total, (beyond + Counts[bin]) / total);
    }
}
