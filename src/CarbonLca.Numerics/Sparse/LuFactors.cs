namespace CarbonLca.Numerics.Sparse;

/// <summary>The LU factors of a square sparse matrix, ready to solve A·x = b and Aᵀ·y = c.</summary>
/// <remarks>
/// R·A·C, with power-of-two scalings R and C, is permuted to block upper triangular form; each irreducible diagonal
/// block is factorised, blocks of order 1 and everything above the blocks are kept as they are. Immutable: all
/// methods may be called from many threads, each with a <see cref="SolveScratch"/> of its own or none.
/// </remarks>
public sealed partial class LuFactors
{
    private readonly CscMatrix _matrix;
    private readonly int[] _rowOrder;
    private readonly double[] _rowScale;
    private readonly double[] _columnScale;
    private readonly ColumnFactors?[] _blocks;
    private readonly double[] _pivots;        // of the blocks of order 1
    private readonly int[] _aboveStarts;      // the entries above the blocks, by columns
    private readonly int[] _aboveRows;
    private readonly double[] _above;
    private double _condition = double.NaN;
    private double _scaledCondition = double.NaN;

    private LuFactors(LuSymbolic symbolic, CscMatrix matrix, in ScaledMatrix scaled, ColumnFactors?[] blocks, PivotStrategy strategy, PivotFallback fallback)
    {
        Symbolic = symbolic;
        StrategyUsed = strategy;
        Fallback = fallback;
        _matrix = matrix;
        _blocks = blocks;
        int n = symbolic.Order;
        _rowOrder = symbolic.RowOrder.ToArray();
        _rowScale = (double[])scaled.RowScale.Clone();
        _columnScale = scaled.ColumnScale;
        _pivots = new double[n];
        int[] place = new int[n];
        long entries = 0;
        double growth = 1;
        for (int k = 0; k < blocks.Length; k++)
        {
            int start = symbolic.BlockStarts[k];
            if (blocks[k] is not ColumnFactors block)
            {
                place[start] = start;
                _pivots[start] = scaled.Values[symbolic.InBlockStarts[start]];
                entries++;
                continue;
            }
            for (int t = 0; t < block.PivotRows.Length; t++)
            {
                int before = start + block.PivotRows[t];
                place[before] = start + t;
                _rowOrder[start + t] = symbolic.RowOrder[before];
                _rowScale[start + t] = scaled.RowScale[before];
            }
            entries += block.EntryCount;
            growth = Math.Max(growth, block.Growth);
        }
        PivotGrowth = growth;

        _aboveStarts = new int[n + 1];
        int above = 0;
        for (int j = 0; j < n; j++)
        {
            above += symbolic.InBlockStarts[j] - symbolic.PermutedStarts[j];
            _aboveStarts[j + 1] = above;
        }
        _aboveRows = new int[above];
        _above = new double[above];
        for (int j = 0; j < n; j++)
        {
            int write = _aboveStarts[j];
            for (int p = symbolic.PermutedStarts[j]; p < symbolic.InBlockStarts[j]; p++)
            {
                _aboveRows[write] = place[symbolic.PermutedRows[p]];
                _above[write++] = scaled.Values[p];
            }
        }
        FactorEntryCount = entries + above;
    }

    /// <summary>Number of rows and columns.</summary>
    public int Order => Symbolic.Order;

    /// <summary>The analysis these factors follow.</summary>
    public LuSymbolic Symbolic { get; }

    /// <summary>Entries kept: L and U of every block, and the entries above the blocks.</summary>
    public long FactorEntryCount { get; }

    /// <summary>The strategy that produced the factors; never <see cref="PivotStrategy.Auto"/>.</summary>
    public PivotStrategy StrategyUsed { get; }

    /// <summary>Why diagonal pivots were given up, where they were.</summary>
    public PivotFallback Fallback { get; }

    /// <summary>The largest element met during elimination against the largest of its column, after scaling; the worst column, at least 1.</summary>
    public double PivotGrowth { get; }

    /// <summary>Factors of a matrix with the same pattern and other values, with the pivots of these factors where they still serve.</summary>
    /// <remarks>
    /// Gives the same bits as <see cref="LuSymbolic.Factorize"/> whenever that would choose the same pivots. Where an
    /// element grows beyond <see cref="LuOptions.GrowthLimit"/>, a pivot vanishes or a trial solution is inaccurate,
    /// pivots are chosen afresh.
    /// </remarks>
    /// <exception cref="ArgumentException">The pattern differs.</exception>
    /// <exception cref="NumericallySingularException">No usable pivot is left.</exception>
    public LuFactors Refactorize(CscMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        Symbolic.CheckPattern(a);
        return Compute(Symbolic, a, this);
    }

    internal static LuFactors Compute(LuSymbolic symbolic, CscMatrix a, LuFactors? previous)
    {
        ScaledMatrix scaled = ScaledMatrix.Of(symbolic, a);
        LuOptions options = symbolic.Options;
        if (previous is not null
            && TryFactorize(symbolic, scaled, previous.StrategyUsed, previous._blocks, out ColumnFactors?[] reused, out _))
        {
            LuFactors factors = new(symbolic, a, scaled, reused, previous.StrategyUsed, previous.Fallback);
            if (options.Strategy == PivotStrategy.Diagonal || factors.PassesTrial())
                return factors;
        }

        PivotFallback fallback = PivotFallback.None;
        Breakdown breakdown;
        ColumnFactors?[] blocks;
        if (options.Strategy != PivotStrategy.Threshold)
        {
            if (TryFactorize(symbolic, scaled, PivotStrategy.Diagonal, [], out blocks, out breakdown))
            {
                LuFactors factors = new(symbolic, a, scaled, blocks, PivotStrategy.Diagonal, PivotFallback.None);
                if (options.Strategy == PivotStrategy.Diagonal || factors.PassesTrial())
                    return factors;
                fallback = PivotFallback.BackwardError;
            }
            else if (options.Strategy == PivotStrategy.Diagonal)
            {
                throw Singular(symbolic, breakdown);
            }
            else
            {
                fallback = breakdown.Reason;
            }
        }
        return TryFactorize(symbolic, scaled, PivotStrategy.Threshold, [], out blocks, out breakdown)
            ? new LuFactors(symbolic, a, scaled, blocks, PivotStrategy.Threshold, fallback)
            : throw Singular(symbolic, breakdown);
    }

    /// <summary>Factorises every block; <paramref name="pivots"/> gives earlier factors to follow, or is empty.</summary>
    private static bool TryFactorize(LuSymbolic symbolic, in ScaledMatrix scaled, PivotStrategy strategy, ColumnFactors?[] pivots, out ColumnFactors?[] blocks, out Breakdown breakdown)
    {
        LuOptions options = symbolic.Options;
        double preference = strategy == PivotStrategy.Diagonal ? 0 : options.DiagonalPreference;
        double growthLimit = options.Strategy == PivotStrategy.Auto && (strategy == PivotStrategy.Diagonal || pivots.Length > 0)
            ? options.GrowthLimit
            : double.MaxValue;
        blocks = new ColumnFactors?[symbolic.BlockCount];
        for (int k = 0; k < blocks.Length; k++)
        {
            BlockView block = new(symbolic, k, scaled.Values);
            if (block.Order == 1)
            {
                double pivot = scaled.Values[block.Begin(0)];
                if (pivot == 0)
                {
                    breakdown = new Breakdown(PivotFallback.ZeroPivot, block.Start, block.Start, pivot);
                    return false;
                }
                continue;
            }
            ColumnFactors? factors = pivots.Length > 0
                ? pivots[k]!.Recompute(block, growthLimit, out breakdown)
                : ColumnElimination.Run(block, preference, growthLimit, out breakdown);
            if (factors is null)
            {
                breakdown = breakdown with { Row = block.Start + breakdown.Row, Column = block.Start + breakdown.Column };
                return false;
            }
            blocks[k] = factors;
        }
        breakdown = default;
        return true;
    }

    private static NumericallySingularException Singular(LuSymbolic symbolic, Breakdown breakdown)
    {
        int block = symbolic.BlockOf[breakdown.Column];
        int[] columns = symbolic.ColumnOrder[symbolic.BlockStarts[block]..symbolic.BlockStarts[block + 1]].ToArray();
        Array.Sort(columns);
        return new NumericallySingularException(
            symbolic.RowOrder[breakdown.Row],
            symbolic.ColumnOrder[breakdown.Column],
            breakdown.Pivot,
            Array.AsReadOnly(columns));
    }

    /// <summary>Whether trial systems with known solutions of both orientations are solved accurately.</summary>
    private bool PassesTrial()
    {
        int n = Order;
        double[] solution = new double[n];
        double[] right = new double[n];
        SolveScratch scratch = new();
        double limit = Math.Max(Symbolic.Options.TrialBackwardError, Symbolic.Options.BackwardErrorTarget);
        for (int trial = 0; trial < 3; trial++)
        {
            bool transposed = trial == 2;
            for (int k = 0; k < n; k++)
            {
                // Scaled solutions of ones, and of signs in the Thue–Morse sequence, which has no period to be blind to.
                double sign = trial == 0 || (System.Numerics.BitOperations.PopCount((uint)k) & 1) == 0 ? 1 : -1;
                if (transposed)
                    solution[_rowOrder[k]] = sign * _rowScale[k];
                else
                    solution[Symbolic.ColumnOrder[k]] = sign * _columnScale[k];
            }
            if (transposed)
                _matrix.MultiplyTransposed(solution, right);
            else
                _matrix.Multiply(solution, right);
            SolveQuality quality = SolveGroup<OneLane>(transposed, right, solution, 1, scratch);
            if (!(quality.BackwardError <= limit))
                return false;
        }
        return true;
    }

    /// <summary>The permuted and scaled matrix with its factors.</summary>
    private readonly record struct ScaledMatrix(double[] Values, double[] RowScale, double[] ColumnScale)
    {
        public static ScaledMatrix Of(LuSymbolic symbolic, CscMatrix a)
        {
            int n = symbolic.Order;
            double[] values = new double[a.EntryCount];
            for (int p = 0; p < values.Length; p++)
                values[p] = a.Values[symbolic.Sources[p]];
            double[] rowScale = new double[n];
            double[] columnScale = new double[n];
            Array.Fill(rowScale, 1);
            Array.Fill(columnScale, 1);
            if (!symbolic.Options.Equilibrate)
                return new ScaledMatrix(values, rowScale, columnScale);

            int[] rowExponents = new int[n];
            int[] columnExponents = new int[n];
            Equilibration.Compute(symbolic, values, rowExponents, columnExponents);
            double[] scaled = new double[values.Length];
            for (int j = 0; j < n; j++)
            {
                for (int p = symbolic.PermutedStarts[j]; p < symbolic.PermutedStarts[j + 1]; p++)
                {
                    scaled[p] = Math.ScaleB(values[p], rowExponents[symbolic.PermutedRows[p]] + columnExponents[j]);

                    // A range that does not fit a double after scaling is left as it came.
                    if (!double.IsFinite(scaled[p]) || (scaled[p] == 0 && values[p] != 0))
                        return new ScaledMatrix(values, rowScale, columnScale);
                }
            }
            for (int k = 0; k < n; k++)
            {
                rowScale[k] = Math.ScaleB(1, rowExponents[k]);
                columnScale[k] = Math.ScaleB(1, columnExponents[k]);
            }
            return new ScaledMatrix(scaled, rowScale, columnScale);
        }
    }
}
