using System.Threading.RateLimiting;
using CarbonLca.Reporting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CarbonLca.Api;

/// <summary>Puts the service together and runs it.</summary>
internal static class ServiceHost
{
    private const string ComputePolicy = "compute";
    private const int ExitDone = 0;
    private const int ExitFault = 1;
    private const int ExitUsage = 2;

    /// <summary>Runs the service until it is told to stop.</summary>
    /// <param name="arguments">Settings, for instance <c>--urls http://127.0.0.1:5081</c>.</param>
    /// <param name="error">Takes the reason when the service does not start.</param>
    /// <returns>The exit code: 0 stopped in order, 1 could not listen, 2 refused to listen where it was told to.</returns>
    public static int Run(string[] arguments, TextWriter error)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(arguments);
        LoopbackBinding binding = LoopbackBinding.Of(builder.Configuration);
        if (binding.Refusal is { } refusal)
        {
            error.WriteLine(refusal);
            return ExitUsage;
        }

        builder.WebHost.UseUrls([.. binding.Urls]);
        AddServices(builder);
        WebApplication app = builder.Build();
        Use(app);
        try
        {
            app.Run();
            return ExitDone;
        }
        catch (IOException fault)
        {
            error.WriteLine(fault.Message);
            return ExitFault;
        }
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a failed start is reported once, by Run
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Configure()); // endpoints come from the checked addresses alone
        IServiceCollection services = builder.Services;
        services.AddSingleton<ServiceLimits>();
        services.AddSingleton(_ => LoadedData.Load());
        services.AddSingleton<Func<double>>(SelfTest.Compute);
        services.AddSingleton<BatchEndpoint>();
        services.AddSingleton<HealthEndpoints>();
        services.AddOpenApi(ApiDescription.Version, ApiDescription.Configure);
        services.AddOptions<KestrelServerOptions>().Configure<ServiceLimits>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;

            // The limit itself is kept where bodies are read. The server, which cuts the connection at its own, leaves room beyond it,
            // so that a client with somewhat too much can send to the end and read why it is refused.
            kestrel.Limits.MaxRequestBodySize = 4L * limits.BodyBytes;
        });
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<ServiceLimits>((timeouts, limits) => timeouts.AddPolicy(ComputePolicy, new RequestTimeoutPolicy
        {
            Timeout = limits.Time,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context => Problem.Of(ProblemKind.TimedOut).Answer(context).ExecuteAsync(context),
        }));
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ServiceLimits>((limiter, limits) =>
        {
            limiter.AddConcurrencyLimiter(ComputePolicy, options =>
            {
                options.PermitLimit = limits.Concurrency;
                options.QueueLimit = limits.Waiting;
                options.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
            limiter.OnRejected = (rejected, _) => new ValueTask(Problem.Of(ProblemKind.TooManyRequests).Answer(rejected.HttpContext).ExecuteAsync(rejected.HttpContext));
        });
    }

    private static void Use(WebApplication app)
    {
        app.Services.GetRequiredService<LoadedData>(); // read before the first request, not in it
        app.Use(next => context => RequestLog.LogAsync(context, next));
        app.Use(next => context => Guards.AddHeadersAsync(context, next));
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Guards.AnswerFaultAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(Guards.AnswerStatusAsync);
        app.Use(next => context => Guards.CheckHostAsync(context, next));
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseRateLimiter();

        BatchEndpoint batch = app.Services.GetRequiredService<BatchEndpoint>();
        HealthEndpoints health = app.Services.GetRequiredService<HealthEndpoints>();
        app.MapPost(BatchEndpoint.Path, (Delegate)batch.HandleAsync).WithRequestTimeout(ComputePolicy).RequireRateLimiting(ComputePolicy).WithName("footprintsBatch").WithTags("footprints");
        app.MapGet("/health/live", HealthEndpoints.Live).WithName("live").WithTags("health");
        app.MapGet("/health/ready", health.Ready).WithName("ready").WithTags("health");
        app.MapOpenApi(ApiDescription.Path);
    }
}
