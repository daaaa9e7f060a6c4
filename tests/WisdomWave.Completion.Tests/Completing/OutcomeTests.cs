using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>Every way in which a provider fails: what comes over the wire, its label, how often it was tried, and that nothing of it is cached.</summary>
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
        ["rate_limit_exceeded for longer than is waited"] =
            new(Error("rate_limit_exceeded") with { RetryAfter = 90 }, new(FailureKind.RateLimited, TimeSpan.FromSeconds(90)), "rate_limited"),
        ["server_error"] = new(Error("server_error"), new(FailureKind.Unavailable), "unavailable", Calls: 3),
        ["a gateway's page"] = new(Fault(ModelFaultKind.Html), new(FailureKind.Unavailable), "unavailable", Calls: 3),
        // The provider had taken the question, and may want money for it: asked once more.
        ["reset before text"] = new(Early(ModelFaultKind.Reset), new(FailureKind.Unavailable), "unavailable", Calls: 2),
        ["no finish reason and no text"] = new(Early(ModelFaultKind.Cut), new(FailureKind.Unavailable), "unavailable", Calls: 2),
        ["error in the stream before text"] = new(Early(ModelFaultKind.StreamError), new(FailureKind.Unavailable), "unavailable", Calls: 2),
        ["a page with status 200"] = new(Fault(ModelFaultKind.Html) with { Status = 200 }, new(FailureKind.WrongAddress), "wrong_address"),
        ["the country is not served"] = new(Error("unsupported_country_region_territory"), new(FailureKind.RegionNotServed), "region_not_served"),
        ["a request that is too large"] = new(Error("request_too_large"), new(FailureKind.TooLarge), "too_large"),
        ["a request that is not understood"] = new(Error("unprocessable") with { Status = 422 }, new(FailureKind.BadRequest), "bad_request"),
        ["blanks for an answer"] = new(Fault(ModelFaultKind.Blank), new(FailureKind.Empty), "empty"),
        ["a tool for an answer"] = new(Fault(ModelFaultKind.OnlyTools), new(FailureKind.OnlyTools), "only_tools"),
        ["thoughts for an answer"] = new(Fault(ModelFaultKind.OnlyReasoning), new(FailureKind.OnlyReasoning), "only_reasoning"),
        ["thoughts until the room is used up"] = new(Fault(ModelFaultKind.NoRoomLeft), new(FailureKind.NoRoomLeft), "no_room_left"),
        ["error in the stream that cannot pass"] =
            new(Early(ModelFaultKind.StreamError) with { Code = "insufficient_quota" }, new(FailureKind.QuotaSpent), "quota_spent"),
        ["reset"] = new(Fault(ModelFaultKind.Reset), new(FailureKind.CutOff), "cut_off", Beginning),
        ["no finish reason"] = new(Fault(ModelFaultKind.Cut), new(FailureKind.CutOff), "cut_off", Beginning),
        ["error in the stream"] = new(Fault(ModelFaultKind.StreamError), new(FailureKind.CutOff), "cut_off", Beginning),
        ["hang"] = new(Fault(ModelFaultKind.Hang), new(FailureKind.TimedOut), "timed_out"),
        ["stall before text"] = new(Early(ModelFaultKind.Stall), new(FailureKind.TimedOut), "timed_out"),
        ["slow beyond the limit"] = new(Fault(ModelFaultKind.SlowFirstToken) with { DelayMs = 60_000 }, new(FailureKind.TimedOut), "timed_out"),
        ["stall"] = new(Fault(ModelFaultKind.Stall), new(FailureKind.TimedOut), "timed_out", Beginning),
        ["refusal"] = new(Fault(ModelFaultKind.Refusal), new(FailureKind.Refused), "refused"),
        ["filtered from its start"] = new(Early(ModelFaultKind.ContentFilter), new(FailureKind.Refused), "refused"),
    };

    public static TheoryData<string> Names => [.. Failures.Keys];

    [Fact]
    public void NoKindOfFailureIsLeftOut() =>
        Assert.Equal(Enum.GetValues<FailureKind>().Order(), Failures.Values.Select(failure => failure.End.Kind).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AFailureHasItsOwnOutcomeLabelAndTriesAndIsNeverCached(string what)
    {
        var (fault, end, label, text, calls) = Failures[what];
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, Limits(fault));
        await playground.Client.FailAsync(fault, Token);

        var events = await service.CompleteAsync(CompletionService.Ask(Question));

        var failed = Assert.IsType<CompletionFailed>(events[^1]);
        Assert.Equal((text, end), (PlaygroundAnswers.TextOf(events), failed with { Wasted = null, Overflow = null }));
        Assert.Equal(Enumerable.Repeat((ModelFaultKind?)fault.Kind, calls), (await playground.CallsAsync()).Select(call => call.Fault));
        Assert.Equal(new() { [label] = 1 }, await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));
        Assert.Equal(
            calls == 1 ? [] : new Dictionary<string, double> { [label] = calls - 1 },
            await service.CountsAsync("wisdomwave_completion_retries_total", "kind"));
        await AssertAskedAnewAsync(service, playground, redis);
    }

    [Theory]
    [InlineData(ModelFaultKind.Length, FinishKind.Length)]
    [InlineData(ModelFaultKind.ContentFilter, FinishKind.ContentFilter)]
    public async Task AnAnswerThatIsCutKeepsWhatCameSaysWhyAndIsNotCached(ModelFaultKind kind, FinishKind finish)
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
        await AssertAskedAnewAsync(service, playground, redis);
    }

    [Fact]
    public async Task RetryAfterIsWaitedFor()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.Client.FailAsync(Error("rate_limit_exceeded") with { RetryAfter = 1, Times = 1 }, Token);

        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask(Question))));

        var calls = await playground.CallsAsync();
        Assert.Equal([ModelFaultKind.Error, null], calls.Select(call => call.Fault));
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(1), $"asked again after {calls[1].At - calls[0].At}");
        Assert.Equal(new() { ["rate_limited"] = 1 }, await service.CountsAsync("wisdomwave_completion_retries_total", "kind"));
        Assert.Empty(await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));
    }

    [Fact]
    public async Task ASlowFirstTokenWithinTheLimitIsWaitedFor()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        await playground.Client.FailAsync(Fault(ModelFaultKind.SlowFirstToken) with { DelayMs = 1500 }, Token);

        Assert.Equal(PlaygroundAnswers.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask(Question))));
        Assert.Single(await playground.CallsAsync());
    }

    private static ModelFault Fault(ModelFaultKind kind) => new() { Kind = kind, Times = 100 };

    private static ModelFault Early(ModelFaultKind kind) => Fault(kind) with { AfterChunks = 0 };

    private static ModelFault Error(string code) => Fault(ModelFaultKind.Error) with { Code = code };

    // Low only where the time is up in the end: a busy machine is not to fail the others.
    private static string[] Limits(ModelFault fault) => fault switch
    {
        { Kind: ModelFaultKind.Stall, AfterChunks: > 0 } => ["--Completing:NextTokenLimit=00:00:00.5"],
        { Kind: ModelFaultKind.Hang or ModelFaultKind.Stall or ModelFaultKind.SlowFirstToken } =>
            ["--Completing:FirstTokenLimit=00:00:01", "--Completing:NextTokenLimit=00:00:00.5"],
        _ => [],
    };

    /// <summary>Once the provider is well the same question is asked of it, and nothing but the whole answer is stored.</summary>
    private static async Task AssertAskedAnewAsync(CompletionService service, PlaygroundServer playground, RedisServer redis)
    {
        Assert.Empty(await redis.KeysAsync(atLeast: 0));
        await playground.Client.ClearFaultsAsync(Token);

        var events = await service.CompleteAsync(CompletionService.Ask(Question));

        Assert.Equal((PlaygroundAnswers.Greeting, AnswerSource.Provider), (PlaygroundAnswers.TextOf(events), PlaygroundAnswers.SourceOf(events)));
        Assert.Single(await redis.KeysAsync(atLeast: 1));
    }

    /// <param name="Fault">What every call meets.</param>
    /// <param name="End">Of the stream.</param>
    /// <param name="Label">In the metrics.</param>
    /// <param name="Text">What comes before.</param>
    /// <param name="Calls">Of the provider.</param>
    private sealed record Outcome(ModelFault Fault, CompletionFailed End, string Label, string Text = "", int Calls = 1);
}
