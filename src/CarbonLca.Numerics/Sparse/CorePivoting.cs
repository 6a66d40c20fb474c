using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sparse;

/// <summary>Columns by their entries: rows and values from <c>Starts[j]</c> to <c>Starts[j + 1] - 1</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SparseColumns(int[] Starts, int[] Rows, double[] Values);

/// <summary>Chooses and checks the pivots of a dense core by the rules of the sparse columns before it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CorePivoting : DenseElimination.IPivoting
{
    /// <summary>The core.</summary>
    public required DenseCore Core { get; init; }

    /// <summary>Column of the block with which the core begins.</summary>
    public required int First { get; init; }

    /// <summary>The row of the block in each row of the core, as <see cref="Lower"/> names it; follows exchanges.</summary>
    public required int[] Rows { get; init; }

    /// <summary>The sparse columns of L.</summary>
    public required SparseColumns Lower { get; init; }

    /// <summary>The columns of U; of those in the core, the part above it.</summary>
    public required SparseColumns Upper { get; init; }

    /// <summary>Largest entry of each column of the core before elimination.</summary>
    public required double[] ColumnMaximum { get; init; }

    /// <summary>Largest element met above the core in each of its columns.</summary>
    public required double[] LargestAbove { get; init; }

    /// <summary>The diagonal is kept while at least this share of the largest candidate; 0 keeps it always.</summary>
    public required double Preference { get; init; }

    /// <summary>Growth at which to give up.</summary>
    public required double GrowthLimit { get; init; }

    /// <summary>The block as it was, for the check of suspicious pivots.</summary>
    public required LuSymbolic Symbolic { get; init; }

    /// <summary>The block's number.</summary>
    public required int Block { get; init; }

    /// <summary>The scaled values.</summary>
    public required double[] Values { get; init; }

    /// <summary>The row of the block behind each name in <see cref="Rows"/>, or null where they are the same.</summary>
    public required int[]? RowNames { get; init; }

    /// <summary>The worst growth so far.</summary>
    public double Growth { get; set; }

    /// <summary>Where elimination stopped.</summary>
    public Breakdown Breakdown { get; private set; }

    /// <inheritdoc/>
    public int Choose(int column, ReadOnlySpan<double> elements)
    {
        ReadOnlySpan<double> candidates = elements[column..];
        double best = LargestMagnitude(candidates);
        double largest = Math.Max(Math.Max(LargestAbove[column], LargestMagnitude(elements[..column])), best);
        if (ColumnMaximum[column] > 0)
            Growth = Math.Max(Growth, largest / ColumnMaximum[column]);

        int row = Preference == 0 ? column : Prefer(column, elements, best);
        double pivot = elements[row];
        if (PivotCheck.IsSuspicious(pivot, largest) && PivotCheck.IsRounding(pivot, Terms(column, row)))
        {
            Breakdown = new Breakdown(PivotFallback.ZeroPivot, NameOf(row), First + column, pivot);
            return -1;
        }
        if (!(Growth <= GrowthLimit))
        {
            Breakdown = new Breakdown(PivotFallback.ElementGrowth, NameOf(row), First + column, pivot);
            return -1;
        }
        return row;
    }

    /// <inheritdoc/>
    public readonly void Exchange(int row, int other) => (Rows[row], Rows[other]) = (Rows[other], Rows[row]);

    private readonly int NameOf(int row) => RowNames is null ? Rows[row] : RowNames[Rows[row]];

    /// <summary>The diagonal if it is large enough, else the largest candidate; of equals the one in the first row of the block.</summary>
    private readonly int Prefer(int column, ReadOnlySpan<double> elements, double best)
    {
        int chosen = -1;
        for (int i = column; i < elements.Length; i++)
        {
            double magnitude = Math.Abs(elements[i]);
            if (Rows[i] == First + column && magnitude >= Preference * best)
                return i;
            if (!(magnitude < best) && (chosen < 0 || Rows[i] < Rows[chosen]))
                chosen = i;
        }
        return chosen;
    }

    /// <summary>The entry and the sum of the products |l·u| of which the element in a row of the core is the sum.</summary>
    private readonly double Terms(int column, int row)
    {
        double terms = Math.Abs(new BlockView(Symbolic, Block, Values).Entry(NameOf(row), First + column));
        terms += PivotCheck.Products(Lower, Upper, Rows[row], First + column);
        ReadOnlySpan<double> elements = Core.Column(column);
        for (int k = 0; k < column; k++)
            terms += Math.Abs(Core.Column(k)[row] * elements[k]);
        return terms;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double LargestMagnitude(ReadOnlySpan<double> elements)
    {
        ref double start = ref MemoryMarshal.GetReference(elements);
        Vector512<double> largest = Vector512<double>.Zero;
        int k = 0;
        for (; k + 8 <= elements.Length; k += 8)
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.LoadUnsafe(ref start, (nuint)k)));
        double result = 0;
        for (int lane = 0; lane < 8; lane++)
            result = Math.Max(result, largest[lane]);
        for (; k < elements.Length; k++)
            result = Math.Max(result, Math.Abs(elements[k]));
        return result;
    }
}
