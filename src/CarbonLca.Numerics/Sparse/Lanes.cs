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
internal readonly struct Single(double value) : ILanes<Single>
{
    private readonly double _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single All(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single SubtractProduct(Single accumulator, double factor, Single x) => new(Math.FusedMultiplyAdd(-factor, x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single AddProduct(Single accumulator, double factor, Single x) => new(Math.FusedMultiplyAdd(factor, x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Times(Single x, double factor) => new(x._value * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Over(Single x, double divisor) => new(x._value / divisor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Plus(Single x, Single y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Magnitude(Single x) => new(Math.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Larger(Single x, Single y) => new(Math.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Ratio(Single x, Single y) => new(x._value == 0 ? 0 : x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Single Choose(Single mask, Single x, Single y) => mask._value != 0 ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Single x) => x._value == 0;
}

/// <summary>Eight lanes in one vector register (or as many narrower ones as the processor needs).</summary>
internal readonly struct Eight(Vector512<double> value) : ILanes<Eight>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight All(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight SubtractProduct(Eight accumulator, double factor, Eight x) => new(Vector512.FusedMultiplyAdd(Vector512.Create(-factor), x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight AddProduct(Eight accumulator, double factor, Eight x) => new(Vector512.FusedMultiplyAdd(Vector512.Create(factor), x._value, accumulator._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Times(Eight x, double factor) => new(x._value * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Over(Eight x, double divisor) => new(x._value / Vector512.Create(divisor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Plus(Eight x, Eight y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Magnitude(Eight x) => new(Vector512.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Larger(Eight x, Eight y) => new(Vector512.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Ratio(Eight x, Eight y) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(x._value, Vector512<double>.Zero), Vector512<double>.Zero, x._value / y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Eight Choose(Eight mask, Eight x, Eight y) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(mask._value, Vector512<double>.Zero), y._value, x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Eight x) => Vector512.EqualsAll(x._value, Vector512<double>.Zero);
}
