using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>Collects matrix elements column after column, each in nearly ascending order, and turns them into a <see cref="CscMatrix"/>.</summary>
/// <remarks>
/// <para>
/// For whoever has the columns at hand one by one: elements are written where they stay, without the sorts of a
/// <see cref="TripletBuilder"/>. The result has the same bits: elements added twice are summed in the order in which they were added.
/// </para>
/// <code>
///   Add(0, 4) Add(2, -3) Add(0, 6) EndColumn()            0    1
///   Add(1, 7)                      EndColumn()   →   0 [ 10       ]
///                                                    1 [       7  ]
///                                                    2 [ -3       ]
/// </code>
/// </remarks>
public sealed class ColumnBuilder
{
    // Elements that are moved one by one; beyond that many in a column they are sorted.
    private const int FewPlaces = 16;

    private readonly int _rowCount;
    private readonly int[] _starts;
    private int[] _rows;
    private double[] _values;
    private int _column;
    private int _start;
    private int _count;
    private int _last = -1;
    private bool _isAscending = true;

    /// <summary>An empty builder for a matrix of the given shape.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="capacity">How many elements are expected; more may be added.</param>
    public ColumnBuilder(int rows, int columns, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _rowCount = rows;
        _starts = new int[columns + 1];
        _rows = GC.AllocateUninitializedArray<int>(capacity);
        _values = GC.AllocateUninitializedArray<double>(capacity);
    }

    /// <summary>Adds a value to the element in a row of the column at hand.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row lies outside the matrix.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, double value)
    {
        if ((uint)row >= (uint)_rowCount) throw Outside(row);
        int at = _count;
        if (at == _rows.Length) Grow();
        _rows[at] = row;
        _values[at] = value;
        _count = at + 1;
        _isAscending &= row > _last;
        _last = row;
    }

    /// <summary>Ends the column at hand and begins the next.</summary>
    /// <exception cref="InvalidOperationException">All columns were ended before.</exception>
    public void EndColumn()
    {
        if (_column + 1 == _starts.Length) throw new InvalidOperationException($"All {_column} columns were ended before.");
        if (!_isAscending)
        {
            Sort(_rows.AsSpan(_start.._count), _values.AsSpan(_start.._count));
            SumDuplicates();
        }

        _starts[++_column] = _count;
        _start = _count;
        _last = -1;
        _isAscending = true;
    }

    /// <summary>The matrix; the builder must not be used again. A sum of 0 stays an entry.</summary>
    /// <exception cref="InvalidOperationException">Not every column was ended.</exception>
    /// <exception cref="ArgumentException">A value or a sum of duplicates is not finite.</exception>
    public CscMatrix ToCsc()
    {
        if (_column + 1 != _starts.Length || _count != _start) throw new InvalidOperationException($"{_column} of {_starts.Length - 1} columns were ended.");
        if (_count < _rows.Length)
        {
            Array.Resize(ref _rows, _count);
            Array.Resize(ref _values, _count);
        }

        return new CscMatrix(_rowCount, _column, _starts, _rows, _values);
    }

    private ArgumentOutOfRangeException Outside(int row) => new(nameof(row), row, $"The row is {row}; expected 0 to {_rowCount - 1}.");

    /// <summary>Puts the entries of a column in the order of their rows; equal rows stay in the order in which they are.</summary>
    internal static void Sort(Span<int> rows, Span<double> values)
    {
        int moves = 0;
        for (int i = 1; i < rows.Length; i++)
        {
            int row = rows[i];
            if (row >= rows[i - 1]) continue;
            double value = values[i];
            int to = i;
            for (; to > 0 && rows[to - 1] > row; to--)
            {
                rows[to] = rows[to - 1];
                values[to] = values[to - 1];
            }

            rows[to] = row;
            values[to] = value;
            moves += i - to;
            if (moves <= FewPlaces * rows.Length) continue;
            SortAll(rows, values);
            return;
        }
    }

    // Keys of row and place are all different, so that no sort can exchange equal rows.
    private static void SortAll(Span<int> rows, Span<double> values)
    {
        long[] keys = new long[rows.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((long)rows[i] << 32) | (uint)i;
        keys.AsSpan().Sort(values);
        for (int i = 0; i < keys.Length; i++) rows[i] = (int)(keys[i] >> 32);
    }

    private void SumDuplicates()
    {
        int kept = _start;
        for (int p = _start; p < _count; p++)
        {
            if (kept > _start && _rows[kept - 1] == _rows[p])
            {
                _values[kept - 1] += _values[p];
                continue;
            }

            _rows[kept] = _rows[p];
            _values[kept++] = _values[p];
        }

        _count = kept;
    }

    private void Grow()
    {
        int length = Math.Max(16, checked(_rows.Length * 2));
        Array.Resize(ref _rows, length);
        Array.Resize(ref _values, length);
    }
}
