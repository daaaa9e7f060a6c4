using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.ServiceDefaults.Stopping;
using WisdomWave.Testing;

namespace WisdomWave.ServiceDefaults.Tests.Stopping;

public sealed partial class GracefulStopTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunningWorkFinishesWhileNewWorkIsRefused()
    {
        await using var app = await StartAsync("--Stopping:Timeout=01:00:00");
        using var http = new HttpClient { BaseAddress = app.Address() };
        var stop = app.Services.GetRequiredService<GracefulStop>();
        var work = stop.TryBegin();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/new"));

        var stopping = app.StopAsync(Token);

        Assert.Null(stop.TryBegin());
        using (var refused = await http.GetAsync("/new", Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.Equal("urn:wisdomwave:problem:stopping", problem.GetProperty("type").GetString());
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, "/stream"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/report"));
        Assert.False(stopping.IsCompleted || stop.Aborted.IsCancellationRequested);
        work!.Dispose();
        await stopping.WaitAsync(Eventually.Limit, Token);
        Assert.True(stop.Aborted.IsCancellationRequested);
    }

    [Fact]
    public async Task WorkThatOutlastsTheTimeoutIsAborted()
    {
        await using var app = await StartAsync("--Stopping:Timeout=00:00:00.100");
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var response = await http.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Token);
        var reading = response.Content.ReadAsStringAsync(Token);

        await app.StopAsync(Token).WaitAsync(Eventually.Limit, Token);

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task AStreamThatTheStopWaitsForFinishes()
    {
        await using var app = await StartAsync("--Stopping:Timeout=01:00:00");
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var response = await http.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Token);

        var stopping = app.StopAsync(Token);
        _ended.SetResult();

        Assert.Equal("event: said\ndata: {\"Text\":\"the end\"}\n\n", await response.Content.ReadAsStringAsync(Token));
        await stopping.WaitAsync(Eventually.Limit, Token);
    }

    [Fact]
    public async Task AnIdleServiceDoesNotWait()
    {
        await using var app = await StartAsync("--Stopping:Timeout=01:00:00");

        await app.StopAsync(Token).WaitAsync(Eventually.Limit, Token);
    }

    [Fact]
    public async Task AnInvalidTimeoutFailsTheStart()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("--Stopping:Timeout=1.00:00:00"));

        Assert.Equal("Stopping:Timeout is not from 0 to 1 h; a good value is 00:00:20.", failure.Message);
    }

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<WebApplication> StartAsync(string setting)
    {
        var app = TestService.CreateBuilder(setting).Build();
        app.MapGet("/new", () => "taken").RefusedWhileStopping();
        app.MapGet("/report", () => "noted");
        app.MapGet("/stream", () => new EventStreamResult<End>(SayAsync(), EndJson.Default.End, _ => "said") { DelaysStop = true });
        await app.StartAsync(Token);
        return app;
    }

    private async IAsyncEnumerable<End> SayAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await _ended.Task.WaitAsync(cancellationToken);
        yield return new("the end");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, Token);
        return response.StatusCode;
    }

    internal sealed record End(string Text);

    [JsonSerializable(typeof(End))]
    internal sealed partial class EndJson : JsonSerializerContext;
}
