using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Memory;

namespace CarbonLca.Numerics.Statistics;

/// <summary><see cref="Moments"/> of eight series side by side, with the same bits as one by one.</summary>
internal sealed class TileMoments
{
    private readonly Vector512<double> _count;
    private readonly Vector512<double> _mean;
    private readonly Vector512<double> _meanLow;
    private readonly Vector512<double> _squares;
    private readonly Vector512<double> _minimum;
    private readonly Vector512<double> _maximum;

    private TileMoments(Vector512<double> count, Vector512<double> mean, Vector512<double> meanLow, Vector512<double> squares, Vector512<double> minimum, Vector512<double> maximum)
    {
        _count = count;
        _mean = mean;
        _meanLow = meanLow;
        _squares = squares;
        _minimum = minimum;
        _maximum = maximum;
    }

    /// <summary>The moments of one of the series.</summary>
    public Moments this[int series] => _count[series] == 0
        ? default
        : new Moments((long)_count[series], _mean[series], _meanLow[series], _squares[series], _minimum[series], _maximum[series]);

    /// <summary>The moments of a block: see <see cref="Moments.OfBlock"/>, which leaves no number out.</summary>
    /// <param name="rows">Samples, one of each series a row; NaN where a series has none.</param>
    /// <exception cref="ArgumentException">A number is infinite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TileMoments OfBlock(ReadOnlySpan<Vector512<double>> rows)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> minimum = Vector512.Create(double.PositiveInfinity);
        Vector512<double> maximum = Vector512.Create(double.NegativeInfinity);
        Vector512<long> count = Vector512<long>.Zero;
        for (int k = 0; k < rows.Length; k++)
        {
            Vector512<double> value = rows[k];
            Vector512<double> isThere = Vector512.Equals(value, value);
            (Vector512<double> next, Vector512<double> rest) = Add(sum, value);
            sum = Vector512.ConditionalSelect(isThere, next, sum);
            low = Vector512.ConditionalSelect(isThere, low + rest, low);
            minimum = Vector512.ConditionalSelect(isThere, Vector512.Min(minimum, value), minimum);
            maximum = Vector512.ConditionalSelect(isThere, Vector512.Max(maximum, value), maximum);
            count -= isThere.AsInt64();
        }

        Vector512<double> n = Vector512.ConvertToDouble(count);
        Vector512<double> isAny = Vector512.GreaterThan(n, Vector512<double>.Zero);
        RefuseInfinite(minimum, maximum);
        Vector512<double> divisor = Vector512.ConditionalSelect(isAny, n, Vector512<double>.One);
        Vector512<double> mean = (sum + low) / divisor;
        Vector512<double> meanLow = (Vector512.FusedMultiplyAdd(-mean, divisor, sum) + low) / divisor;
        Vector512<double> squares = Vector512<double>.Zero;
        Vector512<double> deviations = Vector512<double>.Zero;
        for (int k = 0; k < rows.Length; k++)
        {
            Vector512<double> value = rows[k];
            Vector512<double> isThere = Vector512.Equals(value, value);
            Vector512<double> deviation = (value - mean) - meanLow;
            squares = Vector512.ConditionalSelect(isThere, Vector512.FusedMultiplyAdd(deviation, deviation, squares), squares);
            deviations = Vector512.ConditionalSelect(isThere, deviations + deviation, deviations);
        }

        squares -= deviations * deviations / divisor;
        return new TileMoments(n, mean, meanLow, Vector512.Max(squares, Vector512<double>.Zero), minimum, maximum);
    }

    /// <summary>The moments of the union, series by series: see <see cref="Moments.MergedWith"/>.</summary>
    public TileMoments MergedWith(TileMoments other)
    {
        Vector512<double> isFirst = Vector512.Equals(other._count, Vector512<double>.Zero);
        Vector512<double> isOther = Vector512.Equals(_count, Vector512<double>.Zero);
        Vector512<double> count = _count + other._count;
        Vector512<double> share = other._count / Vector512.Max(count, Vector512<double>.One);
        Vector512<double> difference = (other._mean - _mean) + (other._meanLow - _meanLow);
        (Vector512<double> mean, Vector512<double> low) = Add(_mean, difference * share);
        (mean, low) = Add(mean, low + _meanLow);
        Vector512<double> squares = _squares + other._squares + (difference * difference * (_count * share));
        return new TileMoments(
            count,
            Chosen(mean, _mean, other._mean),
            Chosen(low, _meanLow, other._meanLow),
            Chosen(squares, _squares, other._squares),
            Vector512.Min(_minimum, other._minimum),
            Vector512.Max(_maximum, other._maximum));

        Vector512<double> Chosen(Vector512<double> merged, Vector512<double> first, Vector512<double> second) =>
            Vector512.ConditionalSelect(isOther, second, Vector512.ConditionalSelect(isFirst, first, merged));
    }

    /// <summary>Writes the moments, to be read by <see cref="Load"/>.</summary>
    public void Save(NumberWriter writer) => writer.Write(MemoryMarshal.Cast<Vector512<double>, double>([_count, _mean, _meanLow, _squares, _minimum, _maximum]));

    /// <summary>Reads moments.</summary>
    public static TileMoments Load(NumberReader reader)
    {
        Span<Vector512<double>> rows = stackalloc Vector512<double>[6];
        reader.Read(MemoryMarshal.Cast<Vector512<double>, double>(rows));
        return new TileMoments(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]);
    }

    private static void RefuseInfinite(Vector512<double> minimum, Vector512<double> maximum)
    {
        Vector512<double> isInfinite = Vector512.IsPositiveInfinity(maximum) | Vector512.IsNegativeInfinity(minimum);
        if (isInfinite.AsInt64() != Vector512<long>.Zero) throw new ArgumentException("A sample is infinite; moments need finite numbers.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Sum, Vector512<double> Lost) Add(Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> sum = a + b;
        Vector512<double> part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }
}
