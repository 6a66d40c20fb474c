using CarbonLca.Assessment;
using CarbonLca.Numerics.Statistics;

namespace CarbonLca.MonteCarlo;

/// <summary>Two numbers compared sample by sample, with common draws: what both depend on cancels.</summary>
/// <remarks>
/// The difference is A − B. Samples in which either failed are left out. Comparing two runs needs the same seed, design and number of
/// samples: exchanges that both systems have then take the same values in the same sample, and the others are independent.
/// </remarks>
public sealed record MonteCarloComparison
{
    private MonteCarloComparison(SampleStatistics difference, double less, double correlation)
    {
        Difference = difference;
        ProbabilityOfLess = less;
        Correlation = correlation;
    }

    /// <summary>The statistics of A − B; its <see cref="SampleStatistics.Failed"/> are samples in which either failed.</summary>
    public SampleStatistics Difference { get; }

    /// <summary>P(A &lt; B): the share of samples in which A is below B; those in which they are equal count half.</summary>
    public double ProbabilityOfLess { get; }

    /// <summary>The standard error of <see cref="ProbabilityOfLess"/>, √(p·(1 − p)/n).</summary>
    public double ProbabilityStandardError => Math.Sqrt(ProbabilityOfLess * (1 - ProbabilityOfLess) / Difference.Count);

    /// <summary>The correlation of A and B (Pearson); not a number where one of them does not vary.</summary>
    public double Correlation { get; }

    /// <summary>Compares two products of one run.</summary>
    /// <exception cref="ArgumentException">A product or the category was not asked for.</exception>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    public static MonteCarloComparison Between(MonteCarloResult result, int columnA, int columnB, int category)
    {
        ArgumentNullException.ThrowIfNull(result);
        ProductFootprints footprints = result.Model.Footprints;
        return Of(result.SamplesOf(columnA, category), result.SamplesOf(columnB, category), footprints[columnA, category] - footprints[columnB, category], result.Options.Design);
    }

    /// <summary>Compares two demands of one run.</summary>
    /// <exception cref="ArgumentException">A product or the category was not asked for.</exception>
    /// <exception cref="InvalidOperationException">The samples were not kept.</exception>
    public static MonteCarloComparison Between(MonteCarloResult result, Demand a, Demand b, int category) => Between(result, a, category, result, b, category);

    /// <summary>Compares demands of two runs, for instance of a system and of a change of it.</summary>
    /// <exception cref="ArgumentException">The runs differ in seed, design or number of samples, or a product or category was not asked for.</exception>
    /// <exception cref="InvalidOperationException">Samples were not kept.</exception>
    public static MonteCarloComparison Between(MonteCarloResult resultA, Demand a, int categoryA, MonteCarloResult resultB, Demand b, int categoryB)
    {
        ArgumentNullException.ThrowIfNull(resultA);
        ArgumentNullException.ThrowIfNull(resultB);
        if ((resultA.Seed, resultA.Options.Design, resultA.SampleCount) != (resultB.Seed, resultB.Options.Design, resultB.SampleCount))
        {
            throw new ArgumentException(
                $"The runs have no common draws: {resultA.SampleCount} samples of seed {resultA.Seed} ({resultA.Options.Design}) and {resultB.SampleCount} of seed {resultB.Seed} ({resultB.Options.Design}); expected the same.",
                nameof(resultB));
        }

        double deterministic = resultA.Model.Footprints.Of(a, categoryA) - resultB.Model.Footprints.Of(b, categoryB);
        return Of(resultA.SamplesOf(a, categoryA), resultB.SamplesOf(b, categoryB), deterministic, resultA.Options.Design);
    }

    /// <summary>Compares two series of samples that belong together sample by sample.</summary>
    /// <param name="a">A; not a number where it failed.</param>
    /// <param name="b">B; not a number where it failed.</param>
    /// <param name="deterministic">A − B without any draw.</param>
    /// <param name="design">How the samples relate.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static MonteCarloComparison Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double deterministic, SampleDesign design = SampleDesign.Independent)
    {
        if (a.Length != b.Length) throw new ArgumentException($"'b' has {b.Length} samples; expected {a.Length}, as many as 'a'.", nameof(b));
        double[] differences = new double[a.Length];
        List<double> pairedA = new(a.Length);
        List<double> pairedB = new(a.Length);
        double less = 0;
        for (int k = 0; k < a.Length; k++)
        {
            differences[k] = a[k] - b[k];
            if (double.IsNaN(differences[k])) continue;
            pairedA.Add(a[k]);
            pairedB.Add(b[k]);
            less += a[k] < b[k] ? 1 : a[k] == b[k] ? 0.5 : 0;
        }

        SampleStatistics statistics = KeptSamples.StatisticsOf(differences, new SeriesSummary([deterministic], design));
        return new MonteCarloComparison(statistics, less / pairedA.Count, CorrelationOf([.. pairedA], [.. pairedB]));
    }

    /// <summary>Pearson's correlation of two series without gaps; not a number where one does not vary.</summary>
    internal static double CorrelationOf(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Moments ofA = Moments.Of(a);
        Moments ofB = Moments.Of(b);
        CompensatedSum products = default;
        for (int k = 0; k < a.Length; k++) products.Add((a[k] - ofA.Mean) * (b[k] - ofB.Mean));
        double scale = Math.Sqrt(ofA.SumOfSquaredDeviations) * Math.Sqrt(ofB.SumOfSquaredDeviations);
        return scale > 0 ? Math.Clamp(products.Value / scale, -1, 1) : double.NaN;
    }
}
