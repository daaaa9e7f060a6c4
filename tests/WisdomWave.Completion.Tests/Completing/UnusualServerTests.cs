using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>Unusual failures; <see cref="OutcomeTests"/> has the common ones.</summary>
public sealed class UnusualServerTests
{
    [Fact]
    public async Task AnUnreachableProviderIsUnavailable()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, $"--OPENAI_BASE_URL=http://{RedisServer.Nowhere()}/v1", "--Completing:RetryBudget=00:00:00.2");

        Assert.Equal([new CompletionFailed(FailureKind.Unavailable)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnEndlessAnswerTimesOut()
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            while (true)
            {
                await answer.TextAsync("on and ");
                await Task.Delay(50, answer.Aborted);
            }
        });
        await using var service = await CompletionService.StartAsync(
            provider, "--Completing:FirstTokenLimit=00:00:00.5", "--Completing:TotalLimit=00:00:00.5");

        Assert.Equal(new CompletionFailed(FailureKind.TimedOut), (await service.CompleteAsync(CompletionService.Ask()))[^1]);
    }

    [Fact]
    public async Task ReasoningExtendsTheFirstTokenLimit()
    {
        var (pieces, received) = (10, new SemaphoreSlim(0));
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            for (var i = 0; i < pieces; i++)
            {
                await answer.ReasoningAsync("hm ");
                await received.WaitAsync(answer.Aborted);
            }

            await answer.GreetAsync();
        });
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(
            provider, time, "--Completing:FirstTokenLimit=00:00:04", "--Completing:NextTokenLimit=00:00:04");

        // A fresh answer is not shared, so the limit is extended before the event is sent.
        using var response = await service.SendAsync(CompletionService.Ask() with { ShowReasoning = true, Fresh = true });
        CompletionEvent? last = null;
        await foreach (var completionEvent in response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken))
        {
            last = completionEvent;
            if (last is not CompletionReasoning)
                continue;
            time.Advance(TimeSpan.FromSeconds(3));
            received.Release();
        }

        Assert.IsType<CompletionCompleted>(last);
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
}
