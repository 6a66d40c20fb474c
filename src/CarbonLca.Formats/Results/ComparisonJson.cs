using System.Globalization;
using System.Text.Json;
using CarbonLca.Analysis;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes comparisons as JSON (schema <c>compare/1</c>): whether one is allowed, what may be said, the difference B − A, and paired samples of A − B.</summary>
public static class ComparisonJson
{
    /// <summary>A comparison as JSON.</summary>
    public static string Write(StudyComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "compare/1");
            writer.WriteFootprint("a", comparison.Difference.Before);
            writer.WriteFootprint("b", comparison.Difference.After);
            writer.WriteBoolean("comparable", comparison.Comparability.IsAllowed);
            WriteCriteria(writer, "differences", comparison.Comparability.Differences);
            WriteCriteria(writer, "remarks", comparison.Comparability.Remarks);
            writer.WriteString("verdict", comparison.Verdict switch
            {
                ComparisonVerdict.Refused => "refused",
                ComparisonVerdict.LowerA => "a_lower",
                ComparisonVerdict.LowerB => "b_lower",
                _ => "undecided",
            });
            if (comparison.Statement is { } statement) writer.Write("statement", statement);
            else writer.WriteNull("statement");
            writer.WriteDifference(comparison.Difference, "a", "b");
            writer.WriteStartArray("inputs");
            foreach (InputDifference input in comparison.Inputs)
            {
                writer.WriteStartObject();
                writer.WriteString("line", input.Key);
                writer.Write("item", input.Item);
                if (input.OfA is { } ofA) writer.Write("a", ofA);
                else writer.WriteNull("a");
                if (input.OfB is { } ofB) writer.Write("b", ofB);
                else writer.WriteNull("b");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WritePaired(writer, comparison);
            writer.WriteString("engine", EngineVersion.Current);
            writer.WriteEndObject();
        });
    }

    private static void WriteCriteria(Utf8JsonWriter writer, string name, IReadOnlyList<ComparabilityDifference> differences)
    {
        writer.WriteStartArray(name);
        foreach (ComparabilityDifference difference in differences)
        {
            writer.WriteStartObject();
            writer.WriteString("criterion", difference.Criterion.Key);
            writer.Write("name", difference.Criterion.Name);
            writer.Write("a", difference.OfA);
            writer.Write("b", difference.OfB);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePaired(Utf8JsonWriter writer, StudyComparison comparison)
    {
        if (comparison.Paired is not { } paired)
        {
            writer.WriteNull("paired");
            return;
        }

        SampleStatistics difference = paired.Result.Difference;
        writer.WriteStartObject("paired");
        writer.WriteNumber("samples", difference.Count);
        writer.WriteNumber("failed", difference.Failed);
        writer.WriteNumber("seed", paired.Seed);
        writer.WriteNumber("parameters", paired.Parameters);
        writer.WriteNumber("shared_parameters", paired.Shared);
        writer.WriteFinite("probability_a_less", paired.Result.ProbabilityOfLess);
        writer.WriteFinite("se_probability", paired.Result.ProbabilityStandardError);
        writer.WriteNumber("deciding_probability", comparison.Confidence);
        writer.WriteFinite("correlation", paired.Result.Correlation);
        writer.WriteStartObject("a_minus_b");
        writer.WriteFinite("mean", difference.Mean);
        writer.WriteFinite("se_mean", difference.MeanStandardError);
        writer.WriteFinite("sd", difference.StandardDeviation);
        foreach (QuantileEstimate quantile in difference.Quantiles)
        {
            string name = quantile.Probability == 0.5 ? "median" : string.Create(CultureInfo.InvariantCulture, $"p{100 * quantile.Probability:0.#}").Replace('.', '_');
            writer.WriteFinite(name, quantile.Value);
            writer.WriteFinite($"se_{name}", quantile.StandardError);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
