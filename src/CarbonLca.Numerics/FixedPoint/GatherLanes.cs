using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>sum + Σₚ value[p] · rows[index[p]] over the entries whose index is below a limit: a weighted sum of rows of eight lanes.</summary>
/// <remarks>
/// Indices ascend, and those below the limit lie in <c>[0, rows)</c>: the matrix that owns them checked it once.
/// <see cref="Reference"/> is the definition; the sum of vectors runs in four parts, added pairwise, with fused multiply-add, and has
/// the same bits at every width of vectors.
/// </remarks>
internal static unsafe class GatherLanes
{
    private const int Lanes = FixedPointSystem.Lanes;

    /// <summary>Adds the entries from 'p' on and leaves 'p' at the first one that does not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Run(Vector512<double> sum, double* value, int* index, ref int p, int end, int limit, double* rows)
    {
        Vector512<double> a = sum;
        Vector512<double> b = Vector512<double>.Zero;
        Vector512<double> c = Vector512<double>.Zero;
        Vector512<double> d = Vector512<double>.Zero;
        int k = p;
        for (; k + 3 < end && index[k + 3] < limit; k += 4)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.Create(value[k]), Vector512.LoadAligned(rows + (index[k] * (long)Lanes)), a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(value[k + 1]), Vector512.LoadAligned(rows + (index[k + 1] * (long)Lanes)), b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(value[k + 2]), Vector512.LoadAligned(rows + (index[k + 2] * (long)Lanes)), c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(value[k + 3]), Vector512.LoadAligned(rows + (index[k + 3] * (long)Lanes)), d);
        }

        for (; k < end && index[k] < limit; k++) a = Vector512.FusedMultiplyAdd(Vector512.Create(value[k]), Vector512.LoadAligned(rows + (index[k] * (long)Lanes)), a);
        p = k;
        return (a + b) + (c + d);
    }

    /// <summary>The plain loop over one lane.</summary>
    internal static double Reference(double sum, ReadOnlySpan<double> value, ReadOnlySpan<int> index, int limit, ReadOnlySpan<double> rows, int lane)
    {
        for (int p = 0; p < value.Length && index[p] < limit; p++) sum += value[p] * rows[(index[p] * Lanes) + lane];
        return sum;
    }
}
