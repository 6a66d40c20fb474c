using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CarbonLca.Api;

/// <summary>An answer in JSON that is complete before its status is sent.</summary>
internal sealed class JsonAnswer : IResult
{
    // Safe without escaping for HTML: answers are JSON by content type, and browsers are told not to sniff.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly int _status;
    private readonly string _contentType;
    private readonly ReadOnlyMemory<byte> _body;

    private JsonAnswer(int status, string contentType, ReadOnlyMemory<byte> body) => (_status, _contentType, _body) = (status, contentType, body);

    /// <summary>The answer that a function writes.</summary>
    public static JsonAnswer Of(int status, string contentType, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options)) write(writer);
        return new JsonAnswer(status, contentType, buffer.WrittenMemory);
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = _status;
        httpContext.Response.ContentType = _contentType;
        httpContext.Response.ContentLength = _body.Length;

        // Not cancelled with the request: what is answered after the time is over is that it is over.
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await httpContext.Response.Body.WriteAsync(_body, CancellationToken.None);
    }
}
