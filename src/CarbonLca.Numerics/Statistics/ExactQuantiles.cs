using System.Numerics;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Quantiles of numbers that fit in memory.</summary>
/// <remarks>
/// Convention: linear interpolation between order statistics, type 7 of R. J. Hyndman &amp; Y. Fan (1996), The American Statistician
/// 50:361–365, the default of R, NumPy and spreadsheets (PERCENTILE.INC). With x₀ ≤ … ≤ xₙ₋₁ and h = (n - 1)·p the quantile is
/// x⌊h⌋ + (h - ⌊h⌋)·(x⌊h⌋₊₁ - x⌊h⌋). One number is every quantile of itself.
/// </remarks>
public static class ExactQuantiles
{
    /// <summary>One quantile, by selection; reorders the numbers.</summary>
    /// <param name="values">At least one number, none NaN; the order afterwards is unspecified.</param>
    /// <param name="p">In [0, 1].</param>
    /// <exception cref="ArgumentException">There is no number, or one is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public static T Quantile<T>(Span<T> values, double p)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        Check(values);
        (long place, double fraction) = Position(values.Length, p);
        int lower = (int)place;
        Select(values, lower);
        T below = values[lower];
        if (fraction == 0)
            return below;
        T above = values[lower + 1];
        foreach (T value in values[(lower + 2)..])
            above = value < above ? value : above;
        return Between(below, above, fraction);
    }

    /// <summary>Several quantiles, by sorting the numbers.</summary>
    /// <param name="values">At least one number, none NaN; sorted ascending afterwards.</param>
    /// <param name="p">Each in [0, 1].</param>
    /// <param name="quantiles">As long as <paramref name="p"/>.</param>
    /// <exception cref="ArgumentException">There is no number, one is NaN, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is outside [0, 1].</exception>
    public static void Quantiles<T>(Span<T> values, ReadOnlySpan<double> p, Span<T> quantiles)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (quantiles.Length != p.Length)
            throw new ArgumentException($"'{nameof(quantiles)}' has length {quantiles.Length}; expected {p.Length}, the length of '{nameof(p)}'.", nameof(quantiles));
        Check(values);
        values.Sort();
        for (int k = 0; k < p.Length; k++)
        {
            (long place, double fraction) = Position(values.Length, p[k]);
            int lower = (int)place;
            quantiles[k] = fraction == 0 ? values[lower] : Between(values[lower], values[lower + 1], fraction);
        }
    }

    /// <summary>Where a quantile lies among sorted numbers: after the one at the lower place, by a fraction of the way to the next.</summary>
    internal static (long Lower, double Fraction) Position(long count, double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must lie between 0 and 1.");
        double position = (count - 1) * p;
        long lower = (long)position;
        return (lower, position - lower);
    }

    /// <summary>The number a fraction of the way between two.</summary>
    internal static T Between<T>(T below, T above, double fraction)
        where T : struct, IBinaryFloatingPointIeee754<T>
        => below == above ? below : below + (T.CreateChecked(fraction) * (above - below));

    private static void Check<T>(ReadOnlySpan<T> values)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
            throw new ArgumentException("Quantiles need at least one number.", nameof(values));
        for (int k = 0; k < values.Length; k++)
        {
            if (T.IsNaN(values[k]))
                throw new ArgumentException($"Value {k + 1} of {values.Length} is NaN; quantiles need ordered numbers.", nameof(values));
        }
    }

    /// <summary>Puts the order statistic <paramref name="rank"/> in its place, smaller numbers before and larger ones after it.</summary>
    /// <remarks>Hoare's selection (1961) with the median of three; after many uneven splits it sorts what is left.</remarks>
    private static void Select<T>(Span<T> values, int rank)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        int low = 0;
        int high = values.Length - 1;
        for (int rounds = 4 * BitOperations.Log2((uint)values.Length); high - low > 32; rounds--)
        {
            if (rounds == 0)
                break;
            T pivot = MedianOfThree(values[low], values[low + ((high - low) / 2)], values[high]);
            int left = low;
            int right = high;
            while (left <= right)
            {
                while (values[left] < pivot)
                    left++;
                while (pivot < values[right])
                    right--;
                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }
            if (rank <= right)
                high = right;
            else if (rank >= left)
                low = left;
            else
                return;
        }
        values[low..(high + 1)].Sort();
    }

    private static T MedianOfThree<T>(T a, T b, T c)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (b < a)
            (a, b) = (b, a);
        return c < a ? a : b < c ? b : c;
    }
}
