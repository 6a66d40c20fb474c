using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>The three ratings of PACT 3: technological, geographical and temporal, each from 1, the best, to 5 (REQ-86).</summary>
/// <remarks>Ratings of version 2 run from 1 to 3; they enter only by a <see cref="RatingMap"/> that somebody has chosen.</remarks>
public readonly record struct PactRating
{
    /// <summary>Ratings from 1 to 5.</summary>
    /// <exception cref="InputRefusedException">A rating is out of range; with every fault.</exception>
    public PactRating(double technological, double geographical, double temporal)
    {
        RatingRange.Require(("technologicalDQR", technological), ("geographicalDQR", geographical), ("temporalDQR", temporal));
        Technological = technological;
        Geographical = geographical;
        Temporal = temporal;
    }

    /// <summary>Technological representativeness.</summary>
    public double Technological { get; }

    /// <summary>Geographical representativeness.</summary>
    public double Geographical { get; }

    /// <summary>Temporal representativeness.</summary>
    public double Temporal { get; }

    /// <summary>The ratings that pedigree scores stand for: the three correlations, on the same scale.</summary>
    public static PactRating Of(PedigreeScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return new PactRating(scores.Technological, scores.Geographical, scores.Temporal);
    }

    /// <summary>The means of ratings weighted by |emission|; null, undefined, when the weights sum to zero.</summary>
    /// <param name="ratings">Emissions and their ratings.</param>
    public static PactRating? Mean(IEnumerable<(double Emission, PactRating Rating)> ratings)
    {
        (double Emission, PactRating Rating)[] all = [.. ratings];
        double? technological = EmissionWeighted.Mean(all.Select(r => (r.Emission, r.Rating.Technological)));
        double? geographical = EmissionWeighted.Mean(all.Select(r => (r.Emission, r.Rating.Geographical)));
        double? temporal = EmissionWeighted.Mean(all.Select(r => (r.Emission, r.Rating.Temporal)));
        return technological is { } te && geographical is { } ge && temporal is { } ti ? new PactRating(te, ge, ti) : null;
    }
}
