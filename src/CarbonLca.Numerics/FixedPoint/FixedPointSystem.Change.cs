using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Numerics.FixedPoint;

public sealed partial class FixedPointSystem
{
    private const int NoEntry = -1;

    /// <summary>The same system with other values for some entries: order, loops and places are kept.</summary>
    /// <param name="changes">Entries that were not 0 when the system was prepared; of several for one place the last counts.</param>
    /// <remarks>
    /// Costs a copy of the weights and the changes. Where a diagonal entry changes, the other entries of its column are taken from their
    /// weights, m = −w · diag, which adds one rounding to each.
    /// </remarks>
    /// <exception cref="ArgumentException">An entry is not there to be changed, or a value is not finite, or not positive on the diagonal.</exception>
    public FixedPointSystem WithEntries(ReadOnlySpan<ChangedEntry> changes)
    {
        double[] weights = Weights.ToArray();
        double[] diagonal = [.. _diagonal];
        foreach (ChangedEntry change in changes)
        {
            if ((uint)change.Row >= (uint)Count || (uint)change.Column >= (uint)Count || !double.IsFinite(change.Value))
                throw new ArgumentException($"'{change}' is no entry of a matrix of order {Count}; expected row and column in range and a finite value.", nameof(changes));
            int node = _nodeOf[change.Column];
            Span<double> own = weights.AsSpan(Layout.Starts[node]..Layout.Starts[node + 1]);
            if (change.Row == change.Column)
            {
                if (!(change.Value > 0)) throw NotPositive(change.Column, change.Value, nameof(changes));
                foreach (ref double weight in own) weight = weight * diagonal[node] / change.Value;
                diagonal[node] = change.Value;
                continue;
            }

            int place = Targets[Layout.Starts[node]..Layout.Starts[node + 1]].IndexOf(_nodeOf[change.Row]);
            if (place == NoEntry) throw NotThere(change.Row, change.Column, nameof(changes));
            own[place] = -change.Value / diagonal[node];
        }

        return With(weights, diagonal);
    }

    /// <summary>The same system with the values of another matrix: order, loops and places are kept.</summary>
    /// <param name="matrix">A matrix with no entry other than 0 where the one that was prepared had none.</param>
    /// <remarks>Costs one pass over the entries.</remarks>
    /// <exception cref="ArgumentException">The matrix is of another order, has an entry in another place, or a diagonal entry is not positive.</exception>
    public FixedPointSystem WithValues(CscMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.RowCount != Count || matrix.ColumnCount != Count) throw new ArgumentException($"The matrix is {matrix}; expected one of order {Count}.", nameof(matrix));
        double[] weights = new double[Layout.EntryCount];
        double[] diagonal = new double[Count];
        int[] placeOf = new int[Count];
        Array.Fill(placeOf, NoEntry);
        for (int node = 0; node < Count; node++)
        {
            int column = _nodeColumn[node];
            double pivot = 0;
            for (int p = Layout.Starts[node]; p < Layout.Starts[node + 1]; p++) placeOf[Layout.Targets[p]] = p;
            for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
            {
                int row = matrix.RowIndices[p];
                double value = matrix.Values[p];
                if (row == column) pivot = value;
                else if (placeOf[_nodeOf[row]] != NoEntry) weights[placeOf[_nodeOf[row]]] = value == 0 ? 0 : -value;
                else if (value != 0) throw NotThere(row, column, nameof(matrix));
            }

            if (!(pivot > 0)) throw NotPositive(column, pivot, nameof(matrix));
            diagonal[node] = pivot;
            for (int p = Layout.Starts[node]; p < Layout.Starts[node + 1]; p++)
            {
                placeOf[Layout.Targets[p]] = NoEntry;
                weights[p] /= pivot;
            }
        }

        return With(weights, diagonal);
    }

    /// <summary>Whether two systems have the same order, loops and places.</summary>
    internal bool HasPlacesOf(FixedPointSystem other) => ReferenceEquals(_nodeColumn, other._nodeColumn) && ReferenceEquals(Layout.Targets, other.Layout.Targets);

    /// <summary>Marks the nodes whose weights differ between two systems with the same places.</summary>
    internal void MarkChanges(FixedPointSystem former, bool[] isChanged)
    {
        if (ReferenceEquals(Layout, former.Layout)) return;
        for (int node = 0; node < Count; node++)
        {
            Range own = Layout.Starts[node]..Layout.Starts[node + 1];
            isChanged[node] |= !Weights[own].SequenceEqual(former.Weights[own]);
        }
    }

    private FixedPointSystem With(double[] weights, double[] diagonal)
    {
        bool hasNegative = false;
        foreach (double weight in weights) hasNegative |= weight < 0;
        return new FixedPointSystem(_nodeColumn, _nodeOf, diagonal, new Lazy<SweepLayout>(Layout.WithWeights(weights)), hasNegative);
    }

    private static ArgumentException NotThere(int row, int column, string parameter) =>
        new($"The system has no entry in row {row} of column {column}; expected one that was not 0 when it was prepared. Prepare the new matrix instead.", parameter);

    private static ArgumentException NotPositive(int column, double value, string parameter) =>
        new($"The diagonal entry of column {column} is {value}; expected a positive number.", parameter);
}
