using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.FixedPoint;

/// <summary>What the lanes of a pass stand for. The operations on a lane are the same in every layout, and so are its bits.</summary>
internal unsafe interface ISampleLayout
{
    /// <summary>Samples of one pass, and draws of one term in it.</summary>
    static abstract int Samples { get; }

    /// <summary>Vectors of sixteen lanes in one pass.</summary>
    static abstract int Vectors { get; }

    /// <summary>Categories of one pass, and numbers of a node that differ between categories.</summary>
    static abstract int Categories { get; }

    /// <summary>The draws of one term, in each lane of a vector that of its sample.</summary>
    static abstract Vector512<float> Draws(float* term, int vector);

    /// <summary>Numbers that differ between categories, in each lane that of its category: lanes 0 to 7 and 8 to 15.</summary>
    static abstract (Vector512<double> Low, Vector512<double> High) OfCategories(double* numbers);
}

/// <summary>One category: lane l is sample l.</summary>
internal readonly unsafe struct SixteenSamples : ISampleLayout
{
    public static int Samples => 16;

    public static int Vectors => 1;

    public static int Categories => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Draws(float* term, int vector) => Vector512.LoadAligned(term);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Low, Vector512<double> High) OfCategories(double* numbers)
    {
        Vector512<double> number = Vector512.Create(*numbers);
        return (number, number);
    }
}

/// <summary>Eight categories: lane 2·k + s of vector v is category k of sample 2·v + s.</summary>
/// <remarks>Two vectors, because finding the terms of a node takes longer than adding them up.</remarks>
internal readonly unsafe struct EightCategories : ISampleLayout
{
    public static int Samples => 4;

    public static int Vectors => 2;

    public static int Categories => 8;

    // The pair is one number of 64 bits, so that one load spreads it over all lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Draws(float* term, int vector) => Vector512.Create(((double*)term)[vector]).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Low, Vector512<double> High) OfCategories(double* numbers)
    {
        Vector512<double> eight = Vector512.LoadAligned(numbers);
        return (Vector512.Shuffle(eight, Vector512.Create(0L, 0, 1, 1, 2, 2, 3, 3)), Vector512.Shuffle(eight, Vector512.Create(4L, 4, 5, 5, 6, 6, 7, 7)));
    }
}
