namespace CarbonLca.Numerics.Sparse;

/// <content>Condition estimates.</content>
public sealed partial class LuFactors
{
    private const int EstimateSteps = 6;

    /// <summary>A lower bound, rarely far below, of the condition number ‖A‖₁·‖A⁻¹‖₁; +∞ when it exceeds the range of a double.</summary>
    /// <remarks>
    /// Hager (1984), SIAM J. Sci. Stat. Comput. 5:311–316, in the block form of Higham &amp; Tisseur (2000), SIAM J.
    /// Matrix Anal. Appl. 21:1185–1201, with two columns: a few solves with A and Aᵀ. Computed once and kept. The number
    /// depends on the units of rows and columns; <see cref="EstimateScaledCondition"/> does not.
    /// </remarks>
    public double EstimateCondition()
    {
        double known = Volatile.Read(ref _condition);
        if (!double.IsNaN(known))
            return known;
        double norm = 0;
        for (int j = 0; j < Order; j++)
        {
            double sum = 0;
            for (int p = _matrix.ColumnStarts[j]; p < _matrix.ColumnStarts[j + 1]; p++)
                sum += Math.Abs(_matrix.Values[p]);
            norm = Math.Max(norm, sum);
        }
        known = Estimate(norm, scaled: false);
        Volatile.Write(ref _condition, known);
        return known;
    }

    /// <summary>The same estimate for the equilibrated matrix R·A·C, which does not change with the units of rows and columns.</summary>
    /// <remarks>This is the number that tells how many digits of a solution are certain when amounts span many decades.</remarks>
    public double EstimateScaledCondition()
    {
        double known = Volatile.Read(ref _scaledCondition);
        if (!double.IsNaN(known))
            return known;
        double[] rowScale = new double[Order];
        for (int k = 0; k < Order; k++)
            rowScale[_rowOrder[k]] = _rowScale[k];
        double norm = 0;
        for (int k = 0; k < Order; k++)
        {
            int j = Symbolic.ColumnOrder[k];
            double sum = 0;
            for (int p = _matrix.ColumnStarts[j]; p < _matrix.ColumnStarts[j + 1]; p++)
                sum += Math.Abs(_matrix.Values[p]) * _columnScale[k] * rowScale[_matrix.RowIndices[p]];
            norm = Math.Max(norm, sum);
        }
        known = Estimate(norm, scaled: true);
        Volatile.Write(ref _scaledCondition, known);
        return known;
    }

    private double Estimate(double norm, bool scaled)
    {
        if (Order == 0)
            return 1;
        double inverseNorm = EstimateInverseNorm(scaled);
        double condition = norm * inverseNorm;
        return double.IsNaN(condition) ? double.PositiveInfinity : condition;
    }

    /// <summary>‖A⁻¹‖₁ from below: every ‖A⁻¹·x‖₁ with ‖x‖₁ = 1 is such a bound; the gradient leads to better unit vectors.</summary>
    private double EstimateInverseNorm(bool scaled)
    {
        int n = Order;
        double[][] x = [new double[n], new double[n]];
        double[][] y = [new double[n], new double[n]];
        double[][] previousSigns = [new double[n], new double[n]];
        double[][] gradient = [new double[n], new double[n]];
        double[] work = new double[n];
        HashSet<int> tried = [];
        int[] units = [-1, -1];
        for (int k = 0; k < n; k++)
        {
            x[0][k] = 1.0 / n;
            x[1][k] = (Scrambled(k) & 1) == 0 ? 1.0 / n : -1.0 / n;
        }
        double estimate = 0;
        int bestUnit = -1;
        int[] ranking = new int[n];
        double[] weight = new double[n];
        for (int step = 0; step < EstimateSteps; step++)
        {
            double best = 0;
            int bestColumn = 0;
            for (int c = 0; c < 2; c++)
            {
                ApplyInverseTo(scaled, transposed: false, x[c], y[c], work);
                double sum = 0;
                foreach (double element in y[c])
                    sum += Math.Abs(element);
                if (!double.IsFinite(sum))
                    return double.PositiveInfinity;
                if (sum > best)
                {
                    best = sum;
                    bestColumn = c;
                }
            }
            if (step > 0 && best <= estimate)
                break;
            estimate = best;
            bestUnit = units[bestColumn];

            bool sameSigns = step > 0;
            for (int c = 0; c < 2; c++)
            {
                for (int k = 0; k < n; k++)
                    y[c][k] = y[c][k] >= 0 ? 1 : -1;
                sameSigns &= IsParallel(y[c], previousSigns[0]) || IsParallel(y[c], previousSigns[1]);
            }
            if (sameSigns)
                break;
            if (IsParallel(y[0], y[1]))
            {
                for (int k = 0; k < n; k++)
                    y[1][k] = (Scrambled(k + (step * 7919)) & 2) == 0 ? 1 : -1;
            }
            for (int c = 0; c < 2; c++)
            {
                y[c].CopyTo(previousSigns[c], 0);
                ApplyInverseTo(scaled, transposed: true, y[c], gradient[c], work);
            }
            for (int k = 0; k < n; k++)
            {
                weight[k] = -Math.Max(Math.Abs(gradient[0][k]), Math.Abs(gradient[1][k]));
                ranking[k] = k;
            }
            if (weight.AsSpan().ContainsAnyExceptInRange(double.MinValue, 0))
                return double.PositiveInfinity;
            Array.Sort(weight, ranking);
            if (step > 0 && ranking[0] == bestUnit)
                break;
            int chosen = 0;
            for (int k = 0; k < n && chosen < 2; k++)
            {
                if (!tried.Add(ranking[k]))
                    continue;
                units[chosen] = ranking[k];
                Array.Clear(x[chosen]);
                x[chosen++][ranking[k]] = 1;
            }
            if (chosen == 0)
                break;
        }
        return estimate;
    }

    private static bool IsParallel(double[] signs, double[] others)
    {
        bool equal = true;
        bool opposite = true;
        for (int k = 0; k < signs.Length && (equal || opposite); k++)
        {
            equal &= signs[k] == others[k];
            opposite &= signs[k] == -others[k];
        }
        return equal || opposite;
    }

    /// <summary>A fixed scrambling of the integers (the finaliser of SplitMix64), for starting vectors without a pattern.</summary>
    private static ulong Scrambled(int k)
    {
        ulong z = ((ulong)k + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private unsafe void ApplyInverseTo(bool scaled, bool transposed, double[] right, double[] solution, double[] work)
    {
        fixed (double* b = right, x = solution, z = work)
        {
            if (!scaled)
            {
                ApplyInverse(transposed, (OneLane*)b, (OneLane*)x, (OneLane*)z);
                return;
            }
            Buffer.MemoryCopy(b, x, (long)Order * sizeof(double), (long)Order * sizeof(double));
            if (transposed)
                SolvePermutedTransposed((OneLane*)x);
            else
                SolvePermuted((OneLane*)x);
        }
    }
}
