using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CarbonLca.Numerics.Sparse;

/// <summary>The same component of several vectors, treated alike: every loop over a vector is written once for one lane and for eight.</summary>
/// <remarks>Lanes never mix, and every operation rounds alike in each, so a lane's bits do not depend on its neighbours.</remarks>
internal interface ILanes<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The value in every lane.</summary>
    static abstract T All(double value);

    /// <summary>accumulator - factor · x, rounded once.</summary>
    static abstract T SubtractProduct(T accumulator, double factor, T x);

    /// <summary>accumulator + factor · x, rounded once.</summary>
    static abstract T AddProduct(T accumulator, double factor, T x);

    /// <summary>x · factor.</summary>
    static abstract T Times(T x, double factor);

    /// <summary>x / divisor.</summary>
    static abstract T Over(T x, double divisor);

    /// <summary>x + y.</summary>
    static abstract T Plus(T x, T y);

    /// <summary>|x|.</summary>
    static abstract T Magnitude(T x);

    /// <summary>The larger lane by lane.</summary>
    static abstract T Larger(T x, T y);

    /// <summary>x / y, and 0 where x is 0.</summary>
    static abstract T Ratio(T x, T y);

    /// <summary>x where the mask is not 0, y elsewhere.</summary>
    static abstract T Choose(T mask, T x, T y);

    /// <summary>Whether every lane is 0.</summary>
    static abstract bool IsZero(T x);
}

/// <summary>One lane.</summary>
internal readonly struct OneLane(double value) : ILanes<OneLane>
{
    private readonly double _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane All(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane SubtractProduct(OneLane accumulator, double factor, OneLane x) => new(Math.FusedMultiplyAdd(-factor, x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane AddProduct(OneLane accumulator, double factor, OneLane x) => new(Math.FusedMultiplyAdd(factor, x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Times(OneLane x, double factor) => new(x._value * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Over(OneLane x, double divisor) => new(x._value / divisor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Plus(OneLane x, OneLane y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Magnitude(OneLane x) => new(Math.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Larger(OneLane x, OneLane y) => new(Math.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Ratio(OneLane x, OneLane y) => new(x._value == 0 ? 0 : x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Choose(OneLane mask, OneLane x, OneLane y) => mask._value != 0 ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(OneLane x) => x._value == 0;
}

/// <summary>EightLanes lanes in one vector register (or as many narrower ones as the processor needs).</summary>
internal readonly struct EightLanes(Vector512<double> value) : ILanes<EightLanes>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes All(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes SubtractProduct(EightLanes accumulator, double factor, EightLanes x) => new(Vector512.FusedMultiplyAdd(Vector512.Create(-factor), x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes AddProduct(EightLanes accumulator, double factor, EightLanes x) => new(Vector512.FusedMultiplyAdd(Vector512.Create(factor), x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Times(EightLanes x, double factor) => new(x._value * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Over(EightLanes x, double divisor) => new(x._value / Vector512.Create(divisor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Plus(EightLanes x, EightLanes y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Magnitude(EightLanes x) => new(Vector512.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Larger(EightLanes x, EightLanes y) => new(Vector512.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Ratio(EightLanes x, EightLanes y) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(x._value, Vector512<double>.Zero), Vector512<double>.Zero, x._value / y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Choose(EightLanes mask, EightLanes x, EightLanes y) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(mask._value, Vector512<double>.Zero), y._value, x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(EightLanes x) => Vector512.EqualsAll(x._value, Vector512<double>.Zero);
}
