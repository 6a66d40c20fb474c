namespace CarbonLca.Numerics.Sparse;

/// <summary>What can be known of a factorisation from the pattern alone: blocks and elimination order.</summary>
/// <remarks>
/// A is brought to block upper triangular form with a zero-free diagonal; inside each irreducible block rows and
/// columns are ordered alike by minimum degree on the pattern of block + blockᵀ, in a postorder of its elimination
/// tree. Where elimination fills the last columns of a block, they are set apart as a dense core. Analyse once; factorise every matrix with the same pattern. Safe to share between threads.
/// <para>Davis (2006), Direct Methods for Sparse Linear Systems, SIAM, ch. 6–8.</para>
/// </remarks>
public sealed class LuSymbolic
{
    /// <summary>How much longer an operation on sparse columns takes than one on dense tiles; the counts bound both from above.</summary>
    private const double SparsePenalty = 8;

    /// <summary>Below this order a dense matrix gains nothing.</summary>
    private const int LeastCore = 32;

    private readonly CscMatrix _pattern;
    private readonly int[] _rowOrder;
    private readonly int[] _columnOrder;
    private readonly int[] _blockStarts;
    private readonly int[] _blockOf;
    private readonly int[] _coreStarts;
    private readonly int[] _starts;
    private readonly int[] _inBlockStarts;
    private readonly int[] _rows;
    private readonly int[] _sources;
    private readonly int[] _blockRowStarts;
    private readonly int[] _blockRowColumns;
    private readonly int[] _blockRowEntries;

    private LuSymbolic(CscMatrix pattern, LuOptions options, BlockTriangularForm form)
    {
        _pattern = pattern;
        Options = options;
        BlockCount = form.BlockCount;
        LargestBlock = form.LargestBlock;
        int n = pattern.ColumnCount;
        _rowOrder = form.RowOrder.ToArray();
        _columnOrder = form.ColumnOrder.ToArray();
        _blockStarts = form.BlockStarts.ToArray();
        _blockOf = new int[n];
        _coreStarts = new int[BlockCount];
        for (int k = 0; k < BlockCount; k++)
            _blockOf.AsSpan(_blockStarts[k].._blockStarts[k + 1]).Fill(k);
        OrderBlocks();

        // The permuted matrix by columns with ascending rows: entries above the block first, then those inside it.
        int[] rowPlace = Permutation.Inverse(_rowOrder, n, nameof(pattern));
        int entries = pattern.EntryCount;
        _starts = new int[n + 1];
        _rows = new int[entries];
        _sources = new int[entries];
        _inBlockStarts = new int[n];
        ReadOnlySpan<int> columnStarts = pattern.ColumnStarts;
        ReadOnlySpan<int> rowIndices = pattern.RowIndices;
        int at = 0;
        _blockRowStarts = new int[n + 1];
        for (int j = 0; j < n; j++)
        {
            int column = _columnOrder[j];
            int begin = at;
            for (int p = columnStarts[column]; p < columnStarts[column + 1]; p++)
            {
                _rows[at] = rowPlace[rowIndices[p]];
                _sources[at++] = p;
            }
            Array.Sort(_rows, _sources, begin, at - begin);
            _starts[j + 1] = at;
            int blockStart = _blockStarts[_blockOf[j]];
            int inside = begin;
            while (inside < at && _rows[inside] < blockStart)
                inside++;
            _inBlockStarts[j] = inside;
            for (int p = inside; p < at; p++)
                _blockRowStarts[_rows[p] + 1]++;
        }
        for (int i = 0; i < n; i++)
            _blockRowStarts[i + 1] += _blockRowStarts[i];
        int[] next = _blockRowStarts.AsSpan(0, n).ToArray();
        _blockRowColumns = new int[_blockRowStarts[n]];
        _blockRowEntries = new int[_blockRowStarts[n]];
        for (int j = 0; j < n; j++)
        {
            for (int p = _inBlockStarts[j]; p < _starts[j + 1]; p++)
            {
                int q = next[_rows[p]]++;
                _blockRowColumns[q] = j;
                _blockRowEntries[q] = p;
            }
        }
    }

    /// <summary>Number of rows and columns.</summary>
    public int Order => _columnOrder.Length;

    /// <summary>Number of irreducible diagonal blocks.</summary>
    public int BlockCount { get; }

    /// <summary>Order of the largest diagonal block.</summary>
    public int LargestBlock { get; }

    /// <summary>The choices under which factors are computed.</summary>
    public LuOptions Options { get; }

    /// <summary>Row in each place of the elimination order, before any pivoting.</summary>
    internal ReadOnlySpan<int> RowOrder => _rowOrder;

    /// <summary>Column in each place of the elimination order.</summary>
    internal ReadOnlySpan<int> ColumnOrder => _columnOrder;

    /// <summary>First place of each block.</summary>
    internal ReadOnlySpan<int> BlockStarts => _blockStarts;

    /// <summary>Block of each place.</summary>
    internal ReadOnlySpan<int> BlockOf => _blockOf;

    /// <summary>Column of each block from which its factors are kept as a dense matrix; the order of the block where there is none.</summary>
    internal ReadOnlySpan<int> CoreStarts => _coreStarts;

    /// <summary>Where each column of the permuted matrix begins.</summary>
    internal ReadOnlySpan<int> PermutedStarts => _starts;

    /// <summary>Where, in each column of the permuted matrix, the entries inside its diagonal block begin.</summary>
    internal ReadOnlySpan<int> InBlockStarts => _inBlockStarts;

    /// <summary>Row, in places, of each entry of the permuted matrix; ascending in a column.</summary>
    internal ReadOnlySpan<int> PermutedRows => _rows;

    /// <summary>Entry of the original matrix behind each entry of the permuted one.</summary>
    internal ReadOnlySpan<int> Sources => _sources;

    /// <summary>The diagonal blocks by rows: where each row begins.</summary>
    internal ReadOnlySpan<int> BlockRowStarts => _blockRowStarts;

    /// <summary>The diagonal blocks by rows: column, in places, of each entry.</summary>
    internal ReadOnlySpan<int> BlockRowColumns => _blockRowColumns;

    /// <summary>The diagonal blocks by rows: position of each entry in <see cref="PermutedRows"/>.</summary>
    internal ReadOnlySpan<int> BlockRowEntries => _blockRowEntries;

    /// <summary>Analyses a square matrix. Values matter only where they are 0: such entries are no candidates for the diagonal.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="StructurallySingularException">Some columns cannot be matched with a row of their own.</exception>
    public static LuSymbolic Analyze(CscMatrix a, LuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        options ??= LuOptions.Default;
        LuOptions.Check(options);
        return new LuSymbolic(a, options, BlockTriangularForm.Of(a));
    }

    /// <summary>Factorises a matrix with the pattern that was analysed.</summary>
    /// <exception cref="ArgumentException">The pattern differs.</exception>
    /// <exception cref="NumericallySingularException">No usable pivot is left.</exception>
    public LuFactors Factorize(CscMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        CheckPattern(a);
        return LuFactors.Compute(this, a, previous: null);
    }

    internal void CheckPattern(CscMatrix a)
    {
        if (!a.HasPatternOf(_pattern))
            throw new ArgumentException($"The matrix ({a}) has another pattern than the one analysed ({_pattern}). Analyse it afresh.", nameof(a));
    }

    private void OrderBlocks()
    {
        ReadOnlySpan<int> columnStarts = _pattern.ColumnStarts;
        ReadOnlySpan<int> rowIndices = _pattern.RowIndices;
        int[] rowPlace = Permutation.Inverse(_rowOrder, Order, nameof(_rowOrder));
        for (int k = 0; k < BlockCount; k++)
        {
            int start = _blockStarts[k];
            int order = _blockStarts[k + 1] - start;
            _coreStarts[k] = order;
            if (order <= 2)
                continue;
            int[] starts = new int[order + 1];
            List<int> rows = [];
            for (int j = 0; j < order; j++)
            {
                int column = _columnOrder[start + j];
                for (int p = columnStarts[column]; p < columnStarts[column + 1]; p++)
                {
                    int place = rowPlace[rowIndices[p]] - start;
                    if (place >= 0)
                        rows.Add(place);
                }
                starts[j + 1] = rows.Count;
            }
            SymmetricPattern pattern = SymmetricPattern.Of(starts, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
            int[] minimumDegree = MinimumDegreeOrdering.Order(pattern);
            SymmetricPattern reordered = pattern.Reorder(minimumDegree);
            int[] parent = EliminationTree.Parents(reordered);
            int[] postorder = EliminationTree.Postorder(parent);
            _coreStarts[k] = CoreStart(EliminationTree.ColumnCounts(reordered, parent), postorder);
            int[] blockRows = _rowOrder.AsSpan(start, order).ToArray();
            int[] blockColumns = _columnOrder.AsSpan(start, order).ToArray();
            for (int j = 0; j < order; j++)
            {
                int old = minimumDegree[postorder[j]];
                _rowOrder[start + j] = blockRows[old];
                _columnOrder[start + j] = blockColumns[old];
            }
        }
    }

    /// <summary>Where it pays to end with a dense matrix: the least sum of 2·cⱼ² operations on sparse columns and 2m³/3 on dense ones.</summary>
    private static int CoreStart(int[] columnCounts, int[] order)
    {
        int n = order.Length;
        double sparse = 0;
        foreach (int count in columnCounts)
            sparse += 2.0 * count * count;
        double least = SparsePenalty * sparse;
        int best = n;
        double tail = 0;
        int largest = Math.Min(n, DenseCore.LargestOrder);
        for (int m = 1; m <= largest; m++)
        {
            int count = columnCounts[order[n - m]];
            tail += 2.0 * count * count;
            double cost = (SparsePenalty * (sparse - tail)) + (2.0 / 3 * m * m * m);
            if (m >= LeastCore && cost < least)
            {
                least = cost;
                best = n - m;
            }
        }
        return best;
    }
}
