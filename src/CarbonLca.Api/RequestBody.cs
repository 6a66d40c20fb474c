using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using CarbonLca.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace CarbonLca.Api;

/// <summary>Reads the body of a request as JSON, within limits. Either there is a document or a problem.</summary>
/// <param name="Document">The document, to be disposed.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct RequestBody(JsonDocument? Document, Problem? Problem)
{
    /// <summary>What messages call the body where a file would have its name.</summary>
    public const string Name = "body";

    /// <summary>Reads the body.</summary>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, ServiceLimits limits, CancellationToken cancellation)
    {
        if (CheckType(request) is { } refused) return new RequestBody(null, refused);
        if (request.ContentLength > limits.BodyBytes) return new RequestBody(null, TooLarge(limits));
        ArrayBufferWriter<byte> bytes = new();
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await reader.ReadAsync(cancellation);
            }
            catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return new RequestBody(null, TooLarge(limits));
            }

            if (bytes.WrittenCount + read.Buffer.Length > limits.BodyBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return new RequestBody(null, TooLarge(limits));
            }

            foreach (ReadOnlyMemory<byte> segment in read.Buffer) bytes.Write(segment.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return Parse(bytes.WrittenMemory, limits);
        }
    }

    private static RequestBody Parse(ReadOnlyMemory<byte> bytes, ServiceLimits limits)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (!Utf8.IsValid(bytes.Span))
        {
            return Malformed(Diagnostic.Error(FindingCode.EncodingInvalid, "The body is not UTF-8 text.", "请求体不是 UTF-8 文本。") with
            {
                Where = new SourcePosition(Name),
                Expected = Wording.Same("UTF-8"),
            });
        }

        try
        {
            return new RequestBody(JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = limits.Depth }), null);
        }
        catch (JsonException fault)
        {
            SourcePosition where = new(Name, (int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1);
            return Malformed(IsTooDeep(bytes.Span, limits.Depth)
                ? Diagnostic.Error(FindingCode.LimitExceeded, "The body is nested too deeply.", "请求体嵌套过深。") with
                {
                    Where = where,
                    Expected = new Wording($"at most {limits.Depth} levels", $"至多 {limits.Depth} 层"),
                }
                : Diagnostic.Error(FindingCode.SchemaInvalid, "The body cannot be read as JSON from here on.", "请求体自此处起不是有效的 JSON。") with
                {
                    Where = where,
                    Next = new Wording("Check commas, quotes and brackets; JSON knows no NaN, no Infinity and no comments.", "请检查逗号、引号和括号；JSON 不允许 NaN、Infinity 和注释。"),
                });
        }
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> bytes, int depth)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = depth + 1 });
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= depth) return true;
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }

    private static Problem? CheckType(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return Problem.Of(ProblemKind.MediaTypeRefused, Diagnostic.Error(FindingCode.NotSupported, "The body is compressed.", "请求体经过压缩。") with
            {
                Where = new SourcePosition("Content-Encoding"),
                Found = request.Headers.ContentEncoding.ToString(),
                Next = new Wording("Send it as it is.", "请直接发送未压缩的内容。"),
            });
        }

        if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))) return null;
        return Problem.Of(ProblemKind.MediaTypeRefused, Diagnostic.Error(FindingCode.NotSupported, "The content type is not JSON.", "内容类型不是 JSON。") with
        {
            Where = new SourcePosition("Content-Type"),
            Found = request.ContentType,
            Expected = Wording.Same("application/json; charset=utf-8"),
        });
    }

    private static RequestBody Malformed(Diagnostic finding) => new(null, Problem.Of(ProblemKind.Malformed, finding));

    private static Problem TooLarge(ServiceLimits limits) =>
        Problem.Of(ProblemKind.LimitExceeded, Diagnostic.Error(FindingCode.LimitExceeded, "The body is too large.", "请求体过大。") with
        {
            Where = new SourcePosition(Name),
            Expected = new Wording($"at most {limits.BodyBytes} bytes", $"至多 {limits.BodyBytes} 字节"),
            Next = new Wording("Send fewer bills at a time.", "请减少单次发送的物料清单数量。"),
        });
}
