using CarbonLca.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace CarbonLca.Api;

/// <summary>A kind of problem that the service answers with (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Name">What its <c>type</c> ends with, after <c>urn:carbonlca:problem:</c>.</param>
/// <param name="Title">What it is, the same for every occurrence.</param>
/// <param name="IsRetryable">Whether the same request may succeed later.</param>
internal sealed record ProblemKind(int Status, string Name, Wording Title, bool IsRetryable = false)
{
    public static ProblemKind Malformed { get; } = new(StatusCodes.Status400BadRequest, "malformed-request", new Wording("The request cannot be read", "请求无法读取"));

    public static ProblemKind HostRefused { get; } = new(StatusCodes.Status400BadRequest, "host-refused", new Wording("The host name is refused", "主机名被拒绝"));

    public static ProblemKind NotFound { get; } = new(StatusCodes.Status404NotFound, "not-found", new Wording("There is nothing at this address", "该地址没有内容"));

    public static ProblemKind MethodNotAllowed { get; } = new(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", new Wording("The address does not take this method", "该地址不接受此方法"));

    public static ProblemKind LimitExceeded { get; } = new(StatusCodes.Status413PayloadTooLarge, "limit-exceeded", new Wording("A limit is exceeded", "超出限制"));

    public static ProblemKind MediaTypeRefused { get; } = new(StatusCodes.Status415UnsupportedMediaType, "media-type-refused", new Wording("The content type is not supported", "不支持该内容类型"));

    public static ProblemKind InputRefused { get; } = new(StatusCodes.Status422UnprocessableEntity, "input-refused", new Wording("The input is refused", "输入被拒绝"));

    public static ProblemKind NumericalRefusal { get; } = new(StatusCodes.Status422UnprocessableEntity, "numerical-refusal", new Wording("The equations have no answer that is certain enough", "方程无解或解不够确定"));

    public static ProblemKind TooManyRequests { get; } = new(StatusCodes.Status429TooManyRequests, "too-many-requests", new Wording("Too many requests are waiting", "等待的请求过多"), IsRetryable: true);

    public static ProblemKind Internal { get; } = new(StatusCodes.Status500InternalServerError, "internal-error", new Wording("The service failed", "服务出错"));

    public static ProblemKind NotReady { get; } = new(StatusCodes.Status503ServiceUnavailable, "not-ready", new Wording("The service is not ready", "服务未就绪"), IsRetryable: true);

    public static ProblemKind TimedOut { get; } = new(StatusCodes.Status503ServiceUnavailable, "timed-out", new Wording("The time for one request is over", "单个请求的时间已用尽"), IsRetryable: true);

    /// <summary>The kind of a refusal of the engine.</summary>
    public static ProblemKind Of(RefusalKind kind) => kind switch
    {
        RefusalKind.Numerical => NumericalRefusal,
        RefusalKind.Resource => LimitExceeded,
        _ => InputRefused,
    };

    /// <summary>The kind of a bare HTTP status.</summary>
    public static ProblemKind Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Malformed,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => LimitExceeded,
        StatusCodes.Status415UnsupportedMediaType => MediaTypeRefused,
        StatusCodes.Status500InternalServerError => Internal,
        _ => new ProblemKind(status, $"http-{status}", Wording.Same(ReasonPhrases.GetReasonPhrase(status))),
    };
}
