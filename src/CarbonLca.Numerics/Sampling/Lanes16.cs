using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CarbonLca.Numerics.Sampling;

/// <summary>Sixteen lanes: one 512-bit vector.</summary>
internal readonly struct Lanes16 : ILanes<Vector512<float>, Vector512<int>>
{
    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(ref readonly uint source) => Vector512.LoadUnsafe(in source).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> value, ref uint destination) => value.AsUInt32().StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFour(ref readonly float column, int block)
    {
        Vector256<float> eight = Vector256.Create(Vector128.LoadUnsafe(in column), Vector128.LoadUnsafe(in column));
        return Vector512.Create(eight, eight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadAcross(ref readonly float column, int stride, int block) => Vector512.Create(
        Vector256.Create(Vector128.LoadUnsafe(in column), Vector128.LoadUnsafe(in column, (nuint)stride)),
        Vector256.Create(Vector128.LoadUnsafe(in column, (nuint)(2 * stride)), Vector128.LoadUnsafe(in column, (nuint)(3 * stride))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Avx512F.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Avx512F.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> LessThan(Vector512<float> a, Vector512<float> b) => Vector512.LessThan(a, b).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<int> mask, Vector512<float> whenSet, Vector512<float> whenClear) => Vector512.ConditionalSelect(mask.AsSingle(), whenSet, whenClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ScaleByPowerOfTwo(Vector512<float> x, Vector512<float> k) => Avx512F.Scale(x, k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloat(Vector512<int> a) => Vector512.ConvertToSingle(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AsFloat(Vector512<int> a) => a.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AsInt(Vector512<float> a) => a.AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> a, Vector512<int> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Subtract(Vector512<int> a, Vector512<int> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> And(Vector512<int> a, Vector512<int> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Or(Vector512<int> a, Vector512<int> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Xor(Vector512<int> a, Vector512<int> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftLeft(Vector512<int> a, int count) => a << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftRightArithmetic(Vector512<int> a, int count) => a >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftRightLogical(Vector512<int> a, int count) => a >>> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows(Vector512<float> words0, Vector512<float> words1, Vector512<float> words2, Vector512<float> words3, ref float lanes, ref readonly int rows, int block)
    {
        Vector512<double> low01 = Avx512F.UnpackLow(words0, words1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(words2, words3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(words0, words1).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(words2, words3).AsDouble();
        StoreRow(Avx512F.UnpackLow(low01, low23).AsSingle(), ref lanes, rows, block);
        StoreRow(Avx512F.UnpackHigh(low01, low23).AsSingle(), ref lanes, Unsafe.Add(ref Unsafe.AsRef(in rows), 1), block);
        StoreRow(Avx512F.UnpackLow(high01, high23).AsSingle(), ref lanes, Unsafe.Add(ref Unsafe.AsRef(in rows), 2), block);
        StoreRow(Avx512F.UnpackHigh(high01, high23).AsSingle(), ref lanes, Unsafe.Add(ref Unsafe.AsRef(in rows), 3), block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(Vector512<float> samples, ref float lanes, int row, int block)
    {
        if (row >= 0)
            samples.StoreUnsafe(ref lanes, ((nuint)row * 16) + ((nuint)block * 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreQuarters(Vector512<float> words0, Vector512<float> words1, Vector512<float> words2, Vector512<float> words3, ref float values, ref readonly int rows, int block)
    {
        Vector512<double> low01 = Avx512F.UnpackLow(words0, words1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(words2, words3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(words0, words1).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(words2, words3).AsDouble();
        StoreFours(Avx512F.UnpackLow(low01, low23).AsSingle(), ref values, in rows, 0);
        StoreFours(Avx512F.UnpackHigh(low01, low23).AsSingle(), ref values, in rows, 1);
        StoreFours(Avx512F.UnpackLow(high01, high23).AsSingle(), ref values, in rows, 2);
        StoreFours(Avx512F.UnpackHigh(high01, high23).AsSingle(), ref values, in rows, 3);
    }

    // The four samples of parameters j, 4 + j, 8 + j and 12 + j.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFours(Vector512<float> fours, ref float values, ref readonly int rows, int j)
    {
        StoreFour(fours.GetLower().GetLower(), ref values, Unsafe.Add(ref Unsafe.AsRef(in rows), j));
        StoreFour(fours.GetLower().GetUpper(), ref values, Unsafe.Add(ref Unsafe.AsRef(in rows), 4 + j));
        StoreFour(fours.GetUpper().GetLower(), ref values, Unsafe.Add(ref Unsafe.AsRef(in rows), 8 + j));
        StoreFour(fours.GetUpper().GetUpper(), ref values, Unsafe.Add(ref Unsafe.AsRef(in rows), 12 + j));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(Vector128<float> samples, ref float values, int row)
    {
        if (row >= 0)
            samples.StoreUnsafe(ref values, (nuint)row * 4);
    }
}
