namespace CarbonLca.Numerics.Sampling;

/// <summary>The loops a plan has: one for each family that runs in vectors, one for constants and one for all others.</summary>
internal enum SegmentKind
{
    Constant = 0,
    Lognormal,
    Normal,
    Uniform,
    Triangular,
    Other,
}

/// <summary>The parameters of a plan that go through the same loop, as columns padded to units of sixteen.</summary>
/// <remarks>A padding parameter has row -1, identity 0 and parameters 0: it is drawn and not written.</remarks>
internal sealed class Segment
{
    private Segment(SegmentKind kind, ReadOnlySpan<SampledParameter> parameters, ReadOnlySpan<int> rows)
    {
        int padded = (parameters.Length + QuarterShape.Parameters - 1) / QuarterShape.Parameters * QuarterShape.Parameters;
        Kind = kind;
        Rows = new int[padded];
        Streams = new uint[padded];
        IdentitiesLow = new uint[padded];
        IdentitiesHigh = new uint[padded];
        Keys = new ParameterKey[padded];
        Distributions = kind == SegmentKind.Other ? new Distribution[padded] : [];
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
            if (kind == SegmentKind.Other)
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

    /// <summary>Columns of the kernel.</summary>
    public int ColumnCount { get; }

    /// <summary>[quad][column][parameter of the quad].</summary>
    public float[] Columns { get; }

    public bool IsNormal => Kind is SegmentKind.Lognormal or SegmentKind.Normal;

    /// <summary>The segments of a plan, each ascending by row.</summary>
    public static Segment[] Arrange(ReadOnlySpan<SampledParameter> parameters, ReadOnlySpan<int> rows)
    {
        List<int>[] members = new List<int>[(int)SegmentKind.Other + 1];
        for (int kind = 0; kind < members.Length; kind++)
            members[kind] = [];
        for (int k = 0; k < parameters.Length; k++)
            members[(int)KindOf(parameters[k].Distribution)].Add(k);

        List<Segment> segments = [];
        for (int kind = 0; kind < members.Length; kind++)
        {
            int[] order = members[kind].ToArray();
            if (order.Length == 0)
                continue;
            int[] segmentRows = new int[order.Length];
            SampledParameter[] segmentParameters = new SampledParameter[order.Length];
            for (int k = 0; k < order.Length; k++)
                segmentRows[k] = rows[order[k]];
            Array.Sort(segmentRows, order);
            for (int k = 0; k < order.Length; k++)
                segmentParameters[k] = parameters[order[k]];
            segments.Add(new Segment((SegmentKind)kind, segmentParameters, segmentRows));
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

    private static SegmentKind KindOf(in Distribution distribution)
    {
        if (Distribution.Normalize(distribution, out _).Kind == DistributionKind.Constant)
            return SegmentKind.Constant;
        return distribution.IsTruncated ? SegmentKind.Other : distribution.Kind switch
        {
            DistributionKind.Lognormal => SegmentKind.Lognormal,
            DistributionKind.Normal => SegmentKind.Normal,
            DistributionKind.Uniform => SegmentKind.Uniform,
            DistributionKind.Triangular => SegmentKind.Triangular,
            _ => SegmentKind.Other,
        };
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
