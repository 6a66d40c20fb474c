namespace CarbonLca.Model;

/// <summary>What the kinds of distribution have and can.</summary>
public static class UncertaintyKinds
{
    /// <summary>The largest number of <see cref="UncertaintyKind"/>.</summary>
    public const UncertaintyKind Last = UncertaintyKind.ArrayCombinatorial;

    /// <summary>Whether the values are given one by one.</summary>
    public static bool IsArray(this UncertaintyKind kind) =>
        kind is UncertaintyKind.ArraySequential or UncertaintyKind.ArrayRandom or UncertaintyKind.ArrayCombinatorial;

    /// <summary>Whether minimum and maximum are the ends of the family.</summary>
    public static bool HasEnds(this UncertaintyKind kind) =>
        kind is UncertaintyKind.Triangular or UncertaintyKind.Uniform or UncertaintyKind.BetaPert or UncertaintyKind.Beta or UncertaintyKind.DiscreteUniform;

    /// <summary>Whether the amount is the most likely value between two ends.</summary>
    public static bool HasMode(this UncertaintyKind kind) => kind is UncertaintyKind.Triangular or UncertaintyKind.BetaPert;

    /// <summary>Whether the values are whole numbers of reference units, so that no other unit can express them.</summary>
    public static bool CountsWholeUnits(this UncertaintyKind kind) => kind is UncertaintyKind.Bernoulli or UncertaintyKind.DiscreteUniform;

    /// <summary>Whether the shape must be greater than zero.</summary>
    public static bool HasPositiveShape(this UncertaintyKind kind) => kind is UncertaintyKind.BetaPert or UncertaintyKind.Beta
        or UncertaintyKind.Gamma or UncertaintyKind.Weibull or UncertaintyKind.StudentT;

    /// <summary>Whether the family with the opposite sign is another one; the others turn by their amount, ends, shapes or values.</summary>
    public static bool CanBeMirrored(this UncertaintyKind kind) =>
        kind is UncertaintyKind.Gamma or UncertaintyKind.Weibull or UncertaintyKind.Bernoulli or UncertaintyKind.GeneralizedExtremeValue;

    /// <summary>At which of its minimum and maximum the kind can be cut off.</summary>
    public static Truncation TruncationAllowed(this UncertaintyKind kind, bool isMirrored) => kind switch
    {
        UncertaintyKind.Lognormal or UncertaintyKind.Normal or UncertaintyKind.StudentT or UncertaintyKind.GeneralizedExtremeValue => Truncation.Below | Truncation.Above,
        UncertaintyKind.Gamma or UncertaintyKind.Weibull => isMirrored ? Truncation.Below : Truncation.Above,
        _ => Truncation.None,
    };
}
