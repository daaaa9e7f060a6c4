using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Limiting;

public sealed class LimitTests
{
    [Fact]
    public async Task TheProviderNeverHasMoreCallsAtOnceThanAllowed()
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            lock (gate)
                most = Math.Max(most, ++now);
            await Task.Delay(20, answer.Aborted);
            lock (gate)
                now--;
            await answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(provider, "--Limits:ConcurrentCalls=2");

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => service.CompleteAsync(CompletionService.Ask($"{i}"))));

        Assert.All(all, events => Assert.IsType<CompletionCompleted>(events[^1]));
        Assert.Equal(20, provider.Requests.Count);
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task WhoeverWaitsTooLongIsToldToComeBackAndTheNextOneIsServed()
    {
        var goesOn = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync(async (answer, call) =>
        {
            if (call == 1)
                await goesOn.Task;
            await answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(provider, "--Limits:ConcurrentCalls=1", "--Limits:QueueDeadline=00:00:00.2");

        var first = service.CompleteAsync(CompletionService.Ask("1"));
        await provider.Asked.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([new CompletionFailed(FailureKind.RateLimited)], await service.CompleteAsync(CompletionService.Ask("2")));

        goesOn.SetResult();
        Assert.IsType<CompletionCompleted>((await first)[^1]);
        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask("3")))[^1]);
    }

    [Theory]
    [InlineData("--Limits:RequestsPerMinute=2")]
    [InlineData("--Limits:TokensPerMinute=30")]
    public async Task WhatIsAboveTheMinutesLimitWaits(string limit)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, limit, "--Limits:QueueDeadline=00:00:00.2");
        var request = CompletionService.Ask("12 tokens for this") with { MaxOutputTokens = 9 };

        var ends = new List<CompletionEvent>();
        for (var i = 0; i < 3; i++)
            ends.Add((await service.CompleteAsync(request with { Fresh = true }))[^1]);

        Assert.IsType<CompletionCompleted>(ends[0]);
        Assert.IsType<CompletionCompleted>(ends[1]);
        Assert.Equal(new CompletionFailed(FailureKind.RateLimited), ends[2]);
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task AnAnswerFromTheCacheOrOfACallInFlightTakesNoPlace()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(
            provider, $"--ConnectionStrings:cache={redis.ConnectionString}", "--Limits:RequestsPerMinute=1", "--Limits:QueueDeadline=00:00:00.2");

        for (var i = 0; i < 3; i++)
            Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]);
    }
}
