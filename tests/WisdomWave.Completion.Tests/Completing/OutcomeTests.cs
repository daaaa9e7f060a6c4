using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>Every failure of a provider: the events on the wire, the metric label, the number of tries, and that nothing is cached.</summary>
public sealed class OutcomeTests
{
    private const string Question = "hello";
    private const string Beginning = "Hello! I am";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Outcome> Failures = new()
    {
        ["context_length_exceeded"] = new(Error("context_length_exceeded"), new(FailureKind.ContextTooLong), "context_too_long"),
        ["insufficient_quota"] = new(Error("insufficient_quota"), new(FailureKind.QuotaSpent), "quota_spent"),
        ["invalid_api_key"] = new(Error("invalid_api_key"), new(FailureKind.KeyRejected), "key_rejected"),
        ["model_not_found"] = new(Error("model_not_found"), new(FailureKind.ModelNotFound), "model_not_found"),
        ["any other 4xx"] = new(Error("unsupported_parameter") with { Status = 400 }, new(FailureKind.BadRequest), "bad_request"),
        ["rate_limit_exceeded"] = new(Error("rate_limit_exceeded"), new(FailureKind.RateLimited), "rate_limited", Calls: 3),
        ["rate_limit_exceeded for longer than the retry budget"] =
            new(Error("rate_limit_exceeded") with { RetryAfter = 7200 }, new(FailureKind.RateLimited, TimeSpan.FromHours(2)), "rate_limited"),
        ["server_error"] = new(Error("server_error"), new(FailureKind.Unavailable), "unavailable", Calls: 3),
        ["a gateway's error page"] = new(Fault(ModelFaultKind.Html), new(FailureKind.Unavailable), "unavailable", Calls: 3),
        // The provider accepted the question and may charge for it, so there is only one retry.
        ["reset before text"] = new(Early(ModelFaultKind.Reset), new(FailureKind.Unavailable), "unavailable", Calls: 2),
        ["no finish reason and no text"] = new(Early(ModelFaultKind.Cut), new(FailureKind.Unavailable), "unavailable", Calls: 2),
        ["error in the stream before text"] = new(Early(ModelFaultKind.StreamError), new(FailureKind.Unavailable), "unavailable", Calls: 2),
        ["a page with status 200"] = new(Fault(ModelFaultKind.Html) with { Status = 200 }, new(FailureKind.WrongAddress), "wrong_address"),
        ["the country is not served"] = new(Error("unsupported_country_region_territory"), new(FailureKind.RegionNotServed), "region_not_served"),
        ["a request that is too large"] = new(Error("request_too_large"), new(FailureKind.TooLarge), "too_large"),
        ["a request that is rejected"] = new(Error("unprocessable") with { Status = 422 }, new(FailureKind.BadRequest), "bad_request"),
        ["only blanks"] = new(Fault(ModelFaultKind.Blank), new(FailureKind.Empty), "empty"),
        ["only a tool call"] = new(Fault(ModelFaultKind.OnlyTools), new(FailureKind.OnlyTools), "only_tools"),
        ["only reasoning"] = new(Fault(ModelFaultKind.OnlyReasoning), new(FailureKind.OnlyReasoning), "only_reasoning"),
        ["reasoning until the token limit"] = new(Fault(ModelFaultKind.NoRoomLeft), new(FailureKind.NoRoomLeft), "no_room_left"),
        ["permanent error in the stream"] =
            new(Early(ModelFaultKind.StreamError) with { Code = "insufficient_quota" }, new(FailureKind.QuotaSpent), "quota_spent"),
        ["reset"] = new(Fault(ModelFaultKind.Reset), new(FailureKind.CutOff), "cut_off", Beginning),
        ["no finish reason"] = new(Fault(ModelFaultKind.Cut), new(FailureKind.CutOff), "cut_off", Beginning),
        ["error in the stream"] = new(Fault(ModelFaultKind.StreamError), new(FailureKind.CutOff), "cut_off", Beginning),
        ["hang"] = new(Fault(ModelFaultKind.Hang), new(FailureKind.TimedOut), "timed_out"),
        ["stall before text"] = new(Early(ModelFaultKind.Stall), new(FailureKind.TimedOut), "timed_out"),
        ["slow beyond the limit"] = new(Fault(ModelFaultKind.SlowFirstToken) with { DelayMs = 3_600_000 }, new(FailureKind.TimedOut), "timed_out"),
        ["stall"] = new(Fault(ModelFaultKind.Stall), new(FailureKind.TimedOut), "timed_out", Beginning),
        ["refusal"] = new(Fault(ModelFaultKind.Refusal), new(FailureKind.Refused), "refused"),
        ["filtered from the start"] = new(Early(ModelFaultKind.ContentFilter), new(FailureKind.Refused), "refused"),
    };

    public static TheoryData<string> Names => [.. Failures.Keys];

    [Fact]
    public void EveryKindOfFailureIsTested() =>
        Assert.Equal(Enum.GetValues<FailureKind>().Order(), Failures.Values.Select(failure => failure.End.Kind).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AFailureHasItsOutcomeLabelAndTriesAndIsNeverCached(string failure)
    {
        var (fault, end, label, text, calls) = Failures[failure];
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = end.Kind == FailureKind.TimedOut ? new FakeTimeProvider() : null;
        await using var service = await CompletionService.StartAsync(
            playground, redis, time, "--Completion:FirstTokenLimit=01:00:00", "--Completion:NextTokenLimit=01:00:00", "--Completion:TotalLimit=10:00:00");
        await playground.Client.FailAsync(fault, Token);

        var running = service.Start(CompletionService.Ask(Question));
        if (time is not null)
        {
            await playground.WaitForCallsAsync(1);
            // A step sends the pending text, but is far below the limits.
            await time.AdvanceUntilAsync(() => running.Text == text, TimeSpan.FromMilliseconds(40), "the text before the failure arrives");
            await time.AdvanceUntilAsync(running.Completed, TimeSpan.FromHours(1), "the answer times out");
        }

        var events = await running.Completed;

        var failed = Assert.IsType<CompletionFailed>(events[^1]);
        Assert.Equal((text, end), (PlaygroundAnswers.TextOf(events), failed with { Wasted = null, Overflow = null }));
        Assert.Equal(Enumerable.Repeat((ModelFaultKind?)fault.Kind, calls), (await playground.CallsAsync()).Select(call => call.Fault));
        Assert.Equal(new() { [label] = 1 }, await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));
        Assert.Equal(
            calls == 1 ? [] : new Dictionary<string, double> { [label] = calls - 1 },
            await service.CountsAsync("wisdomwave_completion_retries_total", "kind"));
        await AssertProviderAnswersAsync(service, playground, redis);
    }

    [Theory]
    [InlineData(ModelFaultKind.Length, FinishKind.Length)]
    [InlineData(ModelFaultKind.ContentFilter, FinishKind.ContentFilter)]
    public async Task ACutAnswerKeepsItsTextSaysWhyAndIsNotCached(ModelFaultKind kind, FinishKind finish)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await playground.Client.FailAsync(Fault(kind), Token);

        var events = await service.CompleteAsync(CompletionService.Ask(Question));

        var call = Assert.Single(await playground.CallsAsync());
        Assert.Equal(
            (Beginning, new CompletionCompleted(finish, AnswerSource.Provider, "gpt-test", new(call.PromptTokens, call.CompletionTokens))),
            (PlaygroundAnswers.TextOf(events), events[^1]));
        Assert.Empty(await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));
        await AssertProviderAnswersAsync(service, playground, redis);
    }

    [Fact]
    public async Task TheRetryWaitsAsLongAsTheProviderAsks()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        using var log = new LogLines();
        await using var service = await CompletionService.StartAsync(
            playground, redis: null, time,
            "--Completion:FirstTokenLimit=10:00:00", "--Completion:NextTokenLimit=10:00:00", "--Completion:TotalLimit=10:00:00", "--Logging:LogLevel:WisdomWave.Completion=Information");
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await playground.Client.FailAsync(Error("rate_limit_exceeded") with { RetryAfter = 7, Times = 1 }, Token);

        var running = service.Start(CompletionService.Ask(Question));
        await Eventually.HoldsAsync(() => log.Of(LogLevel.Information).Count > 0, "the retry is logged");
        await time.AdvanceUntilAsync(running.Completed, TimeSpan.FromSeconds(7), "the retry is made");

        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await running.Completed));
        Assert.Contains("Next try in 7.0 s.", Assert.Single(log.Of(LogLevel.Information)), StringComparison.Ordinal);
        Assert.Equal([ModelFaultKind.Error, null], (await playground.CallsAsync()).Select(call => call.Fault));
        Assert.Equal(new() { ["rate_limited"] = 1 }, await service.CountsAsync("wisdomwave_completion_retries_total", "kind"));
        Assert.Empty(await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));
    }

    [Fact]
    public async Task ASlowFirstTokenWithinTheLimitIsAccepted()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(playground, redis: null, time);
        await playground.HoldAsync();

        var running = service.Start(CompletionService.Ask(Question));
        await playground.WaitForCallsAsync(1);
        time.Advance(TimeSpan.FromSeconds(59));
        await playground.Client.ClearFaultsAsync(Token);

        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await running.Completed));
        Assert.Single(await playground.CallsAsync());
    }

    private static ModelFault Fault(ModelFaultKind kind) => new() { Kind = kind, Times = 100 };

    private static ModelFault Early(ModelFaultKind kind) => Fault(kind) with { AfterChunks = 0 };

    private static ModelFault Error(string code) => Fault(ModelFaultKind.Error) with { Code = code };

    /// <summary>Checks that the recovered provider answers the same question, and that only this complete answer is stored.</summary>
    private static async Task AssertProviderAnswersAsync(CompletionService service, PlaygroundServer playground, RedisServer redis)
    {
        Assert.Empty(await redis.KeysAsync(atLeast: 0));
        await playground.Client.ClearFaultsAsync(Token);

        var events = await service.CompleteAsync(CompletionService.Ask(Question));

        Assert.Equal((PlaygroundAnswers.Greeting, AnswerSource.Provider), (PlaygroundAnswers.TextOf(events), PlaygroundAnswers.SourceOf(events)));
        Assert.Single(await redis.KeysAsync(atLeast: 1));
    }

    /// <param name="Fault">The fault of every call.</param>
    /// <param name="End">The last event.</param>
    /// <param name="Label">The label in the metrics.</param>
    /// <param name="Text">The text before the end.</param>
    /// <param name="Calls">The number of provider calls.</param>
    private sealed record Outcome(ModelFault Fault, CompletionFailed End, string Label, string Text = "", int Calls = 1);
}
