using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sparse;

/// <summary>A = L·U of a dense matrix in place, L unit lower triangular, by panels of columns.</summary>
/// <remarks>
/// <para>
/// Element (i, j) becomes ((aᵢⱼ - lᵢ₀·u₀ⱼ) - lᵢ₁·u₁ⱼ) - …, every step rounded once, in this order whatever the width of
/// the panels and of the vectors: <see cref="Reference"/> is the definition, and the bits are the same. Nearly all of the
/// 2n³/3 operations are the update of what lies right of and below a panel, tile by tile in registers
/// (Goto &amp; van de Geijn 2008, ACM TOMS 34:12).
/// </para>
/// </remarks>
internal static unsafe class DenseElimination
{
    private const int PanelWidth = 96;
    private const int GroupWidth = 8;       // columns of a panel applied at a time
    private const int TileRows = 16;
    private const int TileColumns = 8;
    private const int BlockRows = 12 * TileRows;
    private const int Alignment = 64;

    /// <summary>Decides about one pivot.</summary>
    internal interface IPivoting
    {
        /// <summary>Chooses the pivot of a column whose elements above it are final.</summary>
        /// <param name="column">The column's number.</param>
        /// <param name="elements">The column; candidates begin at row <paramref name="column"/>.</param>
        /// <returns>The row to exchange with row <paramref name="column"/>, or -1 to stop.</returns>
        int Choose(int column, ReadOnlySpan<double> elements);

        /// <summary>Tells that two rows change places.</summary>
        void Exchange(int row, int other);
    }

    /// <summary>Eliminates; false when <paramref name="pivoting"/> asked to stop.</summary>
    /// <param name="core">The matrix; overwritten by its factors.</param>
    /// <param name="pivoting">Chooses pivots.</param>
    /// <param name="wide">Whether tiles are held in vectors of 512 bits; the bits of the factors are the same.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Run<TPivoting>(DenseCore core, ref TPivoting pivoting, bool wide)
        where TPivoting : struct, IPivoting
    {
        int n = core.Order;
        int stride = core.Stride;
        double* a = core.Elements;
        int paddedRows = (n + TileRows - 1) / TileRows * TileRows;
        nuint bytes = (nuint)paddedRows * PanelWidth * sizeof(double);
        double* packedLeft = (double*)NativeMemory.AlignedAlloc(bytes, Alignment);
        double* packedRight = (double*)NativeMemory.AlignedAlloc(bytes, Alignment);
        try
        {
            for (int first = 0; first < n; first += PanelWidth)
            {
                int width = Math.Min(PanelWidth, n - first);
                if (!EliminatePanel(core, first, width, ref pivoting))
                    return false;
                int next = first + width;
                if (next == n)
                    break;
                PackLeft(a + ((nint)first * stride) + next, stride, n - next, width, packedLeft);
                for (int j = next; j < n; j += TileColumns)
                    SolveRight(a + ((nint)first * stride) + first, a + ((nint)j * stride) + first, stride, width, Math.Min(TileColumns, n - j), packedRight + ((nint)(j - next) * width));
                Update(a + ((nint)next * stride) + next, stride, n - next, width, packedLeft, packedRight, wide);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(packedLeft);
            NativeMemory.AlignedFree(packedRight);
        }
        return true;
    }

    /// <summary>The definition: one element after the other.</summary>
    internal static bool Reference<TPivoting>(DenseCore core, ref TPivoting pivoting)
        where TPivoting : struct, IPivoting
    {
        int n = core.Order;
        for (int j = 0; j < n; j++)
        {
            Span<double> column = core.Column(j);
            for (int k = 0; k < j; k++)
            {
                Span<double> left = core.Column(k);
                for (int i = k + 1; i < n; i++)
                    column[i] = Math.FusedMultiplyAdd(-left[i], column[k], column[i]);
            }
            if (!TakePivot(core, j, ref pivoting))
                return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool EliminatePanel<TPivoting>(DenseCore core, int first, int width, ref TPivoting pivoting)
        where TPivoting : struct, IPivoting
    {
        int stride = core.Stride;
        int n = core.Order;
        double* a = core.Elements;
        for (int j = first; j < first + width; j++)
        {
            double* column = a + ((nint)j * stride);
            for (int group = first; group < j; group += GroupWidth)
            {
                int end = Math.Min(group + GroupWidth, j);
                for (int k = group; k < end; k++)
                {
                    double* left = a + ((nint)k * stride);
                    for (int i = k + 1; i < end; i++)
                        column[i] = Math.FusedMultiplyAdd(-left[i], column[k], column[i]);
                }
                ApplyGroup(a + ((nint)group * stride), stride, end - group, column + group, column, end, n);
            }
            if (!TakePivot(core, j, ref pivoting))
                return false;
        }
        return true;
    }

    /// <summary>column[i] -= Σₖ left column k[i] · factors[k], k ascending, for the rows begin … end - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyGroup(double* left, int stride, int count, double* factors, double* column, int begin, int end)
    {
        int i = begin;
        if (count == GroupWidth)
        {
            double* l1 = left + stride;
            double* l2 = l1 + stride;
            double* l3 = l2 + stride;
            double* l4 = l3 + stride;
            double* l5 = l4 + stride;
            double* l6 = l5 + stride;
            double* l7 = l6 + stride;
            Vector512<double> f0 = Vector512.Create(-factors[0]);
            Vector512<double> f1 = Vector512.Create(-factors[1]);
            Vector512<double> f2 = Vector512.Create(-factors[2]);
            Vector512<double> f3 = Vector512.Create(-factors[3]);
            Vector512<double> f4 = Vector512.Create(-factors[4]);
            Vector512<double> f5 = Vector512.Create(-factors[5]);
            Vector512<double> f6 = Vector512.Create(-factors[6]);
            Vector512<double> f7 = Vector512.Create(-factors[7]);
            for (; i + 8 <= end; i += 8)
            {
                Vector512<double> x = Vector512.FusedMultiplyAdd(Vector512.Load(left + i), f0, Vector512.Load(column + i));
                x = Vector512.FusedMultiplyAdd(Vector512.Load(l1 + i), f1, x);
                x = Vector512.FusedMultiplyAdd(Vector512.Load(l2 + i), f2, x);
                x = Vector512.FusedMultiplyAdd(Vector512.Load(l3 + i), f3, x);
                x = Vector512.FusedMultiplyAdd(Vector512.Load(l4 + i), f4, x);
                x = Vector512.FusedMultiplyAdd(Vector512.Load(l5 + i), f5, x);
                x = Vector512.FusedMultiplyAdd(Vector512.Load(l6 + i), f6, x);
                Vector512.FusedMultiplyAdd(Vector512.Load(l7 + i), f7, x).Store(column + i);
            }
        }
        else
        {
            for (; i + 8 <= end; i += 8)
            {
                Vector512<double> x = Vector512.Load(column + i);
                for (int k = 0; k < count; k++)
                    x = Vector512.FusedMultiplyAdd(Vector512.Load(left + ((nint)k * stride) + i), Vector512.Create(-factors[k]), x);
                x.Store(column + i);
            }
        }
        for (; i < end; i++)
        {
            double x = column[i];
            for (int k = 0; k < count; k++)
                x = Math.FusedMultiplyAdd(-left[((nint)k * stride) + i], factors[k], x);
            column[i] = x;
        }
    }

    private static bool TakePivot<TPivoting>(DenseCore core, int column, ref TPivoting pivoting)
        where TPivoting : struct, IPivoting
    {
        Span<double> elements = core.Column(column);
        int row = pivoting.Choose(column, elements);
        if (row < 0)
            return false;
        if (row != column)
        {
            pivoting.Exchange(column, row);
            for (int j = 0; j < core.Order; j++)
            {
                Span<double> other = core.Column(j);
                (other[column], other[row]) = (other[row], other[column]);
            }
        }
        double pivot = elements[column];
        Span<double> below = elements[(column + 1)..];
        ref double start = ref MemoryMarshal.GetReference(below);
        int at = 0;
        for (; at + 8 <= below.Length; at += 8)
            (Vector512.LoadUnsafe(ref start, (nuint)at) / Vector512.Create(pivot)).StoreUnsafe(ref start, (nuint)at);
        for (; at < below.Length; at++)
            below[at] /= pivot;
        return true;
    }

    /// <summary>-L below the panel, sixteen rows of one column after the other: what a row of tiles reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLeft(double* left, int stride, int rows, int width, double* packed)
    {
        for (int i = 0; i < rows; i += TileRows)
        {
            int count = Math.Min(TileRows, rows - i);
            for (int k = 0; k < width; k++, packed += TileRows)
            {
                double* column = left + ((nint)k * stride) + i;
                if (count == TileRows)
                {
                    (-Vector512.Load(column)).Store(packed);
                    (-Vector512.Load(column + 8)).Store(packed + 8);
                    continue;
                }
                for (int r = 0; r < TileRows; r++)
                    packed[r] = r < count ? -column[r] : 0;
            }
        }
    }

    /// <summary>U right of the panel for eight columns: solves L·U = A in packed form, eight columns of one row after the other, and stores it back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveRight(double* left, double* right, int stride, int width, int columns, double* packed)
    {
        for (int c = 0; c < TileColumns; c++)
        {
            for (int k = 0; k < width; k++)
                packed[(k * TileColumns) + c] = c < columns ? right[((nint)c * stride) + k] : 0;
        }
        for (int k = 0; k + 1 < width; k++)
        {
            Vector512<double> minus = -Vector512.Load(packed + (k * TileColumns));
            double* factors = left + ((nint)k * stride);
            for (int i = k + 1; i < width; i++)
            {
                double* row = packed + (i * TileColumns);
                Vector512.FusedMultiplyAdd(Vector512.Create(factors[i]), minus, Vector512.Load(row)).Store(row);
            }
        }
        for (int c = 0; c < columns; c++)
        {
            for (int k = 0; k < width; k++)
                right[((nint)c * stride) + k] = packed[(k * TileColumns) + c];
        }
    }

    /// <summary>C += (-L)·U for everything right of and below the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(double* c, int stride, int order, int width, double* packedLeft, double* packedRight, bool wide)
    {
        double* edge = stackalloc double[TileRows * TileColumns];
        for (int block = 0; block < order; block += BlockRows)
        {
            int blockEnd = Math.Min(order, block + BlockRows);
            for (int j = 0; j < order; j += TileColumns)
            {
                double* right = packedRight + ((nint)j * width);
                int columns = Math.Min(TileColumns, order - j);
                for (int i = block; i < blockEnd; i += TileRows)
                {
                    double* left = packedLeft + ((nint)i * width);
                    double* tile = c + ((nint)j * stride) + i;
                    int rows = Math.Min(TileRows, order - i);
                    if (rows == TileRows && columns == TileColumns)
                    {
                        AddProduct(left, right, width, tile, stride, wide);
                        continue;
                    }
                    for (int q = 0; q < columns; q++)
                    {
                        for (int p = 0; p < rows; p++)
                            edge[(q * TileRows) + p] = tile[((nint)q * stride) + p];
                    }
                    AddProduct(left, right, width, edge, TileRows, wide);
                    for (int q = 0; q < columns; q++)
                    {
                        for (int p = 0; p < rows; p++)
                            tile[((nint)q * stride) + p] = edge[(q * TileRows) + p];
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(double* left, double* right, int width, double* tile, int stride, bool wide)
    {
        if (wide)
            AddProduct512(left, right, width, tile, stride);
        else
            AddProduct256(left, right, width, tile, stride);
    }

    /// <summary>A tile of 16 rows and 8 columns, held in sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct512(double* left, double* right, int width, double* tile, int stride)
    {
        double* t1 = tile + stride;
        double* t2 = t1 + stride;
        double* t3 = t2 + stride;
        double* t4 = t3 + stride;
        double* t5 = t4 + stride;
        double* t6 = t5 + stride;
        double* t7 = t6 + stride;
        Vector512<double> c00 = Vector512.Load(tile);
        Vector512<double> c10 = Vector512.Load(tile + 8);
        Vector512<double> c01 = Vector512.Load(t1);
        Vector512<double> c11 = Vector512.Load(t1 + 8);
        Vector512<double> c02 = Vector512.Load(t2);
        Vector512<double> c12 = Vector512.Load(t2 + 8);
        Vector512<double> c03 = Vector512.Load(t3);
        Vector512<double> c13 = Vector512.Load(t3 + 8);
        Vector512<double> c04 = Vector512.Load(t4);
        Vector512<double> c14 = Vector512.Load(t4 + 8);
        Vector512<double> c05 = Vector512.Load(t5);
        Vector512<double> c15 = Vector512.Load(t5 + 8);
        Vector512<double> c06 = Vector512.Load(t6);
        Vector512<double> c16 = Vector512.Load(t6 + 8);
        Vector512<double> c07 = Vector512.Load(t7);
        Vector512<double> c17 = Vector512.Load(t7 + 8);
        for (int k = 0; k < width; k++)
        {
            Vector512<double> a0 = Vector512.Load(left);
            Vector512<double> a1 = Vector512.Load(left + 8);
            Vector512<double> b = Vector512.Create(right[0]);
            c00 = Vector512.FusedMultiplyAdd(a0, b, c00);
            c10 = Vector512.FusedMultiplyAdd(a1, b, c10);
            b = Vector512.Create(right[1]);
            c01 = Vector512.FusedMultiplyAdd(a0, b, c01);
            c11 = Vector512.FusedMultiplyAdd(a1, b, c11);
            b = Vector512.Create(right[2]);
            c02 = Vector512.FusedMultiplyAdd(a0, b, c02);
            c12 = Vector512.FusedMultiplyAdd(a1, b, c12);
            b = Vector512.Create(right[3]);
            c03 = Vector512.FusedMultiplyAdd(a0, b, c03);
            c13 = Vector512.FusedMultiplyAdd(a1, b, c13);
            b = Vector512.Create(right[4]);
            c04 = Vector512.FusedMultiplyAdd(a0, b, c04);
            c14 = Vector512.FusedMultiplyAdd(a1, b, c14);
            b = Vector512.Create(right[5]);
            c05 = Vector512.FusedMultiplyAdd(a0, b, c05);
            c15 = Vector512.FusedMultiplyAdd(a1, b, c15);
            b = Vector512.Create(right[6]);
            c06 = Vector512.FusedMultiplyAdd(a0, b, c06);
            c16 = Vector512.FusedMultiplyAdd(a1, b, c16);
            b = Vector512.Create(right[7]);
            c07 = Vector512.FusedMultiplyAdd(a0, b, c07);
            c17 = Vector512.FusedMultiplyAdd(a1, b, c17);
            left += TileRows;
            right += TileColumns;
        }
        c00.Store(tile);
        c10.Store(tile + 8);
        c01.Store(t1);
        c11.Store(t1 + 8);
        c02.Store(t2);
        c12.Store(t2 + 8);
        c03.Store(t3);
        c13.Store(t3 + 8);
        c04.Store(t4);
        c14.Store(t4 + 8);
        c05.Store(t5);
        c15.Store(t5 + 8);
        c06.Store(t6);
        c16.Store(t6 + 8);
        c07.Store(t7);
        c17.Store(t7 + 8);
    }

    /// <summary>The same tile, two columns at a time in eight registers of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct256(double* left, double* right, int width, double* tile, int stride)
    {
        for (int column = 0; column < TileColumns; column += 2)
        {
            double* t0 = tile + ((nint)column * stride);
            double* t1 = t0 + stride;
            Vector256<double> c00 = Vector256.Load(t0);
            Vector256<double> c10 = Vector256.Load(t0 + 4);
            Vector256<double> c20 = Vector256.Load(t0 + 8);
            Vector256<double> c30 = Vector256.Load(t0 + 12);
            Vector256<double> c01 = Vector256.Load(t1);
            Vector256<double> c11 = Vector256.Load(t1 + 4);
            Vector256<double> c21 = Vector256.Load(t1 + 8);
            Vector256<double> c31 = Vector256.Load(t1 + 12);
            double* a = left;
            double* b = right + column;
            for (int k = 0; k < width; k++)
            {
                Vector256<double> a0 = Vector256.Load(a);
                Vector256<double> a1 = Vector256.Load(a + 4);
                Vector256<double> a2 = Vector256.Load(a + 8);
                Vector256<double> a3 = Vector256.Load(a + 12);
                Vector256<double> b0 = Vector256.Create(b[0]);
                c00 = Vector256.FusedMultiplyAdd(a0, b0, c00);
                c10 = Vector256.FusedMultiplyAdd(a1, b0, c10);
                c20 = Vector256.FusedMultiplyAdd(a2, b0, c20);
                c30 = Vector256.FusedMultiplyAdd(a3, b0, c30);
                Vector256<double> b1 = Vector256.Create(b[1]);
                c01 = Vector256.FusedMultiplyAdd(a0, b1, c01);
                c11 = Vector256.FusedMultiplyAdd(a1, b1, c11);
                c21 = Vector256.FusedMultiplyAdd(a2, b1, c21);
                c31 = Vector256.FusedMultiplyAdd(a3, b1, c31);
                a += TileRows;
                b += TileColumns;
            }
            c00.Store(t0);
            c10.Store(t0 + 4);
            c20.Store(t0 + 8);
            c30.Store(t0 + 12);
            c01.Store(t1);
            c11.Store(t1 + 4);
            c21.Store(t1 + 8);
            c31.Store(t1 + 12);
        }
    }
}
