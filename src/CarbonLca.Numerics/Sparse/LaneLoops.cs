using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>Loops over lanes that several kernels share.</summary>
internal static class LaneLoops
{
    /// <summary>Σ values[p] · z[rows[p]], in four interleaved sums that are added at the end: (0 + 1) + (2 + 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe TLanes Dot<TLanes>(double* values, int* rows, int count, TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s0 = TLanes.All(0);
        TLanes s1 = s0;
        TLanes s2 = s0;
        TLanes s3 = s0;
        int p = 0;
        for (; p + 4 <= count; p += 4)
        {
            s0 = TLanes.AddProduct(s0, values[p], z[rows[p]]);
            s1 = TLanes.AddProduct(s1, values[p + 1], z[rows[p + 1]]);
            s2 = TLanes.AddProduct(s2, values[p + 2], z[rows[p + 2]]);
            s3 = TLanes.AddProduct(s3, values[p + 3], z[rows[p + 3]]);
        }
        for (; p < count; p++)
            s0 = TLanes.AddProduct(s0, values[p], z[rows[p]]);
        return TLanes.Plus(TLanes.Plus(s0, s1), TLanes.Plus(s2, s3));
    }
}
