using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Analysis;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>The members that results about two footprints share.</summary>
internal static class DifferenceJson
{
    /// <summary>A difference: <c>unit</c>, <c>total</c>, <c>stages</c>, <c>gas_groups</c>, <c>items</c>, each with both values and the change.</summary>
    public static void WriteDifference(this Utf8JsonWriter writer, FootprintDifference difference, string before, string after)
    {
        writer.WriteString("category", difference.Before.Categories[difference.Before.Headline].Code);
        writer.WriteString("unit", difference.Before.TotalUnit);
        writer.WriteStartObject("total");
        writer.WriteChange(difference.Total, before, after);
        writer.WriteEndObject();
        WriteParts("stages", difference.Stages);
        WriteParts("gas_groups", difference.GasGroups);
        WriteParts("items", difference.Items);

        void WriteParts(string name, ImmutableArray<DifferencePart> parts)
        {
            writer.WriteStartArray(name);
            foreach (DifferencePart part in parts)
            {
                writer.WriteStartObject();
                writer.WriteString("key", part.Key);
                writer.Write("name", part.Name);
                writer.WriteChange(part.Change, before, after);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>Both values, the change, and the relative change or null.</summary>
    public static void WriteChange(this Utf8JsonWriter writer, ValueChange change, string before, string after)
    {
        writer.WriteNumber(before, change.Before);
        writer.WriteNumber(after, change.After);
        writer.WriteNumber("change", change.Absolute);
        writer.WriteNumberOrNull("relative_change", change.Relative);
    }

    /// <summary>Which footprint: <c>id</c>, <c>title</c>, functional unit, data and method.</summary>
    public static void WriteFootprint(this Utf8JsonWriter writer, string name, CarbonFootprint footprint)
    {
        writer.WriteStartObject(name);
        writer.WriteString("id", footprint.Id);
        writer.Write("title", footprint.Title);
        writer.WriteNumber("amount", footprint.Unit.Amount);
        writer.WriteString("unit", footprint.Unit.Unit);
        writer.Write("per", footprint.Unit.Text);
        writer.Write("method", footprint.Method);
        writer.Write("data", footprint.Data);
        writer.WriteString("system_sha256", footprint.SystemDigest);
        writer.WriteEndObject();
    }
}
