namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Which halves of sixteen lanes a sweep in double moves.</summary>
internal interface IHalves
{
    /// <summary>Whether lanes 0 to 7 move.</summary>
    static abstract bool HasLow { get; }

    /// <summary>Whether lanes 8 to 15 move.</summary>
    static abstract bool HasHigh { get; }
}

/// <summary>All lanes.</summary>
internal readonly struct BothHalves : IHalves
{
    public static bool HasLow => true;

    public static bool HasHigh => true;
}

/// <summary>Lanes 0 to 7.</summary>
internal readonly struct LowHalf : IHalves
{
    public static bool HasLow => true;

    public static bool HasHigh => false;
}

/// <summary>Lanes 8 to 15.</summary>
internal readonly struct HighHalf : IHalves
{
    public static bool HasLow => false;

    public static bool HasHigh => true;
}
