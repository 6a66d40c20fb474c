using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>The statistics of samples as members of a JSON object; null stands where the samples do not tell.</summary>
internal static class StatisticsJson
{
    /// <summary>Writes the members into an object that the caller has begun.</summary>
    public static void Write(Utf8JsonWriter writer, SampleStatistics statistics)
    {
        writer.WriteNumber("count", statistics.Count);
        writer.WriteNumber("failed", statistics.Failed);
        Number("mean", statistics.Mean);
        Number("sd", statistics.StandardDeviation);
        Number("gsd", statistics.GeometricDeviation);
        Number("skewness", statistics.Skewness);
        Number("median", statistics.Median);
        foreach (QuantileEstimate quantile in statistics.Quantiles)
            if (quantile.Probability != 0.5) Number(SampleFigure.KeyOf(quantile.Probability), quantile.Value);
        Number("minimum", statistics.Minimum);
        Number("maximum", statistics.Maximum);
        Number("se_mean", statistics.MeanStandardError);
        Number("se_sd", statistics.DeviationStandardError);
        Number("se_gsd", statistics.GeometricDeviationStandardError);
        foreach (QuantileEstimate quantile in statistics.Quantiles) Number($"se_{SampleFigure.KeyOf(quantile.Probability)}", quantile.StandardError);
        writer.WriteNumber("quantile_rank_error", statistics.QuantileRankError);
        writer.WriteNumber("deterministic", statistics.Deterministic);
        Number("deterministic_percentile", statistics.DeterministicPercentile);

        void Number(string name, double value) => writer.WriteNumberOrNull(name, double.IsFinite(value) ? value : null);
    }

    /// <summary>Reads the members back; not a number where one is null.</summary>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">A member has no sense.</exception>
    public static SampleStatistics Read(JsonElement owner)
    {
        long count = owner.GetProperty("count").GetInt64();
        long failed = owner.GetProperty("failed").GetInt64();
        if (count < 0 || failed < 0) throw new FormatException($"There are {count} samples with an answer and {failed} without; expected no negative number.");
        ImmutableArray<QuantileEstimate>.Builder quantiles = ImmutableArray.CreateBuilder<QuantileEstimate>();
        foreach (double p in SampleStatistics.Probabilities) quantiles.Add(new QuantileEstimate(p, Number(SampleFigure.KeyOf(p)), Number($"se_{SampleFigure.KeyOf(p)}")));
        return new SampleStatistics
        {
            Count = count,
            Failed = failed,
            Mean = Number("mean"),
            MeanStandardError = Number("se_mean"),
            StandardDeviation = Number("sd"),
            DeviationStandardError = Number("se_sd"),
            GeometricDeviation = Number("gsd"),
            GeometricDeviationStandardError = Number("se_gsd"),
            Skewness = Number("skewness"),
            Minimum = Number("minimum"),
            Maximum = Number("maximum"),
            Quantiles = quantiles.DrainToImmutable(),
            QuantileRankError = owner.GetProperty("quantile_rank_error").GetDouble(),
            Deterministic = owner.GetProperty("deterministic").GetDouble(),
            DeterministicPercentile = Number("deterministic_percentile"),
        };

        double Number(string name) => owner.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : double.NaN;
    }
}
