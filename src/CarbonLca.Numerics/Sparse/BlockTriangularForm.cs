namespace CarbonLca.Numerics.Sparse;

/// <summary>Row and column orders that bring a square matrix to block upper triangular form with irreducible diagonal blocks.</summary>
/// <remarks>
/// <para>
/// P·A·Q is block upper triangular, its diagonal is free of zeros, and no diagonal block can be split further. Only
/// the diagonal blocks need factorising. Duff &amp; Reid (1978), ACM TOMS 4:137–147: a row matching, then Tarjan's
/// strong components.
/// </para>
/// <code>
///   P·A·Q = [ A11 A12 A13 ]    block k holds the rows RowOrder[s..e] and columns ColumnOrder[s..e],
///           [     A22 A23 ]    s = BlockStarts[k], e = BlockStarts[k + 1]
///           [         A33 ]
/// </code>
/// </remarks>
public sealed class BlockTriangularForm
{
    private readonly int[] _rowOrder;
    private readonly int[] _columnOrder;
    private readonly int[] _blockStarts;

    private BlockTriangularForm(int[] rowOrder, int[] columnOrder, int[] blockStarts)
    {
        _rowOrder = rowOrder;
        _columnOrder = columnOrder;
        _blockStarts = blockStarts;
    }

    /// <summary>Number of diagonal blocks.</summary>
    public int BlockCount => _blockStarts.Length - 1;

    /// <summary>Order of the largest diagonal block.</summary>
    public int LargestBlock
    {
        get
        {
            int largest = 0;
            for (int k = 0; k < BlockCount; k++)
                largest = Math.Max(largest, _blockStarts[k + 1] - _blockStarts[k]);
            return largest;
        }
    }

    /// <summary>The row in each place of the form.</summary>
    public ReadOnlySpan<int> RowOrder => _rowOrder;

    /// <summary>The column in each place of the form; matched with the row in the same place.</summary>
    public ReadOnlySpan<int> ColumnOrder => _columnOrder;

    /// <summary>First place of each block; length <see cref="BlockCount"/> + 1.</summary>
    public ReadOnlySpan<int> BlockStarts => _blockStarts;

    /// <summary>The form of <paramref name="a"/>.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="StructurallySingularException">Some columns cannot be matched with a row of their own.</exception>
    public static BlockTriangularForm Of(CscMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.RowCount != a.ColumnCount)
            throw new ArgumentException($"The matrix is {a.RowCount} x {a.ColumnCount}; expected a square one.", nameof(a));
        int n = a.ColumnCount;
        MaximumMatching matching = MaximumMatching.Of(a);
        if (matching.StructuralRank < n)
            throw new StructurallySingularException(n, matching.StructuralRank, matching.UnmatchedRows, matching.UnmatchedColumns);

        int[] columnOfRow = Permutation.Inverse(matching.RowOfColumn, n, nameof(a));
        StronglyConnectedComponents blocks = StronglyConnectedComponents.Of(a.ColumnStarts, a.RowIndices, columnOfRow);
        int[] columnOrder = blocks.Members.ToArray();
        int[] rowOrder = new int[n];
        for (int k = 0; k < n; k++)
            rowOrder[k] = matching.RowOfColumn[columnOrder[k]];
        return new BlockTriangularForm(rowOrder, columnOrder, blocks.Starts.ToArray());
    }
}
