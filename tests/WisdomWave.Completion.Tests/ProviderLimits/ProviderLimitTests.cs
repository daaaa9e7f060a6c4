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
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--ProviderLimits:ConcurrentCalls=2");
        await playground.HoldAsync(times: 2);

        var asked = Enumerable.Range(0, 20).Select(i => service.CompleteAsync(CompletionService.Ask($"{i}"))).ToArray();
        var limiter = service.Services.GetRequiredService<ProviderLimiter>();
        await Eventually.HoldsAsync(() => limiter.WaitingCalls == 18, "18 calls wait");
        await playground.WaitForCallsAsync(2);
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
        await using var service = await CompletionService.StartAsync(playground, redis: null, time, "--ProviderLimits:ConcurrentCalls=1", "--ProviderLimits:QueueDeadline=00:00:20");
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
    [InlineData("--ProviderLimits:RequestsPerMinute=1")]
    [InlineData("--ProviderLimits:TokensPerMinute=15")]
    public async Task CallsAboveTheLimitPerMinuteWait(string limit)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(playground, redis: null, time, limit, "--ProviderLimits:QueueDeadline=00:00:20");
        var request = CompletionService.Ask("12 tokens for this") with { MaxOutputTokens = 9, Fresh = true };

        // The first takes all that a minute allows: the limits themselves run on the machine's clock.
        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(request))[^1]);
        var second = service.CompleteAsync(request);
        await time.AdvanceUntilAsync(second, TimeSpan.FromSeconds(20), "the second call reaches the deadline");

        Assert.Equal([new CompletionFailed(FailureKind.RateLimited)], await second);
        Assert.Single(await playground.CallsAsync());
    }

    [Fact]
    public async Task CachedAndSharedAnswersDoNotCountTowardsTheLimit()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        // The clock stands still, so a call above the limit would wait for the next minute and be the provider's.
        await using var service = await CompletionService.StartAsync(playground, redis, new FakeTimeProvider(), "--ProviderLimits:RequestsPerMinute=1");
        await playground.HoldAsync();

        var first = service.Start(CompletionService.Ask());
        await first.CallStartsAsync();
        var shared = service.Start(CompletionService.Ask());
        await shared.CallStartsAsync();
        await playground.Client.ClearFaultsAsync(Token);
        await redis.KeysAsync(atLeast: 1);
        var cached = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(
            [AnswerSource.Provider, AnswerSource.Joined, AnswerSource.Cache],
            new[] { await first.Completed, await shared.Completed, cached }.Select(PlaygroundAnswers.SourceOf));
    }

    private static async Task<(long All, long Open)> CallsAsync(PlaygroundServer playground)
    {
        var ledger = await playground.Client.CallLogSummaryAsync(Token);
        return (ledger.ModelCalls, ledger.ModelCallsOpen);
    }
}
