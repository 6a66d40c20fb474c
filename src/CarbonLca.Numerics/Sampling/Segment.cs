namespace CarbonLca.Numerics.Sampling;

/// <summary>The loops a plan has: constants, the common families in float, quantile functions in double, and what is looked up or too extreme for either.</summary>
internal enum SegmentKind
{
    Constant = 0,
    Lognormal,
    Normal,
    Uniform,
    Triangular,
    Quantile,
    Single,
}

/// <summary>The parameters of a plan that go through the same loop, as columns padded to units of sixteen.</summary>
/// <remarks>A padding parameter has row -1, identity 0 and parameters 0, or those of the last one: it is drawn and not written.</remarks>
internal sealed class Segment
{
    private Segment(SegmentKind kind, ReadOnlySpan<SampledParameter> parameters, ReadOnlySpan<int> rows, Dictionary<CurveShape, QuantileCurve?> curves)
    {
        int padded = (parameters.Length + QuarterShape.Parameters - 1) / QuarterShape.Parameters * QuarterShape.Parameters;
        Kind = kind;
        Rows = new int[padded];
        Streams = new uint[padded];
        IdentitiesLow = new uint[padded];
        IdentitiesHigh = new uint[padded];
        Keys = new ParameterKey[padded];
        Distributions = kind == SegmentKind.Single ? new Distribution[padded] : [];
        Quantiles = kind == SegmentKind.Quantile ? ColumnsOf(parameters, padded, curves) : null;
        ColumnCount = kind switch
        {
            SegmentKind.Constant => 1,
            SegmentKind.Lognormal or SegmentKind.Normal => 2,
            SegmentKind.Uniform => 4,
            SegmentKind.Triangular => 5,
            _ => 0,
        };
        Columns = new float[padded * ColumnCount];
        Array.Fill(Rows, -1);
        for (int k = 0; k < parameters.Length; k++)
        {
            ParameterKey key = parameters[k].Key;
            Rows[k] = rows[k];
            Keys[k] = key;
            Streams[k] = key.Stream << 8;
            IdentitiesLow[k] = (uint)key.Identity;
            IdentitiesHigh[k] = (uint)(key.Identity >> 32);
            if (kind == SegmentKind.Single)
                Distributions[k] = parameters[k].Distribution;
            SetColumns(k, parameters[k].Distribution);
        }
    }

    public SegmentKind Kind { get; }

    /// <summary>Where each parameter is written, or -1.</summary>
    public int[] Rows { get; }

    /// <summary>Counter word 1 of each parameter, for its value.</summary>
    public uint[] Streams { get; }

    public uint[] IdentitiesLow { get; }

    public uint[] IdentitiesHigh { get; }

    public ParameterKey[] Keys { get; }

    /// <summary>The distributions that are evaluated one by one; empty where columns say everything.</summary>
    public Distribution[] Distributions { get; }

    /// <summary>The parameters that are drawn by quantile functions; null in other segments.</summary>
    public QuantileColumns? Quantiles { get; }

    /// <summary>Columns of the kernel.</summary>
    public int ColumnCount { get; }

    /// <summary>[quad][column][parameter of the quad].</summary>
    public float[] Columns { get; }

    public bool IsNormal => Kind is SegmentKind.Lognormal or SegmentKind.Normal;

    /// <summary>The segments of a plan, each ascending by row.</summary>
    public static Segment[] Arrange(ReadOnlySpan<SampledParameter> parameters, ReadOnlySpan<int> rows)
    {
        Dictionary<CurveShape, QuantileCurve?> curves = CurvesOf(parameters);
        SortedDictionary<(SegmentKind Kind, DistributionKind Family, bool IsTruncated), List<int>> members = [];
        for (int k = 0; k < parameters.Length; k++)
        {
            Distribution distribution = parameters[k].Distribution;
            SegmentKind kind = KindOf(parameters[k], curves);
            (SegmentKind, DistributionKind, bool) group = kind == SegmentKind.Quantile ? (kind, distribution.Kind, distribution.IsTruncated) : (kind, default, false);
            if (!members.TryGetValue(group, out List<int>? list))
                members.Add(group, list = []);
            list.Add(k);
        }

        List<Segment> segments = [];
        foreach (((SegmentKind kind, _, _), List<int> list) in members)
        {
            int[] order = list.ToArray();
            int[] segmentRows = new int[order.Length];
            SampledParameter[] segmentParameters = new SampledParameter[order.Length];
            for (int k = 0; k < order.Length; k++)
                segmentRows[k] = rows[order[k]];
            Array.Sort(segmentRows, order);
            for (int k = 0; k < order.Length; k++)
                segmentParameters[k] = parameters[order[k]];
            segments.Add(new Segment(kind, segmentParameters, segmentRows, curves));
        }
        return segments.ToArray();
    }

    public void WriteConstants(int samples, Span<float> values)
    {
        for (int k = 0; k < Rows.Length; k++)
        {
            if (Rows[k] >= 0)
                values.Slice(Rows[k] * samples, samples).Fill(Columns[k]);
        }
    }

    private static SegmentKind KindOf(in SampledParameter parameter, Dictionary<CurveShape, QuantileCurve?> curves)
    {
        Distribution distribution = parameter.Distribution;
        bool isShared = parameter.Key.IsShared;
        if (IsConstant(distribution))
            return SegmentKind.Constant;
        switch (distribution.Kind)
        {
            case DistributionKind.Lognormal when !distribution.IsTruncated && !isShared:
                return SegmentKind.Lognormal;
            case DistributionKind.Normal when !distribution.IsTruncated && !isShared:
                return SegmentKind.Normal;
            case DistributionKind.Uniform when !distribution.IsTruncated:
                return SegmentKind.Uniform;
            case DistributionKind.Triangular when !distribution.IsTruncated:
                return SegmentKind.Triangular;
            case DistributionKind.ArraySequential or DistributionKind.ArrayRandom or DistributionKind.ArrayCombinatorial:
                return SegmentKind.Single;
            default:
                return CurveShape.Has(distribution.Kind) && curves[CurveShape.Of(distribution)] is null ? SegmentKind.Single : SegmentKind.Quantile;
        }
    }

    private static bool IsConstant(in Distribution distribution) => Distribution.Normalize(distribution, out _).Kind == DistributionKind.Constant;

    /// <summary>The curve of every shape that needs one, made once.</summary>
    private static Dictionary<CurveShape, QuantileCurve?> CurvesOf(ReadOnlySpan<SampledParameter> parameters)
    {
        Dictionary<CurveShape, QuantileCurve?> curves = [];
        foreach (ref readonly SampledParameter parameter in parameters)
        {
            if (CurveShape.Has(parameter.Distribution.Kind) && !IsConstant(parameter.Distribution))
                curves[CurveShape.Of(parameter.Distribution)] = null;
        }
        CurveShape[] shapes = [.. curves.Keys];
        QuantileCurve?[] made = new QuantileCurve?[shapes.Length];
        Parallel.For(0, shapes.Length, k => made[k] = QuantileCurve.Of(shapes[k]));
        for (int k = 0; k < shapes.Length; k++)
            curves[shapes[k]] = made[k];
        return curves;
    }

    private static QuantileColumns ColumnsOf(ReadOnlySpan<SampledParameter> parameters, int padded, Dictionary<CurveShape, QuantileCurve?> curves)
    {
        Distribution[] distributions = new Distribution[parameters.Length];
        for (int k = 0; k < distributions.Length; k++)
            distributions[k] = parameters[k].Distribution;
        QuantileCurve[] curveOf = CurveShape.Has(distributions[0].Kind) ? Array.ConvertAll(distributions, d => curves[CurveShape.Of(d)]!) : [];
        return new QuantileColumns(distributions, curveOf, padded);
    }

    private void SetColumns(int parameter, in Distribution distribution)
    {
        double sign = distribution.IsNegated ? -1 : 1;
        double a = distribution.A;
        double b = distribution.B;
        switch (Kind)
        {
            case SegmentKind.Constant:
                Columns[parameter] = (float)distribution.ValueAt(0.5, 0.5, sample: 0);
                break;
            case SegmentKind.Lognormal:
                Set(parameter, 0, sign * a);
                Set(parameter, 1, b);
                break;
            case SegmentKind.Normal:
                Set(parameter, 0, sign * a);
                Set(parameter, 1, sign * b);
                break;
            case SegmentKind.Uniform:
                Set(parameter, 0, sign * a);
                Set(parameter, 1, sign * (b - a));
                Set(parameter, 2, Math.Min(sign * a, sign * b));
                Set(parameter, 3, Math.Max(sign * a, sign * b));
                break;
            case SegmentKind.Triangular:
                double share = (distribution.C - a) / (b - a);
                Set(parameter, 0, sign * a);
                Set(parameter, 1, sign * b);
                Set(parameter, 2, sign * (b - a));
                Set(parameter, 3, share);
                Set(parameter, 4, 1 - share);
                break;
        }
    }

    private void Set(int parameter, int column, double value) => Columns[(((parameter / 4 * ColumnCount) + column) * 4) + (parameter % 4)] = (float)value;
}
