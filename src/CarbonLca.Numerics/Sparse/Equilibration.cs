using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sparse;

/// <summary>Scale factors, all powers of two, that bring the diagonal blocks of a block triangular form to elements of about 1.</summary>
/// <remarks>
/// <para>
/// Scaling by powers of two rounds nothing. The factors follow the matrix: multiplying a row or column by a power of
/// two beforehand changes its factor by the inverse and leaves the scaled block as it was, bit for bit. That is why
/// the exponents are first brought to a form that no earlier scaling can influence (1 on the diagonal, and 1 along a
/// spanning tree of the pattern), and only then improved.
/// </para>
/// <para>
/// The improvement balances, node by node, the largest element off the diagonal in row i against that in column i
/// (Osborne 1960, J. ACM 7:338–345, in the maximum norm): loops whose product is below 1 end with every element at or
/// below its diagonal. What remains larger is divided out of the rows and then the columns.
/// </para>
/// </remarks>
internal static class Equilibration
{
    private const int Sweeps = 10;
    private const int ExponentLimit = 400;
    private const int ShiftLimit = 300;

    /// <summary>Stands for the exponent of 0.</summary>
    private const int Zero = int.MinValue;

    /// <summary>Stands for the exponent of 0 where potentials, far smaller, are still to be added to it.</summary>
    private const int Nothing = int.MinValue / 2;

    /// <summary>The exponents of the row and column factors in the order of the form.</summary>
    /// <param name="symbolic">The structure.</param>
    /// <param name="values">Elements of the permuted matrix, in the order of <see cref="LuSymbolic.PermutedRows"/>.</param>
    /// <param name="rowExponents">One for each place of the form; overwritten.</param>
    /// <param name="columnExponents">One for each place of the form; overwritten.</param>
    /// <param name="scratch">Working memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(LuSymbolic symbolic, ReadOnlySpan<double> values, Span<int> rowExponents, Span<int> columnExponents, Scratch scratch)
    {
        int n = symbolic.Order;
        int[] exponents = scratch.Exponents;
        for (int p = 0; p < values.Length; p++)
            exponents[p] = Exponent(values[p]);

        ReadOnlySpan<int> starts = symbolic.PermutedStarts;
        ReadOnlySpan<int> inBlock = symbolic.InBlockStarts;
        ReadOnlySpan<int> rows = symbolic.PermutedRows;
        int[] diagonal = scratch.Diagonal;
        for (int j = 0; j < n; j++)
        {
            diagonal[j] = 0;
            for (int p = inBlock[j]; p < starts[j + 1]; p++)
            {
                if (rows[p] == j && exponents[p] != Zero)
                    diagonal[j] = exponents[p];
            }
        }
        int[] potential = scratch.Potential;
        Array.Clear(potential);
        SpanTree(symbolic, scratch);
        Balance(symbolic, scratch);
        for (int j = 0; j < n; j++)
        {
            int p = Math.Clamp(potential[j], -ExponentLimit, ExponentLimit);
            columnExponents[j] = p;
            rowExponents[j] = Math.Clamp(-p - diagonal[j], -2 * ExponentLimit, 2 * ExponentLimit);
        }
        DivideOutMaxima(symbolic, scratch, rowExponents, columnExponents);
        LevelBlocks(symbolic, scratch, rowExponents, columnExponents);
    }

    private static int Exponent(double value)
    {
        // The exponent field says it all, but for 0 and what has none of its own.
        int field = (int)(BitConverter.DoubleToUInt64Bits(value) >> 52) & 0x7FF;
        return field is not 0 and not 0x7FF ? field - 1023 : value == 0 ? Zero : Math.ILogB(value);
    }

    /// <summary>Potentials that make every edge of a breadth-first tree weigh 2⁰.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpanTree(LuSymbolic symbolic, Scratch scratch)
    {
        int[] exponents = scratch.Exponents;
        int[] diagonal = scratch.Diagonal;
        int[] potential = scratch.Potential;
        ReadOnlySpan<int> starts = symbolic.PermutedStarts;
        ReadOnlySpan<int> inBlock = symbolic.InBlockStarts;
        ReadOnlySpan<int> rows = symbolic.PermutedRows;
        ReadOnlySpan<int> rowStarts = symbolic.BlockRowStarts;
        ReadOnlySpan<int> rowColumns = symbolic.BlockRowColumns;
        ReadOnlySpan<int> rowEntries = symbolic.BlockRowEntries;
        bool[] seen = scratch.Seen;
        int[] queue = scratch.Queue;
        Array.Clear(seen);
        for (int root = 0; root < seen.Length; root++)
        {
            if (seen[root])
                continue;
            int count = 1;
            queue[0] = root;
            seen[root] = true;
            for (int head = 0; head < count; head++)
            {
                int node = queue[head];
                for (int p = inBlock[node]; p < starts[node + 1]; p++)
                {
                    int i = rows[p];
                    if (seen[i] || exponents[p] == Zero)
                        continue;
                    potential[i] = exponents[p] - diagonal[i] + potential[node];
                    seen[i] = true;
                    queue[count++] = i;
                }
                for (int q = rowStarts[node]; q < rowStarts[node + 1]; q++)
                {
                    int j = rowColumns[q];
                    int e = exponents[rowEntries[q]];
                    if (seen[j] || e == Zero)
                        continue;
                    potential[j] = potential[node] - (e - diagonal[node]);
                    seen[j] = true;
                    queue[count++] = j;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Balance(LuSymbolic symbolic, Scratch scratch)
    {
        CompareWithDiagonal(symbolic, scratch);
        fixed (int* starts = symbolic.PermutedStarts, inBlock = symbolic.InBlockStarts, rows = symbolic.PermutedRows)
        fixed (int* rowStarts = symbolic.BlockRowStarts, columns = symbolic.BlockRowColumns)
        fixed (int* byColumn = scratch.ByColumn, byRow = scratch.ByRow, potential = scratch.Potential)
        {
            bool moved = true;
            for (int sweep = 0; moved && sweep < Sweeps; sweep++)
            {
                moved = false;
                for (int node = 0; node < symbolic.Order; node++)
                {
                    int column = Nothing;
                    for (int p = inBlock[node]; p < starts[node + 1]; p++)
                        column = Math.Max(column, byColumn[p] - potential[rows[p]]);
                    int row = Nothing;
                    for (int q = rowStarts[node]; q < rowStarts[node + 1]; q++)
                        row = Math.Max(row, byRow[q] + potential[columns[q]]);
                    if (row <= Nothing / 2 || column <= Nothing / 2)
                        continue;
                    int shift = (row - column - (2 * potential[node])) / 2;
                    potential[node] += shift;
                    moved |= shift != 0;
                }
            }
        }
    }

    /// <summary>The exponent of each element against the diagonal of its row; far below all others where there is none to balance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CompareWithDiagonal(LuSymbolic symbolic, Scratch scratch)
    {
        ReadOnlySpan<int> starts = symbolic.PermutedStarts;
        ReadOnlySpan<int> inBlock = symbolic.InBlockStarts;
        ReadOnlySpan<int> rows = symbolic.PermutedRows;
        ReadOnlySpan<int> entries = symbolic.BlockRowEntries;
        int[] exponents = scratch.Exponents;
        int[] diagonal = scratch.Diagonal;
        int[] byColumn = scratch.ByColumn;
        int[] byRow = scratch.ByRow;
        for (int j = 0; j < diagonal.Length; j++)
        {
            for (int p = inBlock[j]; p < starts[j + 1]; p++)
                byColumn[p] = rows[p] == j || exponents[p] == Zero ? Nothing : exponents[p] - diagonal[rows[p]];
        }
        for (int q = 0; q < entries.Length; q++)
            byRow[q] = byColumn[entries[q]];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DivideOutMaxima(LuSymbolic symbolic, Scratch scratch, Span<int> rowExponents, Span<int> columnExponents)
    {
        int[] exponents = scratch.Exponents;
        ReadOnlySpan<int> starts = symbolic.PermutedStarts;
        ReadOnlySpan<int> inBlock = symbolic.InBlockStarts;
        ReadOnlySpan<int> rows = symbolic.PermutedRows;
        int n = symbolic.Order;
        int[] rowMaximum = scratch.RowMaximum;
        Array.Fill(rowMaximum, Zero);
        for (int j = 0; j < n; j++)
        {
            for (int p = inBlock[j]; p < starts[j + 1]; p++)
            {
                if (exponents[p] != Zero)
                    rowMaximum[rows[p]] = Math.Max(rowMaximum[rows[p]], exponents[p] + rowExponents[rows[p]] + columnExponents[j]);
            }
        }
        for (int i = 0; i < n; i++)
        {
            if (rowMaximum[i] != Zero)
                rowExponents[i] -= rowMaximum[i];
        }
        for (int j = 0; j < n; j++)
        {
            int maximum = Zero;
            for (int p = inBlock[j]; p < starts[j + 1]; p++)
            {
                if (exponents[p] != Zero)
                    maximum = Math.Max(maximum, exponents[p] + rowExponents[rows[p]] + columnExponents[j]);
            }
            if (maximum != Zero)
                columnExponents[j] -= maximum;
        }
    }

    /// <summary>
    /// Shifts whole blocks against each other, which leaves their insides alone, until the largest element above each
    /// block, in its columns, is 2⁰; blocks with nothing above them follow the largest element in their rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LevelBlocks(LuSymbolic symbolic, Scratch scratch, Span<int> rowExponents, Span<int> columnExponents)
    {
        int[] exponents = scratch.Exponents;
        ReadOnlySpan<int> starts = symbolic.PermutedStarts;
        ReadOnlySpan<int> inBlock = symbolic.InBlockStarts;
        ReadOnlySpan<int> rows = symbolic.PermutedRows;
        ReadOnlySpan<int> blockOf = symbolic.BlockOf;
        int[] shift = scratch.Shift;
        bool[] isRoot = scratch.IsRoot;
        for (int k = 0; k < shift.Length; k++)
        {
            int maximum = Zero;
            for (int j = symbolic.BlockStarts[k]; j < symbolic.BlockStarts[k + 1]; j++)
            {
                for (int p = starts[j]; p < inBlock[j]; p++)
                {
                    if (exponents[p] != Zero)
                        maximum = Math.Max(maximum, exponents[p] + rowExponents[rows[p]] + columnExponents[j] - shift[blockOf[rows[p]]]);
                }
            }
            isRoot[k] = maximum == Zero;
            shift[k] = isRoot[k] ? 0 : Math.Clamp(-maximum, -ShiftLimit, ShiftLimit);
        }
        int[] rowMaximum = scratch.BlockMaximum;
        Array.Fill(rowMaximum, Zero);
        for (int j = 0; j < symbolic.Order; j++)
        {
            for (int p = starts[j]; p < inBlock[j]; p++)
            {
                int block = blockOf[rows[p]];
                if (isRoot[block] && exponents[p] != Zero)
                    rowMaximum[block] = Math.Max(rowMaximum[block], exponents[p] + rowExponents[rows[p]] + columnExponents[j] + shift[blockOf[j]]);
            }
        }
        for (int j = 0; j < symbolic.Order; j++)
        {
            int block = blockOf[j];
            int by = isRoot[block] && rowMaximum[block] != Zero ? Math.Clamp(rowMaximum[block], -ShiftLimit, ShiftLimit) : shift[block];
            rowExponents[j] = Math.Clamp(rowExponents[j] - by, -1000, 1000);
            columnExponents[j] = Math.Clamp(columnExponents[j] + by, -1000, 1000);
        }
    }

    /// <summary>Working memory for matrices of one structure.</summary>
    internal sealed class Scratch(LuSymbolic symbolic)
    {
        /// <summary>Exponent of each entry.</summary>
        public int[] Exponents { get; } = new int[symbolic.PermutedRows.Length];

        /// <summary>Exponent of each entry against the diagonal of its row.</summary>
        public int[] ByColumn { get; } = new int[symbolic.PermutedRows.Length];

        /// <summary>The same, in the order of the rows of the blocks.</summary>
        public int[] ByRow { get; } = new int[symbolic.BlockRowEntries.Length];

        /// <summary>Exponent of each diagonal entry.</summary>
        public int[] Diagonal { get; } = new int[symbolic.Order];

        /// <summary>Potential of each place.</summary>
        public int[] Potential { get; } = new int[symbolic.Order];

        /// <summary>Whether the search has met a place.</summary>
        public bool[] Seen { get; } = new bool[symbolic.Order];

        /// <summary>Places to visit.</summary>
        public int[] Queue { get; } = new int[symbolic.Order];

        /// <summary>Largest exponent in each row.</summary>
        public int[] RowMaximum { get; } = new int[symbolic.Order];

        /// <summary>Shift of each block.</summary>
        public int[] Shift { get; } = new int[symbolic.BlockCount];

        /// <summary>Whether a block has nothing above it.</summary>
        public bool[] IsRoot { get; } = new bool[symbolic.BlockCount];

        /// <summary>Largest exponent in the rows of each block.</summary>
        public int[] BlockMaximum { get; } = new int[symbolic.BlockCount];
    }
}
