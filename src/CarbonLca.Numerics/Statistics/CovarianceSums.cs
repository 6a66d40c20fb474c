using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Sums from which the correlations of many series with one of their results follow, sixteen samples at a time.</summary>
/// <remarks>
/// Sums are taken about an origin of each series, so that a small spread about a large amount keeps its digits. The sixteen samples of a
/// group are added in a fixed tree and groups in their order, so that the bits depend on nothing else. One writer at a time.
/// </remarks>
public sealed class CovarianceSums
{
    /// <summary>Samples of a group.</summary>
    public const int GroupSize = 16;

    private readonly float[] _origins;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly double[] _products;
    private double _results;
    private double _resultSquares;

    /// <summary>Nothing yet.</summary>
    /// <param name="origins">A value of each series, about which it is summed.</param>
    public CovarianceSums(ReadOnlySpan<float> origins)
    {
        _origins = origins.ToArray();
        _sums = new double[origins.Length];
        _squares = new double[origins.Length];
        _products = new double[origins.Length];
    }

    /// <summary>How many samples there are.</summary>
    public long Count { get; private set; }

    /// <summary>Sums of the same series, of other samples.</summary>
    public CovarianceSums Another() => new(_origins);

    /// <summary>Adds a group.</summary>
    /// <param name="values"><c>[series][sample]</c>.</param>
    /// <param name="results">The result of each sample, about a value near its mean; NaN where it has none, and the sample does not count.</param>
    /// <exception cref="ArgumentException">There are not sixteen samples, or not as many series.</exception>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<double> results)
    {
        if (results.Length != GroupSize) throw new ArgumentException($"There are {results.Length} results; expected {GroupSize}.", nameof(results));
        if (values.Length != _sums.Length * GroupSize) throw new ArgumentException($"There are {values.Length} values; expected {_sums.Length * GroupSize}, of {_sums.Length} series.", nameof(values));
        (Vector512<double> first, Vector512<double> second) = (Vector512.Create(results), Vector512.Create(results[8..]));
        (Vector512<double> isFirst, Vector512<double> isSecond) = (Vector512.Equals(first, first), Vector512.Equals(second, second));
        (first, second) = (first & isFirst, second & isSecond);
        ReadOnlySpan<Vector512<float>> rows = MemoryMarshal.Cast<float, Vector512<float>>(values);
        for (int k = 0; k < rows.Length; k++)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(rows[k]);
            Vector512<double> origin = Vector512.Create((double)_origins[k]);
            low = (low - origin) & isFirst;
            high = (high - origin) & isSecond;
            _sums[k] += Sum(low + high);
            _squares[k] += Sum((low * low) + (high * high));
            _products[k] += Sum((low * first) + (high * second));
        }

        _results += Sum(first + second);
        _resultSquares += Sum((first * first) + (second * second));
        Count += (long)-Sum(Vector512.ConvertToDouble(isFirst.AsInt64() + isSecond.AsInt64()));
    }

    /// <summary>Adds the sums of samples after these.</summary>
    /// <exception cref="ArgumentException">They are sums of other series.</exception>
    public void Add(CovarianceSums next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (!next._origins.AsSpan().SequenceEqual(_origins)) throw new ArgumentException("The sums are about other origins; begin with Another().", nameof(next));
        for (int k = 0; k < _sums.Length; k++)
        {
            _sums[k] += next._sums[k];
            _squares[k] += next._squares[k];
            _products[k] += next._products[k];
        }

        _results += next._results;
        _resultSquares += next._resultSquares;
        Count += next.Count;
    }

    /// <summary>Pearson's correlation of each series with the results; 0 where one of the two does not vary.</summary>
    public double[] Correlations()
    {
        double[] correlations = new double[_sums.Length];
        double spread = _resultSquares - (_results * _results / Count);
        for (int k = 0; k < correlations.Length; k++)
        {
            double variance = _squares[k] - (_sums[k] * _sums[k] / Count);
            double covariance = _products[k] - (_sums[k] * _results / Count);
            double correlation = covariance / (Math.Sqrt(variance) * Math.Sqrt(spread));
            correlations[k] = double.IsFinite(correlation) ? Math.Clamp(correlation, -1, 1) : 0;
        }

        return correlations;
    }

    private static double Sum(Vector512<double> x)
    {
        Vector256<double> four = x.GetLower() + x.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
