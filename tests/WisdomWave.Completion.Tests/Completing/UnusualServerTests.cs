using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>What only a strange server does; <see cref="OutcomeTests"/> have the failures that are to be expected.</summary>
public sealed class UnusualServerTests
{
    [Fact]
    public async Task AProviderThatIsAwayIsUnavailable()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, $"--OPENAI_BASE_URL=http://{RedisServer.Nowhere()}/v1", "--Completing:RetryBudget=00:00:00.2");

        Assert.Equal([new CompletionFailed(FailureKind.Unavailable)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnAnswerThatNeverEndsIsTimedOut()
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
    public async Task ReasoningKeepsAnAnswerAliveBeyondTheFirstTokenLimit()
    {
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            for (var i = 0; i < 10; i++)
            {
                await answer.ReasoningAsync("hm ");
                await Task.Delay(500, answer.Aborted);
            }

            await answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(
            provider, "--Completing:FirstTokenLimit=00:00:04", "--Completing:NextTokenLimit=00:00:04");

        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]);
    }

    [Fact]
    public async Task APageInsteadOfAStreamIsAWrongAddressAndNotAskedForAgain()
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.PageAsync("<html>Welcome"));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(FailureKind.WrongAddress)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HalfAnEventIsABreak(bool afterText)
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
