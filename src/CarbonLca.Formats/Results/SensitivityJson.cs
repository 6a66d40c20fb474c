using System.Text.Json;
using CarbonLca.Analysis;
using CarbonLca.MonteCarlo;
using CarbonLca.Sensitivity;

namespace CarbonLca.Formats.Results;

/// <summary>Writes sensitivities as JSON (schema <c>sensitivity/1</c>): every input, all digits; null stands where a figure is undefined or was not estimated.</summary>
public static class SensitivityJson
{
    /// <summary>An analysis as JSON.</summary>
    public static string Write(InputSensitivities analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "sensitivity/1");
            writer.WriteSubject(analysis.Assessment, analysis.Category);
            writer.WriteStartObject("first_order");
            writer.WriteString("point", "mean");
            writer.WriteNumber("mean", analysis.Variance.Center);
            writer.WriteFinite("variance", analysis.Variance.Variance);
            writer.WriteFinite("sd", analysis.Variance.StandardDeviation);
            writer.WriteFinite("gsd", analysis.GeometricDeviation);
            writer.WriteEndObject();
            WriteRun(writer, analysis);
            writer.WriteStartArray("inputs");
            foreach (InputSensitivity input in analysis.Inputs)
            {
                writer.WriteStartObject();
                writer.WriteInput(input.Name);
                writer.WriteNumber("amount", input.Amount);
                writer.WriteNumber("derivative", input.Derivative);
                writer.WriteFinite("elasticity", input.Elasticity);
                writer.WriteFinite("variance", input.VariancePart);
                writer.WriteFinite("variance_share", input.VarianceShare);
                Write(writer, "rank_correlation", input.RankCorrelation);
                Write(writer, "sobol_first_order", input.FirstOrder);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteSource(analysis.Assessment);
            writer.WriteEndObject();
        });
    }

    private static void WriteRun(Utf8JsonWriter writer, InputSensitivities analysis)
    {
        if (analysis.Run is not { } run || analysis.Statistics is not { } statistics)
        {
            writer.WriteNull("samples");
            return;
        }

        writer.WriteStartObject("samples");
        writer.WriteNumber("count", run.SampleCount);
        writer.WriteNumber("failed", statistics.Failed);
        writer.WriteNumber("seed", run.Seed);
        writer.WriteNumber("parameters", run.ParameterCount);
        writer.WriteFinite("mean", statistics.Mean);
        writer.WriteFinite("se_mean", statistics.MeanStandardError);
        writer.WriteFinite("sd", statistics.StandardDeviation);
        writer.WriteFinite("sobol_first_order_sum", analysis.FirstOrderSum);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IndexEstimate? estimate)
    {
        writer.WriteFinite(name, estimate?.Value);
        writer.WriteFinite($"se_{name}", estimate?.StandardError);
    }
}
