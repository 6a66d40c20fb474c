using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;
using CarbonLca.Numerics.Memory;

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
        ReadOnlySpan<Vector512<double>> rows = MemoryMarshal.Cast<double, Vector512<double>>(samples);
        if (_values.HasUnbegun) _values.Begin(rows, static x => double.IsNaN(x) ? null : x);
        if (_logarithms.HasUnbegun) _logarithms.Begin(rows, static x => x is not 0 and not double.NaN ? RealMath.Log(Math.Abs(x)) : null);
        (Vector512<long> there, Vector512<long> positive, Vector512<long> negative) = (Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero);
        (Vector512<long> below, Vector512<long> equal) = (Vector512<long>.Zero, Vector512<long>.Zero);
        (Vector512<double> origin, Vector512<double> scale) = (_values.Origin, _values.Scale);
        (Vector512<double> first, Vector512<double> second, Vector512<double> third, Vector512<double> fourth) = (_values.First, _values.Second, _values.Third, _values.Fourth);
        (Vector512<double> logOrigin, Vector512<double> logScale) = (_logarithms.Origin, _logarithms.Scale);
        (Vector512<double> logFirst, Vector512<double> logSecond, Vector512<double> logThird, Vector512<double> logFourth) = (_logarithms.First, _logarithms.Second, _logarithms.Third, _logarithms.Fourth);
        (Vector512<double> reference, Vector512<double> tolerance) = (_reference, _tolerance);
        for (int k = 0; k < rows.Length; k++)
        {
            Vector512<double> x = rows[k];
            Vector512<double> isThere = Vector512.Equals(x, x);
            Vector512<double> isPositive = Vector512.GreaterThan(x, Vector512<double>.Zero);
            Vector512<double> isNegative = Vector512.LessThan(x, Vector512<double>.Zero);
            Vector512<double> isEqual = Vector512.LessThanOrEqual(Vector512.Abs(x - reference), tolerance);
            there -= isThere.AsInt64();
            positive -= isPositive.AsInt64();
            negative -= isNegative.AsInt64();
            equal -= isEqual.AsInt64();
            below -= Vector512.AndNot(Vector512.LessThan(x, reference), isEqual).AsInt64();
            AddPowers((x - origin) * scale & isThere, ref first, ref second, ref third, ref fourth);
            Vector512<double> hasLogarithm = isPositive | isNegative;
            Vector512<double> logarithm = RealLanes.Log(Vector512.ConditionalSelect(hasLogarithm, Vector512.Abs(x), Vector512<double>.One));
            AddPowers((logarithm - logOrigin) * logScale & hasLogarithm, ref logFirst, ref logSecond, ref logThird, ref logFourth);
        }

        _missing += Vector512.Create((long)rows.Length) - there;
        _positive += positive;
        _negative += negative;
        _below += below;
        _equal += equal;
        _values.Take(there, first, second, third, fourth);
        _logarithms.Take(positive + negative, logFirst, logSecond, logThird, logFourth);
    }

    /// <summary>Writes counts and sums, to go on from them by <see cref="Load"/>.</summary>
    public void Save(NumberWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(MemoryMarshal.Cast<Vector512<long>, long>([_missing, _positive, _negative, _below, _equal]));
        _values.Save(writer);
        _logarithms.Save(writer);
    }

    /// <summary>Reads counts and sums, in place of what is here.</summary>
    /// <param name="reader">What a tally with the same numbers to compare with has written.</param>
    /// <exception cref="EndOfStreamException">There are fewer numbers.</exception>
    public void Load(NumberReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Span<Vector512<long>> counts = stackalloc Vector512<long>[5];
        reader.Read(MemoryMarshal.Cast<Vector512<long>, long>(counts));
        (_missing, _positive, _negative, _below, _equal) = (counts[0], counts[1], counts[2], counts[3], counts[4]);
        _values.Load(reader);
        _logarithms.Load(reader);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPowers(Vector512<double> x, ref Vector512<double> first, ref Vector512<double> second, ref Vector512<double> third, ref Vector512<double> fourth)
    {
        Vector512<double> square = x * x;
        first += x;
        second += square;
        third += square * x;
        fourth += square * square;
    }

    /// <summary><see cref="PowerSums.Reference"/> for eight series.</summary>
    private struct Sums
    {
        private Vector512<long> _count;

        public Vector512<double> Origin { get; private set; }

        public Vector512<double> Scale { get; private set; }

        public Vector512<double> First { get; private set; }

        public Vector512<double> Second { get; private set; }

        public Vector512<double> Third { get; private set; }

        public Vector512<double> Fourth { get; private set; }

        /// <summary>Whether some series has no value yet.</summary>
        public readonly bool HasUnbegun => Vector512.EqualsAny(_count, Vector512<long>.Zero);

        public readonly PowerSums this[int series] => _count[series] == 0 ? default : new(_count[series], Scale[series], First[series], Second[series], Third[series], Fourth[series]);

        /// <summary>Finds the first value of each series that has none yet.</summary>
        /// <param name="rows">The samples to come.</param>
        /// <param name="valueOf">The value of a sample, if it has one.</param>
        public void Begin(ReadOnlySpan<Vector512<double>> rows, Func<double, double?> valueOf)
        {
            for (int series = 0; series < SeriesTile.Width; series++)
            {
                if (_count[series] > 0) continue;
                foreach (Vector512<double> row in rows)
                {
                    if (valueOf(row[series]) is not { } value) continue;
                    Origin = Origin.WithElement(series, value);
                    Scale = Scale.WithElement(series, PowerSums.ScaleFor(value));
                    break;
                }
            }
        }

        /// <summary>Takes the sums with the samples added, and how many those are.</summary>
        public void Take(Vector512<long> count, Vector512<double> first, Vector512<double> second, Vector512<double> third, Vector512<double> fourth)
        {
            _count += count;
            (First, Second, Third, Fourth) = (first, second, third, fourth);
        }

        public readonly void Save(NumberWriter writer)
        {
            writer.Write(MemoryMarshal.Cast<Vector512<long>, long>([_count]));
            writer.Write(MemoryMarshal.Cast<Vector512<double>, double>([Origin, Scale, First, Second, Third, Fourth]));
        }

        public void Load(NumberReader reader)
        {
            reader.Read(MemoryMarshal.Cast<Vector512<long>, long>(new Span<Vector512<long>>(ref _count)));
            Span<Vector512<double>> sums = stackalloc Vector512<double>[6];
            reader.Read(MemoryMarshal.Cast<Vector512<double>, double>(sums));
            (Origin, Scale, First, Second, Third, Fourth) = (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
        }
    }
}
