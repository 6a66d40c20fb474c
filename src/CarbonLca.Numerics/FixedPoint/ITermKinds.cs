namespace CarbonLca.Numerics.FixedPoint;

/// <summary>Which kinds of terms a system has, beyond drawn entries off the diagonal.</summary>
internal interface ITermKinds
{
    /// <summary>Whether there may be entries that are not drawn, or drawn diagonals.</summary>
    static abstract bool HasOthers { get; }
}

/// <summary>Every entry off the diagonal is drawn, and no diagonal is.</summary>
internal readonly struct DrawnTerms : ITermKinds
{
    public static bool HasOthers => false;
}

/// <summary>Anything.</summary>
internal readonly struct AllTerms : ITermKinds
{
    public static bool HasOthers => true;
}
