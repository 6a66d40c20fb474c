using CarbonLca.Model;
using CarbonLca.Numerics.Sampling;
using CarbonLca.Systems;

namespace CarbonLca.Sensitivity;

/// <summary>Mean and variance of an exchange's amount, or of a factor, exact.</summary>
/// <param name="Mean">The expected amount, in the flow's reference unit.</param>
/// <param name="Variance">Its variance.</param>
/// <remarks>
/// An amount whose stated distribution describes no random quantity is fixed, by the same rule as in sampling
/// (<see cref="Uncertainty.DistributionOf"/>). So is an amount that was set to another value than the data's. Heavy tails without
/// a mean or a variance have infinite ones.
/// </remarks>
internal readonly record struct AmountMoments(double Mean, double Variance)
{
    /// <summary>The moments of one exchange of a system.</summary>
    public static AmountMoments Of(ProductSystem system, int row, LognormalAmount convention = LognormalAmount.Median)
    {
        ExchangeTable table = system.Database.Exchanges;
        double amount = system.AmountOf(row);
        return amount != table.Amount[row] ? new AmountMoments(amount, 0) : Of(amount, table.Uncertainty(row), convention);
    }

    /// <summary>The moments of a distributed number: an amount, or a factor of a method in the unit of its row.</summary>
    public static AmountMoments Of(double amount, Uncertainty uncertainty, LognormalAmount convention = LognormalAmount.Median)
    {
        Distribution distribution = uncertainty.DistributionOf(convention.CenterOf(amount, uncertainty), out _);
        return distribution.Kind == DistributionKind.Constant ? new AmountMoments(amount, 0) : new AmountMoments(distribution.Mean, distribution.Variance);
    }
}
