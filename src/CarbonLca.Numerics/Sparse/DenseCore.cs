using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sparse;

/// <summary>The last columns of a block, where elimination has filled nearly everything: L and U of a dense matrix, by columns.</summary>
/// <remarks>
/// Column j begins j·stride after the first element, every column on a boundary of 64 bytes where the first one is. What pads a
/// column to the next boundary is never read.
/// </remarks>
internal sealed unsafe class DenseCore
{
    private const int Alignment = 8;             // doubles in 64 bytes
    private const int Boundary = Alignment * sizeof(double);
    private const int ConflictingStride = 512;   // columns this many doubles apart share the sets of a cache

    private readonly int _stride;
    private readonly double[]? _memory;          // keeps the elements; null where the caller does

    /// <summary>Room for a core; the elements are undefined.</summary>
    public DenseCore(int order)
    {
        Order = order;
        _stride = StrideOf(order);
        double[] memory = GC.AllocateUninitializedArray<double>(checked((order * _stride) + Alignment), pinned: true);
        _memory = memory;
        Elements = (double*)(((nint)Unsafe.AsPointer(ref memory[0]) + Boundary - 1) / Boundary * Boundary);
    }

    /// <summary>A core in memory that the caller keeps where it is.</summary>
    /// <param name="order">Number of rows and columns.</param>
    /// <param name="elements">Room for <see cref="LengthOf"/> elements.</param>
    internal DenseCore(int order, double* elements)
    {
        Order = order;
        _stride = StrideOf(order);
        Elements = elements;
    }

    /// <summary>The largest order there is room for in one array.</summary>
    public static int LargestOrder { get; } = (int)Math.Sqrt(Array.MaxLength) - (2 * Alignment);

    /// <summary>Number of rows and columns.</summary>
    public int Order { get; }

    /// <summary>Distance of neighbouring columns.</summary>
    public int Stride => _stride;

    /// <summary>The first element; the memory never moves.</summary>
    public double* Elements { get; }

    /// <summary>One column.</summary>
    public Span<double> Column(int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Order);
        return new Span<double>(Elements + ((nint)column * _stride), Order);
    }

    /// <summary>From the first element of a core to its last.</summary>
    internal static int LengthOf(int order) => order == 0 ? 0 : checked(((order - 1) * StrideOf(order)) + order);

    /// <summary>Solves L·U·x = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int n = Order;
        double* a = Elements;
        int j = 0;
        for (; j + 4 <= n; j += 4)
        {
            double* c0 = a + ((nint)j * _stride);
            for (int k = 0; k < 3; k++)
                SubtractColumn(z, c0 + ((nint)k * _stride), z[j + k], j + k + 1, j + 4);
            SubtractFour(z, c0, _stride, z[j], z[j + 1], z[j + 2], z[j + 3], j + 4, n);
        }
        for (; j < n; j++)
            SubtractColumn(z, a + ((nint)j * _stride), z[j], j + 1, n);

        for (j = n - 1; j >= 3; j -= 4)
        {
            double* c0 = a + ((nint)j * _stride);
            for (int k = 0; k < 4; k++)
            {
                double* column = c0 - ((nint)k * _stride);
                z[j - k] = TLanes.Over(z[j - k], column[j - k]);
                SubtractColumn(z, column, z[j - k], j - 3, j - k);
            }
            SubtractFour(z, c0, -_stride, z[j], z[j - 1], z[j - 2], z[j - 3], 0, j - 3);
        }
        for (; j >= 0; j--)
        {
            double* column = a + ((nint)j * _stride);
            z[j] = TLanes.Over(z[j], column[j]);
            SubtractColumn(z, column, z[j], 0, j);
        }
    }

    /// <summary>Solves (L·U)ᵀ·x = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SolveTransposed<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int n = Order;
        double* a = Elements;
        for (int j = 0; j < n; j++)
        {
            double* column = a + ((nint)j * _stride);
            TLanes sum = Dot(column, z, j);
            z[j] = TLanes.Over(TLanes.SubtractProduct(z[j], 1, sum), column[j]);
        }
        for (int j = n - 1; j >= 0; j--)
        {
            double* column = a + ((nint)j * _stride) + j + 1;
            TLanes sum = Dot(column, z + j + 1, n - j - 1);
            z[j] = TLanes.SubtractProduct(z[j], 1, sum);
        }
    }

    private static int StrideOf(int order)
    {
        int stride = (order + Alignment - 1) / Alignment * Alignment;
        return stride % ConflictingStride == 0 ? stride + Alignment : stride;
    }

    /// <summary>z[i] -= column[i] · factor for the rows begin … end - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractColumn<TLanes>(TLanes* z, double* column, TLanes factor, int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int i = begin; i < end; i++)
            z[i] = TLanes.SubtractProduct(z[i], column[i], factor);
    }

    /// <summary>z[i] -= Σₖ column k[i] · factor k, one after the other, for the rows begin … end - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractFour<TLanes>(TLanes* z, double* c0, int stride, TLanes f0, TLanes f1, TLanes f2, TLanes f3, int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        double* c1 = c0 + stride;
        double* c2 = c1 + stride;
        double* c3 = c2 + stride;
        int i = begin;
        if (typeof(TLanes) == typeof(OneLane))
        {
            double* x = (double*)z;
            Vector512<double> g0 = Vector512.Create(-Unsafe.BitCast<TLanes, double>(f0));
            Vector512<double> g1 = Vector512.Create(-Unsafe.BitCast<TLanes, double>(f1));
            Vector512<double> g2 = Vector512.Create(-Unsafe.BitCast<TLanes, double>(f2));
            Vector512<double> g3 = Vector512.Create(-Unsafe.BitCast<TLanes, double>(f3));
            for (; i + 8 <= end; i += 8)
            {
                Vector512<double> sum = Vector512.FusedMultiplyAdd(Vector512.Load(c0 + i), g0, Vector512.Load(x + i));
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(c1 + i), g1, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(c2 + i), g2, sum);
                Vector512.FusedMultiplyAdd(Vector512.Load(c3 + i), g3, sum).Store(x + i);
            }
        }
        for (; i < end; i++)
        {
            TLanes sum = TLanes.SubtractProduct(z[i], c0[i], f0);
            sum = TLanes.SubtractProduct(sum, c1[i], f1);
            sum = TLanes.SubtractProduct(sum, c2[i], f2);
            z[i] = TLanes.SubtractProduct(sum, c3[i], f3);
        }
    }

    /// <summary>Σ values[i] · z[i] in eight interleaved sums, added at the end: ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes Dot<TLanes>(double* values, TLanes* z, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes* sums = stackalloc TLanes[8];
        int i = 0;
        if (typeof(TLanes) == typeof(OneLane))
        {
            Vector512<double> sum = Vector512<double>.Zero;
            for (; i + 8 <= count; i += 8)
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(values + i), Vector512.Load((double*)(z + i)), sum);
            sum.Store((double*)sums);
        }
        else
        {
            TLanes s0 = TLanes.All(0);
            TLanes s1 = s0;
            TLanes s2 = s0;
            TLanes s3 = s0;
            TLanes s4 = s0;
            TLanes s5 = s0;
            TLanes s6 = s0;
            TLanes s7 = s0;
            for (; i + 8 <= count; i += 8)
            {
                s0 = TLanes.AddProduct(s0, values[i], z[i]);
                s1 = TLanes.AddProduct(s1, values[i + 1], z[i + 1]);
                s2 = TLanes.AddProduct(s2, values[i + 2], z[i + 2]);
                s3 = TLanes.AddProduct(s3, values[i + 3], z[i + 3]);
                s4 = TLanes.AddProduct(s4, values[i + 4], z[i + 4]);
                s5 = TLanes.AddProduct(s5, values[i + 5], z[i + 5]);
                s6 = TLanes.AddProduct(s6, values[i + 6], z[i + 6]);
                s7 = TLanes.AddProduct(s7, values[i + 7], z[i + 7]);
            }
            sums[0] = s0;
            sums[1] = s1;
            sums[2] = s2;
            sums[3] = s3;
            sums[4] = s4;
            sums[5] = s5;
            sums[6] = s6;
            sums[7] = s7;
        }
        for (int rest = 0; i < count; i++, rest++)
            sums[rest] = TLanes.AddProduct(sums[rest], values[i], z[i]);
        return TLanes.Plus(
            TLanes.Plus(TLanes.Plus(sums[0], sums[1]), TLanes.Plus(sums[2], sums[3])),
            TLanes.Plus(TLanes.Plus(sums[4], sums[5]), TLanes.Plus(sums[6], sums[7])));
    }
}
