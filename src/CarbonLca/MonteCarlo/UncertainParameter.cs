using CarbonLca.Numerics.Sampling;

namespace CarbonLca.MonteCarlo;

/// <summary>An exchange, or a characterisation factor, that is drawn anew for every sample.</summary>
/// <param name="Process">The index of the exchange's process in the database; −1 for a factor.</param>
/// <param name="Exchange">The row of the exchange in the <see cref="Model.ExchangeTable"/>; −1 for a factor.</param>
/// <param name="Key">The stable name its draws hang on.</param>
/// <param name="Distribution">What is drawn.</param>
/// <param name="Unit">What a draw is multiplied by to give the amount in the flow's reference unit, or the factor in the unit of its row.</param>
public sealed record UncertainParameter(int Process, int Exchange, ParameterKey Key, Distribution Distribution, double Unit)
{
    private const int None = -1;

    /// <summary>The row of the factor among those of the method; −1 for an exchange. Of rows that state one factor in several categories, one.</summary>
    public int FactorRow { get; private init; } = None;

    /// <summary>Whether it is a characterisation factor.</summary>
    public bool IsFactor => FactorRow != None;

    /// <summary>A characterisation factor.</summary>
    /// <param name="row">Its row among those of the method.</param>
    /// <param name="key">The stable name its draws hang on.</param>
    /// <param name="distribution">What is drawn.</param>
    /// <param name="unit">What a draw is multiplied by to give the factor in the unit of its row.</param>
    public static UncertainParameter OfFactor(int row, ParameterKey key, Distribution distribution, double unit) =>
        new(None, None, key, distribution, unit) { FactorRow = row };
}
