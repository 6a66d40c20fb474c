using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>What is proved of the Perron root of an irreducible non-negative matrix.</summary>
/// <remarks>Every positive vector v proves min (Nᵀv)ⱼ/vⱼ ≤ ρ ≤ max (Nᵀv)ⱼ/vⱼ (Collatz 1942, Wielandt 1950), however it was found.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PerronBounds(double Lower, double Upper)
{
    private const double Tolerance = 1e-12;
    private const double CoarseTolerance = 1e-6;
    private const double CoarseMargin = 0.01;

    /// <summary>The largest bound that tells a root from 1 in double precision.</summary>
    public const double BelowOne = 1 - 1e-14;

    /// <summary>Nothing is proved yet.</summary>
    public static PerronBounds Unknown { get; } = new(0, double.PositiveInfinity);

    /// <summary>Whether the root is known to the last digits worth having, and on which side of 1 it lies.</summary>
    public bool IsTight => double.IsFinite(Upper) && Upper - Lower <= Tolerance * Upper && (Upper < BelowOne || Lower >= BelowOne);

    /// <summary>Whether six digits are known of a root that is clearly below or clearly above 1; close to 1 only <see cref="IsTight"/> will do.</summary>
    public bool IsDecided =>
        IsTight || (double.IsFinite(Upper) && Upper - Lower <= CoarseTolerance * Upper && (Upper <= 1 - CoarseMargin || Lower >= 1 + CoarseMargin));

    /// <summary>Both bounds at once.</summary>
    public PerronBounds Tightened(PerronBounds other) => new(Math.Max(Lower, other.Lower), Math.Min(Upper, other.Upper));

    /// <summary>What a positive vector and its product Nᵀ·v prove.</summary>
    public static PerronBounds Of(ReadOnlySpan<double> product, ReadOnlySpan<double> v)
    {
        double lower = double.PositiveInfinity;
        double upper = 0;
        for (int i = 0; i < v.Length; i++)
        {
            double ratio = product[i] / v[i];
            lower = Math.Min(lower, ratio);
            upper = Math.Max(upper, ratio);
        }
        return new PerronBounds(lower, upper);
    }
}
