using System.Text.Json;
using CarbonLca.Diagnostics;

namespace CarbonLca.Formats.Results;

/// <summary>Writes findings for machines: code, severity, file, line, column, texts in both languages.</summary>
public static class FindingsJson
{
    /// <summary>Findings as a document of their own (schema <c>findings/1</c>).</summary>
    public static string Write(IReadOnlyList<Diagnostic> findings) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("carbonlca", "findings/1");
        Write(writer, "findings", findings);
        writer.WriteEndObject();
    });

    /// <summary>Writes findings as a list into an object that the caller has begun.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(findings);
        writer.WriteStartArray(name);
        foreach (Diagnostic finding in findings) Write(writer, finding);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Diagnostic finding)
    {
        writer.WriteStartObject();
        writer.WriteString("code", finding.Code.ToString());
        writer.WriteString("severity", SeverityName(finding.Severity));
        writer.Write("message", finding.What);
        writer.WriteText("file", finding.Where?.File);
        writer.WriteNumberOrNull("line", finding.Where?.Line);
        writer.WriteNumberOrNull("column", finding.Where?.Column);
        writer.WriteText("path", finding.Where?.Path);
        writer.WriteText("found", finding.Found);
        if (finding.Expected is { } expected) writer.Write("expected", expected);
        else writer.WriteNull("expected");
        if (finding.Next is { } next) writer.Write("next", next);
        else writer.WriteNull("next");
        writer.WriteEndObject();
    }

    private static string SeverityName(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
