using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>The draws of one term, in each lane that of its sample; the same in every vector.</summary>
    static abstract Vector512<float> Draws(float* term);

    /// <summary>The draws of one term in eight lanes, in double.</summary>
    static abstract Vector512<double> WideDraws(float* term, int half);

    /// <summary>Numbers that differ between categories, in each of eight lanes that of its category.</summary>
    static abstract Vector512<double> OfHalf(double* numbers, int half);

    /// <summary>Numbers that differ between categories, in each lane of a vector that of its category: lanes 0 to 7 and 8 to 15.</summary>
    static abstract (Vector512<double> Low, Vector512<double> High) OfCategories(double* numbers, int vector);

    /// <summary>The same in float.</summary>
    static abstract Vector512<float> OfCategories(float* numbers, int vector);
}

/// <summary>One category: lane l is sample l.</summary>
internal readonly unsafe struct SixteenSamples : ISampleLayout
{
    public static int Samples => 16;

    public static int Vectors => 1;

    public static int Categories => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Draws(float* term) => Vector512.LoadAligned(term);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideDraws(float* term, int half) => WideLanes.Of(Vector256.LoadAligned(term + (half % 2 * 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfHalf(double* numbers, int half) => Vector512.Create(*numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Low, Vector512<double> High) OfCategories(double* numbers, int vector)
    {
        Vector512<double> number = Vector512.Create(*numbers);
        return (number, number);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OfCategories(float* numbers, int vector) => Vector512.Create(*numbers);
}

/// <summary>Eight categories: lane 4·k + s of vector v is category 4·v + k of sample s of four.</summary>
/// <remarks>Two vectors, because finding a term and its draws takes longer than adding it up.</remarks>
internal readonly unsafe struct EightCategories : ISampleLayout
{
    public static int Samples => 4;

    public static int Vectors => 2;

    public static int Categories => 8;

    // One load spreads the four draws over all lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Draws(float* term)
    {
        if (Avx512F.IsSupported) return Avx512F.BroadcastVector128ToVector512(term);
        Vector256<float> eight = Vector256.Create(Vector128.LoadAligned(term), Vector128.LoadAligned(term));
        return Vector512.Create(eight, eight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideDraws(float* term, int half)
    {
        if (Avx.IsSupported) return WideLanes.Of(Avx.BroadcastVector128ToVector256(term));
        Vector128<float> four = Vector128.LoadAligned(term);
        return WideLanes.Of(Vector256.Create(four, four));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfHalf(double* numbers, int half) =>
        Vector512.Shuffle(Vector128.LoadAligned(numbers + (2 * half)).ToVector256Unsafe().ToVector512Unsafe(), Vector512.Create(0L, 0, 0, 0, 1, 1, 1, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Low, Vector512<double> High) OfCategories(double* numbers, int vector)
    {
        Vector512<double> four = Vector256.LoadAligned(numbers + (4 * vector)).ToVector512Unsafe();
        return (
            Vector512.Shuffle(four, Vector512.Create(0L, 0, 0, 0, 1, 1, 1, 1)),
            Vector512.Shuffle(four, Vector512.Create(2L, 2, 2, 2, 3, 3, 3, 3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OfCategories(float* numbers, int vector) =>
        Vector512.Shuffle(Draws(numbers + (4 * vector)), Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3));
}

/// <summary>Lanes in double.</summary>
internal static class WideLanes
{
    /// <summary>Eight numbers in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector256<float> eight) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Double(eight) : Vector512.WidenLower(eight.ToVector512());
}
