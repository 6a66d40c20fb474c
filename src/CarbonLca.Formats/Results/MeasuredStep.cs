using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Results;

/// <summary>How long one step of a computation took.</summary>
/// <param name="Key">A stable name for machines.</param>
/// <param name="Name">What was done.</param>
/// <param name="FirstMilliseconds">Time on the wall of the first run, which also compiles code and reads files, in milliseconds.</param>
/// <param name="MedianMilliseconds">The median of the runs after it, in milliseconds; null where it was the only one.</param>
/// <param name="Note">What the time is to be compared with.</param>
public sealed record MeasuredStep(string Key, Wording Name, double FirstMilliseconds, double? MedianMilliseconds, Wording Note)
{
    /// <summary>The median divided by the time of something else that was measured in the same run; null where nothing was.</summary>
    public double? Ratio { get; init; }

    /// <summary>How many of something were done per second, at the median; null where there is nothing to count.</summary>
    public double? PerSecond { get; init; }
}

/// <summary>Writes measured steps for machines.</summary>
public static class MeasuredSteps
{
    /// <summary>As JSON (schema <c>bench/1</c>).</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="rounds">How many runs the medians are of.</param>
    /// <param name="steps">The steps, in the order they are done.</param>
    public static string ToJson(string database, int rounds, IReadOnlyList<MeasuredStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "bench/1");
            writer.WriteString("database", database);
            writer.WriteNumber("rounds", rounds);
            writer.WriteStartArray("steps");
            foreach (MeasuredStep step in steps)
            {
                writer.WriteStartObject();
                writer.WriteString("key", step.Key);
                writer.Write("name", step.Name);
                writer.WriteNumber("first_ms", step.FirstMilliseconds);
                Write("median_ms", step.MedianMilliseconds);
                Write("ratio", step.Ratio);
                Write("per_second", step.PerSecond);
                writer.Write("note", step.Note);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();

            void Write(string key, double? value)
            {
                if (value is { } number) writer.WriteNumber(key, number);
                else writer.WriteNull(key);
            }
        });
    }

    /// <summary>As comma-separated values, one row per step.</summary>
    public static string ToCsv(IReadOnlyList<MeasuredStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        CsvText csv = new CsvText().Row("step", "first_ms", "median_ms", "ratio", "per_second");
        foreach (MeasuredStep step in steps)
            csv.Text(step.Key).Number(step.FirstMilliseconds).Number(step.MedianMilliseconds).Number(step.Ratio).Number(step.PerSecond).EndRow();
        return csv.ToString();
    }
}
