using System.Numerics;
using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>An immutable real matrix in compressed sparse columns.</summary>
/// <remarks>
/// <para>
/// Column j owns the entries <c>ColumnStarts[j] … ColumnStarts[j + 1] - 1</c>; within a column the row
/// indices ascend and none repeats. An entry may hold the value 0: it then belongs to the pattern all the same.
/// </para>
/// <para>A small matrix next to its arrays (Davis 2006, ch. 2):</para>
/// <code>
///        0    1    2
///   0 [ 10         -2 ]      ColumnStarts   0       2   3        5      (columns + 1)
///   1 [       7       ]      RowIndices     0   2   1   0   2           (entries)
///   2 [ -3         5  ]      Values        10  -3   7  -2   5           (entries)
/// </code>
/// <para>Every value is finite. All methods are safe to call from many threads.</para>
/// </remarks>
public sealed class CscMatrix
{
    private readonly int[] _columnStarts;
    private readonly int[] _rowIndices;
    private readonly double[] _values;

    /// <summary>Takes ownership of the three arrays after checking them; the caller must not write to them again.</summary>
    /// <param name="rowCount">Number of rows, 0 or more.</param>
    /// <param name="columnCount">Number of columns, 0 or more.</param>
    /// <param name="columnStarts">Length <paramref name="columnCount"/> + 1, from 0, never descending.</param>
    /// <param name="rowIndices">Row of each entry, strictly ascending within a column.</param>
    /// <param name="values">Value of each entry, finite; same length as <paramref name="rowIndices"/>.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a matrix.</exception>
    public CscMatrix(int rowCount, int columnCount, int[] columnStarts, int[] rowIndices, double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        ArgumentNullException.ThrowIfNull(columnStarts);
        ArgumentNullException.ThrowIfNull(rowIndices);
        ArgumentNullException.ThrowIfNull(values);
        if (columnStarts.Length != columnCount + 1)
            throw new ArgumentException($"'columnStarts' has length {columnStarts.Length}; expected {columnCount + 1}, one more than the number of columns.", nameof(columnStarts));
        if (columnStarts[0] != 0)
            throw new ArgumentException($"'columnStarts' begins with {columnStarts[0]}; expected 0.", nameof(columnStarts));
        if (columnStarts[columnCount] != rowIndices.Length)
            throw new ArgumentException($"'columnStarts' ends with {columnStarts[columnCount]}; expected {rowIndices.Length}, the length of 'rowIndices'.", nameof(columnStarts));
        for (int j = 0; j < columnCount; j++)
        {
            if (columnStarts[j] > columnStarts[j + 1])
                throw new ArgumentException($"'columnStarts' descends from {columnStarts[j]} to {columnStarts[j + 1]} at column {j}; expected ascending starts.", nameof(columnStarts));
        }
        for (int j = 0; j < columnCount; j++)
        {
            int previous = -1;
            for (int p = columnStarts[j]; p < columnStarts[j + 1]; p++)
            {
                int row = rowIndices[p];
                if (row <= previous || row >= rowCount)
                    throw new ArgumentException($"Column {j} lists row {row} after row {previous}; expected rows in strictly ascending order below {rowCount}.", nameof(rowIndices));
                previous = row;
            }
        }
        RowCount = rowCount;
        ColumnCount = columnCount;
        _columnStarts = columnStarts;
        _rowIndices = rowIndices;
        CheckValues(values);
        _values = values;
    }

    private CscMatrix(int rowCount, int columnCount, int[] columnStarts, int[] rowIndices, double[] values, bool valuesChecked)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        _columnStarts = columnStarts;
        _rowIndices = rowIndices;
        if (!valuesChecked)
            CheckValues(values);
        _values = values;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Number of stored entries.</summary>
    public int EntryCount => _values.Length;

    /// <summary>Where each column begins among the entries; length <see cref="ColumnCount"/> + 1.</summary>
    public ReadOnlySpan<int> ColumnStarts => _columnStarts;

    /// <summary>Row of each entry.</summary>
    public ReadOnlySpan<int> RowIndices => _rowIndices;

    /// <summary>Value of each entry.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The element in a row and column; 0 where no entry is stored. Binary search in the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row or column lies outside the matrix.</exception>
    public double this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, ColumnCount);
            int start = _columnStarts[column];
            int at = Array.BinarySearch(_rowIndices, start, _columnStarts[column + 1] - start, row);
            return at >= 0 ? _values[at] : 0;
        }
    }

    /// <summary>The identity matrix of order <paramref name="n"/>.</summary>
    public static CscMatrix Identity(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int[] starts = new int[n + 1];
        int[] rows = new int[n];
        double[] values = new double[n];
        for (int j = 0; j < n; j++)
        {
            starts[j + 1] = j + 1;
            rows[j] = j;
            values[j] = 1;
        }
        return new CscMatrix(n, n, starts, rows, values, valuesChecked: true);
    }

    /// <summary>Aᵀ, in time proportional to the entries.</summary>
    public CscMatrix Transpose()
    {
        int[] starts = new int[RowCount + 1];
        foreach (int row in _rowIndices)
            starts[row + 1]++;
        for (int i = 0; i < RowCount; i++)
            starts[i + 1] += starts[i];
        int[] next = starts.AsSpan(0, RowCount).ToArray();
        int[] rows = new int[EntryCount];
        double[] values = new double[EntryCount];
        for (int j = 0; j < ColumnCount; j++)
        {
            for (int p = _columnStarts[j]; p < _columnStarts[j + 1]; p++)
            {
                int q = next[_rowIndices[p]]++;
                rows[q] = j;
                values[q] = _values[p];
            }
        }
        return new CscMatrix(ColumnCount, RowCount, starts, rows, values, valuesChecked: true);
    }

    /// <summary>A matrix with the same pattern (shared, not copied) and other values, of which it takes ownership.</summary>
    /// <exception cref="ArgumentException">The length differs from <see cref="EntryCount"/>, or a value is NaN or infinite.</exception>
    public CscMatrix WithValues(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new CscMatrix(RowCount, ColumnCount, _columnStarts, _rowIndices, values, valuesChecked: false);
    }

    /// <summary>The matrix whose element [i, j] is this[rowOrder[i], columnOrder[j]].</summary>
    /// <exception cref="ArgumentException">One of the orders is not a permutation.</exception>
    public CscMatrix Permute(ReadOnlySpan<int> rowOrder, ReadOnlySpan<int> columnOrder)
    {
        int[] newRow = Permutation.Inverse(rowOrder, RowCount, nameof(rowOrder));
        Permutation.Inverse(columnOrder, ColumnCount, nameof(columnOrder));
        int[] starts = new int[ColumnCount + 1];
        int[] rows = GC.AllocateUninitializedArray<int>(EntryCount);
        double[] values = GC.AllocateUninitializedArray<double>(EntryCount);
        int at = 0;
        for (int j = 0; j < ColumnCount; j++)
        {
            int old = columnOrder[j];
            int begin = at;
            for (int p = _columnStarts[old]; p < _columnStarts[old + 1]; p++)
            {
                rows[at] = newRow[_rowIndices[p]];
                values[at++] = _values[p];
            }
            ColumnBuilder.Sort(rows.AsSpan(begin..at), values.AsSpan(begin..at));
            starts[j + 1] = at;
        }
        return new CscMatrix(RowCount, ColumnCount, starts, rows, values, valuesChecked: true);
    }

    /// <summary>y = A·x.</summary>
    /// <param name="x">Length <see cref="ColumnCount"/>.</param>
    /// <param name="y">Length <see cref="RowCount"/>; overwritten; must not overlap <paramref name="x"/>.</param>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckLength(x.Length, ColumnCount, nameof(x));
        CheckLength(y.Length, RowCount, nameof(y));
        if (x.Overlaps(y))
            throw new ArgumentException("'y' overlaps 'x'; expected separate vectors.", nameof(y));
        y.Clear();
        for (int j = 0; j < x.Length; j++)
        {
            double factor = x[j];
            if (factor == 0)
                continue;
            for (int p = _columnStarts[j]; p < _columnStarts[j + 1]; p++)
                y[_rowIndices[p]] += _values[p] * factor;
        }
    }

    /// <summary>y = Aᵀ·x.</summary>
    /// <param name="x">Length <see cref="RowCount"/>.</param>
    /// <param name="y">Length <see cref="ColumnCount"/>; overwritten; must not overlap <paramref name="x"/>.</param>
    public void MultiplyTransposed(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckLength(x.Length, RowCount, nameof(x));
        CheckLength(y.Length, ColumnCount, nameof(y));
        if (x.Overlaps(y))
            throw new ArgumentException("'y' overlaps 'x'; expected separate vectors.", nameof(y));
        for (int j = 0; j < y.Length; j++)
        {
            double sum = 0;
            for (int p = _columnStarts[j]; p < _columnStarts[j + 1]; p++)
                sum += _values[p] * x[_rowIndices[p]];
            y[j] = sum;
        }
    }

    /// <summary>Rows × columns and number of entries.</summary>
    public override string ToString() => $"{RowCount} x {ColumnCount}, {EntryCount} entries";

    /// <summary>Whether the other matrix stores entries in exactly the same places.</summary>
    internal bool HasPatternOf(CscMatrix other) =>
        RowCount == other.RowCount
        && ColumnCount == other.ColumnCount
        && (ReferenceEquals(_columnStarts, other._columnStarts) || ColumnStarts.SequenceEqual(other.ColumnStarts))
        && (ReferenceEquals(_rowIndices, other._rowIndices) || RowIndices.SequenceEqual(other.RowIndices));

    private static void CheckLength(int found, int expected, string name)
    {
        if (found != expected)
            throw new ArgumentException($"'{name}' has length {found}; expected {expected}.", name);
    }

    private void CheckValues(double[] values)
    {
        if (values.Length != _rowIndices.Length)
            throw new ArgumentException($"'values' has length {values.Length}; expected {_rowIndices.Length}, the number of entries.", nameof(values));
        if (AreFinite(values))
            return;
        for (int p = 0; p < values.Length; p++)
        {
            if (!double.IsFinite(values[p]))
                throw new ArgumentException($"The value in row {_rowIndices[p]}, column {ColumnOfEntry(p)} is {values[p]}; expected a finite number.", nameof(values));
        }
    }

    // Infinities and NaN, and nothing else, times zero are NaN: NaN stays in a sum.
    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        Vector<double> sum = Vector<double>.Zero;
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (Vector<double> vector in vectors)
            sum += vector * Vector<double>.Zero;
        bool areFinite = Vector.EqualsAll(sum, Vector<double>.Zero);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
            areFinite &= double.IsFinite(value);
        return areFinite;
    }

    private int ColumnOfEntry(int entry)
    {
        int column = Array.BinarySearch(_columnStarts, entry);
        if (column < 0)
            return ~column - 1;
        while (column + 1 < _columnStarts.Length && _columnStarts[column + 1] == entry)
            column++;
        return column;
    }
}
