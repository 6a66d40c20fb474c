using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CarbonLca.Api;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonLca.EndToEnd.Tests.Api;

/// <summary>The service in this process, as its own start puts it together, with what a test changes of it.</summary>
public sealed class RunningService : IDisposable
{
    internal const string BatchPath = "/v1/footprints:batch";

    private readonly WebApplicationFactory<ServiceLimits> _factory;
    private readonly LogMemory _log = new();

    public RunningService()
        : this(_ => { })
    {
    }

    internal RunningService(Action<IServiceCollection> change, bool onKestrel = false)
    {
        _factory = new WebApplicationFactory<ServiceLimits>().WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(_log));
            change(services);
        }));
        if (onKestrel)
        {
            _factory.UseKestrel(0);
            _factory.StartServer();
        }

        // Without a real socket the client is a plain one: one that follows redirects would hold bodies back until they are whole.
        Client = onKestrel ? _factory.CreateClient() : _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
    }

    internal HttpClient Client { get; }

    internal string Log => string.Join('\n', _log.Messages);

    internal IReadOnlyCollection<string> LogMessages => _log.Messages;

    internal static string Root { get; } = FindRoot();

    /// <summary>The request that README sends.</summary>
    internal static string Example { get; } = File.ReadAllText(Path.Combine(Root, "datasets", "studies", "batch-example.json"));

    /// <summary>A bill of one line.</summary>
    internal static string Bill(string id, string provider = "steel-sheet", double amount = 1) =>
        $$"""{"id": "{{id}}", "product": "Bracket", "lines": [{"item": "Part", "amount": {{amount:R}}, "unit": "kg", "provider": "{{provider}}", "source": "drawing", "quality": "measured"}]}""";

    internal static string Batch(params IEnumerable<string> bills) => $$"""{"items": [{{string.Join(',', bills)}}]}""";

    internal Task<ServiceAnswer> PostAsync(string body, string? language = null) => PostAsync(Encoding.UTF8.GetBytes(body), language);

    internal async Task<ServiceAnswer> PostAsync(byte[] body, string? language = null)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(HttpMethod.Post, BatchPath, content, request =>
        {
            if (language is not null) request.Headers.Add("Accept-Language", language);
        });
    }

    internal async Task<ServiceAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        change?.Invoke(request);
        using HttpResponseMessage response = await Client.SendAsync(request);
        return await ServiceAnswer.ReadAsync(response);
    }

    /// <summary>For properties, whose checks do not wait.</summary>
    internal ServiceAnswer Post(byte[] body) => PostAsync(body).GetAwaiter().GetResult();

    public void Dispose()
    {
        Client.Dispose();
        _factory.Dispose();
        _log.Dispose();
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CarbonLca.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private sealed class LogMemory : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}

/// <summary>An answer of the service, read to the end.</summary>
internal sealed record ServiceAnswer(int Status, string? ContentType, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public static async Task<ServiceAnswer> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public JsonElement[] Results => [.. Json.GetProperty("results").EnumerateArray()];

    /// <summary>Checks that the answer is a problem with a status and code, and says what it is about.</summary>
    public JsonElement Problem(int status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (Status, ContentType));
        JsonElement problem = Json;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        OpenApiCheck.Verify("Problem", problem);
        return problem;
    }
}
