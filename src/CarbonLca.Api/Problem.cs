using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;

namespace CarbonLca.Api;

/// <summary>Why there is no result, as RFC 9457 has it: for a whole request, or in the place of one item's footprint.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Findings">What was found, everything at once; at least one for a refused input.</param>
internal sealed record Problem(ProblemKind Kind, ImmutableArray<Diagnostic> Findings)
{
    private const string RetryAfterSeconds = "5";

    /// <summary>A problem that has nothing to say beyond its kind.</summary>
    public static Problem Of(ProblemKind kind) => new(kind, []);

    /// <summary>A problem for one reason.</summary>
    public static Problem Of(ProblemKind kind, Diagnostic finding) => new(kind, [finding]);

    /// <summary>A refusal of the engine.</summary>
    public static Problem Of(RefusalException refusal) => new(ProblemKind.Of(refusal.Kind), [.. refusal.Findings]);

    /// <summary>The code for machines: that of the first error, else the kind's name.</summary>
    public string Code => Errors.FirstOrDefault()?.Code.ToString() ?? Kind.Name;

    private IEnumerable<Diagnostic> Errors => Findings.Where(f => f.Severity == Severity.Error);

    /// <summary>Writes the problem's members into an object that the caller has begun.</summary>
    public void WriteMembers(Utf8JsonWriter writer, Language language, string instance, string traceId)
    {
        writer.WriteString("type", $"urn:carbonlca:problem:{Kind.Name}");
        writer.WriteString("title", Kind.Title.In(language));
        writer.WriteNumber("status", Kind.Status);
        writer.WriteString("detail", Detail(language));
        writer.WriteString("instance", instance);
        writer.WriteString("code", Code);
        FindingsJson.Write(writer, "findings", Findings);
        writer.WriteString("traceId", traceId);
        writer.WriteBoolean("retryable", Kind.IsRetryable);
    }

    /// <summary>The problem as the answer to a request.</summary>
    public JsonAnswer Answer(HttpContext context)
    {
        Language language = RequestLanguage.Of(context.Request);
        context.Response.Headers.ContentLanguage = language.Tag();
        if (Kind.IsRetryable) context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return JsonAnswer.Of(Kind.Status, "application/problem+json", writer =>
        {
            writer.WriteStartObject();
            WriteMembers(writer, language, context.Request.Path.ToUriComponent(), TraceIdOf(context));
            writer.WriteEndObject();
        });
    }

    /// <summary>What joins an answer to the lines of the log about it.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private string Detail(Language language)
    {
        Diagnostic[] errors = [.. Errors];
        if (errors.Length == 0) return Kind.Title.In(language);
        string first = errors[0].ToText(language);
        if (errors.Length == 1) return first;
        return language == Language.Chinese ? $"{first}（另有 {errors.Length - 1} 个错误，见 findings。）" : $"{first} ({errors.Length - 1} more in findings.)";
    }
}
