using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Completion.Tests.SingleFlight;

public sealed class SingleFlightTests
{
    private static readonly CompletionCompleted Whole = new(FinishKind.Stop, AnswerSource.Provider, "gpt-test-2026", new TokenUsage(21, 5, 3));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AThousandIdenticalQuestionsAtOneMomentAreOneCall(bool withCache)
    {
        await using var redis = withCache ? await RedisServer.StartAsync() : null;
        var goesOn = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await goesOn.Task;
            await answer.GreetAsync();
        });
        await using var service = await StartAsync(provider, redis);

        var asked = Enumerable.Range(0, 1000).Select(_ => service.CompleteAsync(CompletionService.Ask())).ToArray();
        while (await service.MetricAsync("http_server_active_requests", "POST") < asked.Length)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        goesOn.SetResult();
        var all = await Task.WhenAll(asked);

        Assert.All(all, events => Assert.Equal(TestProvider.Greeting, TextOf(events)));
        Assert.Single(provider.Requests);
        Assert.Single(all, events => ((CompletionCompleted)events[^1]).Source == AnswerSource.Provider);
    }

    [Fact]
    public async Task TwoReplicasShareOneCallToo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var first = await StartAsync(provider, redis, "--Cache:Patience=00:00:30");
        await using var second = await StartAsync(provider, redis, "--Cache:Patience=00:00:30");

        var all = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => (i % 2 == 0 ? first : second).CompleteAsync(CompletionService.Ask())));

        Assert.All(all, events => Assert.Equal(TestProvider.Greeting, TextOf(events)));
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task WhoeverJoinsLateGetsWhatHasComeAndTheRest()
    {
        var goesOn = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync("Hello, ");
            await goesOn.Task;
            await answer.TextAsync("Ada!");
            await answer.FinishAsync("stop");
            await answer.UsageAsync(21, 5, 3);
            await answer.DoneAsync();
        });
        await using var service = await StartAsync(provider, null);

        await using var early = await ListenAsync(service);
        await using var late = await ListenAsync(service);
        Assert.Equal(new CompletionDelta("Hello, "), early.Current);
        Assert.Equal(new CompletionDelta("Hello, "), late.Current);

        goesOn.SetResult();
        Assert.Equal([new CompletionDelta("Ada!"), Whole], await RestOf(early));
        Assert.Equal([new CompletionDelta("Ada!"), Whole with { Source = AnswerSource.Joined }], await RestOf(late));
        Assert.Single(provider.Requests);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"joined\""));
        Assert.Equal(21, await service.MetricAsync("wisdomwave_cache_saved_tokens_total", "kind=\"input\""));
    }

    [Fact]
    public async Task TheFirstToAskMayLeaveWithoutEndingTheOthersAnswer()
    {
        var goesOn = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync("Hello, ");
            await goesOn.Task;
            await answer.TextAsync("Ada!");
            await answer.FinishAsync("stop");
            await answer.DoneAsync();
        });
        await using var service = await StartAsync(provider, null);

        var first = await ListenAsync(service);
        await using var second = await ListenAsync(service);
        await first.DisposeAsync();
        goesOn.SetResult();

        Assert.Equal(new CompletionDelta("Ada!"), (await RestOf(second))[0]);
        Assert.False(provider.Aborted.IsCompleted);
    }

    [Fact]
    public async Task TheCallEndsWhenAllHaveLeftAndTheNextOneBeginsAnew()
    {
        await using var provider = await TestProvider.StartAsync(async (answer, call) =>
        {
            if (call > 1)
            {
                await answer.GreetAsync();
                return;
            }

            await answer.TextAsync("Hello, ");
            await answer.StallAsync();
        });
        await using var service = await StartAsync(provider, null);

        var first = await ListenAsync(service);
        var second = await ListenAsync(service);
        await first.DisposeAsync();
        await second.DisposeAsync();

        await provider.Aborted.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(TestProvider.Greeting, TextOf(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task AFailureIsEverybodysAndTheNextQuestionIsAskedAnew()
    {
        var goesOn = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync(async (answer, call) =>
        {
            if (call > 1)
            {
                await answer.GreetAsync();
                return;
            }

            await goesOn.Task;
            await answer.ErrorAsync(401, "invalid_api_key");
        });
        await using var service = await StartAsync(provider, null);

        var both = Task.WhenAll(service.CompleteAsync(CompletionService.Ask()), service.CompleteAsync(CompletionService.Ask()));
        await provider.Asked.WaitAsync(TestContext.Current.CancellationToken);

        // Time for the second to be there as well; without it the test would still hold, but show less.
        await Task.Delay(200, TestContext.Current.CancellationToken);
        goesOn.SetResult();

        Assert.All(await both, events => Assert.Equal([new CompletionFailed(FailureKind.KeyRejected)], events));
        Assert.Equal(TestProvider.Greeting, TextOf(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task AFreshAnswerIsSharedWithNobody()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var service = await StartAsync(provider, null);
        var fresh = CompletionService.Ask() with { Fresh = true };

        await Task.WhenAll(service.CompleteAsync(fresh), service.CompleteAsync(fresh));

        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task WithSharingOffAnAnswerStaysInItsConversation()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await StartAsync(provider, redis, "--Cache:Shared=false");

        await service.CompleteAsync(CompletionService.Ask() with { Scope = "a" });
        await service.CompleteAsync(CompletionService.Ask() with { Scope = "b" });
        await redis.KeysAsync(atLeast: 2);
        await service.CompleteAsync(CompletionService.Ask() with { Scope = "a" });

        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task AReplicaThatDiedHoldsUpTheOthersOnlyUntilItsLeaseEnds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await StartAsync(provider, redis);
        await service.CompleteAsync(CompletionService.Ask());
        var answer = Assert.Single(await redis.KeysAsync(atLeast: 1));
        await redis.Database.KeyDeleteAsync(answer);
        await redis.Database.StringSetAsync(answer.Append(":lease"), "a replica's that is dead", TimeSpan.FromSeconds(2));

        // The first call may still be joined for a second.
        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);
        Assert.Equal(Whole, (await service.CompleteAsync(CompletionService.Ask()))[^1]);
        Assert.Equal(2, provider.Requests.Count);
    }

    private static async Task<CompletionService> StartAsync(TestProvider provider, RedisServer? redis, params string[] settings)
    {
        var service = await CompletionService.StartAsync(provider, [$"--ConnectionStrings:cache={redis?.ConnectionString}", .. settings]);
        while (redis is not null && await service.Http.GetStringAsync("/health", TestContext.Current.CancellationToken) != "Healthy")
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>At the first event of an answer that goes on.</summary>
    private static async Task<IAsyncEnumerator<CompletionEvent>> ListenAsync(CompletionService service)
    {
        var events = Events().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());
        return events;

        async IAsyncEnumerable<CompletionEvent> Events()
        {
            using var response = await service.SendAsync(CompletionService.Ask());
            await foreach (var completionEvent in response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken))
                yield return completionEvent;
        }
    }

    private static async Task<List<CompletionEvent>> RestOf(IAsyncEnumerator<CompletionEvent> events)
    {
        var rest = new List<CompletionEvent>();
        while (await events.MoveNextAsync())
            rest.Add(events.Current);
        return rest;
    }

    private static string TextOf(IEnumerable<CompletionEvent> events) => string.Concat(events.OfType<CompletionDelta>().Select(delta => delta.Text));
}
