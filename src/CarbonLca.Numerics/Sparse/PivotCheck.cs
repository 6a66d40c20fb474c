namespace CarbonLca.Numerics.Sparse;

/// <summary>Tells a small pivot from one that is nothing but the rounding of the terms it is the sum of.</summary>
internal static class PivotCheck
{
    /// <summary>Pivots below this share of their column are checked against the rounding of the terms they came from.</summary>
    private const double SuspiciousShare = 1.0 / (1L << 40);

    /// <summary>2⁻⁵²: a pivot no larger than this share of the terms it is the sum of is nothing but their rounding.</summary>
    private const double Rounding = 1.0 / (1L << 52);

    /// <summary>Whether a pivot is so small against the largest element of its column that it must be checked.</summary>
    public static bool IsSuspicious(double pivot, double largest) => !(Math.Abs(pivot) > SuspiciousShare * largest);

    /// <summary>Whether a pivot is no more than the rounding of its terms.</summary>
    /// <param name="pivot">The pivot.</param>
    /// <param name="terms">The entry and the products |l·u| it is the sum of, added up.</param>
    public static bool IsRounding(double pivot, double terms) => !(Math.Abs(pivot) > Rounding * terms);

    /// <summary>Σ |l·u| over the sparse columns of L applied to one element.</summary>
    public static double Products(SparseColumns lower, SparseColumns upper, int row, int column)
    {
        double sum = 0;
        for (int q = upper.Starts[column]; q < upper.Starts[column + 1]; q++)
        {
            int k = upper.Rows[q];
            int at = Array.IndexOf(lower.Rows, row, lower.Starts[k], lower.Starts[k + 1] - lower.Starts[k]);
            if (at >= 0)
                sum += Math.Abs(lower.Values[at] * upper.Values[q]);
        }
        return sum;
    }
}
