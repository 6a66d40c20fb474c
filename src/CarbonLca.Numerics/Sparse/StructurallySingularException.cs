using System.Globalization;

namespace CarbonLca.Numerics.Sparse;

/// <summary>A matrix whose zeros alone make it singular: some columns have no row left to be solved for.</summary>
public sealed class StructurallySingularException : Exception
{
    /// <summary>Builds the message from the facts.</summary>
    public StructurallySingularException(int order, int structuralRank, IReadOnlyList<int> unmatchedRows, IReadOnlyList<int> unmatchedColumns)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The matrix of order {order} is structurally singular: rank {structuralRank}. Columns without a row of their own: {Indices.List(unmatchedColumns)}; rows without a column: {Indices.List(unmatchedRows)}. Add the missing entries or remove the surplus rows and columns."))
    {
        StructuralRank = structuralRank;
        UnmatchedRows = unmatchedRows;
        UnmatchedColumns = unmatchedColumns;
    }

    /// <summary>The largest number of columns that can be matched with rows of their own.</summary>
    public int StructuralRank { get; }

    /// <summary>Rows left over, ascending, in the numbering of the matrix.</summary>
    public IReadOnlyList<int> UnmatchedRows { get; }

    /// <summary>Columns left over, ascending, in the numbering of the matrix.</summary>
    public IReadOnlyList<int> UnmatchedColumns { get; }
}
