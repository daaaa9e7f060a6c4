using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>Unusual failures; <see cref="OutcomeTests"/> has the common ones.</summary>
public sealed class UnusualServerTests
{
    [Fact]
    public async Task AnUnreachableProviderIsUnavailable()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, $"--OPENAI_BASE_URL=http://{RedisServer.Nowhere}/v1", "--Completion:RetryBudget=00:00:00.2");

        Assert.Equal([new CompletionFailed(FailureKind.Unavailable)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnEndlessAnswerTimesOut()
    {
        using var received = new SemaphoreSlim(0);
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            while (true)
            {
                await answer.TextAsync("on and ");
                await received.WaitAsync(answer.Aborted);
            }
        });
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(
            provider, time, "--Completion:FirstTokenLimit=00:00:10", "--Completion:NextTokenLimit=00:00:10", "--Completion:TotalLimit=00:00:30");

        var events = await ReadAsync<CompletionDelta>(service, () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            received.Release();
        });

        Assert.Equal(6, events.Count(e => e is CompletionDelta));
        Assert.Equal(new CompletionFailed(FailureKind.TimedOut), events[^1]);
    }

    [Fact]
    public async Task ReasoningExtendsTheFirstTokenLimit()
    {
        const int Pieces = 10;
        using var received = new SemaphoreSlim(0);
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            for (var i = 0; i < Pieces; i++)
            {
                await answer.ReasoningAsync("hm ");
                await received.WaitAsync(answer.Aborted);
            }

            await answer.GreetAsync();
        });
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(
            provider, time, "--Completion:FirstTokenLimit=00:00:04", "--Completion:NextTokenLimit=00:00:04");

        var events = await ReadAsync<CompletionReasoning>(service, () =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            received.Release();
        });

        Assert.Equal(Pieces, events.Count(e => e is CompletionReasoning));
        Assert.IsType<CompletionCompleted>(events[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheFirstTokenLimitAppliesAlsoBelowTheNextOne(bool sendsItsRole)
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            if (sendsItsRole)
                await answer.RoleAsync();
            await answer.StallAsync();
        });
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(
            provider, time, "--Completion:FirstTokenLimit=00:00:10", "--Completion:NextTokenLimit=00:00:30");

        var running = service.Start(CompletionService.Ask());
        await provider.FirstRequest.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([new CompletionFailed(FailureKind.TimedOut)], await running.Completed.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task APageInsteadOfAStreamIsAWrongAddressAndNotRetried()
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.PageAsync("<html>Welcome"));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(FailureKind.WrongAddress)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnIncompleteEventIsABrokenConnection(bool afterText)
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, call) =>
        {
            if (call > 1)
            {
                await answer.GreetAsync();
                return;
            }

            await answer.RoleAsync();
            if (afterText)
                await answer.TextAsync("Hel");
            await answer.DataAsync("""{"id":"c1","choices":[{"ind""");
        });
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(afterText ? (1, "Hel") : (2, FakeProvider.Greeting), (provider.Requests.Count, PlaygroundAnswers.TextOf(events)));
        Assert.Equal(afterText, events[^1] is CompletionFailed { Kind: FailureKind.CutOff });
    }

    /// <summary>Reads a fresh answer. It is not shared, so the service has set its next time limit before an event arrives.</summary>
    private static async Task<List<CompletionEvent>> ReadAsync<TPiece>(CompletionService service, Action onPiece)
    {
        var events = new List<CompletionEvent>();
        using var response = await service.SendAsync(CompletionService.Ask() with { ShowReasoning = true, Fresh = true });
        await foreach (var completionEvent in response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken))
        {
            events.Add(completionEvent);
            if (completionEvent is TPiece)
                onPiece();
        }

        return events;
    }
}
