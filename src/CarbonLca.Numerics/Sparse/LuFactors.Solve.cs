using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sparse;

/// <content>Solving, refining and judging.</content>
public sealed partial class LuFactors
{
    /// <summary>2⁻⁵².</summary>
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>Solves A·x = b with iterative refinement (Skeel 1980, Math. Comp. 35:817–832).</summary>
    /// <param name="b">Right-hand side, one element for each row; finite.</param>
    /// <param name="x">Solution, one element for each column; may be the same memory as <paramref name="b"/>.</param>
    /// <param name="scratch">Working memory of the calling thread; allocated when missing.</param>
    /// <exception cref="ArgumentException">A length is wrong, or b holds NaN or an infinity.</exception>
    /// <exception cref="OverflowException">The solution exceeds the range of a double.</exception>
    public SolveQuality Solve(ReadOnlySpan<double> b, Span<double> x, SolveScratch? scratch = null) =>
        SolveAll(transposed: false, b, x, 1, [], scratch, nameof(b), nameof(x));

    /// <summary>Solves Aᵀ·y = c with iterative refinement.</summary>
    /// <param name="c">Right-hand side, one element for each column of A; finite.</param>
    /// <param name="y">Solution, one element for each row of A; may be the same memory as <paramref name="c"/>.</param>
    /// <param name="scratch">Working memory of the calling thread; allocated when missing.</param>
    /// <exception cref="ArgumentException">A length is wrong, or c holds NaN or an infinity.</exception>
    /// <exception cref="OverflowException">The solution exceeds the range of a double.</exception>
    public SolveQuality SolveTransposed(ReadOnlySpan<double> c, Span<double> y, SolveScratch? scratch = null) =>
        SolveAll(transposed: true, c, y, 1, [], scratch, nameof(c), nameof(y));

    /// <summary>Solves A·X = B for several right-hand sides, eight in each pass over the factors.</summary>
    /// <remarks>Each solution has the bits <see cref="Solve"/> gives it alone.</remarks>
    /// <param name="b">Right-hand side k in <c>b[k·n .. (k + 1)·n]</c>; finite.</param>
    /// <param name="x">Solutions, laid out alike.</param>
    /// <param name="count">Number of right-hand sides.</param>
    /// <param name="scratch">Working memory of the calling thread; allocated when missing.</param>
    /// <exception cref="ArgumentException">A length is wrong, or b holds NaN or an infinity.</exception>
    /// <exception cref="OverflowException">A solution exceeds the range of a double.</exception>
    public SolveQuality SolveMany(ReadOnlySpan<double> b, Span<double> x, int count, SolveScratch? scratch = null) =>
        SolveAll(transposed: false, b, x, count, [], scratch, nameof(b), nameof(x));

    /// <summary>Solves A·X = B for several right-hand sides, eight in each pass over the factors, and judges each by itself.</summary>
    /// <remarks>Each solution and its quality have the bits <see cref="Solve"/> gives it alone.</remarks>
    /// <param name="b">Right-hand side k in <c>b[k·n .. (k + 1)·n]</c>; finite.</param>
    /// <param name="x">Solutions, laid out alike; the place of one that exceeds the range of a double is left as it is.</param>
    /// <param name="qualities">
    /// Receives the quality of each solution, as many as there are right-hand sides; an infinite backward error stands for one that
    /// exceeds the range of a double.
    /// </param>
    /// <param name="scratch">Working memory of the calling thread; allocated when missing.</param>
    /// <exception cref="ArgumentException">A length is wrong, or b holds NaN or an infinity.</exception>
    public void SolveMany(ReadOnlySpan<double> b, Span<double> x, Span<SolveQuality> qualities, SolveScratch? scratch = null) =>
        SolveAll(transposed: false, b, x, qualities.Length, qualities, scratch, nameof(b), nameof(x));

    /// <summary>Solves Aᵀ·Y = C for several right-hand sides, eight in each pass over the factors.</summary>
    /// <remarks>Each solution has the bits <see cref="SolveTransposed"/> gives it alone.</remarks>
    /// <param name="c">Right-hand side k in <c>c[k·n .. (k + 1)·n]</c>; finite.</param>
    /// <param name="y">Solutions, laid out alike.</param>
    /// <param name="count">Number of right-hand sides.</param>
    /// <param name="scratch">Working memory of the calling thread; allocated when missing.</param>
    /// <exception cref="ArgumentException">A length is wrong, or c holds NaN or an infinity.</exception>
    /// <exception cref="OverflowException">A solution exceeds the range of a double.</exception>
    public SolveQuality SolveTransposedMany(ReadOnlySpan<double> c, Span<double> y, int count, SolveScratch? scratch = null) =>
        SolveAll(transposed: true, c, y, count, [], scratch, nameof(c), nameof(y));

    /// <summary>Solves Aᵀ·Y = C for several right-hand sides, eight in each pass over the factors, and judges each by itself.</summary>
    /// <remarks>Each solution and its quality have the bits <see cref="SolveTransposed"/> gives it alone.</remarks>
    /// <param name="c">Right-hand side k in <c>c[k·n .. (k + 1)·n]</c>; finite.</param>
    /// <param name="y">Solutions, laid out alike; the place of one that exceeds the range of a double is left as it is.</param>
    /// <param name="qualities">
    /// Receives the quality of each solution, as many as there are right-hand sides; an infinite backward error stands for one that
    /// exceeds the range of a double.
    /// </param>
    /// <param name="scratch">Working memory of the calling thread; allocated when missing.</param>
    /// <exception cref="ArgumentException">A length is wrong, or c holds NaN or an infinity.</exception>
    public void SolveTransposedMany(ReadOnlySpan<double> c, Span<double> y, Span<SolveQuality> qualities, SolveScratch? scratch = null) =>
        SolveAll(transposed: true, c, y, qualities.Length, qualities, scratch, nameof(c), nameof(y));

    /// <summary>Solves for any number of right-hand sides. Without room for the quality of each, one that overflows is an exception.</summary>
    private SolveQuality SolveAll(bool transposed, ReadOnlySpan<double> right, Span<double> solution, int count, Span<SolveQuality> qualities, SolveScratch? scratch, string rightName, string solutionName)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int n = Order;
        long expected = (long)n * count;
        if (right.Length != expected)
            throw new ArgumentException($"'{rightName}' has length {right.Length}; expected {expected}: {count} right-hand sides of {n}.", rightName);
        if (solution.Length != expected)
            throw new ArgumentException($"'{solutionName}' has length {solution.Length}; expected {expected}: {count} solutions of {n}.", solutionName);
        for (int k = 0; k < right.Length; k++)
        {
            if (!double.IsFinite(right[k]))
                throw new ArgumentException($"'{rightName}' holds {right[k]} at position {k % Math.Max(n, 1)}; expected a finite number.", rightName);
        }
        scratch ??= new SolveScratch();
        SolveQuality worst = default;
        Span<SolveQuality> ofGroup = stackalloc SolveQuality[EightLanes.Count];
        int done = 0;
        while (done < count)
        {
            int group = Math.Min(EightLanes.Count, count - done);
            if (group <= 2)
                group = 1;
            ReadOnlySpan<double> groupRight = right.Slice(done * n, group * n);
            Span<double> groupSolution = solution.Slice(done * n, group * n);
            Span<SolveQuality> found = qualities.IsEmpty ? ofGroup[..group] : qualities.Slice(done, group);
            if (group == 1)
                SolveGroup<OneLane>(transposed, groupRight, groupSolution, found, !qualities.IsEmpty, scratch);
            else
                SolveGroup<EightLanes>(transposed, groupRight, groupSolution, found, !qualities.IsEmpty, scratch);
            foreach (SolveQuality quality in found)
            {
                if (qualities.IsEmpty && !double.IsFinite(quality.BackwardError))
                    throw new OverflowException($"Solving with a matrix of order {n} exceeds the range of a double for one of the right-hand sides {done} to {done + group - 1}; expected finite solutions. The matrix is close to singular, or its values and the right-hand side lie too many decades apart.");
                worst = SolveQuality.Worse(worst, quality);
            }
            done += group;
        }
        return worst;
    }

    /// <summary>
    /// Solves for as many right-hand sides as there are lanes, or fewer. An infinite backward error stands for an overflow; unless it
    /// is tolerated, no solution of the group is then written.
    /// </summary>
    private unsafe void SolveGroup<TLanes>(bool transposed, ReadOnlySpan<double> right, Span<double> solution, Span<SolveQuality> qualities, bool toleratesOverflow, SolveScratch scratch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int n = Order;
        int lanes = TLanes.Count;
        int count = qualities.Length;
        Span<double> memory = scratch.Vectors(n * lanes);
        Span<double> omega = stackalloc double[lanes];
        Span<double> next = stackalloc double[lanes];
        Span<double> active = stackalloc double[lanes];
        Span<int> guarded = stackalloc int[lanes];
        Span<int> refinements = stackalloc int[lanes];
        guarded.Clear();
        refinements.Clear();
        fixed (double* start = memory)
        {
            TLanes* b = (TLanes*)start;
            TLanes* x = b + n;
            TLanes* residual = x + n;
            TLanes* magnitude = residual + n;
            TLanes* work = magnitude + n;
            TLanes* previous = work + n;
            Interleave(right, (double*)b, n, lanes, count);
            ApplyInverse(transposed, b, x, work);
            Judge(transposed, b, x, residual, magnitude, scratch, omega, guarded);
            bool overflows = omega.Contains(double.PositiveInfinity);
            double target = Symbolic.Options.BackwardErrorTarget;
            bool anyActive = false;
            for (int lane = 0; lane < lanes; lane++)
            {
                active[lane] = omega[lane] > target && omega[lane] < double.PositiveInfinity ? 1 : 0;
                anyActive |= active[lane] != 0;
            }
            if (overflows && !toleratesOverflow)
                anyActive = false;
            for (int step = 1; anyActive && step <= Symbolic.Options.MaximumRefinements; step++)
            {
                Buffer.MemoryCopy(x, previous, (long)n * sizeof(TLanes), (long)n * sizeof(TLanes));
                ApplyInverse(transposed, residual, magnitude, work);
                TLanes mask = MemoryMarshal.Cast<double, TLanes>(active)[0];
                for (int k = 0; k < n; k++)
                    x[k] = TLanes.Choose(mask, TLanes.Plus(x[k], magnitude[k]), x[k]);
                Judge(transposed, b, x, residual, magnitude, scratch, next, guarded);
                anyActive = false;
                for (int lane = 0; lane < lanes; lane++)
                {
                    if (active[lane] == 0)
                        continue;
                    refinements[lane] = step;
                    bool better = next[lane] < omega[lane];
                    bool stagnates = !better || next[lane] > omega[lane] / 2;
                    if (better)
                        omega[lane] = next[lane];
                    else
                        RestoreLane((double*)previous, (double*)x, n, lanes, lane);
                    active[lane] = stagnates || omega[lane] <= target ? 0 : 1;
                    anyActive |= active[lane] != 0;
                }
            }
            for (int lane = 0; lane < count; lane++)
            {
                bool isFinite = double.IsFinite(omega[lane]);
                qualities[lane] = isFinite ? new SolveQuality(omega[lane], refinements[lane], guarded[lane]) : new SolveQuality(double.PositiveInfinity, 0, 0);
                if (isFinite && (toleratesOverflow || !overflows))
                    Separate((double*)x, solution.Slice(lane * n, n), n, lanes, lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Interleave(ReadOnlySpan<double> columns, double* lanesOut, int n, int lanes, int count)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            for (int k = 0; k < n; k++)
                lanesOut[(k * lanes) + lane] = lane < count ? columns[(lane * n) + k] : 0;
        }
    }

    /// <summary>Writes one lane out; -0 becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Separate(double* lanesIn, Span<double> column, int n, int lanes, int lane)
    {
        for (int k = 0; k < n; k++)
            column[k] = lanesIn[(k * lanes) + lane] + 0.0;
    }

    private static unsafe void RestoreLane(double* from, double* to, int n, int lanes, int lane)
    {
        for (int k = lane; k < n * lanes; k += lanes)
            to[k] = from[k];
    }

    /// <summary>x = A⁻¹·b or A⁻ᵀ·b, unrefined; <paramref name="work"/> is overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void ApplyInverse<TLanes>(bool transposed, TLanes* b, TLanes* x, TLanes* work)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ReadOnlySpan<int> columnOrder = Symbolic.ColumnOrder;
        ReadOnlySpan<int> rowOrder = _rowOrder;
        ReadOnlySpan<int> from = transposed ? columnOrder : rowOrder;
        ReadOnlySpan<int> to = transposed ? rowOrder : columnOrder;
        double[] scaleFrom = transposed ? _columnScale : _rowScale;
        double[] scaleTo = transposed ? _rowScale : _columnScale;
        for (int k = 0; k < from.Length; k++)
            work[k] = TLanes.Times(b[from[k]], scaleFrom[k]);
        if (transposed)
            SolvePermutedTransposed(work);
        else
            SolvePermuted(work);
        for (int k = 0; k < to.Length; k++)
            x[to[k]] = TLanes.Times(work[k], scaleTo[k]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SolvePermuted<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ReadOnlySpan<int> blockStarts = Symbolic.BlockStarts;
        fixed (int* aboveStarts = _aboveStarts, aboveRows = _aboveRows)
        fixed (double* above = _above)
        {
            for (int k = _blocks.Length - 1; k >= 0; k--)
            {
                int start = blockStarts[k];
                if (_blocks[k] is ColumnFactors block)
                    block.Solve(z + start);
                else if (!TLanes.IsZero(z[start]))
                    z[start] = TLanes.Over(z[start], _pivots[start]);
                for (int j = start; j < blockStarts[k + 1]; j++)
                {
                    TLanes factor = z[j];
                    if (TLanes.IsZero(factor))
                        continue;
                    for (int p = aboveStarts[j]; p < aboveStarts[j + 1]; p++)
                        z[aboveRows[p]] = TLanes.SubtractProduct(z[aboveRows[p]], above[p], factor);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void SolvePermutedTransposed<TLanes>(TLanes* z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ReadOnlySpan<int> blockStarts = Symbolic.BlockStarts;
        fixed (int* aboveStarts = _aboveStarts, aboveRows = _aboveRows)
        fixed (double* above = _above)
        {
            for (int k = 0; k < _blocks.Length; k++)
            {
                int start = blockStarts[k];
                for (int j = start; j < blockStarts[k + 1]; j++)
                {
                    int p = aboveStarts[j];
                    TLanes sum = LaneLoops.Dot(above + p, aboveRows + p, aboveStarts[j + 1] - p, z);
                    z[j] = TLanes.SubtractProduct(z[j], 1, sum);
                }
                if (_blocks[k] is ColumnFactors block)
                    block.SolveTransposed(z + start);
                else
                    z[start] = TLanes.Over(z[start], _pivots[start]);
            }
        }
    }

    /// <summary>Residual and backward error of each lane; an infinite one where something is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Judge<TLanes>(bool transposed, TLanes* b, TLanes* x, TLanes* residual, TLanes* magnitude, SolveScratch scratch, Span<double> omega, Span<int> guarded)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int n = Order;
        if (transposed)
            ResidualTransposed(b, x, residual, magnitude);
        else
            Residual(b, x, residual, magnitude);
        TLanes worst = TLanes.All(0);
        TLanes finite = TLanes.All(0);    // stays 0, or becomes NaN once a magnitude is not finite
        for (int i = 0; i < n; i++)
        {
            worst = TLanes.Larger(worst, TLanes.Ratio(TLanes.Magnitude(residual[i]), magnitude[i]));
            finite = TLanes.Plus(finite, TLanes.Times(magnitude[i], 0));
        }
        int lanes = TLanes.Count;
        new ReadOnlySpan<double>(&worst, lanes).CopyTo(omega);
        for (int lane = 0; lane < lanes; lane++)
        {
            if (double.IsNaN(((double*)&finite)[lane]) || !double.IsFinite(omega[lane]))
                omega[lane] = double.PositiveInfinity;
            else if (omega[lane] > Symbolic.Options.BackwardErrorTarget)
                omega[lane] = GuardedBackwardError(transposed, (double*)b + lane, (double*)x + lane, (double*)residual + lane, (double*)magnitude + lane, lanes, scratch, ref guarded[lane]);
        }
    }

    /// <summary>r = b - A·x and d = |A|·|x| + |b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Residual<TLanes>(TLanes* b, TLanes* x, TLanes* r, TLanes* d)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int n = Order;
        for (int i = 0; i < n; i++)
        {
            r[i] = b[i];
            d[i] = TLanes.Magnitude(b[i]);
        }
        fixed (int* starts = _matrix.ColumnStarts, rows = _matrix.RowIndices)
        fixed (double* values = _matrix.Values)
        {
            for (int j = 0; j < n; j++)
            {
                TLanes factor = x[j];
                if (TLanes.IsZero(factor))
                    continue;
                TLanes size = TLanes.Magnitude(factor);
                for (int p = starts[j]; p < starts[j + 1]; p++)
                {
                    int i = rows[p];
                    r[i] = TLanes.SubtractProduct(r[i], values[p], factor);
                    d[i] = TLanes.AddProduct(d[i], Math.Abs(values[p]), size);
                }
            }
        }
    }

    /// <summary>r = b - Aᵀ·x and d = |A|ᵀ·|x| + |b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void ResidualTransposed<TLanes>(TLanes* b, TLanes* x, TLanes* r, TLanes* d)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        fixed (int* starts = _matrix.ColumnStarts, rows = _matrix.RowIndices)
        fixed (double* values = _matrix.Values)
        {
            for (int j = 0; j < Order; j++)
            {
                TLanes sum = b[j];
                TLanes size = TLanes.Magnitude(sum);
                for (int p = starts[j]; p < starts[j + 1]; p++)
                {
                    TLanes factor = x[rows[p]];
                    sum = TLanes.SubtractProduct(sum, values[p], factor);
                    size = TLanes.AddProduct(size, Math.Abs(values[p]), TLanes.Magnitude(factor));
                }
                r[j] = sum;
                d[j] = size;
            }
        }
    }

    /// <summary>
    /// The backward error of one lane where equations with a vanishing denominator are measured against the largest
    /// scaled solution of each block (Arioli, Demmel &amp; Duff 1989): d ≤ 1000·(entries + 1)·ε·(|A|·X + |b|) makes the
    /// denominator d + |A|·X.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe double GuardedBackwardError(bool transposed, double* b, double* x, double* residual, double* magnitude, int stride, SolveScratch scratch, ref int guarded)
    {
        int n = Order;
        ReadOnlySpan<int> order = transposed ? _rowOrder : Symbolic.ColumnOrder;
        double[] scale = transposed ? _rowScale : _columnScale;
        (double[] bound, double[] reach, int[] entries) = scratch.Guards(n);
        for (int k = 0; k < Symbolic.BlockCount; k++)
        {
            int start = Symbolic.BlockStarts[k];
            int end = Symbolic.BlockStarts[k + 1];
            double largest = 0;
            for (int t = start; t < end; t++)
                largest = Math.Max(largest, Math.Abs(x[order[t] * stride]) / scale[t]);
            for (int t = start; t < end; t++)
                bound[order[t]] = largest * scale[t];
        }
        for (int j = 0; j < n; j++)
        {
            for (int p = _matrix.ColumnStarts[j]; p < _matrix.ColumnStarts[j + 1]; p++)
            {
                int i = _matrix.RowIndices[p];
                int equation = transposed ? j : i;
                reach[equation] += Math.Abs(_matrix.Values[p]) * bound[transposed ? i : j];
                entries[equation]++;
            }
        }
        double omega = 0;
        int count = 0;
        for (int i = 0; i < n; i++)
        {
            double size = Math.Abs(residual[i * stride]);
            if (size == 0)
                continue;
            double denominator = magnitude[i * stride];
            if (denominator <= 1000 * (entries[i] + 1) * Epsilon * (reach[i] + Math.Abs(b[i * stride])))
            {
                denominator += reach[i];
                count++;
            }
            omega = Math.Max(omega, size / denominator);
        }
        guarded = Math.Max(guarded, count);
        return omega;
    }
}
