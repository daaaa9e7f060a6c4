using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.SingleFlight;

public sealed class SingleFlightTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AThousandIdenticalQuestionsAtOneMomentAreOneCall(bool withCache)
    {
        await using var redis = withCache ? await RedisServer.StartAsync() : null;
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await playground.HoldAsync();

        var asked = Enumerable.Range(0, 1000).Select(_ => service.CompleteAsync(CompletionService.Ask())).ToArray();
        await service.WaitForRequestsAsync(asked.Length);
        await playground.Client.ClearFaultsAsync(Token);
        var all = await Task.WhenAll(asked);

        Assert.All(all, events => Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(events)));
        Assert.Single(await playground.CallsAsync());
        Assert.Single(all, events => PlaygroundAnswers.SourceOf(events) == AnswerSource.Provider);
        Assert.Equal(999 * PlaygroundAnswers.Usage.OutputTokens, await service.MetricAsync("wisdomwave_cache_saved_tokens_total", "kind=\"output\""));
    }

    [Fact]
    public async Task TwoReplicasShareOneCallToo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        // A thousand at once on a small machine: Redis is not slow, its clients are.
        await using var first = await CompletionService.StartAsync(playground, redis, "--Cache:Patience=00:00:30");
        await using var second = await CompletionService.StartAsync(playground, redis, "--Cache:Patience=00:00:30");
        await playground.HoldAsync();

        var asked = Enumerable.Range(0, 1000).Select(i => (i % 2 == 0 ? first : second).CompleteAsync(CompletionService.Ask())).ToArray();
        await first.WaitForRequestsAsync(asked.Length / 2);
        await playground.Client.ClearFaultsAsync(Token);
        var all = await Task.WhenAll(asked);

        Assert.All(all, events => Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(events)));
        Assert.Single(await playground.CallsAsync());
        Assert.Single(all, events => PlaygroundAnswers.SourceOf(events) == AnswerSource.Provider);
    }

    [Fact]
    public async Task WhoeverJoinsLateGetsWhatHasComeAndTheRest()
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
    public async Task TheFirstToAskMayLeaveWithoutEndingTheOthersAnswer()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.HoldAsync(afterPieces: 1);

        var first = await ListenAsync(service);
        await using var second = await ListenAsync(service);
        await first.DisposeAsync();
        // Time for the service to see it; without it the test would still hold, but show less.
        await Task.Delay(300, Token);
        await playground.Client.ClearFaultsAsync(Token);

        Assert.Equal(PlaygroundAnswers.Greeting["Hello!".Length..], PlaygroundAnswers.TextOf(await RestOf(second)));
        Assert.False(Assert.Single(await playground.CallsAsync()).Cancelled);
    }

    [Fact]
    public async Task TheCallEndsWhenAllHaveLeftAndTheNextOneBeginsAnew()
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
    public async Task AFailureIsEverybodysAndTheNextQuestionIsAskedAnew()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Completing:FirstTokenLimit=00:00:04", "--Completing:NextTokenLimit=00:00:01");
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hang }, Token);

        var first = service.CompleteAsync(CompletionService.Ask());
        await playground.WaitForCallsAsync(1);
        var second = service.CompleteAsync(CompletionService.Ask());

        Assert.All(await Task.WhenAll(first, second), events => Assert.Equal([new CompletionFailed(FailureKind.TimedOut)], events));
        Assert.Single(await playground.CallsAsync());
        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task AFreshAnswerIsSharedWithNobody()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        var fresh = CompletionService.Ask() with { Fresh = true };

        await Task.WhenAll(service.CompleteAsync(fresh), service.CompleteAsync(fresh));

        Assert.Equal(2, (await playground.CallsAsync()).Count);
    }

    [Fact]
    public async Task WithSharingOffAnAnswerStaysInItsConversation()
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
    public async Task AReplicaThatDiedHoldsUpTheOthersOnlyUntilItsLeaseEnds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await service.CompleteAsync(CompletionService.Ask());
        var answer = Assert.Single(await redis.KeysAsync(atLeast: 1));
        await redis.Database.KeyDeleteAsync(answer);
        await redis.Database.StringSetAsync(answer.Append(":lease"), "a replica's that is dead", TimeSpan.FromSeconds(2));

        // The first call may still be joined for a second.
        await Task.Delay(TimeSpan.FromSeconds(1.2), Token);
        Assert.Equal(PlaygroundAnswers.FromProvider, (await service.CompleteAsync(CompletionService.Ask()))[^1]);
        Assert.Equal(2, (await playground.CallsAsync()).Count);
    }

    /// <summary>Between a look into the cache and the lease another replica may have stored the answer.</summary>
    [Fact]
    public async Task WhatIsStoredWhenTheLeaseIsTakenIsNotMadeAgain()
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

    /// <summary>At the first event of an answer that goes on.</summary>
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
                if (completionEvent is not CompletionAsked)
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
