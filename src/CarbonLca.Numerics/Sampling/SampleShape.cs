using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Whose draws stand in the sixteen lanes of a unit: Philox gives four samples of a parameter at once, its four words.</summary>
/// <remarks>A draw depends on its sample and parameter alone, so its bits are the same in every shape.</remarks>
internal interface ISampleShape
{
    /// <summary>Parameters of a unit.</summary>
    static abstract int Parameters { get; }

    /// <summary>Samples of a unit, and of a row.</summary>
    static abstract int Samples { get; }

    /// <summary>The quarters of the lanes, counted from the first.</summary>
    static abstract Vector512<uint> Quarters { get; }

    /// <summary>Where the word of a parameter and of a sample stands, counted from the first unit.</summary>
    static abstract int WordIndex(int parameter, int sample);

    /// <summary>A counter word of the parameters of a unit, in the lanes that draw them.</summary>
    static abstract Vector512<uint> Load512(ref readonly uint column);

    /// <summary>The same of eight lanes: the first or the second half.</summary>
    static abstract Vector256<uint> Load256(ref readonly uint column, int half);

    /// <summary>A kernel's column of a unit, as the lanes of one block.</summary>
    /// <param name="columns">The columns of the unit's first quad: four floats each, quad after quad.</param>
    /// <param name="column">Which column.</param>
    /// <param name="columnCount">How many columns a quad has.</param>
    /// <param name="block">Which block.</param>
    static abstract TF Column<TLanes, TF, TI>(ref readonly float columns, int column, int columnCount, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct;

    /// <summary>Writes one block of four words to the rows of its parameters; a negative row is not written.</summary>
    static abstract void Store<TLanes, TF, TI>(TF words0, TF words1, TF words2, TF words3, ref float values, ref readonly int rows, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct;
}

/// <summary>Sixteen samples of four parameters, a quad: lane 4·q + j is parameter j, its word w sample 4·q + w.</summary>
internal readonly struct GroupShape : ISampleShape
{
    public static int Parameters => 4;

    public static int Samples => 16;

    public static Vector512<uint> Quarters => Vector512.Create(0u, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WordIndex(int parameter, int sample) => (parameter / 4 * PhiloxWords.WordsPerUnit) + (sample % 4 * 16) + (sample / 4 * 4) + (parameter % 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load512(ref readonly uint column)
    {
        Vector256<uint> eight = Load256(in column, 0);
        return Vector512.Create(eight, eight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load256(ref readonly uint column, int half)
    {
        Vector128<uint> four = Vector128.LoadUnsafe(in column);
        return Vector256.Create(four, four);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Column<TLanes, TF, TI>(ref readonly float columns, int column, int columnCount, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct => TLanes.LoadFour(in Unsafe.Add(ref Unsafe.AsRef(in columns), 4 * column), block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes, TF, TI>(TF words0, TF words1, TF words2, TF words3, ref float values, ref readonly int rows, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct => TLanes.StoreRows(words0, words1, words2, words3, ref values, in rows, block);
}

/// <summary>Four samples of sixteen parameters: lane j is parameter j, its word w sample w of the quarter.</summary>
internal readonly struct QuarterShape : ISampleShape
{
    public static int Parameters => 16;

    public static int Samples => 4;

    public static Vector512<uint> Quarters => Vector512<uint>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WordIndex(int parameter, int sample) => (parameter / 16 * PhiloxWords.WordsPerUnit) + (sample * 16) + (parameter % 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load512(ref readonly uint column) => Vector512.LoadUnsafe(in column);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load256(ref readonly uint column, int half) => Vector256.LoadUnsafe(in column, (nuint)(8 * half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TF Column<TLanes, TF, TI>(ref readonly float columns, int column, int columnCount, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct => TLanes.LoadAcross(in Unsafe.Add(ref Unsafe.AsRef(in columns), 4 * column), 4 * columnCount, block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes, TF, TI>(TF words0, TF words1, TF words2, TF words3, ref float values, ref readonly int rows, int block)
        where TLanes : ILanes<TF, TI>
        where TF : struct
        where TI : struct => TLanes.StoreQuarters(words0, words1, words2, words3, ref values, in rows, block);
}
