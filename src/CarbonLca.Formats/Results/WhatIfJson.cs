using CarbonLca.Analysis;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>Writes what-ifs as JSON (schema <c>whatif/1</c>): the changes, and the footprint before and after them.</summary>
public static class WhatIfJson
{
    /// <summary>A what-if as JSON.</summary>
    public static string Write(IReadOnlyList<AppliedChange> changes, FootprintDifference difference)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(difference);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "whatif/1");
            writer.WriteFootprint("study", difference.Before);
            writer.WriteStartArray("changes");
            foreach (AppliedChange change in changes)
            {
                writer.WriteStartObject();
                writer.WriteString("line", change.Line.Key);
                writer.Write("item", change.Line.Line.Item);
                writer.WriteString("field", change.Field);
                writer.WriteString("from", change.From);
                writer.WriteString("to", change.To);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteDifference(difference, "before", "after");
            writer.WriteString("engine", EngineVersion.Current);
            writer.WriteEndObject();
        });
    }
}
