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
    /// <param name="columns">The columns of the unit's first quad.</param>
    /// <param name="block">Which block.</param>
    static abstract TF Value<TShape>(TI words, ref readonly float columns, int block)
        where TShape : ISampleShape;
}

/// <summary>Runs a kernel over units.</summary>
internal static class ValueKernels
{
    /// <summary>Values of consecutive units.</summary>
    /// <param name="words">Sixty-four words or variates for each unit.</param>
    /// <param name="columns">The kernel's columns, quad after quad.</param>
    /// <param name="rows">The row of each parameter, or -1; checked against <paramref name="values"/> by the caller.</param>
    /// <param name="values">The samples of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TKernel, TShape, TLanes, TF, TI>(ReadOnlySpan<uint> words, ReadOnlySpan<float> columns, ReadOnlySpan<int> rows, Span<float> values)
        where TKernel : IValueKernel<TLanes, TF, TI>
        where TShape : ISampleShape
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct
    {
        for (int unit = 0; unit < rows.Length / TShape.Parameters; unit++)
        {
            ref readonly float column = ref columns[unit * TShape.Parameters * TKernel.ColumnCount];
            ref readonly int row = ref rows[unit * TShape.Parameters];
            for (int block = 0; block < 16 / TLanes.Width; block++)
            {
                ref uint word = ref Unsafe.AsRef(in words[(unit * PhiloxWords.WordsPerUnit) + (block * TLanes.Width)]);
                TF values0 = TKernel.Value<TShape>(TLanes.Load(in word), in column, block);
                TF values1 = TKernel.Value<TShape>(TLanes.Load(in Unsafe.Add(ref word, 16)), in column, block);
                TF values2 = TKernel.Value<TShape>(TLanes.Load(in Unsafe.Add(ref word, 32)), in column, block);
                TF values3 = TKernel.Value<TShape>(TLanes.Load(in Unsafe.Add(ref word, 48)), in column, block);
                TShape.Store<TLanes, TF, TI>(values0, values1, values2, values3, ref values[0], in row, block);
            }
        }
    }
}

/// <summary>median·e^(σ·z); columns: median with its sign, σ.</summary>
internal readonly struct LognormalKernel<TLanes, TF, TI> : IValueKernel<TLanes, TF, TI>
    where TLanes : ILanes<TF, TI>
    where TF : struct
    where TI : struct
{
    public static int ColumnCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Value<TShape>(TI words, ref readonly float columns, int block)
        where TShape : ISampleShape
    {
        TF median = TShape.Column<TLanes, TF, TI>(in columns, 0, ColumnCount, block);
        TF sigma = TShape.Column<TLanes, TF, TI>(in columns, 1, ColumnCount, block);
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
    public static TF Value<TShape>(TI words, ref readonly float columns, int block)
        where TShape : ISampleShape
    {
        TF mean = TShape.Column<TLanes, TF, TI>(in columns, 0, ColumnCount, block);
        TF deviation = TShape.Column<TLanes, TF, TI>(in columns, 1, ColumnCount, block);
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
    public static TF Value<TShape>(TI words, ref readonly float columns, int block)
        where TShape : ISampleShape
    {
        TF start = TShape.Column<TLanes, TF, TI>(in columns, 0, ColumnCount, block);
        TF width = TShape.Column<TLanes, TF, TI>(in columns, 1, ColumnCount, block);
        TF smallest = TShape.Column<TLanes, TF, TI>(in columns, 2, ColumnCount, block);
        TF largest = TShape.Column<TLanes, TF, TI>(in columns, 3, ColumnCount, block);
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
    public static TF Value<TShape>(TI words, ref readonly float columns, int block)
        where TShape : ISampleShape
    {
        TF start = TShape.Column<TLanes, TF, TI>(in columns, 0, ColumnCount, block);
        TF end = TShape.Column<TLanes, TF, TI>(in columns, 1, ColumnCount, block);
        TF width = TShape.Column<TLanes, TF, TI>(in columns, 2, ColumnCount, block);
        TF share = TShape.Column<TLanes, TF, TI>(in columns, 3, ColumnCount, block);
        TF otherShare = TShape.Column<TLanes, TF, TI>(in columns, 4, ColumnCount, block);
        TF u = VectorMath.Uniform<TLanes, TF, TI>(words);
        TF complement = VectorMath.Uniform<TLanes, TF, TI>(TLanes.Xor(words, TLanes.Broadcast(-1)));
        TI rising = TLanes.LessThan(u, share);
        TF root = TLanes.Sqrt(TLanes.Select(rising, TLanes.Multiply(u, share), TLanes.Multiply(complement, otherShare)));
        TF way = TLanes.Select(rising, width, TLanes.Subtract(TLanes.Broadcast(0f), width));
        return TLanes.FusedMultiplyAdd(way, root, TLanes.Select(rising, start, end));
    }
}
