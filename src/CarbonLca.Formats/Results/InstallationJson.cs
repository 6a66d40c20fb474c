using CarbonLca.Diagnostics;
using CarbonLca.Reporting;

namespace CarbonLca.Formats.Results;

/// <summary>One thing that was looked at in an installation.</summary>
/// <param name="Key">A stable name for machines.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="IsGood">Whether it is as it should be; null for a plain fact.</param>
public sealed record InstallationFact(string Key, Wording Name, string Value, bool? IsGood = null);

/// <summary>Writes what is known of an installation as JSON.</summary>
public static class InstallationJson
{
    /// <summary>The engine's version and what it runs on (schema <c>version/1</c>).</summary>
    public static string WriteVersion() => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("carbonlca", "version/1");
        writer.WriteString("engine", EngineVersion.Current);
        writer.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        writer.WriteString("platform", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);
        writer.WriteEndObject();
    });

    /// <summary>Facts and checks (schema <c>doctor/1</c>).</summary>
    public static string Write(IReadOnlyList<InstallationFact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("carbonlca", "doctor/1");
            writer.WriteBoolean("good", facts.All(f => f.IsGood is not false));
            writer.WriteStartArray("facts");
            foreach (InstallationFact fact in facts)
            {
                writer.WriteStartObject();
                writer.WriteString("key", fact.Key);
                writer.Write("name", fact.Name);
                writer.WriteString("value", fact.Value);
                if (fact.IsGood is { } good) writer.WriteBoolean("good", good);
                else writer.WriteNull("good");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
