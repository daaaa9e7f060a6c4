using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Transcribing;

public sealed class TranscriptionTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARecordingBecomesWords()
    {
        (string FileName, string Content, string Model, string Language) asked = default;
        await using var provider = await TestProvider.StartAsync();
        provider.Transcribe = async context =>
        {
            var form = await context.Request.ReadFormAsync(Token);
            using var reader = new StreamReader(form.Files["file"]!.OpenReadStream());
            asked = (form.Files["file"]!.FileName, await reader.ReadToEndAsync(Token), form["model"].ToString(), form["language"].ToString());
            await context.Response.WriteAsJsonAsync(new { text = " Привет! " }, Token);
        };
        await using var service = await CompletionService.StartAsync(provider, "--Transcribing:Model=whisper-test");

        using var response = await PostAsync(service, "?fileName=voice.ogg&language=ru", new StringContent("sound"));

        Assert.Equal(new Transcription("Привет!"), await response.Content.ReadFromJsonAsync(ContractsJson.Default.Transcription, Token));
        Assert.Equal(("voice.ogg", "sound", "whisper-test", "ru"), asked);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_transcription_duration_seconds_count", "outcome=\"completed\""));
    }

    [Fact]
    public async Task ARecordingIsPassedOnWhileItComes()
    {
        var heard = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync();
        provider.Transcribe = async context =>
        {
            // The form's head and the first bytes of the recording are there, the rest is not.
            await context.Request.Body.ReadExactlyAsync(new byte[64], Token);
            heard.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null, Token);
            await context.Response.WriteAsJsonAsync(new { text = "done" }, Token);
        };
        await using var service = await CompletionService.StartAsync(provider);
        var pipe = new System.IO.Pipelines.Pipe();

        var answering = PostAsync(service, "?fileName=voice.ogg", new StreamContent(pipe.Reader.AsStream()));
        await pipe.Writer.WriteAsync(new byte[64 * 1024], Token);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
        await pipe.Writer.CompleteAsync();

        using var response = await answering;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(404, "", 501, "BadRequest")]
    [InlineData(404, "model_not_found", 501, "ModelNotFound")]
    [InlineData(429, "rate_limit_exceeded", 429, "RateLimited")]
    [InlineData(429, "insufficient_quota", 502, "QuotaSpent")]
    [InlineData(401, "invalid_api_key", 502, "KeyRejected")]
    [InlineData(400, "invalid_value", 422, "BadRequest")]
    [InlineData(500, "server_error", 503, "Unavailable")]
    public async Task AFailureOfTheProviderIsAProblemThatNamesItsKind(int status, string code, int expected, string kind)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Transcribe = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "7";
            if (code.Length > 0)
                await context.Response.WriteAsJsonAsync(new { error = new { message = "no", type = code, code } }, Token);
        };
        await using var service = await CompletionService.StartAsync(provider);

        using var response = await PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((expected, "application/problem+json", kind, "7"), (
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, problem.GetProperty("kind").GetString(),
            response.Headers.RetryAfter?.ToString()));
    }

    [Fact]
    public async Task AProviderThatHearsForTooLongIsGivenUp()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Transcribe = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var service = await CompletionService.StartAsync(provider, "--Transcribing:TimeLimit=00:00:00.2");

        using var response = await PostAsync(service, "?fileName=voice.ogg", new StringContent("sound"));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        await provider.Aborted.WaitAsync(TimeSpan.FromSeconds(1), Token);
    }

    [Fact]
    public async Task ACallerThatGoesAwayEndsTheProvidersCall()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Transcribe = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var service = await CompletionService.StartAsync(provider);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var answering = service.Http.PostAsync("/transcriptions?fileName=voice.ogg", new StringContent("sound"), gone.Token);
        await provider.Asked.WaitAsync(TimeSpan.FromSeconds(5), Token);
        await gone.CancelAsync();

        await provider.Aborted.WaitAsync(TimeSpan.FromSeconds(1), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ARecordingThatIsTooLargeIsRefused(bool tellsItsLength)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Transcribe = context => context.Request.Body.CopyToAsync(Stream.Null, Token);
        await using var service = await CompletionService.StartAsync(provider, "--Transcribing:MaxBytes=100000");
        using HttpContent recording = tellsItsLength ? new ByteArrayContent(new byte[100_001]) : new StreamContent(new Unmeasured(new byte[300_000]));

        using var response = await PostAsync(service, "?fileName=voice.ogg", recording);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?fileName=")]
    [InlineData("?fileName=voice.ogg&language=the-language-of-the-heart")]
    public async Task WithoutAFileNameThereIsAProblem(string query)
    {
        await using var provider = await TestProvider.StartAsync();
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
