using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>The level of a data quality rating of the EU product environmental footprint.</summary>
/// <remarks>
/// Recommendation (EU) 2021/2279, levels of the mean rating: up to 1.5, 2, 3 and 4, then poor. Secondary; the older guide of 2013
/// draws the first limit at 1.6.
/// </remarks>
public enum QualityLevel
{
    /// <summary>Up to 1.5.</summary>
    Excellent,

    /// <summary>Up to 2.</summary>
    VeryGood,

    /// <summary>Up to 3.</summary>
    Good,

    /// <summary>Up to 4.</summary>
    Fair,

    /// <summary>Above 4.</summary>
    Poor,
}

/// <summary>Limits, keys and names of <see cref="QualityLevel"/>.</summary>
public static class QualityLevels
{
    /// <summary>The level of a rating.</summary>
    /// <param name="rating">From 1, the best, to 5.</param>
    public static QualityLevel Of(double rating)
    {
        if (!(rating is >= PedigreeScores.Best and <= PedigreeScores.Worst)) throw new ArgumentOutOfRangeException(nameof(rating), rating, "A rating lies from 1, the best, to 5, the worst.");
        return rating switch
        {
            <= 1.5 => QualityLevel.Excellent,
            <= 2 => QualityLevel.VeryGood,
            <= 3 => QualityLevel.Good,
            <= 4 => QualityLevel.Fair,
            _ => QualityLevel.Poor,
        };
    }

    /// <summary>The key used in files.</summary>
    public static string Key(this QualityLevel level) => level switch
    {
        QualityLevel.Excellent => "excellent",
        QualityLevel.VeryGood => "very-good",
        QualityLevel.Good => "good",
        QualityLevel.Fair => "fair",
        _ => "poor",
    };

    /// <summary>The name people read.</summary>
    public static Wording Name(this QualityLevel level) => level switch
    {
        QualityLevel.Excellent => new Wording("excellent", "优秀"),
        QualityLevel.VeryGood => new Wording("very good", "很好"),
        QualityLevel.Good => new Wording("good", "良好"),
        QualityLevel.Fair => new Wording("fair", "一般"),
        _ => new Wording("poor", "较差"),
    };
}
