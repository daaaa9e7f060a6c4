using System.Diagnostics;
using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>Every way to fail, over the wire.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(401, "invalid_api_key", FailureKind.KeyRejected)]
    [InlineData(403, "unsupported_country_region_territory", FailureKind.KeyRejected)]
    [InlineData(404, "model_not_found", FailureKind.ModelNotFound)]
    [InlineData(400, "context_length_exceeded", FailureKind.ContextTooLong)]
    [InlineData(400, "content_filter", FailureKind.Refused)]
    [InlineData(400, "unsupported_parameter", FailureKind.BadRequest)]
    [InlineData(429, "insufficient_quota", FailureKind.QuotaSpent)]
    public async Task WhatRetryingCannotHelpIsToldAtOnce(int status, string code, FailureKind kind)
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.ErrorAsync(status, code));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(kind)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task AServerErrorIsRetriedAndThenUnavailable(int status)
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.FailAsync(status, "<html>oops", "text/html"));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(FailureKind.Unavailable)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Equal(3, provider.Requests.Count);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_completion_failures_total", "kind=\"unavailable\""));
    }

    [Fact]
    public async Task AProviderThatIsAwayIsUnavailable()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, $"--OPENAI_BASE_URL=http://{RedisServer.Nowhere()}/v1");

        Assert.Equal([new CompletionFailed(FailureKind.Unavailable)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AFailureBeforeTheFirstTokenIsRetried()
    {
        await using var provider = await TestProvider.StartAsync((answer, call) => call switch
        {
            1 => answer.ErrorAsync(429, "rate_limit_exceeded", retryAfter: "1"),
            2 => answer.DataAsync("""{"error":{"message":"overloaded","type":"server_error"}}"""),
            _ => answer.GreetAsync(),
        });
        await using var service = await CompletionService.StartAsync(provider);
        var clock = Stopwatch.StartNew();

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.IsType<CompletionCompleted>(events[^1]);
        Assert.Equal(3, provider.Requests.Count);
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(1), $"{clock.Elapsed} is less than Retry-After");
    }

    [Fact]
    public async Task ARateLimitBeyondTheBudgetIsToldWithItsTime()
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.ErrorAsync(429, "rate_limit_exceeded", retryAfter: "90"));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal(
            [new CompletionFailed(FailureKind.RateLimited, TimeSpan.FromSeconds(90))], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task NoTokenInTimeIsTimedOutAndTheCallIsCancelled()
    {
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.RoleAsync();
            await answer.StallAsync();
        });
        await using var service = await CompletionService.StartAsync(
            provider, "--Completing:FirstTokenLimit=00:00:00.4", "--Completing:NextTokenLimit=00:00:00.2");

        Assert.Equal([new CompletionFailed(FailureKind.TimedOut)], await service.CompleteAsync(CompletionService.Ask()));
        await provider.Aborted.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task AStallBetweenTokensIsTimedOutAfterWhatCame()
    {
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync("Hel");
            await answer.StallAsync();
        });
        await using var service = await CompletionService.StartAsync(provider, "--Completing:NextTokenLimit=00:00:00.2");

        Assert.Equal(
            [new CompletionDelta("Hel"), new CompletionFailed(FailureKind.TimedOut)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnAnswerThatNeverEndsIsTimedOut()
    {
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
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
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            for (var i = 0; i < 12; i++)
            {
                await answer.ReasoningAsync("hm ");
                await Task.Delay(50, answer.Aborted);
            }

            await answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(
            provider, "--Completing:FirstTokenLimit=00:00:00.3", "--Completing:NextTokenLimit=00:00:00.3");

        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]);
    }

    public static TheoryData<string> Cuts => ["no finish reason", "reset", "error in the stream", "half an event"];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task AStreamThatBreaksAfterTextIsCutOffAndNotRetried(string cut)
    {
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.RoleAsync();
            await answer.TextAsync("Hel");
            await BreakAsync(answer, cut);
        });
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal(
            [new CompletionDelta("Hel"), new CompletionFailed(FailureKind.CutOff)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(provider.Requests);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task AStreamThatBreaksBeforeTextIsRetried(string cut)
    {
        await using var provider = await TestProvider.StartAsync(async (answer, call) =>
        {
            await answer.RoleAsync();
            if (call == 1)
                await BreakAsync(answer, cut);
            else
                await answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(provider);

        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]);
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task APageInsteadOfAStreamIsUnavailable()
    {
        await using var provider = await TestProvider.StartAsync((answer, _) => answer.FailAsync(200, "<html>Welcome", "text/html"));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(FailureKind.Unavailable)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task ARefusalOfTheModelIsRefused()
    {
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.RoleAsync();
            await answer.RefusalAsync("I cannot help with that.");
            await answer.FinishAsync("stop");
        });
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(FailureKind.Refused)], await service.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnAnswerThatIsFilteredFromItsStartIsRefused()
    {
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.RoleAsync();
            await answer.FinishAsync("content_filter");
        });
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionFailed(FailureKind.Refused)], await service.CompleteAsync(CompletionService.Ask()));
    }

    private static async Task BreakAsync(ProviderAnswer answer, string cut)
    {
        switch (cut)
        {
            case "reset":
                // What was written must have been read, or the reset takes it along.
                await Task.Delay(100, answer.Aborted);
                answer.Reset();
                break;
            case "error in the stream":
                await answer.DataAsync("""{"error":{"message":"boom","type":"server_error","code":null}}""");
                break;
            case "half an event":
                await answer.DataAsync("""{"id":"c1","choices":[{"ind""");
                break;
            default:
                await answer.DoneAsync();
                break;
        }
    }
}
