using System.Globalization;
using System.Text.Json;
using CarbonLca.Assessment;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Model;
using CarbonLca.MonteCarlo;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes Monte Carlo results as JSON (schema <c>mc/1</c>).</summary>
/// <remarks>
/// What a run depends on and how it went; then, of one product, its members and <c>categories</c>; of several, a list
/// <c>products</c> of the same. Every figure has all digits; null stands where no sample has an answer. Everything but
/// <c>threads</c> is the same for any number of threads.
/// </remarks>
public static class MonteCarloJson
{
    /// <summary>A run as JSON.</summary>
    /// <param name="answers">What is asked of one run; at least one.</param>
    /// <param name="isList">Whether the products stand in a list even when there is one only.</param>
    /// <exception cref="ArgumentException">There is no answer, or they belong to several runs.</exception>
    public static string Write(IReadOnlyList<MonteCarloAnswer> answers, bool isList)
    {
        MonteCarloResult result = RunOf(answers);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "mc/1");
            writer.WriteNumber("samples", result.SampleCount);
            writer.WriteNumber("failed", result.FailedCount);
            writer.WriteNumber("seed", result.Seed);
            writer.WriteNumber("threads", result.Threads);
            writer.WriteString("design", NameOf(result.Options.Design));
            writer.WriteText("stop_rule", result.Options.StopRule?.ToString());
            writer.WriteBoolean("stopped_by_rule", result.IsStoppedByRule);
            writer.WriteNumber("parameters", result.ParameterCount);
            if (isList || answers.Count > 1)
            {
                writer.WriteStartArray("products");
                foreach (MonteCarloAnswer answer in answers)
                {
                    writer.WriteStartObject();
                    Write(writer, answer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }
            else
            {
                Write(writer, answers[0]);
            }

            writer.WriteStartArray("failures");
            foreach (FailedSample failure in result.Failures)
            {
                writer.WriteStartObject();
                writer.WriteNumber("sample", failure.Sample);
                writer.WriteString("process", result.Model.System.Columns[failure.Column].Id);
                writer.Write("reason", MonteCarloResult.Reason(failure.Reason));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteProof(writer, result);
            writer.WriteEndObject();
        });
    }

    /// <summary>The name of a quantile's member: <c>p2_5</c>.</summary>
    internal static string NameOf(double probability) => "p" + (100 * probability).ToString("0.#", CultureInfo.InvariantCulture).Replace('.', '_');

    /// <summary>The name of a design as the command line takes it.</summary>
    internal static string NameOf(SampleDesign design) => design switch
    {
        SampleDesign.Antithetic => "antithetic",
        SampleDesign.LatinHypercube => "latin-hypercube",
        _ => "independent",
    };

    /// <summary>The run that answers belong to.</summary>
    internal static MonteCarloResult RunOf(IReadOnlyList<MonteCarloAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count == 0 || answers.Any(a => !ReferenceEquals(a.Result, answers[0].Result))) throw new ArgumentException("Answers of one run are needed, at least one.", nameof(answers));
        return answers[0].Result;
    }

    private static void Write(Utf8JsonWriter writer, MonteCarloAnswer answer)
    {
        writer.WriteString("id", answer.Id);
        writer.Write("name", answer.Name);
        writer.WriteText("location", answer.Location);
        writer.WriteStartObject("product");
        writer.WriteString("id", answer.Product.Id);
        writer.WriteString("name", answer.Product.Name);
        writer.WriteNumber("amount", answer.Amount);
        writer.WriteString("unit", answer.Product.Unit.Symbol);
        writer.WriteEndObject();
        writer.WriteStartArray("categories");
        foreach (int k in answer.Result.Model.Categories)
        {
            ImpactCategory category = answer.Result.Model.Characterization.Method.Categories[k];
            writer.WriteStartObject();
            writer.WriteString("code", category.Code);
            writer.WriteString("name", category.Name);
            writer.WriteString("unit", category.Unit);
            Write(writer, answer.Statistics(k));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, SampleStatistics statistics)
    {
        writer.WriteNumber("count", statistics.Count);
        writer.WriteNumber("failed", statistics.Failed);
        writer.WriteNumberOrNull("mean", Finite(statistics.Mean));
        writer.WriteNumberOrNull("sd", Finite(statistics.StandardDeviation));
        writer.WriteNumberOrNull("median", Finite(statistics.Median));
        foreach (QuantileEstimate quantile in statistics.Quantiles)
            if (quantile.Probability != 0.5) writer.WriteNumberOrNull(NameOf(quantile.Probability), Finite(quantile.Value));
        writer.WriteNumberOrNull("minimum", Finite(statistics.Minimum));
        writer.WriteNumberOrNull("maximum", Finite(statistics.Maximum));
        writer.WriteNumberOrNull("se_mean", Finite(statistics.MeanStandardError));
        foreach (QuantileEstimate quantile in statistics.Quantiles) writer.WriteNumberOrNull($"se_{(quantile.Probability == 0.5 ? "median" : NameOf(quantile.Probability))}", Finite(quantile.StandardError));
        writer.WriteNumber("quantile_rank_error", statistics.QuantileRankError);
        writer.WriteNumber("deterministic", statistics.Deterministic);
        writer.WriteNumberOrNull("deterministic_percentile", Finite(statistics.DeterministicPercentile));
    }

    private static void WriteProof(Utf8JsonWriter writer, MonteCarloResult result)
    {
        SolveProof proof = result.Model.Footprints.Proof;
        ImpactMethod method = result.Model.Characterization.Method;
        writer.WriteString("model_sha256", result.Model.Digest);
        writer.WriteStartObject("proof");
        writer.WriteNumber("backward_error", proof.BackwardError);
        writer.WriteNumber("condition", proof.Condition);
        writer.WriteEndObject();
        writer.Write("method", new MethodIdentity(method.Id, method.Name, method.Digest));
        LciDatabase data = result.Model.System.Database;
        writer.Write("data", new DataIdentity(data.Name, data.Version, data.Digest));
        writer.WriteString("engine", EngineVersion.Current);
        FindingsJson.Write(writer, "findings", result.Findings);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
