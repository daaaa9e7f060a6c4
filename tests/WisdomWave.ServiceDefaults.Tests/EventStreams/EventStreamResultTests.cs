using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;

namespace WisdomWave.ServiceDefaults.Tests.EventStreams;

public sealed partial class EventStreamResultTests
{
    private readonly Channel<Said> _said = Channel.CreateUnbounded<Said>();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task EventsAreWrittenAsNamedJsonAndReadBack()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address() };
        _said.Writer.TryWrite(new("one\ntwo"));
        _said.Writer.TryWrite(new("три \"4\""));
        _said.Writer.Complete();

        using var response = await http.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """
            event: said
            data: {"Text":"one\ntwo"}

            event: said
            data: {"Text":"три \"4\""}


            """.ReplaceLineEndings("\n"),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [new("one\ntwo"), new("три \"4\"")],
            await response.Content.ReadEventsAsync(SaidJson.Default.Said, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnEventIsSentImmediatelyWhenTheNextIsNotReady()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var response = await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var events = response.Content.ReadEventsAsync(SaidJson.Default.Said, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        foreach (var text in new[] { "a", "b" })
        {
            _said.Writer.TryWrite(new(text));
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(new Said(text), events.Current);
        }
    }

    /// <summary>A client that closed the response before its end would close the connection with it.</summary>
    [Fact]
    public async Task TheEndOfTheResponseComesWithTheLastEvent()
    {
        const int streams = 30;
        var connections = new ConcurrentDictionary<string, bool>();
        await using var app = TestService.CreateBuilder().Build();
        app.MapGet("/", (HttpContext context) =>
        {
            connections[context.Connection.Id] = true;
            return new EventStreamResult<Said>(SayLaterAsync(), SaidJson.Default.Said, _ => "said");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = app.Address() };

        for (var i = 0; i < streams; i++)
        {
            using var response = await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(new Said("end"), await response.Content.ReadEventsAsync(SaidJson.Default.Said, TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken));
        }

        Assert.Single(connections);

        static async IAsyncEnumerable<Said> SayLaterAsync()
        {
            await Task.Yield();
            yield return new("end");
        }
    }

    [Fact]
    public async Task AClientThatDisconnectsCancelsTheSource()
    {
        await using var app = await StartAsync();
        using (var http = new HttpClient { BaseAddress = app.Address() })
            (await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken)).Dispose();

        await _cancelled.Task.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task StoppingTheServiceEndsTheStream()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var response = await http.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var reading = response.Content.ReadEventsAsync(SaidJson.Default.Said, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        // The source itself never ends.
        await app.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        Assert.Empty(await reading);
    }

    private async Task<WebApplication> StartAsync()
    {
        var app = TestService.CreateBuilder().Build();
        app.MapGet("/", () => new EventStreamResult<Said>(SayAsync(), SaidJson.Default.Said, _ => "said"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private async IAsyncEnumerable<Said> SayAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var registration = cancellationToken.Register(() => _cancelled.TrySetResult());
        await foreach (var said in _said.Reader.ReadAllAsync(cancellationToken))
            yield return said;
    }

    internal sealed record Said(string Text);

    [JsonSerializable(typeof(Said))]
    internal sealed partial class SaidJson : JsonSerializerContext;
}
