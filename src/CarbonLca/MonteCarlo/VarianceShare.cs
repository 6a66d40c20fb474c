namespace CarbonLca.MonteCarlo;

/// <summary>How much of a result's variance goes with one exchange or factor.</summary>
/// <param name="Parameter">The exchange or factor.</param>
/// <param name="Correlation">The correlation of its draws with the result (Pearson).</param>
/// <param name="Share">The squared correlation: the share of the variance that a straight line in it alone explains.</param>
/// <remarks>
/// Shares of independent parameters add up to the part of the variance that is linear in them. Of n samples a squared correlation of
/// nothing at all averages 1/(n − 1), so shares of that size mean nothing.
/// </remarks>
public readonly record struct VarianceShare(UncertainParameter Parameter, double Correlation, double Share);
