using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.SingleFlight;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.SingleFlight;

public sealed class SingleFlightTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AThousandSimultaneousIdenticalQuestionsMakeOneCall(bool withCache)
    {
        await using var redis = withCache ? await RedisServer.StartAsync() : null;
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await playground.HoldAsync();

        var running = Enumerable.Range(0, 1000).Select(_ => service.Start(CompletionService.Ask())).ToArray();
        var calls = await Task.WhenAll(running.Select(completion => completion.CallStartsAsync()));
        await playground.Client.ClearFaultsAsync(Token);
        var all = await Task.WhenAll(running.Select(completion => completion.Completed));

        Assert.All(all, events => Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(events)));
        Assert.Single(await playground.CallsAsync());
        Assert.Single(all, events => PlaygroundAnswers.SourceOf(events) == AnswerSource.Provider);
        Assert.Single(calls, call => !call.IsJoined);
        Assert.Equal(999 * PlaygroundAnswers.Usage.OutputTokens, await service.MetricAsync("wisdomwave_cache_saved_tokens_total", "kind=\"output\""));
    }

    /// <summary>The caller has just asked the cache for it, which had nothing yet.</summary>
    [Fact]
    public async Task AnAnswerThatIsInMemoryByNowNeedsNoCall()
    {
        var time = new FakeTimeProvider();
        var options = Options.Create(new CacheOptions());
        var memory = new AnswerMemory(options, time);
        memory.Add("key", new CachedAnswer("Hello!", "model", new TokenUsage(1, 1)) { ExpiresAt = time.GetUtcNow().AddHours(1) }, memory.Clearings);
        using var provider = new OpenAI.Chat.ChatClient("model", new System.ClientModel.ApiKeyCredential("none"), new() { Endpoint = new Uri("http://127.0.0.1:1") }).AsIChatClient();
        using var flights = new SingleFlightChatClient(provider, options, memory, time);

        var updates = await flights.GetStreamingResponseAsync([], new AnswerOptions { Key = "key" }, Token).ToListAsync(Token);

        Assert.Equal("Hello!", string.Concat(updates.Select(update => update.Text)));
    }

    [Fact]
    public async Task TwoReplicasShareOneCallToo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var first = await CompletionService.StartAsync(playground, redis);
        await using var second = await CompletionService.StartAsync(playground, redis);
        await playground.HoldAsync();

        // Few enough that a slow machine starts them before the holder's lease of 10 s could expire.
        var ofFirst = Enumerable.Range(0, 100).Select(_ => first.Start(CompletionService.Ask())).ToArray();
        var ofSecond = Enumerable.Range(0, 100).Select(_ => second.Start(CompletionService.Ask())).ToArray();
        // Only the replica that holds the lease calls the provider.
        await await Task.WhenAny(
            Task.WhenAll(ofFirst.Select(completion => completion.CallStartsAsync())), Task.WhenAll(ofSecond.Select(completion => completion.CallStartsAsync())));
        await playground.Client.ClearFaultsAsync(Token);
        var all = await Task.WhenAll([.. ofFirst.Concat(ofSecond).Select(completion => completion.Completed)]);

        Assert.All(all, events => Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(events)));
        Assert.Single(await playground.CallsAsync());
        Assert.Single(all, events => PlaygroundAnswers.SourceOf(events) == AnswerSource.Provider);
    }

    [Fact]
    public async Task ACallThatJoinsLateGetsTheWholeAnswer()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.HoldAsync(afterPieces: 1);

        await using var early = await ListenAsync(service);
        await using var late = await ListenAsync(service);
        Assert.Equal(new CompletionDelta("Hello!"), early.Current);
        Assert.Equal(new CompletionDelta("Hello!"), late.Current);
        await playground.Client.ClearFaultsAsync(Token);

        var rest = PlaygroundAnswers.Greeting["Hello!".Length..];
        var (first, second) = (await RestOf(early), await RestOf(late));
        Assert.Equal((rest, PlaygroundAnswers.FromProvider), (PlaygroundAnswers.TextOf(first), first[^1]));
        Assert.Equal((rest, PlaygroundAnswers.FromProvider with { Source = AnswerSource.Joined }), (PlaygroundAnswers.TextOf(second), second[^1]));
        Assert.Single(await playground.CallsAsync());
    }

    [Fact]
    public async Task TheFirstCallerCanLeaveWithoutEndingTheAnswerOfTheOthers()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.HoldAsync(afterPieces: 1);

        var first = await ListenAsync(service);
        await using var second = await ListenAsync(service);
        await first.DisposeAsync();
        // A request is counted when its caller has left.
        await Eventually.HoldsAsync(async () => await service.MetricAsync("wisdomwave_cache_requests_total") == 1, "the service sees that the first caller left");
        await playground.Client.ClearFaultsAsync(Token);

        Assert.Equal(PlaygroundAnswers.Greeting["Hello!".Length..], PlaygroundAnswers.TextOf(await RestOf(second)));
        Assert.False(Assert.Single(await playground.CallsAsync()).Cancelled);
    }

    [Fact]
    public async Task TheCallIsCancelledWhenAllCallersHaveLeftAndTheNextQuestionMakesANewOne()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.HoldAsync(afterPieces: 1);

        var first = await ListenAsync(service);
        var second = await ListenAsync(service);
        await first.DisposeAsync();
        await second.DisposeAsync();

        Assert.True(Assert.Single(await playground.CallsAsync()).Cancelled);
        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task AllCallersGetTheFailureAndTheNextQuestionMakesANewCall()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(playground, redis: null, time);
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hang }, Token);

        var first = service.Start(CompletionService.Ask());
        await playground.WaitForCallsAsync(1);
        var second = service.Start(CompletionService.Ask());
        await second.CallStartsAsync();
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.All(await Task.WhenAll(first.Completed, second.Completed), events => Assert.Equal([new CompletionFailed(FailureKind.TimedOut)], events));
        Assert.Single(await playground.CallsAsync());
        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task AFreshAnswerIsNotShared()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        var fresh = CompletionService.Ask() with { Fresh = true };

        await Task.WhenAll(service.CompleteAsync(fresh), service.CompleteAsync(fresh));

        Assert.Equal(2, (await playground.CallsAsync()).Count);
    }

    [Fact]
    public async Task WithoutSharingAnAnswerIsReusedOnlyInItsConversation()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:Shared=false");

        await service.CompleteAsync(CompletionService.Ask() with { Scope = "a" });
        await service.CompleteAsync(CompletionService.Ask() with { Scope = "b" });
        await redis.KeysAsync(atLeast: 2);
        await service.CompleteAsync(CompletionService.Ask() with { Scope = "a" });

        Assert.Equal(2, (await playground.CallsAsync()).Count);
    }

    [Fact]
    public async Task ACrashedReplicaDelaysTheOthersOnlyUntilItsLeaseExpires()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        // In this instance, a call could still join the answer for a moment.
        await using var another = await CompletionService.StartAsync(playground, redis);
        await service.CompleteAsync(CompletionService.Ask());
        var answer = Assert.Single(await redis.KeysAsync(atLeast: 1));
        await redis.Database.KeyDeleteAsync(answer);
        await redis.Database.StringSetAsync(answer.Append(":lease"), "a crashed replica's", TimeSpan.FromSeconds(1));

        Assert.Equal(PlaygroundAnswers.FromProvider, (await another.CompleteAsync(CompletionService.Ask()))[^1]);
        Assert.Equal(2, (await playground.CallsAsync()).Count);
    }

    /// <summary>Another replica may store the answer after this one has read the cache and before it gets the lease.</summary>
    [Fact]
    public async Task AnAnswerThatWasStoredBeforeTheLeaseWasTakenIsNotMadeAgain()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await service.CompleteAsync(CompletionService.Ask());
        var stored = await redis.Database.StringGetAsync(Assert.Single(await redis.KeysAsync(atLeast: 1)));
        await redis.Database.StringSetAsync("another", stored);

        var (answer, lease) = await service.Services.GetRequiredService<AnswerLeases>().WaitAsync("another", Token);

        Assert.Null(lease);
        Assert.Equal(PlaygroundAnswers.Greeting, answer?.Text);
        Assert.False(await redis.Database.KeyExistsAsync("another:lease"));
    }

    /// <summary>Reads up to the first delta of an answer.</summary>
    private static async Task<IAsyncEnumerator<CompletionEvent>> ListenAsync(CompletionService service)
    {
        var events = Events().GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        return events;

        async IAsyncEnumerable<CompletionEvent> Events()
        {
            using var response = await service.SendAsync(CompletionService.Ask());
            await foreach (var completionEvent in response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, Token))
            {
                if (completionEvent is not CompletionCallStarted)
                    yield return completionEvent;
            }
        }
    }

    private static async Task<List<CompletionEvent>> RestOf(IAsyncEnumerator<CompletionEvent> events)
    {
        var rest = new List<CompletionEvent>();
        while (await events.MoveNextAsync())
            rest.Add(events.Current);
        return rest;
    }
}
