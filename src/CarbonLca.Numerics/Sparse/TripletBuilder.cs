namespace CarbonLca.Numerics.Sparse;

/// <summary>Collects matrix elements in any order and turns them into a <see cref="CscMatrix"/>.</summary>
/// <remarks>
/// <para>Elements added twice are summed in the order in which they were added, so the bits do not depend on a sort.</para>
/// <code>
///   Add(2, 0, -3)                       0    1    2
///   Add(0, 0,  4)                  0 [ 10         -2 ]
///   Add(1, 1,  7)      ToCsc →     1 [       7       ]
///   Add(0, 2, -2)                  2 [ -3         5  ]
///   Add(2, 2,  5)
///   Add(0, 0,  6)                  the element (0, 0) is 4 + 6
/// </code>
/// </remarks>
public sealed class TripletBuilder
{
    private readonly int _rowCount;
    private readonly int _columnCount;
    private readonly List<int> _rows = [];
    private readonly List<int> _columns = [];
    private readonly List<double> _values = [];

    /// <summary>An empty builder for a matrix of the given shape.</summary>
    public TripletBuilder(int rows, int cols)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(cols);
        _rowCount = rows;
        _columnCount = cols;
    }

    /// <summary>How many times <see cref="Add"/> was called.</summary>
    public int Count => _values.Count;

    /// <summary>Adds a value to the element in a row and column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row or column lies outside the matrix.</exception>
    /// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
    public void Add(int row, int column, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _rowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, _columnCount);
        if (!double.IsFinite(value))
            throw new ArgumentException($"The value for row {row}, column {column} is {value}; expected a finite number.", nameof(value));
        _rows.Add(row);
        _columns.Add(column);
        _values.Add(value);
    }

    /// <summary>The matrix collected so far. A sum of 0 stays an entry.</summary>
    /// <exception cref="ArgumentException">A sum of duplicates overflowed.</exception>
    public CscMatrix ToCsc()
    {
        // Two stable counting sorts, by row and then by column, leave duplicates side by side in insertion order.
        int[] byRow = StableOrder(_rows, _rowCount, order: null);
        int[] byColumn = StableOrder(_columns, _columnCount, byRow);

        int[] starts = new int[_columnCount + 1];
        int[] rows = new int[byColumn.Length];
        double[] values = new double[byColumn.Length];
        int count = 0;
        int previousColumn = -1;
        foreach (int k in byColumn)
        {
            int row = _rows[k];
            int column = _columns[k];
            if (column == previousColumn && rows[count - 1] == row)
            {
                values[count - 1] += _values[k];
                continue;
            }
            rows[count] = row;
            values[count++] = _values[k];
            starts[column + 1]++;
            previousColumn = column;
        }
        for (int j = 0; j < _columnCount; j++)
            starts[j + 1] += starts[j];
        Array.Resize(ref rows, count);
        Array.Resize(ref values, count);
        return new CscMatrix(_rowCount, _columnCount, starts, rows, values);
    }

    private static int[] StableOrder(List<int> keys, int keyCount, int[]? order)
    {
        int[] next = new int[keyCount + 1];
        foreach (int key in keys)
            next[key + 1]++;
        for (int k = 0; k < keyCount; k++)
            next[k + 1] += next[k];
        int[] sorted = new int[keys.Count];
        for (int k = 0; k < sorted.Length; k++)
        {
            int item = order is null ? k : order[k];
            sorted[next[keys[item]]++] = item;
        }
        return sorted;
    }
}
