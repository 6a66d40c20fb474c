using CarbonLca.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace CarbonLca.Api;

/// <summary>What stands around every endpoint: the Host header, the headers of answers, and problems instead of bare failures.</summary>
internal static class Guards
{
    /// <summary>Tells browsers to keep nothing, guess nothing, frame nothing; and caches that answers depend on the language.</summary>
    public static Task AddHeadersAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        context.Response.OnStarting(() =>
        {
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-store";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Referrer-Policy"] = "no-referrer";
            headers.Vary = "Accept-Language";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Refuses requests that name another host than this machine: a page elsewhere whose name was pointed here (DNS rebinding).</summary>
    public static Task CheckHostAsync(HttpContext context, RequestDelegate next) =>
        LoopbackBinding.IsLoopbackHost(context.Request.Host.Host)
            ? next(context)
            : Problem.Of(ProblemKind.HostRefused, Diagnostic.Error(FindingCode.Unsafe, "The Host header does not name this machine.", "Host 标头未指向本机。") with
            {
                Where = new SourcePosition("Host"),
                Expected = Wording.Same("localhost | 127.0.0.1 | [::1]"),
            }).Answer(context).ExecuteAsync(context);

    /// <summary>Turns a failure that nobody handled into a problem.</summary>
    public static Task AnswerFaultAsync(HttpContext context)
    {
        Exception? fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (fault is BadHttpRequestException bad) return Problem.Of(ProblemKind.Of(bad.StatusCode)).Answer(context).ExecuteAsync(context);
        if (fault is not null) context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Guards).FullName!).LogFault(fault);
        return Problem.Of(ProblemKind.Internal).Answer(context).ExecuteAsync(context);
    }

    /// <summary>Gives a bare error status its problem.</summary>
    public static Task AnswerStatusAsync(StatusCodeContext context) =>
        Problem.Of(ProblemKind.Of(context.HttpContext.Response.StatusCode)).Answer(context.HttpContext).ExecuteAsync(context.HttpContext);
}
