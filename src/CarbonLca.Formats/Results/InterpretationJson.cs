using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Methods;
using CarbonLca.Reporting;
using CarbonLca.Reporting.Interpretations;

namespace CarbonLca.Formats.Results;

/// <summary>Writes the interpretation of a result and reads back what cannot be derived from it again: the sensitivity analysis.</summary>
internal static class InterpretationJson
{
    /// <summary>Writes the members <c>sensitivity</c>, when it was asked for, and <c>interpretation</c>.</summary>
    public static void Write(Utf8JsonWriter writer, CarbonFootprint footprint)
    {
        Interpretation interpretation = Interpretation.Of(footprint);
        if (interpretation.Sensitivity is { } sensitivity) Write(writer, sensitivity);
        writer.WriteStartObject("interpretation");
        writer.WriteStartArray("significant_issues");
        foreach (SignificantIssue issue in interpretation.Issues)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", issue.Kind.Key());
            writer.Write("name", issue.Name);
            writer.WriteNumber("value", issue.Value);
            writer.WriteNumberOrNull("percent", issue.Percent);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteChecks(writer, "completeness", interpretation.Completeness);
        WriteChecks(writer, "consistency", interpretation.Consistency);
        WriteTexts(writer, "uncertainty", interpretation.Uncertainty);
        WriteTexts(writer, "limits", interpretation.Limits);
        WriteTexts(writer, "conclusions", interpretation.Conclusions);
        writer.WriteEndObject();
    }

    /// <summary>The sensitivity analysis of a result; null when it has none.</summary>
    public static SensitivitySet? ReadSensitivity(JsonElement root)
    {
        if (!root.TryGetProperty("sensitivity", out JsonElement set)) return null;
        return new SensitivitySet(
            set.GetProperty("baseline").GetDouble(),
            [.. set.GetProperty("runs").EnumerateArray().Select(run => new SensitivityRun(
                TopicOf(run),
                Text(run.GetProperty("change")),
                run.GetProperty("total").GetDouble(),
                run.GetProperty("remark") is { ValueKind: JsonValueKind.Object } remark ? Text(remark) : null))],
            [.. set.GetProperty("not_run").EnumerateArray().Select(gap => new SensitivityGap(TopicOf(gap), Text(gap.GetProperty("reason"))))],
            [.. set.GetProperty("methods").EnumerateArray().Select(m => new MethodIdentity(String(m, "id"), String(m, "name"), String(m, "sha256")))]);
    }

    private static void Write(Utf8JsonWriter writer, SensitivitySet set)
    {
        writer.WriteStartObject("sensitivity");
        writer.WriteNumber("baseline", set.Baseline);
        writer.WriteStartArray("runs");
        foreach (SensitivityRun run in set.Runs)
        {
            writer.WriteStartObject();
            writer.WriteString("topic", run.Topic.Key());
            writer.Write("change", run.Change);
            writer.WriteNumber("total", run.Total);
            writer.WriteNumber("difference", set.DifferenceOf(run));
            writer.WriteNumberOrNull("percent", set.PercentOf(run));
            if (run.Remark is { } remark) writer.Write("remark", remark);
            else writer.WriteNull("remark");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("not_run");
        foreach (SensitivityGap gap in set.NotRun)
        {
            writer.WriteStartObject();
            writer.WriteString("topic", gap.Topic.Key());
            writer.Write("reason", gap.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("methods");
        foreach (MethodIdentity method in set.Methods)
        {
            writer.WriteStartObject();
            writer.WriteString("id", method.Id);
            writer.WriteString("name", method.Name);
            writer.WriteString("sha256", method.Digest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteChecks(Utf8JsonWriter writer, string name, IEnumerable<InterpretationCheck> checks)
    {
        writer.WriteStartArray(name);
        foreach (InterpretationCheck check in checks)
        {
            writer.WriteStartObject();
            writer.Write("check", check.Name);
            writer.WriteString("verdict", check.Verdict.Key());
            writer.Write("finding", check.Finding);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<Wording> texts)
    {
        writer.WriteStartArray(name);
        foreach (Wording text in texts)
        {
            writer.WriteStartObject();
            writer.WriteString("en", text.En);
            writer.WriteString("zh", text.Zh);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static SensitivityTopic TopicOf(JsonElement owner)
    {
        string key = String(owner, "topic");
        foreach (SensitivityTopic topic in SensitivityTopics.All)
            if (topic.Key() == key) return topic;
        throw new FormatException($"There is no topic '{key}'.");
    }

    private static Wording Text(JsonElement text) => new(String(text, "en"), String(text, "zh"));

    private static string String(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");
}
