using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>What is drawn for an exchange, or for a factor: its amount is <paramref name="Unit"/> times a draw of the distribution.</summary>
/// <param name="Distribution">A constant where the exchange does not vary.</param>
/// <param name="Unit">A power of two that brings amounts far from one into the range of float; otherwise 1.</param>
/// <param name="IsFixedByRule">Whether a distribution is stated that describes no random quantity, so that the amount is kept.</param>
internal readonly record struct ExchangeDraw(Distribution Distribution, double Unit, bool IsFixedByRule)
{
    // Far inside the range of float, so that tails and products stay inside it too.
    private const double Large = 1e15;

    /// <summary>Whether the exchange varies from sample to sample.</summary>
    public bool IsRandom => Distribution.Kind != DistributionKind.Constant;

    /// <summary>The draw of one row of a table.</summary>
    /// <remarks><see cref="Uncertainty.DistributionOf"/> says which amounts are kept as they are by rule.</remarks>
    public static ExchangeDraw Of(ExchangeTable table, int row, LognormalAmount convention) =>
        Of(table.Amount[row], table.Uncertainty(row), convention, table.StrideOf(row));

    /// <summary>The draw of an amount.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="uncertainty">How it is distributed.</param>
    /// <param name="convention">What the amount of a lognormal distribution is.</param>
    /// <param name="stride">How many samples a value of a combinatorial array stays.</param>
    public static ExchangeDraw Of(double amount, Uncertainty uncertainty, LognormalAmount convention, long stride)
    {
        double center = convention.CenterOf(amount, uncertainty);
        double unit = UnitOf(center, uncertainty);
        Distribution distribution = unit == 1
            ? uncertainty.DistributionOf(center, out DegenerateParameter change, stride)
            : uncertainty.Times(1 / unit).DistributionOf(center / unit, out change);
        return distribution.Kind == DistributionKind.Constant
            ? new ExchangeDraw(Distribution.Constant(amount), 1, change != DegenerateParameter.None)
            : new ExchangeDraw(distribution, unit, IsFixedByRule: false);
    }

    // Kinds that count whole units, and given values, are drawn as they stand.
    private static double UnitOf(double amount, Uncertainty u)
    {
        if (u.Kind == UncertaintyKind.None || u.Kind.CountsWholeUnits() || u.Kind.IsArray()) return 1;
        double size = Math.Max(Math.Abs(amount), Math.Max(Math.Abs(u.Minimum), Math.Abs(u.Maximum)));
        if (u.Kind is not (UncertaintyKind.Lognormal or UncertaintyKind.Beta)) size = Math.Max(size, u.Scale);
        return size is 0 or (> 1 / Large and < Large) ? 1 : Math.ScaleB(1, Math.Max(Math.ILogB(size), -1000));
    }
}
