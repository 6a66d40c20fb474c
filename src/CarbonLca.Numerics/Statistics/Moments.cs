using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Count, mean, spread and range of a set of numbers; two sets merge into one.</summary>
/// <remarks>
/// Merging follows T. F. Chan, G. H. Golub, R. J. LeVeque (1979), Updating formulae and a pairwise algorithm for computing sample
/// variances, Stanford STAN-CS-79-773. The sums over a block are compensated, so the mean of a block is rounded once.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Moments
{
    private readonly double _mean;
    private readonly double _meanLow;    // what the mean loses to rounding, carried through merges

    internal Moments(long count, double mean, double meanLow, double sumOfSquares, double minimum, double maximum)
    {
        Count = count;
        _mean = mean;
        _meanLow = meanLow;
        SumOfSquaredDeviations = sumOfSquares;
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>How many numbers.</summary>
    public long Count { get; }

    /// <summary>Σx/n; NaN of an empty set.</summary>
    public double Mean => Count == 0 ? double.NaN : _mean + _meanLow;

    /// <summary>Σ(x - mean)².</summary>
    public double SumOfSquaredDeviations { get; }

    /// <summary>The smallest; NaN of an empty set.</summary>
    public double Minimum { get => Count == 0 ? double.NaN : field; }

    /// <summary>The largest; NaN of an empty set.</summary>
    public double Maximum { get => Count == 0 ? double.NaN : field; }

    /// <summary>Σ(x - mean)²/(n - 1), the unbiased estimate; NaN below two numbers.</summary>
    public double Variance => Count < 2 ? double.NaN : SumOfSquaredDeviations / (Count - 1);

    /// <summary>Σ(x - mean)²/n, of the numbers as a whole population; NaN of an empty set.</summary>
    public double PopulationVariance => Count == 0 ? double.NaN : SumOfSquaredDeviations / Count;

    /// <summary>√<see cref="Variance"/>.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Standard error of the mean, sd/√n.</summary>
    public double StandardErrorOfMean => StandardDeviation / Math.Sqrt(Count);

    /// <summary>The moments of numbers: blocks of <see cref="MomentTree.BlockSize"/>, merged in a fixed tree.</summary>
    /// <param name="values">The numbers, all finite.</param>
    /// <remarks>The same bits as a <see cref="MomentTree"/> that was given the same blocks in any order.</remarks>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.Length <= MomentTree.BlockSize)
            return OfBlock(values);
        MomentTree tree = new();
        for (int block = 0; block * MomentTree.BlockSize < values.Length; block++)
        {
            int first = block * MomentTree.BlockSize;
            tree.Add(block, values.Slice(first, Math.Min(MomentTree.BlockSize, values.Length - first)));
        }
        return tree.Total();
    }

    /// <summary>The moments of the union of two disjoint sets.</summary>
    /// <param name="other">The other set.</param>
    public Moments MergedWith(in Moments other)
    {
        if (Count == 0)
            return other;
        if (other.Count == 0)
            return this;
        long count = Count + other.Count;
        double share = (double)other.Count / count;
        double difference = (other._mean - _mean) + (other._meanLow - _meanLow);
        (double mean, double low) = Add(_mean, difference * share);
        (mean, low) = Add(mean, low + _meanLow);
        double squares = SumOfSquaredDeviations + other.SumOfSquaredDeviations + (difference * difference * (Count * share));
        return new Moments(count, mean, low, squares, Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
    }

    internal static Moments OfBlock(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return default;
        double sum = 0;
        double low = 0;
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        for (int k = 0; k < values.Length; k++)
        {
            double value = values[k];
            if (!double.IsFinite(value))
                throw new ArgumentException($"Value {k + 1} of {values.Length} is {value}; moments need finite numbers.", nameof(values));
            (sum, double rest) = Add(sum, value);
            low += rest;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }
        // Mean as the unevaluated sum of two doubles: quotient and what its rounding left.
        double mean = (sum + low) / values.Length;
        double meanLow = (Math.FusedMultiplyAdd(-mean, values.Length, sum) + low) / values.Length;
        double squares = 0;
        double deviations = 0;
        foreach (double value in values)
        {
            double deviation = (value - mean) - meanLow;
            squares = Math.FusedMultiplyAdd(deviation, deviation, squares);
            deviations += deviation;
        }
        squares -= deviations * deviations / values.Length;    // what rounding of the mean adds
        return new Moments(values.Length, mean, meanLow, Math.Max(squares, 0), minimum, maximum);
    }

    /// <summary>a + b exactly, as a sum and its rounding error (D. E. Knuth, TAOCP 2, 4.2.2).</summary>
    private static (double Sum, double Lost) Add(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }
}
