using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Assessment.Solvers;

/// <summary>How much a relative change of the entries of M and of f is amplified in the solutions of M·s = f.</summary>
/// <remarks>
/// Without credits M⁻¹ is not negative, so that one more solve gives the componentwise condition for this very right-hand side itself,
/// max_i (M⁻¹(|M||s| + |f|))_i / |s_i|. With credits, or with dense factors, whose zeros are not quite zero, it is estimated.
/// </remarks>
/// <param name="matrix">M.</param>
/// <param name="solver">Solves with it.</param>
/// <param name="hasCredits">Whether M has positive entries off the diagonal.</param>
internal sealed class SolutionConditions(CscMatrix matrix, TechnosphereSolver solver, bool hasCredits)
{
    /// <summary>The conditions of several solutions.</summary>
    /// <param name="f">Right-hand sides, side k in <c>[k·n .. (k + 1)·n]</c>.</param>
    /// <param name="s">Their solutions, laid out alike.</param>
    /// <param name="conditions">Receives the condition of each; NaN where it exceeds the range of a double.</param>
    public void Of(ReadOnlySpan<double> f, ReadOnlySpan<double> s, Span<double> conditions)
    {
        if (hasCredits || solver.Path == SolverPath.Dense)
        {
            conditions.Fill(solver.EstimateScaledCondition());
            return;
        }

        int n = matrix.ColumnCount;
        double[] weights = new double[f.Length];
        double[] errors = new double[f.Length];
        SolveQuality[] qualities = new SolveQuality[conditions.Length];
        for (int k = 0; k < conditions.Length; k++)
        {
            Span<double> weight = weights.AsSpan(k * n, n);
            conditions[k] = TryWeigh(f.Slice(k * n, n), s.Slice(k * n, n), weight) ? 1 : double.NaN;
            if (double.IsNaN(conditions[k])) weight.Clear();
        }

        solver.Solve(weights, errors, qualities);
        for (int k = 0; k < conditions.Length; k++)
        {
            if (double.IsPositiveInfinity(qualities[k].BackwardError)) conditions[k] = double.NaN;
            if (double.IsNaN(conditions[k])) continue;
            ReadOnlySpan<double> solution = s.Slice(k * n, n);
            for (int j = 0; j < n; j++)
                if (solution[j] != 0) conditions[k] = Math.Max(conditions[k], Math.Abs(errors[(k * n) + j] / solution[j]));
        }
    }

    /// <summary>For the footprints of all products together: the condition of a demand for what one run of every process makes.</summary>
    /// <exception cref="OverflowException">It exceeds the range of a double.</exception>
    public double OfAll()
    {
        if (hasCredits || solver.Path == SolverPath.Dense) return solver.EstimateScaledCondition();
        double[] f = new double[matrix.ColumnCount];
        double[] s = new double[f.Length];
        for (int j = 0; j < f.Length; j++) f[j] = matrix[j, j];
        solver.Solve(f, s);
        double condition = 0;
        Of(f, s, new Span<double>(ref condition));
        return double.IsNaN(condition) ? throw new OverflowException("the condition of the equations") : condition;
    }

    // |M||s| + |f|; false where that is not finite.
    private bool TryWeigh(ReadOnlySpan<double> f, ReadOnlySpan<double> s, Span<double> weight)
    {
        for (int i = 0; i < weight.Length; i++) weight[i] = Math.Abs(f[i]);
        for (int j = 0; j < s.Length; j++)
        {
            double size = Math.Abs(s[j]);
            if (size == 0) continue;
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++) weight[matrix.RowIndices[p]] += Math.Abs(matrix.Values[p]) * size;
        }

        return !weight.ContainsAnyExceptInRange(double.MinValue, double.MaxValue);
    }
}
