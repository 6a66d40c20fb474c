using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CarbonLca.Api;
using CarbonLca.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonLca.EndToEnd.Tests.Api;

public sealed class ServiceTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Health_says_what_is_loaded_and_that_a_known_case_comes_out_right()
    {
        ServiceAnswer ready = await service.SendAsync(HttpMethod.Get, "/health/ready");
        ServiceAnswer live = await service.SendAsync(HttpMethod.Get, "/health/live");

        OpenApiCheck.Verify("Readiness", ready.Json);
        OpenApiCheck.Verify("Liveness", live.Json);
        Assert.Equal((200, 200), (ready.Status, live.Status));
        Assert.Equal(120, ready.Json.GetProperty("self_test").GetProperty("computed").GetDouble(), 1e-10);
        Assert.Equal("ict-background", Assert.Single(ready.Json.GetProperty("data").EnumerateArray()).GetProperty("name").GetString());
        Assert.Matches("^[0-9a-f]{64}$", ready.Json.GetProperty("data")[0].GetProperty("sha256").GetString());
        Assert.Equal(["gwp100-ar4", "gwp100-ar5", "gwp100-ar6"], ready.Json.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(120.001)]
    [InlineData(double.NaN)]
    public async Task A_wrong_sum_makes_the_service_unready(double sum)
    {
        using RunningService broken = new(services => services.AddSingleton<Func<double>>(() => sum));

        (await broken.SendAsync(HttpMethod.Get, "/health/ready")).Problem(503, "IllConditioned");
        Assert.Equal(200, (await broken.SendAsync(HttpMethod.Get, "/health/live")).Status);
    }

    [Fact]
    public async Task Data_that_cannot_be_loaded_make_the_service_unready_and_no_result_comes_out()
    {
        LoadedData broken = LoadedData.Load(
            ["ict-background"], _ => throw new InputRefusedException(Diagnostic.Error(FindingCode.Truncated, "Cut off.", "内容不完整。")), [], _ => throw new InvalidOperationException());
        using RunningService unready = new(services => services.AddSingleton(broken));

        (await unready.SendAsync(HttpMethod.Get, "/health/ready")).Problem(503, "Truncated");
        (await unready.PostAsync(RunningService.Example)).Problem(503, "Truncated");
    }

    [Fact]
    public async Task The_committed_description_is_the_one_that_is_served()
    {
        ServiceAnswer served = await service.SendAsync(HttpMethod.Get, "/openapi/v1.json");

        string committed = await File.ReadAllTextAsync(Path.Combine(RunningService.Root, "src", "CarbonLca.Api", "openapi.json"));
        Assert.True(committed == served.Body, "src/CarbonLca.Api/openapi.json differs from what is served. Start the service and run: curl -s localhost:5080/openapi/v1.json -o src/CarbonLca.Api/openapi.json");
    }

    [Fact]
    public void The_description_states_the_limits_that_hold()
    {
        JsonElement items = OpenApiCheck.Schema("BatchRequest").GetProperty("properties").GetProperty("items");
        JsonElement operation = OpenApiCheck.Description.GetProperty("paths").GetProperty(RunningService.BatchPath).GetProperty("post");

        Assert.Equal((1, new ServiceLimits().Items), (items.GetProperty("minItems").GetInt32(), items.GetProperty("maxItems").GetInt32()));
        Assert.Equal(["200", "400", "413", "415", "422", "429", "500", "503"], operation.GetProperty("responses").EnumerateObject().Select(r => r.Name));
        Assert.True(JsonElement.DeepEquals(
            JsonSerializer.Deserialize<JsonElement>(RunningService.Example),
            operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example")));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.10:5080")]
    [InlineData("0.0.0.0")]
    public async Task S09_a_foreign_Host_is_refused(string host)
    {
        (await service.SendAsync(HttpMethod.Get, "/health/ready", change: r => r.Headers.Host = host)).Problem(400, "Unsafe");
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("[::1]:5080")]
    public async Task A_loopback_Host_is_taken(string host)
    {
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Get, "/health/live", change: r => r.Headers.Host = host)).Status);
    }

    [Fact]
    public async Task S09_no_other_origin_is_allowed_and_nothing_is_cached_or_sniffed()
    {
        ServiceAnswer preflight = await service.SendAsync(HttpMethod.Options, RunningService.BatchPath, change: r =>
        {
            r.Headers.Add("Origin", "https://evil.example");
            r.Headers.Add("Access-Control-Request-Method", "POST");
        });
        ServiceAnswer get = await service.SendAsync(HttpMethod.Get, "/health/ready", change: r => r.Headers.Add("Origin", "https://evil.example"));

        preflight.Problem(405, "method-not-allowed");
        foreach (ServiceAnswer answer in new[] { preflight, get })
        {
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S10_nobody_writes_lines_into_the_log_and_no_product_is_named_there()
    {
        await service.SendAsync(HttpMethod.Get, "/v1/%0A%1B%5B31mforged%E2%80%A8line");
        await service.PostAsync(RunningService.Batch(RunningService.Bill("secret-sku"), RunningService.Bill("other-sku", "no-such-process")));

        Assert.Contains(service.LogMessages, m => m.StartsWith(@"GET /v1/\u000a\u001b[31mforged\u2028line 404", StringComparison.Ordinal));
        Assert.Contains("1 footprints, 1 problems", service.Log, StringComparison.Ordinal);
        foreach (string secret in (string[])["secret-sku", "other-sku", "Bracket", "no-such-process", "\u001b"]) Assert.DoesNotContain(secret, service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.10:5080")]
    [InlineData("http://my-machine:5080")]
    [InlineData("http://localhost.evil.example:5080")]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://unix:/run/carbonlca.sock")]
    [InlineData("nonsense")]
    public void S05_another_binding_than_loopback_is_refused_with_exit_code_2(string urls)
    {
        using StringWriter error = new();

        Assert.Equal(2, ServiceHost.Run(["--urls", urls], error));
        Assert.Contains("listens on this machine only", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(LoopbackBinding.Of(Configuration("URLS", urls)).Refusal);
    }

    [Theory]
    [InlineData("HTTP_PORTS", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:5080")]
    public void S05_ports_and_endpoints_of_the_configuration_are_refused(string key, string value)
    {
        Assert.NotNull(LoopbackBinding.Of(Configuration(key, value)).Refusal);
    }

    [Theory]
    [InlineData("", LoopbackBinding.Default)]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:0")]
    [InlineData("http://[::1]:5081;http://localhost:5082", "http://[::1]:5081", "http://localhost:5082")]
    public void Loopback_addresses_are_taken(string urls, params string[] expected)
    {
        LoopbackBinding binding = LoopbackBinding.Of(Configuration("urls", urls));

        Assert.Null(binding.Refusal);
        Assert.Equal(expected, binding.Urls);
    }

    [Fact]
    public async Task On_a_real_socket_it_answers_and_refuses_long_bodies_with_and_without_a_stated_length()
    {
        const int limit = 64 << 10;
        using RunningService real = new(services => services.AddSingleton(new ServiceLimits { BodyBytes = limit }), onKestrel: true);
        Assert.True(real.Client.BaseAddress!.IsLoopback);

        ServiceAnswer good = await real.PostAsync(RunningService.Example);
        Assert.Equal([200, 200, 422], good.Results.Select(r => r.GetProperty("status").GetInt32()));
        Assert.False(good.Headers.Contains("Server"));

        byte[] tooLong = Encoding.UTF8.GetBytes(RunningService.Batch(RunningService.Bill("a")) + new string(' ', limit));
        (await real.PostAsync(tooLong)).Problem(413, "LimitExceeded");
        ByteArrayContent content = new(tooLong);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.Equal(413, (await real.SendAsync(HttpMethod.Post, RunningService.BatchPath, content, r => r.Headers.TransferEncodingChunked = true)).Problem(413, "LimitExceeded").GetProperty("status").GetInt32());
    }

    private static IConfiguration Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)]).Build();
}
