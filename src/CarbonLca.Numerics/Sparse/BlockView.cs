using System.Runtime.InteropServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>One irreducible diagonal block of a permuted and scaled matrix, by columns.</summary>
internal readonly ref struct BlockView(LuSymbolic symbolic, int block, double[] values)
{
    private readonly ReadOnlySpan<int> _begins = symbolic.InBlockStarts;
    private readonly ReadOnlySpan<int> _starts = symbolic.PermutedStarts;

    /// <summary>The block's number.</summary>
    public int Index { get; } = block;

    /// <summary>The structure the block belongs to.</summary>
    public LuSymbolic Symbolic { get; } = symbolic;

    /// <summary>Column from which the factors are kept as a dense matrix; <see cref="Order"/> where there is none.</summary>
    public int CoreStart { get; } = symbolic.CoreStarts[block];

    /// <summary>Place of the block's first row and column in the whole matrix.</summary>
    public int Start { get; } = symbolic.BlockStarts[block];

    /// <summary>Number of rows and columns.</summary>
    public int Order { get; } = symbolic.BlockStarts[block + 1] - symbolic.BlockStarts[block];

    /// <summary>Rows of all entries; subtract <see cref="Start"/> for rows within the block.</summary>
    public ReadOnlySpan<int> Rows { get; } = symbolic.PermutedRows;

    /// <summary>Values of all entries, scaled.</summary>
    public double[] Values { get; } = values;

    /// <summary>First entry of a column of the block.</summary>
    public int Begin(int column) => _begins[Start + column];

    /// <summary>One past the last entry of a column of the block.</summary>
    public int End(int column) => _starts[Start + column + 1];

    /// <summary>One entry; 0 where there is none.</summary>
    public double Entry(int row, int column)
    {
        for (int p = Begin(column); p < End(column); p++)
        {
            if (Rows[p] - Start == row)
                return Values[p];
        }
        return 0;
    }
}

/// <summary>Where and why the elimination of a block stopped.</summary>
/// <param name="Reason">Why; <see cref="PivotFallback.None"/> when it did not.</param>
/// <param name="Row">Row within the block, before pivoting.</param>
/// <param name="Column">Column within the block.</param>
/// <param name="Pivot">The pivot found there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Breakdown(PivotFallback Reason, int Row, int Column, double Pivot);
