using System.Collections.Immutable;
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
/// <c>products</c> of the same; of a study, <c>stages</c>; then <c>comparisons</c>. Every figure has all digits; null stands where no
/// sample has an answer. <c>analytic_sd</c> is the first-order standard deviation of the headline category. Everything but <c>threads</c> is the same for any number of threads.
/// </remarks>
public static class MonteCarloJson
{
    private const int MostFixed = 100;

    /// <summary>A run as JSON.</summary>
    /// <param name="report">What is asked of it.</param>
    /// <exception cref="ArgumentException">There is no answer, or they belong to several runs.</exception>
    public static string Write(MonteCarloReport report) => Utf8Text.Of(stream => Write(stream, report));

    /// <summary>Writes a run as JSON, product by product.</summary>
    /// <param name="stream">Receives the text in UTF-8.</param>
    /// <param name="report">What is asked of it.</param>
    /// <exception cref="ArgumentException">There is no answer, or they belong to several runs.</exception>
    public static void Write(Stream stream, MonteCarloReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        MonteCarloResult result = RunOf(report.Answers);
        AnswerStatistics statistics = AnswerStatistics.Of(report.Answers);
        JsonText.Write(stream, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "mc/1");
            writer.WriteNumber("samples", result.SampleCount);
            writer.WriteNumber("failed", result.FailedCount);
            writer.WriteNumber("seed", result.Seed);
            writer.WriteNumber("threads", result.Threads);
            writer.WriteString("design", result.Options.Design.Key());
            writer.WriteText("stop_rule", result.Options.StopRule?.ToString());
            writer.WriteBoolean("stopped_by_rule", result.IsStoppedByRule);
            writer.WriteNumber("parameters", result.ParameterCount);
            writer.WriteString("lognormal_amount", result.Model.LognormalAmount == LognormalAmount.Mean ? "mean" : UncertaintyJson.LognormalAmount);
            if (report.IsList || report.Answers.Length > 1)
            {
                writer.WriteStartArray("products");
                for (int k = 0; k < report.Answers.Length; k++)
                {
                    writer.WriteStartObject();
                    Write(writer, report, k, statistics);
                    writer.WriteEndObject();
                    writer.FlushIfLong();
                }

                writer.WriteEndArray();
            }
            else
            {
                Write(writer, report, 0, statistics);
            }

            if (!report.Stages.IsEmpty) WriteStages(writer, report.Stages);
            if (!report.Comparisons.IsEmpty) WriteComparisons(writer, report.Comparisons);
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
            WriteFixed(writer, result.Model);
            WriteProof(writer, result);
            writer.WriteEndObject();
        });
    }

    /// <summary>The run that answers belong to.</summary>
    internal static MonteCarloResult RunOf(IReadOnlyList<MonteCarloAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count == 0 || answers.Any(a => !ReferenceEquals(a.Result, answers[0].Result))) throw new ArgumentException("Answers of one run are needed, at least one.", nameof(answers));
        return answers[0].Result;
    }

    private static void Write(Utf8JsonWriter writer, MonteCarloReport report, int index, AnswerStatistics statistics)
    {
        MonteCarloAnswer answer = report.Answers[index];
        writer.WriteString("id", answer.Id);
        writer.Write("name", answer.Name);
        writer.WriteText("location", answer.Location);
        writer.WriteStartObject("product");
        writer.WriteString("id", answer.Product.Id);
        writer.WriteString("name", answer.Product.Name);
        writer.WriteNumber("amount", answer.Amount);
        writer.WriteString("unit", answer.Product.Unit.Symbol);
        writer.WriteEndObject();
        WriteCategories(writer, answer, k => statistics[index, k], report.HasReasons ? new PointValueReasons(answer.Result.Model, answer.Demand) : null);
        if (report.HasReasons) writer.WriteNumberOrNull("analytic_sd", AnalyticCheck.DeviationOf(answer.Result.Model, answer.Demand, report.Headline));
        if (report.SharesShown == 0) return;
        writer.WriteString("shares_category", answer.Result.Model.Characterization.Method.Categories[report.Headline].Code);
        UncertaintyJson.Write(writer, report.SharesOf(answer));
    }

    private static void WriteCategories(Utf8JsonWriter writer, MonteCarloAnswer answer, Func<int, SampleStatistics> statisticsOf, PointValueReasons? reasons)
    {
        writer.WriteStartArray("categories");
        foreach (int k in answer.Result.Model.Categories)
        {
            writer.WriteStartObject();
            WriteCategory(writer, answer, k);
            SampleStatistics statistics = statisticsOf(k);
            StatisticsJson.Write(writer, statistics);
            if (reasons is not null) writer.Write("deterministic_reason", reasons.Of(statistics, k));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCategory(Utf8JsonWriter writer, MonteCarloAnswer answer, int k)
    {
        ImpactCategory category = answer.Result.Model.Characterization.Method.Categories[k];
        writer.WriteString("code", category.Code);
        writer.WriteString("name", category.Name);
        writer.WriteString("unit", category.Unit);
    }

    private static void WriteStages(Utf8JsonWriter writer, ImmutableArray<StageAnswer> stages)
    {
        writer.WriteStartArray("stages");
        foreach (StageAnswer stage in stages)
        {
            writer.WriteStartObject();
            writer.WriteString("stage", stage.Stage.Key());
            writer.Write("name", stage.Stage.Name());
            WriteCategories(writer, stage.Answer, stage.Answer.Statistics, reasons: null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // The statistics are those of A − B.
    private static void WriteComparisons(Utf8JsonWriter writer, ImmutableArray<ComparisonAnswer> comparisons)
    {
        writer.WriteStartArray("comparisons");
        foreach (ComparisonAnswer pair in comparisons)
        {
            writer.WriteStartObject();
            writer.WriteString("a", pair.A.Id);
            writer.WriteString("b", pair.B.Id);
            writer.WriteStartArray("categories");
            foreach (int k in pair.A.Result.Model.Categories)
            {
                MonteCarloComparison comparison = pair.In(k);
                writer.WriteStartObject();
                WriteCategory(writer, pair.A, k);
                writer.WriteNumberOrNull("p_less", Finite(comparison.ProbabilityOfLess));
                writer.WriteNumberOrNull("se_p_less", Finite(comparison.ProbabilityStandardError));
                writer.WriteNumberOrNull("correlation", Finite(comparison.Correlation));
                StatisticsJson.Write(writer, comparison.Difference);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // All of them are counted, the first are listed.
    private static void WriteFixed(Utf8JsonWriter writer, MonteCarloModel model)
    {
        ImmutableArray<FixedExchange> all = model.FixedByRule;
        writer.WriteNumber("fixed_by_rule", all.Length);
        writer.WriteStartArray("fixed");
        foreach (FixedExchange exchange in all.Take(MostFixed))
        {
            writer.WriteStartObject();
            writer.WriteString("process", model.System.Database.Processes.Id(exchange.Process));
            writer.WriteString("flow", model.System.Database.Flows[model.System.Database.Exchanges.Flow[exchange.Exchange]].Id);
            writer.Write("reason", exchange.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
