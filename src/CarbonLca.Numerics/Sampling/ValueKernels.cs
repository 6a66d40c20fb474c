using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>A distribution's last step: from variates to values, written to the rows of the parameters.</summary>
/// <typeparam name="TLanes">The path.</typeparam>
/// <typeparam name="TF">Its floats.</typeparam>
/// <typeparam name="TI">Its integers.</typeparam>
internal interface IValueKernel<TLanes, TF, TI>
    where TLanes : ILanes<TF, TI>
    where TF : struct
    where TI : struct
{
    /// <summary>Columns of parameters, each four floats for a quad.</summary>
    static abstract int ColumnCount { get; }

    /// <summary>The values of one block.</summary>
    /// <param name="words">Random words, or variates as the bits of floats.</param>
    /// <param name="columns">The quad's columns.</param>
    /// <param name="block">Which block.</param>
    static abstract TF Value(TI words, ref readonly float columns, int block);
}

/// <summary>Runs a kernel over quads.</summary>
internal static class ValueKernels
{
    /// <summary>Values of consecutive quads.</summary>
    /// <param name="words">Sixty-four words or variates for each quad.</param>
    /// <param name="columns">The kernel's columns, quad after quad.</param>
    /// <param name="rows">The row of each parameter, or -1; checked against <paramref name="lanes"/> by the caller.</param>
    /// <param name="lanes">Sixteen samples for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TKernel, TLanes, TF, TI>(ReadOnlySpan<uint> words, ReadOnlySpan<float> columns, ReadOnlySpan<int> rows, Span<float> lanes)
        where TKernel : IValueKernel<TLanes, TF, TI>
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        for (int quad = 0; quad < rows.Length / 4; quad++)
        {
            ref readonly float column = ref columns[quad * 4 * TKernel.ColumnCount];
            ref readonly int row = ref rows[quad * 4];
            for (int block = 0; block < 16 / TLanes.Width; block++)
            {
                ref uint word = ref Unsafe.AsRef(in words[(quad * PhiloxWords.WordsPerQuad) + (block * TLanes.Width)]);
                TF values0 = TKernel.Value(TLanes.Load(in word), in column, block);
                TF values1 = TKernel.Value(TLanes.Load(in Unsafe.Add(ref word, 16)), in column, block);
                TF values2 = TKernel.Value(TLanes.Load(in Unsafe.Add(ref word, 32)), in column, block);
                TF values3 = TKernel.Value(TLanes.Load(in Unsafe.Add(ref word, 48)), in column, block);
                TLanes.StoreRows(values0, values1, values2, values3, ref lanes[0], in row, block);
            }
        }
    }

    /// <summary>A kernel's column of four, as lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TF Column<TLanes, TF, TI>(ref readonly float columns, int column, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
        => TLanes.LoadFour(in Unsafe.Add(ref Unsafe.AsRef(in columns), 4 * column), block);
}

/// <summary>median·e^(σ·z); columns: median with its sign, σ.</summary>
internal readonly struct LognormalKernel<TLanes, TF, TI> : IValueKernel<TLanes, TF, TI>
    where TLanes : ILanes<TF, TI>
    where TF : struct
    where TI : struct
{
    public static int ColumnCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Value(TI words, ref readonly float columns, int block)
    {
        TF median = ValueKernels.Column<TLanes, TF, TI>(in columns, 0, block);
        TF sigma = ValueKernels.Column<TLanes, TF, TI>(in columns, 1, block);
        return TLanes.Multiply(median, VectorMath.Exp<TLanes, TF, TI>(TLanes.Multiply(sigma, TLanes.AsFloat(words))));
    }
}

/// <summary>mean + sd·z; columns: mean, standard deviation, both with the sign of a mirrored distribution.</summary>
internal readonly struct NormalKernel<TLanes, TF, TI> : IValueKernel<TLanes, TF, TI>
    where TLanes : ILanes<TF, TI>
    where TF : struct
    where TI : struct
{
    public static int ColumnCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Value(TI words, ref readonly float columns, int block)
    {
        TF mean = ValueKernels.Column<TLanes, TF, TI>(in columns, 0, block);
        TF deviation = ValueKernels.Column<TLanes, TF, TI>(in columns, 1, block);
        return TLanes.FusedMultiplyAdd(deviation, TLanes.AsFloat(words), mean);
    }
}

/// <summary>start + width·u, kept within the ends; columns: start and signed width, smallest and largest value.</summary>
internal readonly struct UniformKernel<TLanes, TF, TI> : IValueKernel<TLanes, TF, TI>
    where TLanes : ILanes<TF, TI>
    where TF : struct
    where TI : struct
{
    public static int ColumnCount => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Value(TI words, ref readonly float columns, int block)
    {
        TF start = ValueKernels.Column<TLanes, TF, TI>(in columns, 0, block);
        TF width = ValueKernels.Column<TLanes, TF, TI>(in columns, 1, block);
        TF smallest = ValueKernels.Column<TLanes, TF, TI>(in columns, 2, block);
        TF largest = ValueKernels.Column<TLanes, TF, TI>(in columns, 3, block);
        TF value = TLanes.FusedMultiplyAdd(width, VectorMath.Uniform<TLanes, TF, TI>(words), start);
        return TLanes.Max(TLanes.Min(value, largest), smallest);
    }
}

/// <summary>start + width·√(u·s) below the mode's share s, end - width·√((1 - u)·(1 - s)) above; columns: start, end, signed width, s, 1 - s.</summary>
internal readonly struct TriangularKernel<TLanes, TF, TI> : IValueKernel<TLanes, TF, TI>
    where TLanes : ILanes<TF, TI>
    where TF : struct
    where TI : struct
{
    public static int ColumnCount => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Value(TI words, ref readonly float columns, int block)
    {
        TF start = ValueKernels.Column<TLanes, TF, TI>(in columns, 0, block);
        TF end = ValueKernels.Column<TLanes, TF, TI>(in columns, 1, block);
        TF width = ValueKernels.Column<TLanes, TF, TI>(in columns, 2, block);
        TF share = ValueKernels.Column<TLanes, TF, TI>(in columns, 3, block);
        TF otherShare = ValueKernels.Column<TLanes, TF, TI>(in columns, 4, block);
        TF u = VectorMath.Uniform<TLanes, TF, TI>(words);
        TF complement = VectorMath.Uniform<TLanes, TF, TI>(TLanes.Xor(words, TLanes.Broadcast(-1)));
        TI rising = TLanes.LessThan(u, share);
        TF root = TLanes.Sqrt(TLanes.Select(rising, TLanes.Multiply(u, share), TLanes.Multiply(complement, otherShare)));
        TF way = TLanes.Select(rising, width, TLanes.Subtract(TLanes.Broadcast(0f), width));
        return TLanes.FusedMultiplyAdd(way, root, TLanes.Select(rising, start, end));
    }
}
