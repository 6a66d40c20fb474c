using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Parameters of one family that are drawn by its quantile function, as columns of doubles.</summary>
/// <remarks>Padding repeats the last parameter, so that it is drawn like any other and not written.</remarks>
internal sealed class QuantileColumns
{
    /// <summary>The columns of some parameters.</summary>
    /// <param name="distributions">Of one family, all truncated or none.</param>
    /// <param name="curves">The curve of each; empty for families with a closed quantile function.</param>
    /// <param name="padded">The length of the columns.</param>
    public QuantileColumns(ReadOnlySpan<Distribution> distributions, ReadOnlySpan<QuantileCurve> curves, int padded)
    {
        Family = distributions[0].Kind;
        IsTruncated = distributions[0].IsTruncated;
        A = Column(distributions, padded, static d => d.A);
        B = Column(distributions, padded, static d => d.B);
        C = Column(distributions, padded, static d => d.C);
        Signs = Column(distributions, padded, static d => d.IsNegated ? -0.0 : 0.0);
        if (IsTruncated)
        {
            Below = Column(distributions, padded, static d => d.Below);
            Above = Column(distributions, padded, static d => d.Above);
            Kept = Column(distributions, padded, static d => d.Kept);
            Lower = Column(distributions, padded, static d => d.Lower);
            Upper = Column(distributions, padded, static d => d.Upper);
        }

        if (curves.IsEmpty)
            return;
        Low = Column(curves, padded, static curve => curve.Low);
        Scale = Column(curves, padded, static curve => curve.Scale);
        LastPiece = Column(curves, padded, static curve => curve.PieceCount - 1.0);
        Curves = Column(curves, padded, static curve => curve.Coefficients);
    }

    /// <summary>The family.</summary>
    public DistributionKind Family { get; }

    /// <summary>Whether values outside two bounds are cut off.</summary>
    public bool IsTruncated { get; }

    /// <summary>First parameters, as <see cref="Distribution"/> orders them.</summary>
    public double[] A { get; }

    /// <summary>Second parameters.</summary>
    public double[] B { get; }

    /// <summary>Third parameters.</summary>
    public double[] C { get; }

    /// <summary>Zeros, negative where the distribution is mirrored.</summary>
    public double[] Signs { get; }

    /// <summary>Probabilities cut off below; these and the next four are empty where nothing is truncated.</summary>
    public double[] Below { get; } = [];

    /// <summary>Probabilities cut off above.</summary>
    public double[] Above { get; } = [];

    /// <summary>Probabilities kept.</summary>
    public double[] Kept { get; } = [];

    /// <summary>Lower bounds.</summary>
    public double[] Lower { get; } = [];

    /// <summary>Upper bounds.</summary>
    public double[] Upper { get; } = [];

    /// <summary>The smallest abscissa of each curve; this and the next three are empty for families with a closed quantile function.</summary>
    public double[] Low { get; } = [];

    /// <summary>Pieces for each unit of the abscissa.</summary>
    public double[] Scale { get; } = [];

    /// <summary>The number of the last piece of each curve.</summary>
    public double[] LastPiece { get; } = [];

    /// <summary>The coefficients of each curve.</summary>
    public double[][] Curves { get; } = [];

    private static TValue[] Column<T, TValue>(ReadOnlySpan<T> items, int padded, Func<T, TValue> of)
    {
        TValue[] column = new TValue[padded];
        for (int k = 0; k < padded; k++)
            column[k] = of(items[Math.Min(k, items.Length - 1)]);
        return column;
    }
}

/// <summary>The parameters whose draws stand in eight lanes: one parameter in all of them, or one in each half.</summary>
/// <param name="columns">The columns.</param>
/// <param name="first">The parameter of the first lane.</param>
/// <param name="second">The parameter of the second half.</param>
internal readonly ref struct QuantileParameters(QuantileColumns columns, int first, int second)
{
    public QuantileColumns Columns { get; } = columns;

    /// <summary>A column, as lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Of(double[] column) => Vector512.Create(Vector256.Create(column[first]), Vector256.Create(column[second]));

    /// <summary>The ordinates of the curves, for probabilities that are drawn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Ordinates(Vector512<double> p, Vector512<double> q)
    {
        Vector512<double> position = (QuantileCurve.Abscissa(p, q) - Of(Columns.Low)) * Of(Columns.Scale);
        Vector512<double> piece = Vector512.Min(Vector512.Max(Vector512.Floor(position), Vector512<double>.Zero), Of(Columns.LastPiece));
        Vector512<double> t = Vector512.FusedMultiplyAdd(Vector512.Create(2.0), position - piece, Vector512.Create(-1.0));
        ref readonly double terms0 = ref Terms(first, piece[0]);
        ref readonly double terms1 = ref Terms(first, piece[1]);
        ref readonly double terms2 = ref Terms(first, piece[2]);
        ref readonly double terms3 = ref Terms(first, piece[3]);
        ref readonly double terms4 = ref Terms(second, piece[4]);
        ref readonly double terms5 = ref Terms(second, piece[5]);
        ref readonly double terms6 = ref Terms(second, piece[6]);
        ref readonly double terms7 = ref Terms(second, piece[7]);
        Vector512<double> sum = Vector512<double>.Zero;
        for (int k = QuantileCurve.Terms - 1; k >= 0; k--)
            sum = Vector512.FusedMultiplyAdd(sum, t, Vector512.Create(At(in terms0, k), At(in terms1, k), At(in terms2, k), At(in terms3, k), At(in terms4, k), At(in terms5, k), At(in terms6, k), At(in terms7, k)));
        return sum;
    }

    /// <summary>The first of the terms of a piece; all of them lie within the curve.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly double Terms(int parameter, double piece) =>
        ref MemoryMarshal.GetReference(Columns.Curves[parameter].AsSpan((int)piece * QuantileCurve.Terms, QuantileCurve.Terms));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double At(ref readonly double terms, int k) => Unsafe.Add(ref Unsafe.AsRef(in terms), k);
}
