using System.Diagnostics;

namespace CarbonLca.Api;

/// <summary>What the log says about requests: no product names, no amounts, nothing that a client could forge a line with.</summary>
internal static class RequestLog
{
    /// <summary>One line for each request when it is answered.</summary>
    public static async Task LogAsync(HttpContext context, RequestDelegate next)
    {
        ILogger log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestLog).FullName!);
        long start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            log.LogInformation(
                "{Method} {Path} {Status} in {Milliseconds:F0} ms",
                LogText.Encode(context.Request.Method),
                LogText.Encode(context.Request.Path.Value ?? string.Empty),
                context.Response.StatusCode,
                Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    /// <summary>A fault of the service: its type and where it happened. Its message may name products, and stays out.</summary>
    public static void LogFault(this ILogger log, Exception fault) =>
        log.LogError("{Fault} at{NewLine}{StackTrace}", fault.GetType().FullName, Environment.NewLine, fault.StackTrace);
}
