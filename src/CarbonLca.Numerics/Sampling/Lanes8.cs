using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Eight lanes: one 256-bit vector; two blocks make the sixteen.</summary>
internal readonly struct Lanes8 : ILanes<Vector256<float>, Vector256<int>>
{
    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(ref readonly uint source) => Vector256.LoadUnsafe(in source).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> value, ref uint destination) => value.AsUInt32().StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadFour(ref readonly float column, int block)
    {
        Vector128<float> four = Vector128.LoadUnsafe(in column);
        return Vector256.Create(four, four);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadAcross(ref readonly float column, int stride, int block) =>
        Vector256.Create(Vector128.LoadUnsafe(in column, (nuint)(2 * block * stride)), Vector128.LoadUnsafe(in column, (nuint)(((2 * block) + 1) * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FusedMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LessThan(Vector256<float> a, Vector256<float> b) => Vector256.LessThan(a, b).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<int> mask, Vector256<float> whenSet, Vector256<float> whenClear) => Vector256.ConditionalSelect(mask.AsSingle(), whenSet, whenClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ScaleByPowerOfTwo(Vector256<float> x, Vector256<float> k)
    {
        // Two factors, because 2ᵏ itself may be no float; the first product is exact.
        Vector256<int> exponent = Vector256.ConvertToInt32(k);
        Vector256<int> half = exponent >> 1;
        Vector256<float> first = ((half + Vector256.Create(127)) << 23).AsSingle();
        Vector256<float> second = ((exponent - half + Vector256.Create(127)) << 23).AsSingle();
        return x * first * second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToFloat(Vector256<int> a) => Vector256.ConvertToSingle(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AsFloat(Vector256<int> a) => a.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AsInt(Vector256<float> a) => a.AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> a, Vector256<int> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Subtract(Vector256<int> a, Vector256<int> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> And(Vector256<int> a, Vector256<int> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Or(Vector256<int> a, Vector256<int> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Xor(Vector256<int> a, Vector256<int> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShiftLeft(Vector256<int> a, int count) => a << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShiftRightArithmetic(Vector256<int> a, int count) => a >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShiftRightLogical(Vector256<int> a, int count) => a >>> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows(Vector256<float> words0, Vector256<float> words1, Vector256<float> words2, Vector256<float> words3, ref float lanes, ref readonly int rows, int block)
    {
        Vector256<double> low01 = Avx.UnpackLow(words0, words1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(words2, words3).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(words0, words1).AsDouble();
        Vector256<double> high23 = Avx.UnpackHigh(words2, words3).AsDouble();
        StoreRow(Avx.UnpackLow(low01, low23).AsSingle(), ref lanes, rows, block);
        StoreRow(Avx.UnpackHigh(low01, low23).AsSingle(), ref lanes, Unsafe.Add(ref Unsafe.AsRef(in rows), 1), block);
        StoreRow(Avx.UnpackLow(high01, high23).AsSingle(), ref lanes, Unsafe.Add(ref Unsafe.AsRef(in rows), 2), block);
        StoreRow(Avx.UnpackHigh(high01, high23).AsSingle(), ref lanes, Unsafe.Add(ref Unsafe.AsRef(in rows), 3), block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(Vector256<float> samples, ref float lanes, int row, int block)
    {
        if (row >= 0)
            samples.StoreUnsafe(ref lanes, ((nuint)row * 16) + ((nuint)block * 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreQuarters(Vector256<float> words0, Vector256<float> words1, Vector256<float> words2, Vector256<float> words3, ref float values, ref readonly int rows, int block)
    {
        Vector256<double> low01 = Avx.UnpackLow(words0, words1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(words2, words3).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(words0, words1).AsDouble();
        Vector256<double> high23 = Avx.UnpackHigh(words2, words3).AsDouble();
        ref readonly int first = ref Unsafe.Add(ref Unsafe.AsRef(in rows), 8 * block);
        StoreFours(Avx.UnpackLow(low01, low23).AsSingle(), ref values, in first, 0);
        StoreFours(Avx.UnpackHigh(low01, low23).AsSingle(), ref values, in first, 1);
        StoreFours(Avx.UnpackLow(high01, high23).AsSingle(), ref values, in first, 2);
        StoreFours(Avx.UnpackHigh(high01, high23).AsSingle(), ref values, in first, 3);
    }

    // The four samples of parameters j and 4 + j of the eight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFours(Vector256<float> fours, ref float values, ref readonly int rows, int j)
    {
        int low = Unsafe.Add(ref Unsafe.AsRef(in rows), j);
        int high = Unsafe.Add(ref Unsafe.AsRef(in rows), 4 + j);
        if (low >= 0)
            fours.GetLower().StoreUnsafe(ref values, (nuint)low * 4);
        if (high >= 0)
            fours.GetUpper().StoreUnsafe(ref values, (nuint)high * 4);
    }
}
