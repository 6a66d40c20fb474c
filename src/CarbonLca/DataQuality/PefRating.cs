using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>The four ratings of the EU product environmental footprint, and their mean: DQR = (TeR + GeR + TiR + P) / 4 (REQ-86).</summary>
public readonly record struct PefRating
{
    /// <summary>Ratings from 1, the best, to 5, the worst.</summary>
    /// <param name="technological">TeR, technological representativeness.</param>
    /// <param name="geographical">GeR, geographical representativeness.</param>
    /// <param name="temporal">TiR, time representativeness.</param>
    /// <param name="precision">P, precision.</param>
    /// <exception cref="InputRefusedException">A rating is out of range; with every fault.</exception>
    public PefRating(double technological, double geographical, double temporal, double precision)
    {
        RatingRange.Require(("TeR", technological), ("GeR", geographical), ("TiR", temporal), ("P", precision));
        Technological = technological;
        Geographical = geographical;
        Temporal = temporal;
        Precision = precision;
    }

    /// <summary>TeR, technological representativeness.</summary>
    public double Technological { get; }

    /// <summary>GeR, geographical representativeness.</summary>
    public double Geographical { get; }

    /// <summary>TiR, time representativeness.</summary>
    public double Temporal { get; }

    /// <summary>P, precision.</summary>
    public double Precision { get; }

    /// <summary>The data quality rating.</summary>
    public double Dqr => (Technological + Geographical + Temporal + Precision) / 4;

    /// <summary>The ratings that pedigree scores stand for, by an explicit map: TeR, GeR and TiR are the correlations, P is the reliability.</summary>
    /// <remarks>Completeness has no counterpart in the four ratings and does not enter.</remarks>
    public static PefRating Of(PedigreeScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return new PefRating(scores.Technological, scores.Geographical, scores.Temporal, scores.Reliability);
    }
}
