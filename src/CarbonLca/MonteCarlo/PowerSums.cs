namespace CarbonLca.MonteCarlo;

/// <summary>Sums of the first four powers of values about the first of them: spread, skewness, and how well the spread is known.</summary>
/// <remarks>
/// Values are divided by a power of two near the first, so that their fourth powers neither overflow nor vanish. Values are added in
/// the order of the samples, so that the bits depend on nothing else.
/// </remarks>
internal struct PowerSums
{
    private const int LargestExponent = 1000;

    private double _origin;
    private double _scale;
    private double _first;
    private double _second;
    private double _third;
    private double _fourth;

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>The standard deviation, of n − 1; not a number of fewer than two values.</summary>
    public readonly double StandardDeviation => Count < 2 ? double.NaN : Math.Sqrt(Central().Second * Count / (Count - 1)) / _scale;

    /// <summary>The third central moment over the cube of the standard deviation, both of n; not a number where nothing varies.</summary>
    public readonly double Skewness
    {
        get
        {
            (double second, double third, _) = Central();
            return third / (second * Math.Sqrt(second));
        }
    }

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        if (Count++ == 0)
        {
            _origin = value;
            _scale = value == 0 ? 1 : Math.ScaleB(1, -Math.Clamp(Math.ILogB(value), -LargestExponent, LargestExponent));
        }

        double x = (value - _origin) * _scale;
        double square = x * x;
        _first += x;
        _second += square;
        _third += square * x;
        _fourth += square * square;
    }

    /// <summary>The standard error of the standard deviation: √((m₄ − m₂²) / n) / (2·√m₂), to first order in 1/n (Cramér 1946, ch. 27.7).</summary>
    /// <param name="independent">How many independent values the values are worth.</param>
    public readonly double StandardErrorOfDeviation(double independent)
    {
        if (Count < 2) return double.NaN;
        (double second, _, double fourth) = Central();
        return second == 0 ? 0 : Math.Sqrt(Math.Max(0, fourth - (second * second)) / independent) / (2 * Math.Sqrt(second)) / _scale;
    }

    private readonly (double Second, double Third, double Fourth) Central()
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
