using CarbonLca.Analysis;
using CarbonLca.Model;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes the change from one result to another as JSON (schema <c>diff/1</c>): parts by cause that add up, and the tracking of the product.</summary>
public static class ChangeJson
{
    /// <summary>A change as JSON.</summary>
    public static string Write(PerformanceTracking tracking)
    {
        ArgumentNullException.ThrowIfNull(tracking);
        ChangeSplit split = tracking.Split;
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "diff/1");
            writer.WriteFootprint("before", split.Before);
            writer.WriteFootprint("after", split.After);
            writer.WriteString("unit", split.After.TotalUnit);
            writer.WriteStartObject("total");
            writer.WriteChange(split.Total, "before", "after");
            writer.WriteEndObject();
            writer.WriteStartArray("parts");
            foreach (ChangePart part in split.Parts)
            {
                writer.WriteStartObject();
                writer.WriteString("group", part.Groups.Key());
                writer.Write("name", part.Groups.Name());
                writer.WriteNumber("change", part.Value);
                writer.WriteStartObject("stages");
                for (int k = 0; k < split.Stages.Length; k++) writer.WriteNumber(split.Stages[k].Key(), part.Stages[k]);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("tracking");
            writer.WriteBoolean("allowed", tracking.IsAllowed);
            writer.WriteStartArray("differences");
            foreach (ComparabilityDifference difference in tracking.Differences)
            {
                writer.WriteStartObject();
                writer.WriteString("criterion", difference.Criterion.Key);
                writer.Write("before", difference.OfA);
                writer.Write("after", difference.OfB);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (tracking.Tracked is { } tracked)
            {
                writer.WriteStartObject("recomputed");
                writer.WriteChange(tracked, "before", "after");
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteNull("recomputed");
            }

            if (tracking.Sentence is { } sentence) writer.Write("sentence", sentence);
            else writer.WriteNull("sentence");
            writer.WriteEndObject();
            writer.WriteString("engine", EngineVersion.Current);
            FindingsJson.Write(writer, "findings", split.Findings);
            writer.WriteEndObject();
        });
    }
}
