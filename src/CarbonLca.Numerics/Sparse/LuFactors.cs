namespace CarbonLca.Numerics.Sparse;

/// <summary>The LU factors of a square sparse matrix, ready to solve A·x = b and Aᵀ·y = c.</summary>
/// <remarks>
/// R·A·C, with power-of-two scalings R and C, is permuted to block upper triangular form; each irreducible diagonal
/// block is factorised, blocks of order 1 and everything above the blocks are kept as they are. Immutable, but for
/// those a <see cref="LuWorkspace"/> lends until its next call: all methods may be called from many threads, each with
/// a <see cref="SolveScratch"/> of its own or none.
/// </remarks>
public sealed partial class LuFactors
{
    private readonly CscMatrix _matrix;
    private readonly int[] _place;            // of each place before pivoting
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

    private LuFactors(LuSymbolic symbolic, CscMatrix matrix, ScaledMatrix scaled, ColumnFactors?[] blocks, PivotStrategy strategy, PivotFallback fallback)
    {
        Symbolic = symbolic;
        StrategyUsed = strategy;
        Fallback = fallback;
        _matrix = matrix;
        _blocks = blocks;
        int n = symbolic.Order;
        _place = new int[n];
        _rowOrder = symbolic.RowOrder.ToArray();
        _rowScale = new double[n];
        _columnScale = new double[n];
        _pivots = new double[n];
        long entries = 0;
        for (int k = 0; k < blocks.Length; k++)
        {
            int start = symbolic.BlockStarts[k];
            entries += blocks[k]?.EntryCount ?? 1;
            _place[start] = start;
            for (int t = 0; t < (blocks[k]?.PivotRows.Length ?? 0); t++)
            {
                int before = start + blocks[k]!.PivotRows[t];
                _place[before] = start + t;
                _rowOrder[start + t] = symbolic.RowOrder[before];
            }
        }
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
                _aboveRows[write++] = _place[symbolic.PermutedRows[p]];
        }
        FactorEntryCount = entries + above;
        TakeUp(scaled);
    }

    /// <summary>Number of rows and columns.</summary>
    public int Order => Symbolic.Order;

    /// <summary>The matrix.</summary>
    internal CscMatrix Matrix => _matrix;

    /// <summary>The analysis these factors follow.</summary>
    public LuSymbolic Symbolic { get; }

    /// <summary>Entries kept: L and U of every block, and the entries above the blocks.</summary>
    public long FactorEntryCount { get; }

    /// <summary>The strategy that produced the factors; never <see cref="PivotStrategy.Auto"/>.</summary>
    public PivotStrategy StrategyUsed { get; }

    /// <summary>Why diagonal pivots were given up, where they were.</summary>
    public PivotFallback Fallback { get; }

    /// <summary>The largest element met during elimination against the largest of its column, after scaling; the worst column, at least 1.</summary>
    public double PivotGrowth { get; private set; }

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
        FactorScratch scratch = new(symbolic);
        ScaledMatrix scaled = new(symbolic);
        scaled.Fill(a, scratch);
        LuOptions options = symbolic.Options;
        if (previous is not null)
        {
            ColumnFactors?[] reused = Array.ConvertAll(previous._blocks, block => block?.Blank());
            if (TryOverwrite(symbolic, scaled, reused, scratch))
            {
                LuFactors factors = new(symbolic, a, scaled, reused, previous.StrategyUsed, previous.Fallback);
                if (options.Strategy == PivotStrategy.Diagonal || factors.PassesTrial(scratch))
                    return factors;
            }
        }

        PivotFallback fallback = PivotFallback.None;
        Breakdown breakdown;
        ColumnFactors?[] blocks;
        if (options.Strategy != PivotStrategy.Threshold)
        {
            if (TryFactorize(symbolic, scaled, PivotStrategy.Diagonal, out blocks, out breakdown))
            {
                LuFactors factors = new(symbolic, a, scaled, blocks, PivotStrategy.Diagonal, PivotFallback.None);
                if (options.Strategy == PivotStrategy.Diagonal || factors.PassesTrial(scratch))
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
        return TryFactorize(symbolic, scaled, PivotStrategy.Threshold, out blocks, out breakdown)
            ? new LuFactors(symbolic, a, scaled, blocks, PivotStrategy.Threshold, fallback)
            : throw Singular(symbolic, breakdown);
    }

    /// <summary>Room for factors of the same pattern with the same pivots, for a matrix whose values will be replaced again and again.</summary>
    internal LuFactors Blank(CscMatrix matrix, ScaledMatrix scaled) =>
        new(Symbolic, matrix, scaled, Array.ConvertAll(_blocks, block => block?.Blank()), StrategyUsed, Fallback);

    /// <summary>Replaces the factors by those of the matrix as it is now, with the same pivots; false where these do not serve.</summary>
    internal bool TryOverwrite(ScaledMatrix scaled, FactorScratch scratch)
    {
        scaled.Fill(_matrix, scratch);
        if (!TryOverwrite(Symbolic, scaled, _blocks, scratch))
            return false;
        TakeUp(scaled);
        return Symbolic.Options.Strategy == PivotStrategy.Diagonal || PassesTrial(scratch);
    }

    private static bool TryOverwrite(LuSymbolic symbolic, ScaledMatrix scaled, ColumnFactors?[] blocks, FactorScratch scratch)
    {
        double growthLimit = symbolic.Options.Strategy == PivotStrategy.Auto ? symbolic.Options.GrowthLimit : double.MaxValue;
        for (int k = 0; k < blocks.Length; k++)
        {
            BlockView block = new(symbolic, k, scaled.Values);
            if (blocks[k] is ColumnFactors factors ? !factors.Overwrite(block, growthLimit, scratch, out _) : block.Values[block.Begin(0)] == 0)
                return false;
        }
        return true;
    }

    /// <summary>Factorises every block, choosing pivots.</summary>
    private static bool TryFactorize(LuSymbolic symbolic, ScaledMatrix scaled, PivotStrategy strategy, out ColumnFactors?[] blocks, out Breakdown breakdown)
    {
        LuOptions options = symbolic.Options;
        double preference = strategy == PivotStrategy.Diagonal ? 0 : options.DiagonalPreference;
        double growthLimit = options.Strategy == PivotStrategy.Auto && strategy == PivotStrategy.Diagonal ? options.GrowthLimit : double.MaxValue;
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
            ColumnFactors? factors = ColumnElimination.Run(block, preference, growthLimit, out breakdown);
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

    /// <summary>Takes up the scale factors, the pivots of the blocks of order 1 and what lies above the blocks.</summary>
    private void TakeUp(ScaledMatrix scaled)
    {
        LuSymbolic symbolic = Symbolic;
        for (int k = 0; k < _place.Length; k++)
            _rowScale[_place[k]] = scaled.RowScale[k];
        scaled.ColumnScale.CopyTo(_columnScale, 0);
        double growth = 1;
        for (int k = 0; k < _blocks.Length; k++)
        {
            int start = symbolic.BlockStarts[k];
            if (_blocks[k] is ColumnFactors block)
                growth = Math.Max(growth, block.Growth);
            else
                _pivots[start] = scaled.Values[symbolic.InBlockStarts[start]];
        }
        PivotGrowth = growth;
        for (int j = 0; j < _place.Length; j++)
        {
            int length = _aboveStarts[j + 1] - _aboveStarts[j];
            scaled.Values.AsSpan(symbolic.PermutedStarts[j], length).CopyTo(_above.AsSpan(_aboveStarts[j]));
        }
        _condition = double.NaN;
        _scaledCondition = double.NaN;
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
    private bool PassesTrial(FactorScratch scratch)
    {
        int n = Order;
        double[] solution = scratch.TrialSolution;
        double[] right = scratch.TrialRight;
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
            SolveQuality quality = default;
            SolveGroup<OneLane>(transposed, right, solution, new Span<SolveQuality>(ref quality), toleratesOverflow: false, scratch.Solve);
            if (!(quality.BackwardError <= limit))
                return false;
        }
        return true;
    }
}
