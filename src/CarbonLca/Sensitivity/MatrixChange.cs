using System.Runtime.InteropServices;
using CarbonLca.Assessment;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Sensitivity;

/// <summary>Sums some entries of a matrix anew, column by column; all others stay.</summary>
/// <param name="matrix">The matrix before.</param>
internal sealed class MatrixChange(CscMatrix matrix)
{
    private readonly bool[] _isRenewed = new bool[matrix.RowCount];
    private readonly double[] _sums = new double[matrix.RowCount];
    private readonly List<int> _rows = [];
    private readonly List<(int Row, int Column, double Value)> _new = [];
    private double[]? _values;

    /// <summary>Says that the entry of a row of the current column is summed anew, from 0.</summary>
    public void Renew(int row)
    {
        if (_isRenewed[row]) return;
        _isRenewed[row] = true;
        _sums[row] = 0;
        _rows.Add(row);
    }

    /// <summary>Whether an entry of the current column is summed anew.</summary>
    public bool IsRenewed(int row) => _isRenewed[row];

    /// <summary>Adds to an entry of the current column if it is summed anew.</summary>
    public void Add(int row, double value)
    {
        if (_isRenewed[row]) _sums[row] += value;
    }

    /// <summary>Puts the sums into a column.</summary>
    /// <exception cref="AmountOverflowException">A sum exceeds the range of a double.</exception>
    public void EndColumn(int column)
    {
        if (_rows.Count == 0) return;
        _values ??= matrix.Values.ToArray();
        int start = matrix.ColumnStarts[column];
        ReadOnlySpan<int> pattern = matrix.RowIndices[start..matrix.ColumnStarts[column + 1]];
        foreach (int row in CollectionsMarshal.AsSpan(_rows))
        {
            int at = pattern.BinarySearch(row);
            if (at >= 0) _values[start + at] = Finite(_sums[row]);
            else _new.Add((row, column, Finite(_sums[row])));
            _isRenewed[row] = false;
        }

        _rows.Clear();
    }

    /// <summary>The matrix after. Its pattern is that of the matrix before, and in the same arrays, unless an entry is new.</summary>
    public CscMatrix Changed()
    {
        if (_values is null) return matrix;
        if (_new.Count == 0) return matrix.WithValues(_values);
        TripletBuilder triplets = new(matrix.RowCount, matrix.ColumnCount);
        for (int j = 0; j < matrix.ColumnCount; j++)
            for (int p = matrix.ColumnStarts[j]; p < matrix.ColumnStarts[j + 1]; p++) triplets.Add(matrix.RowIndices[p], j, _values[p]);
        foreach ((int row, int column, double value) in _new) triplets.Add(row, column, value);
        return triplets.ToCsc();
    }

    private static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new AmountOverflowException("The changed amounts of an entry add up to more than a double can hold.");
}
