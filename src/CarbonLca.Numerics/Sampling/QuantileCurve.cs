using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CarbonLca.Numerics.Functions;

namespace CarbonLca.Numerics.Sampling;

/// <summary>The quantile function of a family that has no closed one, as pieces of polynomials, made once for a shape.</summary>
/// <remarks>
/// <para>
/// Inverting an incomplete gamma or beta function takes hundreds of operations; a curve takes some dozens. The abscissa is
/// s = 2·arsinh(½·ln(p/q)), in which the logarithm of a gamma variate, the log odds of a beta variate and arsinh t of a t variate are smooth
/// and almost straight at both ends. Each piece interpolates at the eight Chebyshev nodes of an equal part of the abscissa.
/// </para>
/// <para>
/// Every piece is compared with the exact function at its ends and in its middle, where the error of such an interpolation is
/// largest; pieces are halved until all are within <see cref="Tolerance"/>. A shape so extreme that it stays outside has no curve: gamma and beta shapes
/// below about 0.03, whose smallest draws are no doubles.
/// </para>
/// </remarks>
internal sealed class QuantileCurve
{
    /// <summary>The largest error of the ordinate, a relative error of a gamma variate, of the odds of a beta variate, and of √(1 + t²): a fifteenth of the rounding to float.</summary>
    public const double Tolerance = 2e-9;

    /// <summary>Coefficients of a piece.</summary>
    public const int Terms = 8;

    private const int FewestPieces = 16;
    private const int MostPieces = 256;
    private const double SmallestProbability = 0.5 * RealMath.WordStep;

    // cos((k + ½)π/8).
    private static ReadOnlySpan<double> Nodes =>
    [
        0.98078528040323044, 0.83146961230254524, 0.55557023301960222, 0.19509032201612828,
        -0.19509032201612828, -0.55557023301960222, -0.83146961230254524, -0.98078528040323044,
    ];

    private QuantileCurve(double low, double high, double[] coefficients)
    {
        Low = low;
        PieceCount = coefficients.Length / Terms;
        Scale = PieceCount / (high - low);
        Coefficients = coefficients;
    }

    /// <summary>The smallest abscissa.</summary>
    public double Low { get; }

    /// <summary>How many pieces there are.</summary>
    public int PieceCount { get; }

    /// <summary>Pieces for each unit of the abscissa.</summary>
    public double Scale { get; }

    /// <summary>[piece][power of t], where t runs from -1 to 1 through the piece.</summary>
    public double[] Coefficients { get; }

    /// <summary>The curve of a shape over all probabilities that are drawn, or null where no number of pieces is exact enough.</summary>
    public static QuantileCurve? Of(CurveShape shape)
    {
        double low = Abscissa(shape, SmallestProbability, 1 - SmallestProbability);
        double high = Abscissa(shape, 1 - SmallestProbability, SmallestProbability);
        if (!(low < high))
            return null;
        for (int pieces = FewestPieces; pieces <= MostPieces; pieces *= 2)
        {
            double[] coefficients = new double[pieces * Terms];
            if (TryFit(shape, low, (high - low) / pieces, coefficients))
                return new QuantileCurve(low, high, coefficients);
        }
        return null;
    }

    /// <summary>s = 2·arsinh(½·ln(p/q)) for eight probabilities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Abscissa(Vector512<double> p, Vector512<double> q)
    {
        Vector512<double> half = Vector512.Create(0.5) * RealLanes.Log(p / q);
        Vector512<double> root = Vector512.Sqrt(Vector512.FusedMultiplyAdd(half, half, Vector512<double>.One));
        Vector512<double> size = Vector512.Create(2.0) * RealLanes.Log(Vector512.Abs(half) + root);
        return Vector512.ConditionalSelect(Vector512.LessThan(half, Vector512<double>.Zero), -size, size);
    }

    private static double Abscissa(CurveShape shape, double u, double complement)
    {
        double below = Math.FusedMultiplyAdd(u, shape.Kept, shape.Below);
        double above = Math.FusedMultiplyAdd(complement, shape.Kept, shape.Above);
        return Abscissa(Vector512.Create(below), Vector512.Create(above))[0];
    }

    private static double Ordinate(CurveShape shape, double abscissa)
    {
        // ½·ln(p/q) = sinh ½s = ½·(E + E/(E + 1)), E = e^|½s| - 1.
        double growth = RealMath.ExpM1(0.5 * Math.Abs(abscissa));
        double odds = RealMath.Exp(-(growth + (growth / (growth + 1))));
        double smaller = odds / (1 + odds);
        double larger = 1 / (1 + odds);
        return abscissa < 0 ? shape.Ordinate(smaller, larger) : shape.Ordinate(larger, smaller);
    }

    private static bool TryFit(CurveShape shape, double low, double width, double[] coefficients)
    {
        double end = Ordinate(shape, low);
        for (int piece = 0; piece < coefficients.Length / Terms; piece++)
        {
            double middle = low + ((piece + 0.5) * width);
            Span<double> terms = coefficients.AsSpan(piece * Terms, Terms);
            Interpolate(shape, middle, 0.5 * width, terms);
            double begin = end;
            end = Ordinate(shape, low + ((piece + 1) * width));
            if (!(IsClose(terms, -1, begin) && IsClose(terms, 1, end) && IsClose(terms, 0, Ordinate(shape, middle))))
                return false;
        }
        return true;
    }

    private static bool IsClose(ReadOnlySpan<double> terms, double t, double exact)
    {
        double sum = terms[^1];
        for (int power = terms.Length - 2; power >= 0; power--)
            sum = Math.FusedMultiplyAdd(sum, t, terms[power]);
        return Math.Abs(sum - exact) <= Tolerance;
    }

    /// <summary>The powers of the polynomial through the values at the nodes.</summary>
    private static void Interpolate(CurveShape shape, double middle, double halfWidth, Span<double> terms)
    {
        // Chebyshev coefficients c_j = 2/8 · Σ y_k·T_j(node_k), half of it for j = 0.
        Span<double> chebyshev = stackalloc double[Terms];
        chebyshev.Clear();
        foreach (double node in Nodes)
        {
            double ordinate = Ordinate(shape, middle + (halfWidth * node)) * (2.0 / Terms);
            double before = node;
            double current = 1;
            for (int j = 0; j < Terms; j++)
            {
                chebyshev[j] += ordinate * current;
                (before, current) = (current, (2 * node * current) - before);
            }
        }
        chebyshev[0] *= 0.5;

        // Σ c_j·T_j(t) by Clenshaw's recurrence on polynomials: b_j = c_j + 2t·b_(j+1) - b_(j+2).
        Span<double> next = stackalloc double[Terms];
        Span<double> afterNext = stackalloc double[Terms];
        next.Clear();
        afterNext.Clear();
        for (int j = Terms - 1; j >= 0; j--)
        {
            double factor = j == 0 ? 1 : 2;
            for (int power = Terms - 1; power > 0; power--)
                terms[power] = (factor * next[power - 1]) - afterNext[power];
            terms[0] = chebyshev[j] - afterNext[0];
            next.CopyTo(afterNext);
            terms.CopyTo(next);
        }
    }
}
