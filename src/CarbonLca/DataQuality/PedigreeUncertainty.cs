using System.Globalization;
using CarbonLca.Diagnostics;

namespace CarbonLca.DataQuality;

/// <summary>Adds the uncertainty that pedigree scores stand for to a basic one, and checks data that state both (REQ-83).</summary>
public static class PedigreeUncertainty
{
    /// <summary>How far a stated total may lie from basic plus pedigree.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>Lognormal: σ²_total = σ²_basic + Σ of the scores' variances.</summary>
    public static LogVariance Total(LogVariance basic, PedigreeScores scores, PedigreeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new LogVariance(basic.Value + table.VarianceOf(scores));
    }

    /// <summary>Normal: the standard deviation with CV²_total + 1 = (CV²_basic + 1)·e^(σ²_pedigree), as for a product of independent factors (cf. Muller et al. 2014).</summary>
    /// <param name="mean">The mean, of any sign; other than zero.</param>
    /// <param name="deviation">The basic standard deviation, in the unit of the mean.</param>
    /// <param name="pedigreeVariance">The sum of the scores' variances.</param>
    public static double NormalDeviation(double mean, double deviation, double pedigreeVariance)
    {
        if (!double.IsFinite(mean) || mean == 0) throw new ArgumentOutOfRangeException(nameof(mean), mean, "A coefficient of variation needs a mean other than zero.");
        if (!double.IsFinite(deviation) || deviation < 0) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation is a finite number of zero or more.");
        double basic = deviation / mean;
        return Math.Abs(mean) * Math.Sqrt((((basic * basic) + 1) * Math.Exp(new LogVariance(pedigreeVariance).Value)) - 1);
    }

    /// <summary>Checks that a stated total variance is the basic one plus the scores' sum; a warning when it is not.</summary>
    /// <param name="basic">The stated basic variance of the logarithm.</param>
    /// <param name="total">The stated variance with pedigree uncertainty; it is the one to use.</param>
    /// <param name="scores">The stated scores.</param>
    /// <param name="table">The pedigree set.</param>
    public static Diagnostic? CheckTotal(LogVariance basic, LogVariance total, PedigreeScores scores, PedigreeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        double sum = table.VarianceOf(scores);
        double difference = total.Value - basic.Value;
        if (Math.Abs(difference - sum) <= Tolerance) return null;
        string found = difference.ToString("G6", CultureInfo.InvariantCulture);
        string expected = sum.ToString("G6", CultureInfo.InvariantCulture);
        return Diagnostic.Warning(
            FindingCode.OutOfRange,
            $"The variance with pedigree uncertainty exceeds the basic variance by {found}, and the scores ({scores}) stand for {expected} in '{table.Name}'; the stated total is used.",
            $"含谱系的方差比基本方差大 {found}，而评分（{scores}）在 '{table.Name}' 中对应 {expected}；采用所给总方差。") with
        {
            Found = found,
            Expected = Wording.Same(expected),
        };
    }
}
