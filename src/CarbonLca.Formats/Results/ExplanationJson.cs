using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes the contributions to a footprint in one view as JSON (schema <c>explanation/1</c>).</summary>
public static class ExplanationJson
{
    /// <summary>One view.</summary>
    /// <param name="id">The study or process.</param>
    /// <param name="view">The view: process, flow, tier, upstream or stage.</param>
    /// <param name="category">The category.</param>
    /// <param name="total">The total in it.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="selection">The parts.</param>
    public static string Write(string id, string view, string category, double total, string unit, ContributionSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "explanation/1");
            writer.WriteString("id", id);
            writer.WriteString("by", view);
            writer.WriteString("category", category);
            writer.WriteString("unit", unit);
            writer.WriteNumber("total", total);
            writer.WriteStartArray("parts");
            foreach (Contribution part in selection.Shown)
            {
                writer.WriteStartObject();
                writer.WriteString("id", part.Id);
                writer.Write("name", part.Name);
                writer.WriteText("location", part.Location);
                writer.WriteNumber("value", part.Value);
                writer.WriteNumberOrNull("percent", Percentages.Of(part.Value, total));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteRest("rest_positive", selection.RestPositive, selection.RestPositiveCount);
            WriteRest("rest_negative", selection.RestNegative, selection.RestNegativeCount);
            writer.WriteEndObject();

            void WriteRest(string name, double value, int count)
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("value", value);
                writer.WriteNumber("parts", count);
                writer.WriteEndObject();
            }
        });
    }
}
