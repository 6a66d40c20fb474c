using System.Runtime.CompilerServices;

namespace CarbonLca.Numerics.Sampling;

/// <summary>One lane: scalar code; sixteen blocks make the sixteen.</summary>
internal readonly struct Lanes1 : ILanes<float, int>
{
    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Broadcast(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(ref readonly uint source) => (int)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int value, ref uint destination) => destination = (uint)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadFour(ref readonly float column, int block) => Unsafe.Add(ref Unsafe.AsRef(in column), block & 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadAcross(ref readonly float column, int stride, int block) => Unsafe.Add(ref Unsafe.AsRef(in column), (block / 4 * stride) + (block & 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LessThan(float a, float b) => a < b ? -1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(int mask, float whenSet, float whenClear) => mask != 0 ? whenSet : whenClear;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ScaleByPowerOfTwo(float x, float k)
    {
        // Two factors, because 2ᵏ itself may be no float; the first product is exact.
        int exponent = (int)k;
        int half = exponent >> 1;
        return x * BitConverter.Int32BitsToSingle((half + 127) << 23) * BitConverter.Int32BitsToSingle((exponent - half + 127) << 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AsFloat(int a) => BitConverter.Int32BitsToSingle(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AsInt(float a) => BitConverter.SingleToInt32Bits(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int a, int b) => unchecked(a + b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Subtract(int a, int b) => unchecked(a - b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int And(int a, int b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Or(int a, int b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Xor(int a, int b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftLeft(int a, int count) => a << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftRightArithmetic(int a, int count) => a >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftRightLogical(int a, int count) => a >>> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows(float words0, float words1, float words2, float words3, ref float lanes, ref readonly int rows, int block)
    {
        int row = Unsafe.Add(ref Unsafe.AsRef(in rows), block & 3);
        if (row < 0)
            return;
        StoreFour(words0, words1, words2, words3, ref Unsafe.Add(ref lanes, ((nint)row * 16) + (block & ~3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreQuarters(float words0, float words1, float words2, float words3, ref float values, ref readonly int rows, int block)
    {
        int row = Unsafe.Add(ref Unsafe.AsRef(in rows), block);
        if (row >= 0)
            StoreFour(words0, words1, words2, words3, ref Unsafe.Add(ref values, (nint)row * 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(float words0, float words1, float words2, float words3, ref float samples)
    {
        samples = words0;
        Unsafe.Add(ref samples, 1) = words1;
        Unsafe.Add(ref samples, 2) = words2;
        Unsafe.Add(ref samples, 3) = words3;
    }
}
