using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Statistics;

/// <summary>Counts and sums of powers for each of eight series side by side.</summary>
/// <remarks>
/// Samples are added in order, so that the bits depend on nothing else, and nothing in a series depends on its neighbours.
/// One writer at a time.
/// </remarks>
public sealed class TileTally
{
    private readonly Vector512<double> _reference;
    private readonly Vector512<double> _tolerance;
    private Vector512<long> _missing;
    private Vector512<long> _positive;
    private Vector512<long> _negative;
    private Vector512<long> _below;
    private Vector512<long> _equal;
    private Sums _values;
    private Sums _logarithms;

    /// <summary>Nothing yet.</summary>
    /// <param name="references">For each series, the number with which its samples are compared; fewer than eight if there are fewer series.</param>
    /// <param name="sameWithin">How far, relative to that number, a sample counts as equal.</param>
    /// <exception cref="ArgumentException">There are more than eight.</exception>
    public TileTally(ReadOnlySpan<double> references, double sameWithin)
    {
        if (references.Length > SeriesTile.Width) throw new ArgumentException($"There are {references.Length} series; expected at most {SeriesTile.Width}.", nameof(references));
        Span<double> all = stackalloc double[SeriesTile.Width];
        references.CopyTo(all);
        _reference = Vector512.Create<double>(all);
        _tolerance = Vector512.Abs(_reference) * sameWithin;
    }

    /// <summary>How many samples a series lacks.</summary>
    public long Missing(int series) => _missing[series];

    /// <summary>How many samples are above zero.</summary>
    public long Positive(int series) => _positive[series];

    /// <summary>How many samples are below zero.</summary>
    public long Negative(int series) => _negative[series];

    /// <summary>How many samples are below the number they are compared with, and not equal.</summary>
    public long Below(int series) => _below[series];

    /// <summary>How many samples are equal to the number they are compared with, as nearly as was said.</summary>
    public long Equal(int series) => _equal[series];

    /// <summary>The sums of the samples of a series.</summary>
    public PowerSums Values(int series) => _values[series];

    /// <summary>The sums of ln |x| of its samples that are not zero.</summary>
    public PowerSums Logarithms(int series) => _logarithms[series];

    /// <summary>Adds samples after those that were added before.</summary>
    /// <param name="samples"><c>[sample][series]</c>, finite; NaN where a series has none.</param>
    /// <exception cref="ArgumentException">There is a part of a sample.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> samples)
    {
        if (samples.Length % SeriesTile.Width != 0) throw new ArgumentException($"There are {samples.Length} numbers; expected a multiple of {SeriesTile.Width}.", nameof(samples));
        Sums values = _values;
        Sums logarithms = _logarithms;
        (Vector512<long> missing, Vector512<long> positive, Vector512<long> negative) = (_missing, _positive, _negative);
        (Vector512<long> below, Vector512<long> equal) = (_below, _equal);
        foreach (Vector512<double> x in MemoryMarshal.Cast<double, Vector512<double>>(samples))
        {
            Vector512<double> isThere = Vector512.Equals(x, x);
            Vector512<double> isPositive = Vector512.GreaterThan(x, Vector512<double>.Zero);
            Vector512<double> isNegative = Vector512.LessThan(x, Vector512<double>.Zero);
            Vector512<double> isEqual = Vector512.LessThanOrEqual(Vector512.Abs(x - _reference), _tolerance);
            missing += Vector512<long>.One + isThere.AsInt64();
            positive -= isPositive.AsInt64();
            negative -= isNegative.AsInt64();
            equal -= isEqual.AsInt64();
            below -= Vector512.AndNot(Vector512.LessThan(x, _reference), isEqual).AsInt64();
            values.Add(x, isThere);
            Vector512<double> hasLogarithm = isPositive | isNegative;
            logarithms.Add(RealLanes.Log(Vector512.ConditionalSelect(hasLogarithm, Vector512.Abs(x), Vector512<double>.One)), hasLogarithm);
        }

        (_values, _logarithms) = (values, logarithms);
        (_missing, _positive, _negative) = (missing, positive, negative);
        (_below, _equal) = (below, equal);
    }

    /// <summary><see cref="PowerSums.Reference"/> for eight series.</summary>
    private struct Sums
    {
        private Vector512<long> _count;
        private Vector512<double> _origin;
        private Vector512<double> _scale;
        private Vector512<double> _first;
        private Vector512<double> _second;
        private Vector512<double> _third;
        private Vector512<double> _fourth;

        public readonly PowerSums this[int series] => new(_count[series], _count[series] == 0 ? 1 : _scale[series], _first[series], _second[series], _third[series], _fourth[series]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector512<double> value, Vector512<double> isThere)
        {
            if ((Vector512.Equals(_count, Vector512<long>.Zero) & isThere.AsInt64()) != Vector512<long>.Zero) Begin(value, isThere);
            Vector512<double> x = (value - _origin) * _scale & isThere;
            Vector512<double> square = x * x;
            _first += x;
            _second += square;
            _third += square * x;
            _fourth += square * square;
            _count -= isThere.AsInt64();
        }

        // The first sample of some series.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Begin(Vector512<double> value, Vector512<double> isThere)
        {
            for (int series = 0; series < SeriesTile.Width; series++)
            {
                if (_count[series] > 0 || isThere.AsInt64()[series] == 0) continue;
                _origin = _origin.WithElement(series, value[series]);
                _scale = _scale.WithElement(series, PowerSums.ScaleFor(value[series]));
            }
        }
    }
}
