namespace CarbonLca.Numerics.Sparse;

/// <summary>Tells whether a square matrix can meet every non-negative demand with non-negative amounts.</summary>
/// <remarks>
/// <para>
/// Dividing column j by its signed diagonal gives I - N + credits, where N_ij = max(0, -a_ij / a_jj) is what column j
/// consumes of row i. Without credits that matrix is a Z-matrix, and the following are equivalent (Berman &amp;
/// Plemmons 1994, Nonnegative Matrices in the Mathematical Sciences, ch. 6): ρ(N) &lt; 1; it is a non-singular
/// M-matrix; its inverse is non-negative. Credits, entries of the other sign, are left out.
/// </para>
/// <para>
/// ρ(N) is the largest ρ of the strongly connected components of N. For each, a positive vector v bounds it:
/// min (Nv)ᵢ/vᵢ ≤ ρ ≤ max (Nv)ᵢ/vᵢ (Collatz 1942, Wielandt 1950). Large components are searched by products alone
/// (<see cref="PerronSearch"/>), which settles six digits of a gain that is not close to 1. Small ones, gains close to 1
/// and what the search does not settle: power iteration with N + s·I, s &gt; 0, tightens the bounds whatever the period
/// of the cycles; where it is slow, Noda's inverse iteration (1971, Numer. Math. 17:382–386) ends it, each step a solve
/// with the M-matrix σ·I - N.
/// </para>
/// </remarks>
public static class Productivity
{
    private const int PowerSteps = 300;
    private const int NodaSteps = 40;
    private const int SmallOrder = 500;

    /// <summary>Examines a square matrix.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static ProductivityReport Check(CscMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.RowCount != a.ColumnCount)
            throw new ArgumentException($"The matrix is {a.RowCount} x {a.ColumnCount}; expected a square one.", nameof(a));
        CscMatrix consumption = Consumption(a, out List<int> withoutDiagonal);
        StronglyConnectedComponents components = StronglyConnectedComponents.Of(consumption);
        List<ProductivityComponent> cyclic = [];
        int[] local = new int[a.ColumnCount];
        for (int c = 0; c < components.Count; c++)
        {
            ReadOnlySpan<int> members = components.Members[components.Starts[c]..components.Starts[c + 1]];
            if (members.Length > 1)
                cyclic.Add(Examine(consumption, components, c, members, local));
        }
        return new ProductivityReport(cyclic.AsReadOnly(), withoutDiagonal.AsReadOnly());
    }

    /// <summary>Whether a positive vector proves at once that every gain is below 1: max_j (Nᵀ·v)_j / v_j &lt; 1. Allocates nothing.</summary>
    /// <param name="a">A square matrix.</param>
    /// <param name="v">One number for each column.</param>
    /// <returns>
    /// False proves nothing: another vector may do. Solutions v of Aᵀ·v = c with c &gt; 0 do where A is an M-matrix, and a vector that does for
    /// a matrix mostly does for its neighbours.
    /// </returns>
    /// <exception cref="ArgumentException">The matrix is not square, or the vector is of another length.</exception>
    public static bool IsProvedBy(CscMatrix a, ReadOnlySpan<double> v)
    {
        CheckVector(a, v.Length, nameof(v));
        double upper = 0;
        for (int j = 0; j < v.Length && upper < PerronBounds.BelowOne; j++)
        {
            double consumed = ConsumedValue(a, j, v);
            upper = v[j] > 0 && consumed >= 0 ? Math.Max(upper, consumed / v[j]) : double.PositiveInfinity;
        }
        return upper < PerronBounds.BelowOne;
    }

    /// <summary>Looks for a vector that proves every gain to be below 1, by sweeps over v = c + Nᵀ·v (Gauss–Seidel). Allocates nothing.</summary>
    /// <param name="a">A square matrix.</param>
    /// <param name="c">What each column adds to the value of what it consumes; positive.</param>
    /// <param name="v">Receives the last vector; positive.</param>
    /// <param name="sweeps">How many sweeps at most.</param>
    /// <returns>Whether one was found; false proves nothing, and <see cref="Check"/> decides.</returns>
    /// <exception cref="ArgumentException">The matrix is not square, or a vector is of another length.</exception>
    public static bool TryProve(CscMatrix a, ReadOnlySpan<double> c, Span<double> v, int sweeps)
    {
        CheckVector(a, c.Length, nameof(c));
        CheckVector(a, v.Length, nameof(v));
        c.CopyTo(v);
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            if (IsProvedBy(a, v))
                return true;
            for (int j = 0; j < v.Length; j++)
            {
                double value = c[j] + ConsumedValue(a, j, v);
                if (!double.IsFinite(value))
                    return false;
                v[j] = value;
            }
        }
        return IsProvedBy(a, v);
    }

    /// <summary>(Nᵀ·v)_j: what one unit of column j consumes, each at its value; NaN where the column has no diagonal.</summary>
    private static double ConsumedValue(CscMatrix a, int column, ReadOnlySpan<double> v)
    {
        double diagonal = a[column, column];
        if (diagonal == 0)
            return double.NaN;
        double sum = 0;
        for (int p = a.ColumnStarts[column]; p < a.ColumnStarts[column + 1]; p++)
        {
            double consumed = -a.Values[p] / diagonal;
            if (a.RowIndices[p] != column && consumed > 0)
                sum += consumed * v[a.RowIndices[p]];
        }
        return sum;
    }

    private static void CheckVector(CscMatrix a, int length, string parameter)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.RowCount != a.ColumnCount)
            throw new ArgumentException($"The matrix is {a.RowCount} x {a.ColumnCount}; expected a square one.", nameof(a));
        if (length != a.ColumnCount)
            throw new ArgumentException($"'{parameter}' has length {length}; expected {a.ColumnCount}, the order of the matrix.", parameter);
    }

    /// <summary>N, without its diagonal and without entries of 0.</summary>
    private static CscMatrix Consumption(CscMatrix a, out List<int> withoutDiagonal)
    {
        withoutDiagonal = [];
        int n = a.ColumnCount;
        int[] starts = new int[n + 1];
        List<int> rows = [];
        List<double> values = [];
        for (int j = 0; j < n; j++)
        {
            double diagonal = a[j, j];
            if (diagonal == 0)
            {
                withoutDiagonal.Add(j);
                starts[j + 1] = rows.Count;
                continue;
            }
            for (int p = a.ColumnStarts[j]; p < a.ColumnStarts[j + 1]; p++)
            {
                double consumed = -a.Values[p] / diagonal;
                if (a.RowIndices[p] == j || !(consumed > 0))
                    continue;
                if (double.IsInfinity(consumed))
                    throw new OverflowException($"The entry {a.Values[p]:R} in row {a.RowIndices[p]}, column {j} divided by the diagonal {diagonal:R} exceeds the range of a double; expected values fewer decades apart.");
                rows.Add(a.RowIndices[p]);
                values.Add(consumed);
            }
            starts[j + 1] = rows.Count;
        }
        return new CscMatrix(n, n, starts, rows.ToArray(), values.ToArray());
    }

    private static ProductivityComponent Examine(CscMatrix consumption, StronglyConnectedComponents components, int component, ReadOnlySpan<int> members, int[] local)
    {
        int[] columns = members.ToArray();
        Array.Sort(columns);
        for (int k = 0; k < columns.Length; k++)
            local[columns[k]] = k;
        int[] starts = new int[columns.Length + 1];
        List<int> rows = [];
        List<double> values = [];
        for (int k = 0; k < columns.Length; k++)
        {
            for (int p = consumption.ColumnStarts[columns[k]]; p < consumption.ColumnStarts[columns[k] + 1]; p++)
            {
                int row = consumption.RowIndices[p];
                if (components.ComponentOf[row] != component)
                    continue;
                rows.Add(local[row]);
                values.Add(consumption.Values[p]);
            }
            starts[k + 1] = rows.Count;
        }
        CscMatrix n = new(columns.Length, columns.Length, starts, rows.ToArray(), values.ToArray());

        Lazy<MaximumCycleMean> heaviest = new(() => MaximumCycleMean.Of(n));
        PerronBounds bounds = columns.Length <= SmallOrder ? PerronBounds.Unknown : PerronSearch.Of(n);
        if (!bounds.IsDecided)
            bounds = Settle(n, heaviest.Value.Potential, bounds);
        return new ProductivityComponent(columns, bounds, heaviest);
    }

    private static PerronBounds Settle(CscMatrix n, ReadOnlySpan<double> potential, PerronBounds bounds)
    {
        // Powers of two undo the units without rounding: what is left of N is at most about its largest cycle mean.
        CscMatrix balanced = Balanced(n, potential);
        double[] weight = new double[n.ColumnCount];
        Array.Fill(weight, 1);
        bounds = bounds.Tightened(PowerIteration(balanced, weight));
        return bounds.IsTight ? bounds : NodaIteration(balanced, weight, bounds);
    }

    /// <summary>D⁻¹·N·D with D of powers of two next to exp(potential); similar to N, so with the same spectral radius.</summary>
    private static CscMatrix Balanced(CscMatrix n, ReadOnlySpan<double> potential)
    {
        int[] exponents = new int[potential.Length];
        for (int k = 0; k < exponents.Length; k++)
            exponents[k] = (int)Math.Clamp(Math.Round(potential[k] / Math.Log(2)), -1e9, 1e9);
        double[] values = n.Values.ToArray();
        for (int j = 0; j < exponents.Length; j++)
        {
            for (int p = n.ColumnStarts[j]; p < n.ColumnStarts[j + 1]; p++)
                values[p] = Math.ScaleB(values[p], exponents[n.RowIndices[p]] - exponents[j]);
        }
        return n.WithValues(values);
    }

    /// <summary>Shifted power iteration on Nᵀ; leaves the last vector in <paramref name="v"/>.</summary>
    private static PerronBounds PowerIteration(CscMatrix n, double[] v)
    {
        double[] next = new double[v.Length];
        PerronBounds best = PerronBounds.Unknown;
        for (int step = 0; step < PowerSteps; step++)
        {
            n.MultiplyTransposed(v, next);
            best = best.Tightened(PerronBounds.Of(next, v));
            if (best.IsTight || !double.IsFinite(best.Upper))
                break;
            double shift = best.Upper / 2;
            double largest = 0;
            for (int i = 0; i < v.Length; i++)
            {
                v[i] = next[i] + (shift * v[i]);
                largest = Math.Max(largest, v[i]);
            }
            Rescale(v, largest);
        }
        return best;
    }

    /// <summary>Noda's iteration on Nᵀ: v ← (σ·I - Nᵀ)⁻¹·v with σ the upper bound, which falls to ρ quadratically.</summary>
    private static PerronBounds NodaIteration(CscMatrix n, double[] v, PerronBounds bounds)
    {
        int order = v.Length;
        double[] product = new double[order];
        double[] solution = new double[order];
        SolveScratch scratch = new();
        LuSymbolic? symbolic = null;
        for (int step = 0; step < NodaSteps && !bounds.IsTight; step++)
        {
            // A hair above the bound keeps the matrix non-singular when the bound is already the root.
            double sigma = bounds.Upper * (1 + 1e-14);
            CscMatrix shifted = Shifted(n, sigma);
            symbolic ??= LuSymbolic.Analyze(shifted, new LuOptions { Strategy = PivotStrategy.Diagonal });
            symbolic.Factorize(shifted).SolveTransposed(v, solution, scratch);
            double largest = 0;
            foreach (double element in solution)
                largest = Math.Max(largest, Math.Abs(element));
            for (int i = 0; i < order; i++)
            {
                // The exact solution is positive; rounding may leave a component it cannot resolve, which keeps its old direction.
                if (solution[i] > 0)
                    v[i] = solution[i];
                else
                    v[i] *= largest;
            }
            Rescale(v, largest);
            n.MultiplyTransposed(v, product);
            PerronBounds tighter = bounds.Tightened(PerronBounds.Of(product, v));
            bool stalled = !(tighter.Upper < bounds.Upper) && !(tighter.Lower > bounds.Lower);
            bounds = tighter;
            if (stalled)
                break;
        }
        return bounds;
    }

    private static CscMatrix Shifted(CscMatrix n, double sigma)
    {
        TripletBuilder shifted = new(n.RowCount, n.ColumnCount);
        for (int j = 0; j < n.ColumnCount; j++)
        {
            shifted.Add(j, j, sigma);
            for (int p = n.ColumnStarts[j]; p < n.ColumnStarts[j + 1]; p++)
                shifted.Add(n.RowIndices[p], j, -n.Values[p]);
        }
        return shifted.ToCsc();
    }

    private static void Rescale(double[] v, double largest)
    {
        for (int i = 0; i < v.Length; i++)
            v[i] = Math.Max(v[i] / largest, 1e-290);
    }
}
