using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CarbonLca.Api;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonLca.EndToEnd.Tests.Api;

public sealed class WholeRequestTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("", 400, "SchemaInvalid")]
    [InlineData("{", 400, "SchemaInvalid")]
    [InlineData("""{"items": [NaN]}""", 400, "SchemaInvalid")]
    [InlineData("""{"items": [Infinity]}""", 400, "SchemaInvalid")]
    [InlineData("""{"items": [1,]}""", 400, "SchemaInvalid")]
    [InlineData("""{"items": []} {}""", 400, "SchemaInvalid")]
    [InlineData("null", 422, "SchemaInvalid")]
    [InlineData("[]", 422, "SchemaInvalid")]
    [InlineData("{}", 422, "MissingField")]
    [InlineData("""{"items": {}}""", 422, "SchemaInvalid")]
    [InlineData("""{"items": []}""", 422, "MissingField")]
    [InlineData("""{"items": [1], "items": [2]}""", 422, "Duplicate")]
    [InlineData("""{"items": [1], "itmes": [2]}""", 422, "UnknownField")]
    [InlineData("""{"items": [1], "\ud800": 2}""", 422, "EncodingInvalid")]
    [InlineData("""{"items": [1], "data": 7}""", 422, "SchemaInvalid")]
    [InlineData("""{"items": [1], "data": "\ud800"}""", 422, "EncodingInvalid")]
    [InlineData("""{"items": [1], "data": "../../etc/passwd"}""", 422, "UnknownName")]
    [InlineData("""{"items": [1], "data": "ict-backgruond"}""", 422, "UnknownName")]
    [InlineData("""{"items": [1], "method": "gwp100-ar7"}""", 422, "UnknownName")]
    public async Task A_body_of_the_wrong_shape_is_refused_whole(string body, int status, string code)
    {
        (await service.PostAsync(body)).Problem(status, code);
    }

    [Fact]
    public async Task Every_fault_of_the_shape_is_reported_at_once()
    {
        ServiceAnswer answer = await service.PostAsync("""{"data": "x", "method": 7, "more": 1}""");

        IEnumerable<string?> codes = answer.Problem(422, "UnknownField").GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString());
        Assert.Equal(["UnknownField", "UnknownName", "SchemaInvalid", "MissingField"], codes);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused()
    {
        (await service.PostAsync([.. "{\"items\": [\""u8, 0xB2, 0xBB, .. "\"]}"u8])).Problem(400, "EncodingInvalid");
    }

    [Fact]
    public async Task Nesting_is_limited()
    {
        string Nested(int levels) => string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));

        Assert.Equal(200, (await service.PostAsync($$"""{"items": {{Nested(31)}}}""")).Status);
        (await service.PostAsync($$"""{"items": {{Nested(32)}}}""")).Problem(400, "LimitExceeded");
        (await service.PostAsync($$"""{"items": {{new string('[', 1_000_000)}}""")).Problem(400, "LimitExceeded");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=gbk")]
    [InlineData(null)]
    public async Task S09_only_JSON_is_taken_so_that_no_form_of_another_site_can_post(string? type)
    {
        ByteArrayContent content = new(Encoding.UTF8.GetBytes(RunningService.Example));
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        (await service.SendAsync(HttpMethod.Post, RunningService.BatchPath, content)).Problem(415, "NotSupported");
    }

    [Fact]
    public async Task A07_a_compressed_body_is_refused_before_it_expands()
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(new byte[20 << 20]);
        ByteArrayContent content = new(compressed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        (await service.SendAsync(HttpMethod.Post, RunningService.BatchPath, content)).Problem(415, "NotSupported");
    }

    [Fact]
    public async Task A_body_over_8_MB_is_refused()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(RunningService.Batch(RunningService.Bill("a"))), .. Enumerable.Repeat((byte)' ', 8 << 20)];

        (await service.PostAsync(body)).Problem(413, "LimitExceeded");
        Assert.Equal(200, (await service.PostAsync(body[..(8 << 20)])).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        (await service.SendAsync(HttpMethod.Get, "/v1/nothing")).Problem(404, "not-found");
        (await service.SendAsync(HttpMethod.Get, RunningService.BatchPath)).Problem(405, "method-not-allowed");
    }

    [Fact]
    public async Task When_the_time_is_over_the_answer_is_503_with_Retry_After()
    {
        using RunningService hurried = new(services => services.AddSingleton(new ServiceLimits { Time = TimeSpan.FromMilliseconds(1) }));
        string body = RunningService.Batch(Enumerable.Range(0, 100).Select(i => RunningService.Bill($"sku-{i}")));

        ServiceAnswer answer = await hurried.PostAsync(body);

        Assert.True(answer.Problem(503, "timed-out").GetProperty("retryable").GetBoolean());
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task When_too_many_wait_the_answer_is_429_with_Retry_After()
    {
        using RunningService narrow = new(services => services.AddSingleton(new ServiceLimits { Concurrency = 1, Waiting = 0 }));
        using HeldContent held = new(RunningService.Batch(RunningService.Bill("a")));
        Task<ServiceAnswer> first = narrow.SendAsync(HttpMethod.Post, RunningService.BatchPath, held);
        await held.IsBeingRead;

        ServiceAnswer second = await narrow.PostAsync("{}");

        Assert.True(second.Problem(429, "too-many-requests").GetProperty("retryable").GetBoolean());
        Assert.NotNull(second.Headers.RetryAfter);
        held.Release();
        Assert.Equal(200, (await first).Status);
    }

    /// <summary>A body whose end is held back. It begins with more blanks than a pipe takes unread, and so knows when it is being read.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly byte[] _body;
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldContent(string body)
        {
            _body = Encoding.UTF8.GetBytes(body);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public Task IsBeingRead => _read.Task;

        public void Release() => _release.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Enumerable.Repeat((byte)' ', 1 << 20).ToArray());
            _read.SetResult();
            await _release.Task;
            await stream.WriteAsync(_body);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
