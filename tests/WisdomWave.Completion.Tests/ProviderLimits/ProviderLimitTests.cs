using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.ProviderLimits;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.ProviderLimits;

public sealed class ProviderLimitTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheNumberOfConcurrentCallsIsLimited()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Limits:ConcurrentCalls=2", "--Limits:QueueDeadline=00:05:00");
        await playground.HoldAsync(times: 2);

        var asked = Enumerable.Range(0, 20).Select(i => service.CompleteAsync(CompletionService.Ask($"{i}"))).ToArray();
        var limiter = service.Services.GetRequiredService<ProviderLimiter>();
        await Eventually.HoldsAsync(() => limiter.WaitingCalls == 18, "18 calls wait");
        // The playground holds only two calls, so a third would have ended.
        Assert.Equal((2, 2), await CallsAsync(playground));
        await playground.Client.ClearFaultsAsync(Token);

        Assert.All(await Task.WhenAll(asked), events => Assert.IsType<CompletionCompleted>(events[^1]));
        Assert.Equal((20, 0), await CallsAsync(playground));
    }

    [Fact]
    public async Task ACallThatWaitsTooLongIsRateLimitedAndTheNextOneIsServed()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(playground, redis: null, time, "--Limits:ConcurrentCalls=1", "--Limits:QueueDeadline=00:00:20");
        await playground.HoldAsync();

        var first = service.CompleteAsync(CompletionService.Ask("1"));
        await playground.WaitForCallsAsync(1);
        var second = service.CompleteAsync(CompletionService.Ask("2"));
        await Eventually.HoldsAsync(() => service.Services.GetRequiredService<ProviderLimiter>().WaitingCalls == 1, "the second call waits");
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([new CompletionFailed(FailureKind.RateLimited)], await second);
        Assert.Equal(new() { ["rate_limited"] = 1 }, await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));

        await playground.Client.ClearFaultsAsync(Token);
        Assert.IsType<CompletionCompleted>((await first)[^1]);
        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask("3")))[^1]);
        Assert.Equal(["1", "3"], (await playground.CallsAsync()).Select(call => call.Messages[^1].Text));
    }

    [Theory]
    [InlineData("--Limits:RequestsPerMinute=2")]
    [InlineData("--Limits:TokensPerMinute=30")]
    public async Task CallsAboveTheLimitPerMinuteWait(string limit)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(playground, redis: null, time, limit, "--Limits:QueueDeadline=00:00:20");
        var request = CompletionService.Ask("12 tokens for this") with { MaxOutputTokens = 9, Fresh = true };

        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(request))[^1]);
        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(request))[^1]);
        var third = service.CompleteAsync(request);
        await time.AdvanceUntilAsync(third, TimeSpan.FromSeconds(20), "the third call reaches the deadline");

        Assert.Equal([new CompletionFailed(FailureKind.RateLimited)], await third);
        Assert.Equal(2, (await playground.CallsAsync()).Count);
    }

    [Fact]
    public async Task CachedAndSharedAnswersDoNotCountTowardsTheLimit()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, "--Limits:RequestsPerMinute=1", "--Limits:QueueDeadline=00:00:00.2");

        for (var i = 0; i < 3; i++)
            Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]);
    }

    private static async Task<(long All, long Open)> CallsAsync(PlaygroundServer playground)
    {
        var ledger = await playground.Client.CallLogSummaryAsync(Token);
        return (ledger.ModelCalls, ledger.ModelCallsOpen);
    }
}
