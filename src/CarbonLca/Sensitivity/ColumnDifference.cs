using CarbonLca.Assessment;
using CarbonLca.Numerics.Sparse;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>One column of the signed technosphere after a change, and its difference to the column before.</summary>
internal sealed class ColumnDifference
{
    private ColumnDifference(int column, SortedDictionary<int, double> after, KeyValuePair<int, double>[] difference)
    {
        Column = column;
        After = after;
        Difference = difference;
        GainsCredit = after.Any(entry => entry.Key != column && entry.Value > 0);
    }

    /// <summary>The column.</summary>
    public int Column { get; }

    /// <summary>Its entries after the change, by row.</summary>
    public SortedDictionary<int, double> After { get; }

    /// <summary>What was added to the column before: its column of U, by row.</summary>
    public ReadOnlyMemory<KeyValuePair<int, double>> Difference { get; }

    /// <summary>Whether the column has a credit after the change.</summary>
    public bool GainsCredit { get; }

    /// <summary>The difference of one column between the system of a solver and a changed one.</summary>
    public static ColumnDifference Of(LcaSolver solver, ProductSystem changed, int column)
    {
        CscMatrix matrix = solver.Matrix;
        CscMatrix technosphere = changed.Technosphere;
        SortedDictionary<int, double> after = [];
        SortedDictionary<int, double> difference = [];
        for (int p = technosphere.ColumnStarts[column]; p < technosphere.ColumnStarts[column + 1]; p++)
        {
            int row = changed.Products[technosphere.RowIndices[p]].Column;
            double value = technosphere.Values[p] * solver.RowSign(row) * solver.ColumnSign(column);
            after[row] = value;
            difference[row] = value;
        }

        for (int p = matrix.ColumnStarts[column]; p < matrix.ColumnStarts[column + 1]; p++)
            difference[matrix.RowIndices[p]] = difference.GetValueOrDefault(matrix.RowIndices[p]) - matrix.Values[p];
        return new ColumnDifference(column, after, [.. difference.Where(entry => entry.Value != 0)]);
    }
}
