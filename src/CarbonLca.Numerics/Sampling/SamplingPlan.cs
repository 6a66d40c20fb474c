using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Which random parameters to draw, arranged by distribution so that each kind is one straight loop.</summary>
/// <remarks>
/// <para>
/// <see cref="Fill"/> writes the sixteen samples of a group for every parameter, <see cref="FillQuarter"/> four of them; neither allocates. A parameter's values depend on
/// seed, sample, key, distribution, design and normal transform alone: not on which other parameters the plan holds, on their order or on
/// the <see cref="SimdPath"/>. The plan is immutable and may be used by many threads at once.
/// </para>
/// <para>
/// Within a kind the parameters are drawn in units that fill sixteen lanes with Philox blocks: <see cref="ISampleShape"/>.
/// Lognormal, normal, uniform and triangular parameters run in float vectors; the others, truncated ones and normal ones of shared keys by their quantile
/// functions in vectors of doubles, rounded at the end: beta, gamma and Student's t by a <see cref="QuantileCurve"/>. Arrays are looked up.
/// </para>
/// </remarks>
public sealed class SamplingPlan
{
    /// <summary>Samples of a group: the sixteen lanes.</summary>
    public const int Lanes = 16;

    /// <summary>Groups are numbered from 0 to this.</summary>
    public const long MaxSampleGroup = Sampler.MaxSample / Lanes;

    private const int UnitsPerChunk = 16;    // 4 KiB of words, well inside the first cache

    private readonly Segment[] _segments;
    private readonly SimdPath _path;
    private readonly SampledParameter[] _parameters;
    private readonly int[] _rows;

    private SamplingPlan(SampledParameter[] parameters, int[] rows, int rowCount, SamplingOptions options)
    {
        _parameters = parameters;
        _rows = rows;
        RowCount = rowCount;
        Options = options;
        _path = SimdPaths.Resolve(options.Path);
        _segments = Segment.Arrange(parameters, rows);
    }

    /// <summary>How the plan samples.</summary>
    public SamplingOptions Options { get; }

    /// <summary>Number of parameters.</summary>
    public int Count => _parameters.Length;

    /// <summary>Rows that <see cref="Fill"/> needs: one more than the largest row of a parameter.</summary>
    public int RowCount { get; }

    /// <summary>A plan whose parameter k is written to row k.</summary>
    /// <param name="parameters">The parameters. The same key twice is allowed: the two share their draws.</param>
    /// <param name="options">How to sample.</param>
    /// <exception cref="ArgumentException">The options are inconsistent.</exception>
    /// <exception cref="PlatformNotSupportedException">The options name a path this processor does not support.</exception>
    public static SamplingPlan Of(ReadOnlySpan<SampledParameter> parameters, SamplingOptions options)
    {
        int[] rows = new int[parameters.Length];
        for (int k = 0; k < rows.Length; k++)
            rows[k] = k;
        return Of(parameters, rows, options);
    }

    /// <summary>A plan that writes each parameter to a row of its own choice.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="rows">The row of each parameter; no two the same, none negative. Rows that no parameter names are never written.</param>
    /// <param name="options">How to sample.</param>
    /// <exception cref="ArgumentException">Lengths differ, a row is negative or given twice, or the options are inconsistent.</exception>
    /// <exception cref="PlatformNotSupportedException">The options name a path this processor does not support.</exception>
    public static SamplingPlan Of(ReadOnlySpan<SampledParameter> parameters, ReadOnlySpan<int> rows, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (rows.Length != parameters.Length)
            throw new ArgumentException($"'{nameof(rows)}' has length {rows.Length}; expected {parameters.Length}, the length of '{nameof(parameters)}'.", nameof(rows));
        return new SamplingPlan(parameters.ToArray(), rows.ToArray(), CheckedRowCount(rows), options);
    }

    /// <summary>Draws the sixteen samples 16·group … 16·group + 15 of every parameter.</summary>
    /// <param name="seed">Any of the 2⁶⁴ seeds; 0 and negative ones are seeds like others.</param>
    /// <param name="sampleGroup">The group, from 0 to <see cref="MaxSampleGroup"/>.</param>
    /// <param name="lanes">At least <see cref="RowCount"/> rows of sixteen values: [row][sample - 16·group].</param>
    /// <remarks>
    /// A value beyond the range of float becomes 0 or ±∞ as in any rounding. In a Latin hypercube of n samples the lanes from sample n on
    /// hold repeated strata and belong to no sample.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The group is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="lanes"/> is too short.</exception>
    public void Fill(long seed, long sampleGroup, Span<float> lanes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sampleGroup);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleGroup, MaxSampleGroup);
        if (lanes.Length / Lanes < RowCount)
            throw new ArgumentException($"'{nameof(lanes)}' has length {lanes.Length}; expected at least {(long)RowCount * Lanes}, sixteen samples for {RowCount} rows.", nameof(lanes));
        Fill<GroupShape>(seed, sampleGroup * Lanes, lanes);
    }

    /// <summary>Draws the four samples 4·quarter … 4·quarter + 3 of every parameter: the same values as <see cref="Fill"/> has for them.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="quarter">The quarter of a group, counted through all groups.</param>
    /// <param name="values">At least <see cref="RowCount"/> rows of four values: [row][sample - 4·quarter].</param>
    /// <exception cref="ArgumentOutOfRangeException">The quarter is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short.</exception>
    public void FillQuarter(long seed, long quarter, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quarter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quarter, Sampler.MaxSample / QuarterShape.Samples);
        if (values.Length / QuarterShape.Samples < RowCount)
            throw new ArgumentException($"'{nameof(values)}' has length {values.Length}; expected at least {(long)RowCount * QuarterShape.Samples}, four samples for {RowCount} rows.", nameof(values));
        Fill<QuarterShape>(seed, quarter * QuarterShape.Samples, values);
    }

    /// <summary>Draws one sample of every parameter in double precision, by the definition of <see cref="Sampler.Sample"/>.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="values">At least <see cref="RowCount"/> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short.</exception>
    public void Sample(long seed, long sample, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sample, Sampler.MaxSample);
        if (values.Length < RowCount)
            throw new ArgumentException($"'{nameof(values)}' has length {values.Length}; expected at least {RowCount}, the number of rows.", nameof(values));
        for (int k = 0; k < _parameters.Length; k++)
        {
            ref readonly SampledParameter parameter = ref _parameters[k];
            values[_rows[k]] = Sampler.Value(Options, seed, parameter.Key, parameter.Distribution, sample);
        }
    }

    private void Fill<TShape>(long seed, long firstSample, Span<float> values)
        where TShape : ISampleShape
    {
        switch (_path)
        {
            case SimdPath.Vector512:
                Fill<TShape, Lanes16, Vector512<float>, Vector512<int>>(seed, firstSample, values);
                break;
            case SimdPath.Vector256:
                Fill<TShape, Lanes8, Vector256<float>, Vector256<int>>(seed, firstSample, values);
                break;
            default:
                Fill<TShape, Lanes1, float, int>(seed, firstSample, values);
                break;
        }
    }

    [SkipLocalsInit]
    private void Fill<TShape, TLanes, TF, TI>(long seed, long firstSample, Span<float> values)
        where TShape : ISampleShape
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        const int Chunk = UnitsPerChunk * PhiloxWords.WordsPerUnit;
        int perChunk = UnitsPerChunk * TShape.Parameters;
        Span<uint> scratch = stackalloc uint[Chunk];
        foreach (Segment segment in _segments)
        {
            if (segment.Kind == SegmentKind.Constant)
            {
                segment.WriteConstants(TShape.Samples, values);
                continue;
            }
            for (int first = 0; first < segment.Rows.Length; first += perChunk)
            {
                int count = Math.Min(perChunk, segment.Rows.Length - first);
                Span<uint> words = scratch[..(count / TShape.Parameters * PhiloxWords.WordsPerUnit)];
                DrawWords<TShape>(seed, firstSample, segment, first, count, words);
                WriteValues<TShape, TLanes, TF, TI>(firstSample, segment, first, count, words, values);
            }
        }
    }

    private void DrawWords<TShape>(long seed, long firstSample, Segment segment, int first, int count, Span<uint> words)
        where TShape : ISampleShape
    {
        PhiloxWords.Fill<TShape>(
            _path,
            seed,
            (uint)(firstSample / 4),
            segment.Streams.AsSpan(first, count),
            segment.IdentitiesLow.AsSpan(first, count),
            segment.IdentitiesHigh.AsSpan(first, count),
            words);
        if (Options.IsStratified)
            Stratify<TShape>(seed, firstSample, segment, first, count, words);
        else if (Options.Design == SamplingDesign.Antithetic && !(segment.IsNormal && Options.UsesBoxMuller))
            Mirror(words);
    }

    /// <summary>Words 1 and 3 become the complements of words 0 and 2.</summary>
    private static void Mirror(Span<uint> words)
    {
        for (int pair = 0; pair < words.Length; pair += 32)
        {
            for (int lane = pair; lane < pair + 16; lane++)
                words[lane + 16] = ~words[lane];
        }
    }

    private void Stratify<TShape>(long seed, long firstSample, Segment segment, int first, int count, Span<uint> words)
        where TShape : ISampleShape
    {
        bool centred = Options.Design == SamplingDesign.LatinHypercubeCentred;
        for (int k = 0; k < count; k++)
        {
            LatinHypercube strata = LatinHypercube.Of(seed, segment.Keys[first + k], Options.SampleCount);
            for (int sample = 0; sample < TShape.Samples; sample++)
            {
                ref uint word = ref words[TShape.WordIndex(k, sample)];
                word = centred ? strata.CentredWord(firstSample + sample) : strata.Word(firstSample + sample, word);
            }
        }
    }

    private void WriteValues<TShape, TLanes, TF, TI>(long firstSample, Segment segment, int first, int count, Span<uint> words, Span<float> values)
        where TShape : ISampleShape
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        if (segment.IsNormal)
        {
            if (!Options.UsesBoxMuller)
                NormalVariates.Inverse<TLanes, TF, TI>(words);
            else if (Options.Design == SamplingDesign.Antithetic)
                NormalVariates.AntitheticBoxMuller<TLanes, TF, TI>(words);
            else
                NormalVariates.BoxMuller<TLanes, TF, TI>(words);
        }
        ReadOnlySpan<int> rows = segment.Rows.AsSpan(first, count);
        ReadOnlySpan<float> columns = segment.Columns.AsSpan(first * segment.ColumnCount, count * segment.ColumnCount);
        switch (segment.Kind)
        {
            case SegmentKind.Lognormal:
                ValueKernels.Run<LognormalKernel<TLanes, TF, TI>, TShape, TLanes, TF, TI>(words, columns, rows, values);
                break;
            case SegmentKind.Normal:
                ValueKernels.Run<NormalKernel<TLanes, TF, TI>, TShape, TLanes, TF, TI>(words, columns, rows, values);
                break;
            case SegmentKind.Uniform:
                ValueKernels.Run<UniformKernel<TLanes, TF, TI>, TShape, TLanes, TF, TI>(words, columns, rows, values);
                break;
            case SegmentKind.Triangular:
                ValueKernels.Run<TriangularKernel<TLanes, TF, TI>, TShape, TLanes, TF, TI>(words, columns, rows, values);
                break;
            case SegmentKind.Quantile:
                WriteQuantiles<TShape>(segment.Quantiles!, first, words, rows, values);
                break;
            default:
                WriteSingly<TShape>(firstSample, segment, first, words, rows, values);
                break;
        }
    }

    [SkipLocalsInit]
    private static void WriteQuantiles<TShape>(QuantileColumns columns, int first, ReadOnlySpan<uint> words, ReadOnlySpan<int> rows, Span<float> values)
        where TShape : ISampleShape
    {
        Span<uint> ordered = stackalloc uint[UnitsPerChunk * PhiloxWords.WordsPerUnit];
        ordered = ordered[..words.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            for (int sample = 0; sample < TShape.Samples; sample++)
                ordered[(k * TShape.Samples) + sample] = words[TShape.WordIndex(k, sample)];
        }
        QuantileKernels.Run(ordered, columns, first, rows, values);
    }

    private static void WriteSingly<TShape>(long firstSample, Segment segment, int first, ReadOnlySpan<uint> words, ReadOnlySpan<int> rows, Span<float> values)
        where TShape : ISampleShape
    {
        for (int k = 0; k < rows.Length; k++)
        {
            if (rows[k] < 0)
                continue;
            ref readonly Distribution distribution = ref segment.Distributions[first + k];
            Span<float> row = values.Slice(rows[k] * TShape.Samples, TShape.Samples);
            for (int sample = 0; sample < TShape.Samples; sample++)
            {
                uint word = words[TShape.WordIndex(k, sample)];
                row[sample] = (float)distribution.ValueAt(Sampler.UniformOf(word), Sampler.UniformOf(~word), firstSample + sample);
            }
        }
    }

    private static int CheckedRowCount(ReadOnlySpan<int> rows)
    {
        int largest = -1;
        foreach (int row in rows)
        {
            if (row < 0)
                throw new ArgumentException($"Row {row} is negative; rows count from 0.", nameof(rows));
            largest = Math.Max(largest, row);
        }
        int limit = Array.MaxLength / Lanes;
        if (largest >= limit)
            throw new ArgumentException($"Row {largest} is too large; sixteen samples of {limit} rows fill the longest span.", nameof(rows));
        bool[] taken = new bool[largest + 1];
        foreach (int row in rows)
        {
            if (taken[row])
                throw new ArgumentException($"Row {row} is given to two parameters; each needs its own.", nameof(rows));
            taken[row] = true;
        }
        return largest + 1;
    }
}
