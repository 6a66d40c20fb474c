using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>Mean and variance of an exchange's amount, exact.</summary>
/// <param name="Mean">The expected amount, in the flow's reference unit.</param>
/// <param name="Variance">Its variance.</param>
/// <remarks>
/// An amount whose stated distribution describes no random quantity is fixed, by the same rule as in sampling: a lognormal amount
/// of 0, a triangle whose mode lies outside of its ends. So is an amount that was set to another value than the data's.
/// </remarks>
internal readonly record struct AmountMoments(double Mean, double Variance)
{
    /// <summary>The moments of one exchange of a system.</summary>
    public static AmountMoments Of(ProductSystem system, int row)
    {
        ExchangeTable table = system.Database.Exchanges;
        double amount = system.AmountOf(row);
        if (amount != table.Amount[row]) return new AmountMoments(amount, 0);
        Uncertainty u = table.Uncertainty(row);
        Distribution? distribution = u.Kind switch
        {
            UncertaintyKind.Lognormal when amount != 0 => Distribution.Lognormal(amount, u.Scale),
            UncertaintyKind.Normal => Distribution.Normal(amount, u.Scale),
            UncertaintyKind.Triangular when u.Minimum <= amount && amount <= u.Maximum => Distribution.Triangular(u.Minimum, amount, u.Maximum),
            UncertaintyKind.Uniform => Distribution.Uniform(u.Minimum, u.Maximum),
            _ => null,
        };
        return distribution is { } d ? new AmountMoments(d.Mean, d.Variance) : new AmountMoments(amount, 0);
    }
}
