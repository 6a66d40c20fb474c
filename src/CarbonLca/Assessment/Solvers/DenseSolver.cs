using CarbonLca.Numerics.Sparse;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace CarbonLca.Assessment.Solvers;

/// <summary>Dense LU factors of MathNet.Numerics, which uses its native provider when one is installed.</summary>
internal sealed class DenseSolver : TechnosphereSolver
{
    private readonly CscMatrix _matrix;
    private readonly CscMatrix _transpose;
    private readonly LU<double> _factors;
    private readonly LU<double> _transposedFactors;
    private readonly TechnosphereSolver _sparse;

    /// <summary>Factorises a matrix that is known to have an answer.</summary>
    /// <param name="matrix">The technosphere.</param>
    /// <param name="sparse">Its sparse factors, which estimate the condition.</param>
    public DenseSolver(CscMatrix matrix, TechnosphereSolver sparse)
    {
        DenseAlgebra.Activate();
        _matrix = matrix;
        _transpose = matrix.Transpose();
        Matrix<double> dense = Matrix<double>.Build.Dense(matrix.RowCount, matrix.ColumnCount);
        for (int j = 0; j < matrix.ColumnCount; j++)
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++) dense[matrix.RowIndices[p], j] = matrix.Values[p];
        _factors = dense.LU();
        _transposedFactors = dense.Transpose().LU();
        _sparse = sparse;
    }

    /// <inheritdoc/>
    public override SolverPath Path => SolverPath.Dense;

    /// <inheritdoc/>
    public override void Solve(ReadOnlySpan<double> f, Span<double> s, Span<SolveQuality> qualities) => Refined(_factors, _matrix, f, s, qualities);

    /// <inheritdoc/>
    public override void SolveTransposed(ReadOnlySpan<double> d, Span<double> y, Span<SolveQuality> qualities) => Refined(_transposedFactors, _transpose, d, y, qualities);

    /// <inheritdoc/>
    public override TechnosphereSolver? With(CscMatrix matrix, Func<TechnosphereSolver> factorize) => null;

    /// <inheritdoc/>
    public override double EstimateScaledCondition() => _sparse.EstimateScaledCondition();

    // One by one: a native provider may round several together differently.
    private static void Refined(LU<double> factors, CscMatrix matrix, ReadOnlySpan<double> right, Span<double> solution, Span<SolveQuality> qualities)
    {
        int n = matrix.ColumnCount;
        for (int k = 0; k < qualities.Length; k++) qualities[k] = Refined(factors, matrix, right.Slice(k * n, n), solution.Slice(k * n, n));
    }

    // One step of refinement repairs what partial pivoting loses on badly scaled matrices (Skeel 1980).
    private static SolveQuality Refined(LU<double> factors, CscMatrix matrix, ReadOnlySpan<double> right, Span<double> solution)
    {
        double[] b = right.ToArray();
        double[] x = factors.Solve(Vector<double>.Build.Dense(b)).ToArray();
        double[] residual = new double[x.Length];
        const int Steps = 2;
        for (int step = 0; step < Steps; step++)
        {
            matrix.Multiply(x, residual);
            for (int i = 0; i < residual.Length; i++) residual[i] = b[i] - residual[i];
            Vector<double> correction = factors.Solve(Vector<double>.Build.Dense(residual));
            for (int i = 0; i < x.Length; i++) x[i] += correction[i];
        }

        if (x.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue)) return Overflow;
        x.CopyTo(solution);
        return new SolveQuality(BackwardError(matrix, x, b), Steps, 0);
    }

    // Oettli–Prager, max |b − A·x| / (|A|·|x| + |b|), with the guard of Arioli, Demmel & Duff (1989) where the denominator is
    // made of rounding only: in a matrix that falls into blocks, what should be zero is not quite.
    private static double BackwardError(CscMatrix matrix, double[] x, double[] b)
    {
        const double Unit = 1.1102230246251565e-16;
        double[] sum = new double[x.Length];
        double[] size = new double[x.Length];
        double[] norm = new double[x.Length];
        double largest = 0;
        for (int j = 0; j < x.Length; j++)
        {
            largest = Math.Max(largest, Math.Abs(x[j]));
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++)
            {
                double term = matrix.Values[p] * x[j];
                sum[matrix.RowIndices[p]] += term;
                size[matrix.RowIndices[p]] += Math.Abs(term);
                norm[matrix.RowIndices[p]] += Math.Abs(matrix.Values[p]);
            }
        }

        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double residual = Math.Abs(b[i] - sum[i]);
            if (residual == 0) continue;
            double denominator = size[i] + Math.Abs(b[i]);
            double guard = norm[i] * largest;
            if (denominator <= 1000 * x.Length * Unit * (guard + Math.Abs(b[i]))) denominator = size[i] + guard;
            worst = Math.Max(worst, residual / denominator);
        }

        return worst;
    }
}
