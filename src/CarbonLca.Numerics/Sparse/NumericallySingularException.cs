using System.Globalization;

namespace CarbonLca.Numerics.Sparse;

/// <summary>A matrix that leaves no usable pivot: within rounding, one column is a combination of others of its block.</summary>
public sealed class NumericallySingularException : Exception
{
    /// <summary>Builds the message from the facts.</summary>
    public NumericallySingularException(int row, int column, double pivot, IReadOnlyList<int> blockColumns)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The matrix is singular to working precision: eliminating column {column} (row {row}) leaves the pivot {pivot:R}; expected one distinguishable from 0. The columns coupled with it are {Indices.List(blockColumns)}. Check that no column repeats what the others supply together, and that no loop returns all it takes."))
    {
        Row = row;
        Column = column;
        Pivot = pivot;
        BlockColumns = blockColumns;
    }

    /// <summary>Row of the failed pivot, in the numbering of the matrix.</summary>
    public int Row { get; }

    /// <summary>Column of the failed pivot, in the numbering of the matrix.</summary>
    public int Column { get; }

    /// <summary>What was left for a pivot, after equilibration: 0, or no more than the rounding of the terms it came from.</summary>
    public double Pivot { get; }

    /// <summary>The columns of the irreducible block in which elimination failed, in the numbering of the matrix.</summary>
    public IReadOnlyList<int> BlockColumns { get; }
}
