namespace CarbonLca.Sensitivity;

/// <summary>Where a model is taken as linear in its uncertain numbers.</summary>
public enum ExpansionPoint
{
    /// <summary>At the mean of every distribution, which need not be the stated amount: the median of a lognormal is below its mean.</summary>
    Mean = 0,

    /// <summary>At the stated amounts.</summary>
    Amount = 1,
}
