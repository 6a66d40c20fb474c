using CarbonLca.Numerics.Sparse;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace CarbonLca.Benchmarks.Rivals;

/// <summary>Dense LU with partial pivoting of MathNet.Numerics, its managed provider. Factorises Aᵀ for the transposed solve.</summary>
internal sealed class MathNetDense(CscMatrix a) : EquationSolver("MathNet.Numerics, dense LU")
{
    private readonly Matrix<double> _matrix = Dense(a);
    private LU<double>? _factors;
    private LU<double>? _transposedFactors;

    public override long FactorEntryCount => (long)a.RowCount * a.ColumnCount;

    public override bool CanAnalyze => false;

    public override void Analyze()
    {
    }

    public override void Factorize() => _transposedFactors = _matrix.Transpose().LU();

    public override void Solve(double[] b, double[] x)
    {
        _factors ??= _matrix.LU();
        _factors.Solve(Vector<double>.Build.Dense(b)).AsArray().CopyTo(x, 0);
    }

    public override void SolveTransposed(double[] c, double[] y, int count)
    {
        Matrix<double> right = Matrix<double>.Build.Dense(a.ColumnCount, count, (double[])c.Clone());
        _transposedFactors!.Solve(right).AsColumnMajorArray().CopyTo(y, 0);
    }

    private static Matrix<double> Dense(CscMatrix a)
    {
        double[] values = new double[a.RowCount * a.ColumnCount];
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
                values[(j * a.RowCount) + a.RowIndices[p]] = a.Values[p];
        }
        return Matrix<double>.Build.Dense(a.RowCount, a.ColumnCount, values);
    }
}
