using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Transcribing;

public sealed class TranscriptionTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARecordingIsTranscribed()
    {
        (string FileName, string Content, string Model, string Language) received = default;
        await using var provider = await FakeProvider.StartAsync();
        provider.Transcribe = async context =>
        {
            var form = await context.Request.ReadFormAsync(Token);
            using var reader = new StreamReader(form.Files["file"]!.OpenReadStream());
            received = (form.Files["file"]!.FileName, await reader.ReadToEndAsync(Token), form["model"].ToString(), form["language"].ToString());
            await context.Response.WriteAsJsonAsync(new { text = " Привет! " }, Token);
        };
        await using var service = await CompletionService.StartAsync(provider, "--Transcribing:Model=whisper-test");

        using var response = await PostAsync(service, "?fileName=voice.ogg&language=ru", new StringContent("sound"));

        Assert.Equal(new Transcription("Привет!", new("whisper-test", new(0, 0), null)), await response.Content.ReadFromJsonAsync(ContractsJson.Default.Transcription, Token));
        Assert.Equal(("voice.ogg", "sound", "whisper-test", "ru"), received);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_transcription_duration_seconds_count", "outcome=\"completed\""));
    }

    [Fact]
    public async Task ARecordingIsStreamedToTheProvider()
    {
        var started = new TaskCompletionSource();
        await using var provider = await FakeProvider.StartAsync();
        provider.Transcribe = async context =>
        {
            // The start of the form and of the recording has arrived, the rest has not been sent.
            await context.Request.Body.ReadExactlyAsync(new byte[64], Token);
            started.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null, Token);
            await context.Response.WriteAsJsonAsync(new { text = "done" }, Token);
        };
        await using var service = await CompletionService.StartAsync(provider);
        var pipe = new System.IO.Pipelines.Pipe();

        var answering = PostAsync(service, "?fileName=voice.ogg", new StreamContent(pipe.Reader.AsStream()));
        await pipe.Writer.WriteAsync(new byte[64 * 1024], Token);
        await started.Task.WaitAsync(Eventually.Limit, Token);
        await pipe.Writer.CompleteAsync();

        using var response = await answering;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("gpt-4o-mini-transcribe", 10, 20, "0.00013")]
    [InlineData("whisper-1", 0, 0, "0.0001")]
    [InlineData("whisper-1", 0, 0, null)]
    public async Task TheUsageIsReportedByTokensOrByTime(string model, int input, int output, string? cost)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        string[] prices = cost is null ? [] : ["--Transcribing:InputPrice=3", "--Transcribing:OutputPrice=5", "--Transcribing:MinutePrice=0.006"];
        await using var service = await CompletionService.StartAsync(playground, redis: null, [$"--Transcribing:Model={model}", .. prices]);

        using var response = await PostAsync(service, "?fileName=voice.ogg", new ByteArrayContent(new byte[2000]));

        decimal? money = cost is null ? null : decimal.Parse(cost, CultureInfo.InvariantCulture);
        Assert.Equal(
            new Transcription("Hello! This is a voice message of about 1 s, file voice.ogg. What can you do?", new(model, new(input, output), money)),
            await response.Content.ReadFromJsonAsync(ContractsJson.Default.Transcription, Token));
        Assert.Equal((double)(money ?? 0), await service.MetricAsync("wisdomwave_completion_cost_total", "operation=\"transcription\""), 9);
    }

    [Theory]
    [InlineData("""{"text":null}""", "")]
    [InlineData("""{"text":42}""", "42")]
    [InlineData("""{"text":["one","two"]}""", "one two")]
    [InlineData("""{"text":"one","duration":"1.5","language":null,"segments":null,"words":null}""", "one")]
    [InlineData("""{"text":"one","usage":null}""", "one")]
    [InlineData("""{"text":"one \ud83d two"}""", "one \uFFFD two")]
    [InlineData("one two", "one two")]
    [InlineData("\"one two\"", "one two")]
    public async Task ATranscriptionIsReadInEveryDialect(string body, string text)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Transcribe = context => context.Response.WriteAsync(body, Token);
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));

        Assert.Equal((HttpStatusCode.OK, text), (response.StatusCode, (await response.Content.ReadFromJsonAsync(ContractsJson.Default.Transcription, Token))!.Text));
    }

    [Theory]
    [InlineData("<html>Welcome")]
    [InlineData("{}")]
    public async Task AResponseWithoutTextIsAFailure(string body)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Transcribe = context => context.Response.WriteAsync(body, Token);
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Theory]
    [InlineData("model_not_found", 501, "ModelNotFound")]
    [InlineData("rate_limit_exceeded", 429, "RateLimited")]
    [InlineData("insufficient_quota", 502, "QuotaSpent")]
    [InlineData("invalid_api_key", 502, "KeyRejected")]
    [InlineData("context_length_exceeded", 422, "ContextTooLong")]
    [InlineData("server_error", 503, "Unavailable")]
    public async Task AFailureOfTheProviderIsAProblemThatNamesItsKind(string code, int expected, string kind)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.Client.FailAsync(new ModelFault { Code = code, RetryAfter = 7 }, Token);

        using var response = await PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((expected, "application/problem+json", kind, "7"), (
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, problem.GetProperty("kind").GetString(),
            response.Headers.RetryAfter?.ToString()));
    }

    [Fact]
    public async Task AServerWithoutTranscriptionIsNotImplemented()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
    }

    [Fact]
    public async Task ASlowTranscriptionTimesOut()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(playground, redis: null, time, "--Transcribing:TimeLimit=00:00:01");
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hang }, Token);

        var answering = PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));
        await playground.WaitForCallsAsync(1);
        time.Advance(TimeSpan.FromSeconds(1));
        using var response = await answering;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.True(Assert.Single(await playground.CallsAsync("transcription")).Cancelled);
    }

    [Fact]
    public async Task TheProvidersCallIsCancelledWhenTheCallerDisconnects()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hang }, Token);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var answering = service.Http.PostAsync("/transcriptions?fileName=voice.ogg", new StringContent("sound"), gone.Token);
        await playground.WaitForCallsAsync(1);
        await gone.CancelAsync();

        Assert.True(Assert.Single(await playground.CallsAsync("transcription")).Cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ARecordingThatIsTooLargeIsRejected(bool tellsItsLength)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.Transcribe = context => context.Request.Body.CopyToAsync(Stream.Null, Token);
        await using var service = await CompletionService.StartAsync(provider, "--Transcribing:MaxBytes=100000");
        // The service closes the connection when it has read too much, so the client must have sent nearly everything by then.
        using HttpContent recording = tellsItsLength ? new ByteArrayContent(new byte[100_001]) : new StreamContent(new Unmeasured(new byte[100_001]));

        using var response = await PostAsync(service, "?fileName=voice.ogg", recording);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?fileName=")]
    [InlineData("?fileName=voice.ogg&language=the-language-of-the-heart")]
    public async Task AnInvalidFileNameOrLanguageIsAProblem(string query)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await PostAsync(service, query, new StringContent("sound"));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private static Task<HttpResponseMessage> PostAsync(CompletionService service, string query, HttpContent recording) =>
        service.Http.PostAsync($"/transcriptions{query}", recording, Token);

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
