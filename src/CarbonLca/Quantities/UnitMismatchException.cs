namespace CarbonLca.Quantities;

/// <summary>An amount was asked for in a unit of another dimension.</summary>
public sealed class UnitMismatchException : InvalidOperationException
{
    /// <summary>The two units do not measure the same thing.</summary>
    public UnitMismatchException(Unit from, Unit to)
        : base(Describe(from, to))
    {
        From = from;
        To = to;
    }

    /// <summary>The unit the amount has.</summary>
    public Unit From { get; }

    /// <summary>The unit it was asked for in.</summary>
    public Unit To { get; }

    private static string Describe(Unit from, Unit to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        string hint = IsMassAndVolume(from, to) ? " Mass and volume convert only with a density." : string.Empty;
        return $"'{from}' measures {from.Dimension}, '{to}' measures {to.Dimension}; one cannot be expressed in the other.{hint}";
    }

    private static bool IsMassAndVolume(Unit a, Unit b) =>
        (a.Dimension.Equals(Dimension.Mass) && b.Dimension.Equals(Dimension.Volume))
        || (a.Dimension.Equals(Dimension.Volume) && b.Dimension.Equals(Dimension.Mass));
}
