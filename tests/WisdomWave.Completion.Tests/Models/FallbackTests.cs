using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models;

public sealed class FallbackTests
{
    [Fact]
    public async Task AnotherModelOnAnotherServerAnswersWithItsOwnKeyAndPrice()
    {
        await using var broken = await TestProvider.StartAsync((answer, _) => answer.ErrorAsync(429, "insufficient_quota"));
        string? key = null;
        await using var other = await TestProvider.StartAsync((answer, _) =>
        {
            key = answer.Authorization;
            return answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(
            broken,
            "--Models:0:Name=gpt-test", "--Models:0:Fallback=qwen",
            "--Models:1:Name=qwen", $"--Models:1:BaseUrl={other.BaseUrl}", "--Models:1:ApiKey=sk-other", "--Models:1:InputPrice=1", "--Models:1:CachedInputPrice=0.5", "--Models:1:OutputPrice=2");

        var events = await service.CompleteAsync(CompletionService.Ask());

        // (18 × 1 + 3 × 0.5 + 5 × 2) / 1,000,000
        Assert.Equal(
            [
                new CompletionDelta(TestProvider.Greeting),
                new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "gpt-test-2026", new TokenUsage(21, 5, 3)) { Cost = 0.0000295m },
            ],
            events);
        Assert.Equal("Bearer sk-other", key);
        Assert.Equal("qwen", Assert.Single(other.Requests).GetProperty("model").GetString());
        Assert.Equal(1, await service.MetricAsync("wisdomwave_completion_fallbacks_total", "kind=\"quota_spent\""));
    }

    [Fact]
    public async Task ACircleOfStandInsIsTriedOnceThrough()
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.ErrorAsync(404, "model_not_found"));
        await using var service = await CompletionService.StartAsync(
            provider, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b", "--Models:1:Name=b", "--Models:1:Fallback=c", "--Models:2:Name=c", "--Models:2:Fallback=gpt-test");

        Assert.Equal([new CompletionFailed(FailureKind.ModelNotFound)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Equal(["gpt-test", "b", "c"], provider.Requests.Select(request => request.GetProperty("model").GetString()));
    }

    [Theory]
    [InlineData(400, "context_length_exceeded", FailureKind.ContextTooLong)]
    [InlineData(400, "content_filter", FailureKind.Refused)]
    public async Task WhatIsWrongWithThePromptIsNotAskedElsewhere(int status, string code, FailureKind kind)
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.ErrorAsync(status, code));
        await using var service = await CompletionService.StartAsync(provider, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");

        Assert.Equal([new CompletionFailed(kind)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task TextThatHasBeenSeenIsNotBegunAgainByAnotherModel()
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.TextAsync("Hello, "));
        await using var service = await CompletionService.StartAsync(provider, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");

        Assert.Equal([new CompletionDelta("Hello, "), new CompletionFailed(FailureKind.CutOff)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task WhatTheCacheAnswersCostsNothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(
            provider, $"--ConnectionStrings:cache={redis.ConnectionString}", "--Models:0:Name=gpt-test", "--Models:0:InputPrice=1", "--Models:0:OutputPrice=2");

        Assert.Equal(0.000031m, ((CompletionCompleted)(await service.CompleteAsync(CompletionService.Ask()))[^1]).Cost);
        Assert.Equal(0m, ((CompletionCompleted)(await service.CompleteAsync(CompletionService.Ask()))[^1]).Cost);
        Assert.Equal(0.000031, await service.MetricAsync("wisdomwave_completion_cost_total"), 9);
        Assert.Equal(0.000031, await service.MetricAsync("wisdomwave_cache_saved_cost_total"), 9);
    }
}
