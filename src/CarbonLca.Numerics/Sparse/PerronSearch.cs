using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sparse;

/// <summary>Bounds the Perron root of a large irreducible non-negative matrix by products with it alone.</summary>
/// <remarks>
/// <para>
/// Power iteration on Nᵀ quickly leaves a vector v that is wrong only in the few directions that decay slowly. Seen
/// through v, that is for V⁻¹·Nᵀ·V, the Perron vector is close to all ones, so that an approximation in the 2-norm is one
/// component by component, which is what the bounds need. Arnoldi's method (1951, Quart. Appl. Math. 9:17–29),
/// started from ones, resolves the slow directions; the vector it finds, smoothed by some power steps, becomes the
/// next v (restarts after Saad 1980, Linear Algebra Appl. 34:269–295).
/// </para>
/// <para>The vectors may be what they like: the bounds of <see cref="PerronBounds"/> hold for every positive one.</para>
/// </remarks>
internal sealed class PerronSearch
{
    private const int FirstSteps = 60;
    private const int Dimension = 30;
    private const int SmoothingSteps = 6;
    private const int Restarts = 16;
    private const int InverseSteps = 60;
    private const double LeastShare = 1e-12;
    private const double LeastElement = 1e-290;

    private readonly CscMatrix _n;
    private readonly double[] _scaled;      // V⁻¹·Nᵀ·V, on the pattern of N
    private readonly double[][] _basis;
    private readonly double[,] _projected = new double[Dimension + 1, Dimension];
    private double[] _v;
    private double[] _product;
    private PerronBounds _bounds = PerronBounds.Unknown;

    private PerronSearch(CscMatrix n)
    {
        _n = n;
        _scaled = new double[n.EntryCount];
        _basis = new double[Dimension + 1][];
        _v = new double[n.ColumnCount];
        _product = new double[n.ColumnCount];
        Array.Fill(_v, 1);
    }

    /// <summary>The bounds: decided, or as close as the search comes.</summary>
    public static PerronBounds Of(CscMatrix n)
    {
        PerronSearch search = new(n);
        for (int step = 0; step < FirstSteps && !search._bounds.IsDecided; step++)
            search.PowerStep();
        for (int restart = 0; restart < Restarts && !search._bounds.IsDecided && double.IsFinite(search._bounds.Upper); restart++)
        {
            search.Improve();
            for (int step = 0; step < SmoothingSteps; step++)
                search.PowerStep();
        }
        return search._bounds;
    }

    /// <summary>v ← Nᵀ·v, and what the old v proves.</summary>
    private void PowerStep()
    {
        Multiply(_n.Values, _v, _product);
        _bounds = _bounds.Tightened(PerronBounds.Of(_product, _v));
        double largest = 0;
        foreach (double element in _product)
            largest = Math.Max(largest, element);
        for (int j = 0; j < _product.Length; j++)
            _product[j] = Math.Max(_product[j] / largest, LeastElement);
        (_v, _product) = (_product, _v);
    }

    /// <summary>v ← V·x with x the vector of the largest Ritz value of V⁻¹·Nᵀ·V.</summary>
    private void Improve()
    {
        for (int j = 0; j < _v.Length; j++)
        {
            for (int p = _n.ColumnStarts[j]; p < _n.ColumnStarts[j + 1]; p++)
                _scaled[p] = _n.Values[p] * (_v[_n.RowIndices[p]] / _v[j]);
        }
        int dimension = Project();
        double[] ritz = DominantVector(dimension);
        double[] x = _product;
        Array.Clear(x);
        double sum = 0;
        for (int k = 0; k < dimension; k++)
            AddMultiple(x, _basis[k], ritz[k]);
        foreach (double element in x)
            sum += element;
        double share = x.Length / sum;
        for (int j = 0; j < x.Length; j++)
            _v[j] = Math.Max(_v[j] * Math.Max(Math.Abs(x[j] * share), LeastShare), LeastElement);
    }

    /// <summary>An orthonormal basis of the Krylov space of ones, and the matrix seen in it; returns the dimension reached.</summary>
    private int Project()
    {
        int order = _v.Length;
        Array.Clear(_projected);
        _basis[0] ??= new double[order];
        Array.Fill(_basis[0], 1 / Math.Sqrt(order));
        for (int k = 0; k < Dimension; k++)
        {
            double[] next = _basis[k + 1] ??= new double[order];
            Multiply(_scaled, _basis[k], next);
            for (int i = 0; i <= k; i++)
            {
                double component = Dot(_basis[i], next);
                _projected[i, k] = component;
                AddMultiple(next, _basis[i], -component);
            }
            double norm = Math.Sqrt(Dot(next, next));
            _projected[k + 1, k] = norm;
            if (!(norm > LeastShare * _bounds.Upper))
                return k + 1;
            for (int j = 0; j < order; j++)
                next[j] /= norm;
        }
        return Dimension;
    }

    /// <summary>The eigenvector of the projected matrix next to the upper bound, by inverse iteration.</summary>
    private double[] DominantVector(int dimension)
    {
        double[,] lu = new double[dimension, dimension];
        double shift = _bounds.Upper * (1 + LeastShare);
        for (int i = 0; i < dimension; i++)
        {
            for (int k = 0; k < dimension; k++)
                lu[i, k] = (i == k ? shift : 0) - _projected[i, k];
        }

        // Upper Hessenberg: one row to eliminate in each column; exchanged with the pivot row where that is smaller.
        bool[] exchanged = new bool[dimension];
        double[] factor = new double[dimension];
        for (int k = 0; k < dimension; k++)
        {
            if (k + 1 < dimension)
            {
                exchanged[k] = Math.Abs(lu[k + 1, k]) > Math.Abs(lu[k, k]);
                for (int c = k; exchanged[k] && c < dimension; c++)
                    (lu[k, c], lu[k + 1, c]) = (lu[k + 1, c], lu[k, c]);
            }
            if (Math.Abs(lu[k, k]) < LeastShare * shift)
                lu[k, k] = LeastShare * shift;
            if (k + 1 == dimension)
                break;
            factor[k] = lu[k + 1, k] / lu[k, k];
            for (int c = k; c < dimension; c++)
                lu[k + 1, c] -= factor[k] * lu[k, c];
        }
        double[] x = new double[dimension];
        x[0] = 1;
        for (int step = 0; step < InverseSteps; step++)
        {
            for (int k = 0; k + 1 < dimension; k++)
            {
                if (exchanged[k])
                    (x[k], x[k + 1]) = (x[k + 1], x[k]);
                x[k + 1] -= factor[k] * x[k];
            }
            double largest = 0;
            for (int k = dimension - 1; k >= 0; k--)
            {
                for (int c = k + 1; c < dimension; c++)
                    x[k] -= lu[k, c] * x[c];
                x[k] /= lu[k, k];
                largest = Math.Max(largest, Math.Abs(x[k]));
            }
            for (int k = 0; k < dimension; k++)
                x[k] /= largest;
        }
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Multiply(ReadOnlySpan<double> entries, double[] x, double[] result)
    {
        fixed (int* starts = _n.ColumnStarts, rows = _n.RowIndices)
        fixed (double* values = entries, z = x)
        {
            for (int j = 0; j < result.Length; j++)
            {
                double sum = 0;
                for (int p = starts[j]; p < starts[j + 1]; p++)
                    sum = Math.FusedMultiplyAdd(values[p], z[rows[p]], sum);
                result[j] = sum;
            }
        }
    }

    /// <summary>Σ x[k] · y[k] in eight interleaved sums, added at the end: the same bits on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(double[] x, double[] y)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int k = 0;
        for (; k + 8 <= x.Length; k += 8)
            sums = Vector512.FusedMultiplyAdd(Vector512.Create(x, k), Vector512.Create(y, k), sums);
        double rest = 0;
        for (; k < x.Length; k++)
            rest = Math.FusedMultiplyAdd(x[k], y[k], rest);
        return (((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))) + rest;
    }

    /// <summary>y += factor · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMultiple(double[] y, double[] x, double factor)
    {
        Vector512<double> factors = Vector512.Create(factor);
        int k = 0;
        for (; k + 8 <= y.Length; k += 8)
            Vector512.FusedMultiplyAdd(Vector512.Create(x, k), factors, Vector512.Create(y, k)).CopyTo(y, k);
        for (; k < y.Length; k++)
            y[k] = Math.FusedMultiplyAdd(x[k], factor, y[k]);
    }
}
