using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Sums of the first four powers of values about the first of them: spread, skewness, and how well the spread is known.</summary>
/// <remarks>
/// Values are divided by a power of two near the first, so that their fourth powers neither overflow nor vanish. Values are added in
/// the order of the samples, so that the bits depend on nothing else.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PowerSums
{
    private const int LargestExponent = 1000;

    private readonly double _scale;
    private readonly double _first;
    private readonly double _second;
    private readonly double _third;
    private readonly double _fourth;

    internal PowerSums(long count, double scale, double first, double second, double third, double fourth)
    {
        Count = count;
        _scale = scale;
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
    }

    /// <summary>How many values there are.</summary>
    public long Count { get; }

    /// <summary>The standard deviation, of n − 1; not a number of fewer than two values.</summary>
    public double StandardDeviation => Count < 2 ? double.NaN : Math.Sqrt(Central().Second * Count / (Count - 1)) / _scale;

    /// <summary>The third central moment over the cube of the standard deviation, both of n; not a number where nothing varies.</summary>
    public double Skewness
    {
        get
        {
            (double second, double third, _) = Central();
            return third / (second * Math.Sqrt(second));
        }
    }

    /// <summary>The sums of values, one after the other: the definition of what <see cref="TileTally"/> computes.</summary>
    internal static PowerSums Reference(ReadOnlySpan<double> values)
    {
        double origin = values.IsEmpty ? 0 : values[0];
        double scale = ScaleFor(origin);
        (double first, double second, double third, double fourth) = (0, 0, 0, 0);
        foreach (double value in values)
        {
            double x = (value - origin) * scale;
            double square = x * x;
            first += x;
            second += square;
            third += square * x;
            fourth += square * square;
        }

        return new PowerSums(values.Length, scale, first, second, third, fourth);
    }

    /// <summary>One over the power of two near a value; 1 for zero.</summary>
    internal static double ScaleFor(double value) => value == 0 ? 1 : Math.ScaleB(1, -Math.Clamp(Math.ILogB(value), -LargestExponent, LargestExponent));

    /// <summary>The standard error of the standard deviation: √((m₄ − m₂²) / n) / (2·√m₂), to first order in 1/n (Cramér 1946, ch. 27.7).</summary>
    /// <param name="independent">How many independent values the values are worth.</param>
    public double StandardErrorOfDeviation(double independent)
    {
        if (Count < 2) return double.NaN;
        (double second, _, double fourth) = Central();
        return second == 0 ? 0 : Math.Sqrt(Math.Max(0, fourth - (second * second)) / independent) / (2 * Math.Sqrt(second)) / _scale;
    }

    private (double Second, double Third, double Fourth) Central()
    {
        double mean = _first / Count;
        double second = _second / Count;
        double third = _third / Count;
        double square = mean * mean;
        return (
            Math.Max(0, second - square),
            third - (3 * mean * second) + (2 * square * mean),
            (_fourth / Count) - (4 * mean * third) + (6 * square * second) - (3 * square * square));
    }
}
