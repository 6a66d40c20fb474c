namespace CarbonLca.Model;

/// <summary>What the stated amount of a lognormal distribution is.</summary>
/// <remarks>The median is the convention of ecoinvent, EcoSpold and openLCA; for σ = 0.5 the two differ by 13.3 % in the mean.</remarks>
public enum LognormalAmount
{
    /// <summary>The median, which is the geometric mean.</summary>
    Median = 0,

    /// <summary>The mean: the median is amount·exp(−σ²/2).</summary>
    Mean = 1,
}

/// <summary>The conventions of lognormal amounts in numbers.</summary>
public static class LognormalAmounts
{
    /// <summary>The number a distribution is drawn about, where an amount is stated.</summary>
    /// <param name="convention">What the amount of a lognormal distribution is; the other kinds know no such choice.</param>
    /// <param name="amount">The amount as stated.</param>
    /// <param name="uncertainty">How it is distributed; bounds cut off what is distributed about the result.</param>
    public static double CenterOf(this LognormalAmount convention, double amount, Uncertainty uncertainty) =>
        convention == LognormalAmount.Mean && uncertainty.Kind == UncertaintyKind.Lognormal ? amount * Math.Exp(-uncertainty.Scale * uncertainty.Scale / 2) : amount;
}
