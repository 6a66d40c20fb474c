namespace CarbonLca.Numerics.FixedPoint;

/// <summary>How much of sixteen lanes a sweep in double moves.</summary>
internal interface IHalves
{
    /// <summary>Whether both halves move, where they stand; otherwise one does, in memory of its own.</summary>
    static abstract bool AreBoth { get; }
}

/// <summary>Eight lanes.</summary>
internal readonly struct OneHalf : IHalves
{
    public static bool AreBoth => false;
}

/// <summary>All sixteen.</summary>
internal readonly struct BothHalves : IHalves
{
    public static bool AreBoth => true;
}
