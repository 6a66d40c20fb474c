namespace CarbonLca.Numerics.Sparse;

/// <summary>A largest set of non-zero entries with no two in the same row or column.</summary>
/// <remarks>
/// <para>
/// Entries whose stored value is 0 are passed over: they can never be pivots. The diagonal is taken first wherever
/// it is non-zero, and given up only where a larger matching needs it.
/// </para>
/// <para>
/// Augmenting paths after Duff (1981), ACM TOMS 7:315–330, searched in phases of shortest paths as in Hopcroft &amp;
/// Karp (1973), SIAM J. Comput. 2:225–231, which bounds the work by entries × √columns. No recursion.
/// </para>
/// </remarks>
public sealed class MaximumMatching
{
    private readonly int[] _rowOfColumn;

    private MaximumMatching(int[] rowOfColumn, int[] unmatchedRows, int[] unmatchedColumns)
    {
        _rowOfColumn = rowOfColumn;
        UnmatchedRows = Array.AsReadOnly(unmatchedRows);
        UnmatchedColumns = Array.AsReadOnly(unmatchedColumns);
    }

    /// <summary>Number of matched columns: the largest rank any matrix with these non-zero places can have.</summary>
    public int StructuralRank => _rowOfColumn.Length - UnmatchedColumns.Count;

    /// <summary>The row matched with each column, or -1.</summary>
    public ReadOnlySpan<int> RowOfColumn => _rowOfColumn;

    /// <summary>Rows left without a column, ascending.</summary>
    public IReadOnlyList<int> UnmatchedRows { get; }

    /// <summary>Columns left without a row, ascending.</summary>
    public IReadOnlyList<int> UnmatchedColumns { get; }

    /// <summary>A maximum matching of the non-zero entries of <paramref name="a"/>, of any shape.</summary>
    public static MaximumMatching Of(CscMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        int[] rowOfColumn = new int[a.ColumnCount];
        int[] columnOfRow = new int[a.RowCount];
        Array.Fill(rowOfColumn, -1);
        Array.Fill(columnOfRow, -1);
        MatchDiagonal(a, rowOfColumn, columnOfRow);
        MatchFreeRows(a, rowOfColumn, columnOfRow);
        Search search = new(a, rowOfColumn, columnOfRow);
        while (search.LayerColumns())
            search.AugmentAlongLayers();

        int[] unmatchedRows = Free(columnOfRow);
        int[] unmatchedColumns = Free(rowOfColumn);
        return new MaximumMatching(rowOfColumn, unmatchedRows, unmatchedColumns);
    }

    private static int[] Free(int[] partner)
    {
        List<int> free = [];
        for (int k = 0; k < partner.Length; k++)
        {
            if (partner[k] < 0)
                free.Add(k);
        }
        return free.ToArray();
    }

    private static void MatchDiagonal(CscMatrix a, int[] rowOfColumn, int[] columnOfRow)
    {
        for (int j = 0; j < Math.Min(a.RowCount, a.ColumnCount); j++)
        {
            if (a[j, j] != 0)
            {
                rowOfColumn[j] = j;
                columnOfRow[j] = j;
            }
        }
    }

    private static void MatchFreeRows(CscMatrix a, int[] rowOfColumn, int[] columnOfRow)
    {
        ReadOnlySpan<int> starts = a.ColumnStarts;
        for (int j = 0; j < a.ColumnCount; j++)
        {
            for (int p = starts[j]; rowOfColumn[j] < 0 && p < starts[j + 1]; p++)
            {
                int row = a.RowIndices[p];
                if (columnOfRow[row] < 0 && a.Values[p] != 0)
                {
                    rowOfColumn[j] = row;
                    columnOfRow[row] = j;
                }
            }
        }
    }

    /// <summary>One matching under construction; a phase layers the columns by distance from the free ones and augments.</summary>
    private sealed class Search(CscMatrix a, int[] rowOfColumn, int[] columnOfRow)
    {
        private readonly int[] _layer = new int[a.ColumnCount];    // -1: not reached in this phase
        private readonly int[] _queue = new int[a.ColumnCount];
        private readonly int[] _cursor = new int[a.ColumnCount];
        private readonly int[] _path = new int[a.ColumnCount];

        /// <summary>Breadth first from the free columns; true when some path ends in a free row.</summary>
        public bool LayerColumns()
        {
            ReadOnlySpan<int> starts = a.ColumnStarts;
            int count = 0;
            for (int j = 0; j < a.ColumnCount; j++)
            {
                _layer[j] = -1;
                _cursor[j] = starts[j];
                if (rowOfColumn[j] < 0)
                {
                    _layer[j] = 0;
                    _queue[count++] = j;
                }
            }
            bool reachesFreeRow = false;
            for (int head = 0; head < count; head++)
            {
                int j = _queue[head];
                for (int p = starts[j]; p < starts[j + 1]; p++)
                {
                    if (a.Values[p] == 0)
                        continue;
                    int owner = columnOfRow[a.RowIndices[p]];
                    if (owner < 0)
                    {
                        reachesFreeRow = true;
                    }
                    else if (_layer[owner] < 0)
                    {
                        _layer[owner] = _layer[j] + 1;
                        _queue[count++] = owner;
                    }
                }
            }
            return reachesFreeRow;
        }

        /// <summary>Depth first along the layers from each free column; each entry is looked at once in a phase.</summary>
        public void AugmentAlongLayers()
        {
            for (int root = 0; root < a.ColumnCount; root++)
            {
                if (rowOfColumn[root] < 0)
                    AugmentFrom(root);
            }
        }

        private void AugmentFrom(int root)
        {
            ReadOnlySpan<int> starts = a.ColumnStarts;
            int depth = 0;
            _path[0] = root;
            while (depth >= 0)
            {
                int j = _path[depth];
                if (_cursor[j] >= starts[j + 1])
                {
                    _layer[j] = -1;
                    depth--;
                    continue;
                }
                int p = _cursor[j]++;
                if (a.Values[p] == 0)
                    continue;
                int owner = columnOfRow[a.RowIndices[p]];
                if (owner < 0)
                {
                    Flip(depth);
                    return;
                }
                if (_layer[owner] == _layer[j] + 1)
                    _path[++depth] = owner;
            }
        }

        /// <summary>Gives each column on the path the row its cursor has just passed.</summary>
        private void Flip(int depth)
        {
            for (int d = depth; d >= 0; d--)
            {
                int j = _path[d];
                int row = a.RowIndices[_cursor[j] - 1];
                rowOfColumn[j] = row;
                columnOfRow[row] = j;
                _layer[j] = -1;
            }
        }
    }
}
