using System.Collections.Immutable;

namespace CarbonLca.MonteCarlo;

/// <summary>A quantile estimated from samples.</summary>
/// <param name="Probability">Its probability, in (0, 1).</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error; not a number where too few samples lie beyond it to tell.</param>
public readonly record struct QuantileEstimate(double Probability, double Value, double StandardError);

/// <summary>What the samples of one number say of its distribution. Every figure is not a number where no sample has an answer.</summary>
/// <remarks>
/// <para>
/// Quantiles follow type 7 of Hyndman &amp; Fan (1996), as spreadsheets and NumPy do. The standard error of the quantile of p is half the
/// distance between the quantiles of p ± √(p·(1 − p)/n) (Woodruff 1952, J. Am. Stat. Assoc. 47:635–646).
/// </para>
/// <para>
/// The standard error of the mean is sd/√n of independent samples, and that of the means of pairs of antithetic ones. Of a Latin
/// hypercube it is sd/√n too, which the true error does not exceed for results that are monotone in every parameter. Standard errors
/// of deviations take antithetic samples for half as many, since the squares of mirror images go together.
/// </para>
/// </remarks>
public sealed record SampleStatistics
{
    private static readonly double[] s_probabilities = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975];

    /// <summary>The probabilities of <see cref="Quantiles"/>, ascending.</summary>
    public static ReadOnlySpan<double> Probabilities => s_probabilities;

    /// <summary>How many samples have an answer.</summary>
    public required long Count { get; init; }

    /// <summary>How many have none, and are left out.</summary>
    public required long Failed { get; init; }

    /// <summary>The mean.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard error of the mean.</summary>
    public required double MeanStandardError { get; init; }

    /// <summary>The standard deviation, of n − 1.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>The standard error of <see cref="StandardDeviation"/>.</summary>
    public required double DeviationStandardError { get; init; }

    /// <summary>The geometric standard deviation: e to the standard deviation of ln |x|; not a number unless all samples have one sign.</summary>
    public required double GeometricDeviation { get; init; }

    /// <summary>The standard error of <see cref="GeometricDeviation"/>.</summary>
    public required double GeometricDeviationStandardError { get; init; }

    /// <summary>The skewness: positive where the tail above is the longer one; not a number where nothing varies.</summary>
    public required double Skewness { get; init; }

    /// <summary>The smallest sample.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest sample.</summary>
    public required double Maximum { get; init; }

    /// <summary>The quantiles of <see cref="Probabilities"/>.</summary>
    public required ImmutableArray<QuantileEstimate> Quantiles { get; init; }

    /// <summary>0 where quantiles are exact; otherwise the largest error of a rank: the quantile of p is one of p ± this.</summary>
    public required double QuantileRankError { get; init; }

    /// <summary>The value of the model as it stands, without any draw.</summary>
    public required double Deterministic { get; init; }

    /// <summary>How many samples in a hundred lie below it; those equal to it to within 1e-6 count half.</summary>
    public required double DeterministicPercentile { get; init; }

    /// <summary>The standard error of <see cref="DeterministicPercentile"/>: 100·√(p·(1 − p)/n).</summary>
    public double PercentileStandardError => Math.Sqrt(DeterministicPercentile * (100 - DeterministicPercentile) / Count);

    /// <summary>The median.</summary>
    public double Median => Quantile(0.5).Value;

    /// <summary>One of <see cref="Quantiles"/>.</summary>
    /// <param name="probability">One of <see cref="Probabilities"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public QuantileEstimate Quantile(double probability) => Quantiles[IndexOf(probability)];

    /// <summary>The place of a probability among <see cref="Probabilities"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    internal static int IndexOf(double probability)
    {
        int k = s_probabilities.AsSpan().IndexOf(probability);
        return k >= 0 ? k : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Only the probabilities of 'Probabilities' are estimated.");
    }
}
