namespace CarbonLca.Sensitivity;

/// <summary>The system I + Uᵀ·W of a rank update, by Gaussian elimination with row pivots.</summary>
internal sealed class SmallSystem
{
    private readonly ColumnDifference[] _differences;
    private readonly double[] _w;
    private readonly int _n;
    private readonly double[,] _matrix;
    private readonly double[] _scale;

    /// <summary>Fills and judges the system.</summary>
    /// <param name="differences">U.</param>
    /// <param name="w">W, <c>[column][row]</c>.</param>
    /// <param name="n">The order of the large system.</param>
    public SmallSystem(ColumnDifference[] differences, double[] w, int n)
    {
        _differences = differences;
        _w = w;
        _n = n;
        int k = differences.Length;
        _matrix = new double[k, k];
        _scale = new double[k];
        for (int r = 0; r < k; r++)
        {
            for (int c = 0; c < k; c++)
            {
                double sum = r == c ? 1 : 0;
                double size = sum;
                foreach ((int row, double value) in differences[r].Difference.Span)
                {
                    double term = value * w[(c * n) + row];
                    sum += term;
                    size += Math.Abs(term);
                }

                _matrix[r, c] = sum;
                _scale[r] += size;
            }
        }

        Pivot = Eliminate(new double[k], out _);
    }

    /// <summary>The smallest pivot relative to the terms of its row: what cancellation has left.</summary>
    public double Pivot { get; }

    /// <summary>y += W·q with (I + Uᵀ·W)·q = δ − Uᵀ·y.</summary>
    public void Update(Span<double> y, ReadOnlySpan<double> delta)
    {
        double[] right = delta.ToArray();
        for (int r = 0; r < right.Length; r++)
            foreach ((int row, double value) in _differences[r].Difference.Span) right[r] -= value * y[row];
        Eliminate(right, out double[] q);
        for (int c = 0; c < q.Length; c++)
        {
            ReadOnlySpan<double> column = _w.AsSpan(c * _n, _n);
            for (int i = 0; i < y.Length; i++) y[i] += q[c] * column[i];
        }
    }

    private double Eliminate(double[] right, out double[] solution)
    {
        int k = right.Length;
        double[,] a = (double[,])_matrix.Clone();
        double[] b = [.. right];
        for (int r = 0; r < k; r++)
        {
            b[r] /= _scale[r];
            for (int c = 0; c < k; c++) a[r, c] /= _scale[r];
        }

        double least = 1;
        for (int step = 0; step < k; step++)
        {
            int pivot = step;
            for (int r = step + 1; r < k; r++)
                if (Math.Abs(a[r, step]) > Math.Abs(a[pivot, step])) pivot = r;
            (b[step], b[pivot]) = (b[pivot], b[step]);
            for (int c = 0; c < k; c++) (a[step, c], a[pivot, c]) = (a[pivot, c], a[step, c]);
            least = Math.Min(least, Math.Abs(a[step, step]));
            for (int r = step + 1; r < k; r++)
            {
                double factor = a[r, step] / a[step, step];
                b[r] -= factor * b[step];
                for (int c = step; c < k; c++) a[r, c] -= factor * a[step, c];
            }
        }

        for (int r = k - 1; r >= 0; r--)
        {
            for (int c = r + 1; c < k; c++) b[r] -= a[r, c] * b[c];
            b[r] /= a[r, r];
        }

        solution = b;
        return least;
    }
}
