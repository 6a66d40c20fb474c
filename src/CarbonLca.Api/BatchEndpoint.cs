using System.Collections.Immutable;
using System.Text.Json;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Results;
using CarbonLca.Formats.Studies;
using CarbonLca.Reporting;

namespace CarbonLca.Api;

/// <summary><c>POST /v1/footprints:batch</c>: the footprint of each bill of materials, or the problem with it, in the order of the items.</summary>
/// <remarks>Every item is computed on its own, so that its bits do not depend on its company.</remarks>
internal sealed class BatchEndpoint(LoadedData loaded, ServiceLimits limits, ILogger<BatchEndpoint> log)
{
    /// <summary>The address.</summary>
    public const string Path = "/v1/footprints:batch";

    /// <summary>Answers one request.</summary>
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!loaded.Faults.IsEmpty) return new Problem(ProblemKind.NotReady, loaded.Faults).Answer(context);
        RequestBody body = await RequestBody.ReadAsync(context.Request, limits, context.RequestAborted);
        if (body.Problem is { } problem) return problem.Answer(context);
        using JsonDocument document = body.Document!;
        BatchRequest request;
        try
        {
            request = BatchRequest.Read(document.RootElement, loaded, limits);
        }
        catch (InputRefusedException refusal)
        {
            return Problem.Of(refusal).Answer(context);
        }

        return Answer(request, context);
    }

    private JsonAnswer Answer(BatchRequest request, HttpContext context)
    {
        Language language = RequestLanguage.Of(context.Request);
        context.Response.Headers.ContentLanguage = language.Tag();
        string traceId = Problem.TraceIdOf(context);
        int refused = 0;
        JsonAnswer answer = JsonAnswer.Of(StatusCodes.Status200OK, "application/json; charset=utf-8", writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            for (int i = 0; i < request.Items.Length; i++)
            {
                context.RequestAborted.ThrowIfCancellationRequested();
                ItemResult result = Compute(request, i);
                if (result.Problem is not null) refused++;
                Write(writer, i, result, language, traceId);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        log.LogInformation("{Computed} footprints, {Refused} problems; trace {TraceId}", request.Items.Length - refused, refused, LogText.Encode(traceId));
        return answer;
    }

    private ItemResult Compute(BatchRequest request, int index)
    {
        JsonElement item = request.Items[index];
        string? id = IdOf(item);
        try
        {
            StudyReadResult read = BillOfMaterialsReader.Read(RequestBody.Name, item, request.DataSet, request.Method.Id, $"$.items[{index}]");
            return new ItemResult(id, FootprintCalculator.Compute(read.Build(request.Database), request.Database, request.Method), null);
        }
        catch (RefusalException refusal)
        {
            return new ItemResult(id, null, Problem.Of(refusal));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of the engine costs this item its footprint, not the others theirs.
            log.LogFault(fault);
            return new ItemResult(id, null, Problem.Of(ProblemKind.Internal));
        }
    }

    private static void Write(Utf8JsonWriter writer, int index, ItemResult result, Language language, string traceId)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", index);
        writer.WriteString("id", result.Id);
        writer.WriteNumber("status", result.Problem?.Kind.Status ?? StatusCodes.Status200OK);
        if (result.Problem is { } problem)
        {
            writer.WriteStartObject("problem");
            problem.WriteMembers(writer, language, $"{Path}#/items/{index}", traceId);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartObject("footprint");
            FootprintJson.WriteMembers(writer, result.Footprint!);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // The id as the client wrote it, also where the bill is refused; null where there is none.
    private static string? IdOf(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return item.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair; the reader reports it.
            return null;
        }
    }

    private readonly record struct ItemResult(string? Id, CarbonFootprint? Footprint, Problem? Problem);
}
