using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>What is drawn for an exchange: its amount is <paramref name="Unit"/> times a draw of the distribution.</summary>
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
    /// <remarks>
    /// Kept as they are by rule: a lognormal amount of 0, a triangle whose mode lies outside of its ends, and distributions without
    /// spread. A negative lognormal amount distributes its absolute value (REQ-82).
    /// </remarks>
    public static ExchangeDraw Of(ExchangeTable table, int row)
    {
        double amount = table.Amount[row];
        Uncertainty uncertainty = table.Uncertainty(row);
        if (uncertainty.Kind == UncertaintyKind.None) return new ExchangeDraw(Distribution.Constant(amount), 1, IsFixedByRule: false);
        double unit = UnitOf(amount, uncertainty);
        Uncertainty scaled = uncertainty.Times(1 / unit);
        if (FamilyOf(amount / unit, scaled) is not { } family) return new ExchangeDraw(Distribution.Constant(amount), 1, IsFixedByRule: true);
        Distribution distribution = Distribution.Normalize(family, out DegenerateParameter change);
        return change == DegenerateParameter.None
            ? new ExchangeDraw(distribution, unit, IsFixedByRule: false)
            : new ExchangeDraw(Distribution.Constant(amount), 1, IsFixedByRule: true);
    }

    private static Distribution? FamilyOf(double amount, Uncertainty u) => u.Kind switch
    {
        UncertaintyKind.Lognormal when amount != 0 => Distribution.Lognormal(amount, u.Scale),
        UncertaintyKind.Normal => Distribution.Normal(amount, u.Scale),
        UncertaintyKind.Triangular when u.Minimum <= amount && amount <= u.Maximum => Distribution.Triangular(u.Minimum, amount, u.Maximum),
        UncertaintyKind.Uniform => Distribution.Uniform(u.Minimum, u.Maximum),
        _ => null,
    };

    private static double UnitOf(double amount, Uncertainty u)
    {
        double size = Math.Max(Math.Abs(amount), Math.Max(Math.Abs(u.Minimum), Math.Abs(u.Maximum)));
        if (u.Kind == UncertaintyKind.Normal) size = Math.Max(size, u.Scale);
        return size is 0 or (> 1 / Large and < Large) ? 1 : Math.ScaleB(1, Math.Max(Math.ILogB(size), -1000));
    }
}
