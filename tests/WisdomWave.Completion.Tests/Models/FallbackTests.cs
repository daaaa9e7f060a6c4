using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Models;

public sealed class FallbackTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("insufficient_quota", "quota_spent", 1)]
    [InlineData("invalid_api_key", "key_rejected", 1)]
    [InlineData("model_not_found", "model_not_found", 1)]
    [InlineData("rate_limit_exceeded", "rate_limited", 3)]
    [InlineData("server_error", "unavailable", 3)]
    [InlineData("hang", "timed_out", 1)]
    public async Task TheFallbackAnswersAtItsOwnPrice(string fault, string label, int tries)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = fault == "hang" ? new FakeTimeProvider() : null;
        await using var service = await CompletionService.StartAsync(
            playground, redis: null, time,
            "--Models:0:Name=gpt-test", "--Models:0:Fallback=b", "--Models:0:InputPrice=100", "--Models:0:OutputPrice=100",
            "--Models:1:Name=b", "--Models:1:InputPrice=1", "--Models:1:OutputPrice=2");
        await playground.Client.FailAsync(Fault("gpt-test", fault), Token);

        var running = service.Start(CompletionService.Ask("hello"));
        if (time is not null)
        {
            await playground.WaitForCallsAsync(1);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var events = await running.Completed;

        var calls = await playground.CallsAsync();
        Assert.Equal([.. Enumerable.Repeat("gpt-test", tries), "b"], calls.Select(call => call.Model));
        var usage = new TokenUsage(calls[^1].PromptTokens, calls[^1].CompletionTokens);
        Assert.Equal(
            (PlaygroundAnswers.Greeting, new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "b", usage) { ConfiguredModel = "b", Cost = (usage.InputTokens + (2m * usage.OutputTokens)) / 1_000_000 }),
            (PlaygroundAnswers.TextOf(events), events[^1]));
        Assert.Equal(new() { [label] = 1 }, await service.CountsAsync("wisdomwave_completion_fallbacks_total", "kind"));
        Assert.Empty(await service.CountsAsync("wisdomwave_completion_failures_total", "kind"));
    }

    [Fact]
    public async Task AnotherServerGetsItsOwnKey()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        string? key = null;
        await using var other = await FakeProvider.StartAsync((answer, _) =>
        {
            key = answer.Authorization;
            return answer.GreetAsync();
        });
        await using var service = await CompletionService.StartAsync(
            playground, redis: null,
            "--Models:0:Name=gpt-test", "--Models:0:Fallback=qwen", "--Models:1:Name=qwen", $"--Models:1:BaseUrl={other.BaseUrl}", "--Models:1:ApiKey=sk-other");
        await playground.Client.FailAsync(Fault("gpt-test", "insufficient_quota"), Token);

        Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]);

        Assert.Equal("Bearer sk-other", key);
        Assert.Equal("qwen", Assert.Single(other.Requests).GetProperty("model").GetString());
    }

    [Fact]
    public async Task ACycleOfFallbacksIsTriedOnce()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(
            playground, redis: null,
            "--Models:0:Name=gpt-test", "--Models:0:Fallback=b", "--Models:1:Name=b", "--Models:1:Fallback=c", "--Models:2:Name=c", "--Models:2:Fallback=gpt-test");
        await playground.Client.FailAsync(Fault(null, "model_not_found"), Token);

        Assert.Equal([new CompletionFailed(FailureKind.ModelNotFound)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Equal(["gpt-test", "b", "c"], (await playground.CallsAsync()).Select(call => call.Model));
    }

    [Theory]
    [InlineData(ModelFaultKind.Html, 200, 1)]
    [InlineData(ModelFaultKind.Html, 404, 1)]
    [InlineData(ModelFaultKind.Html, 502, 3)]
    [InlineData(ModelFaultKind.Error, 400, 1)]
    [InlineData(ModelFaultKind.Error, 413, 1)]
    [InlineData(ModelFaultKind.Error, 422, 1)]
    [InlineData(ModelFaultKind.Cut, null, 2)]
    [InlineData(ModelFaultKind.Reset, null, 2)]
    [InlineData(ModelFaultKind.StreamError, null, 2)]
    [InlineData(ModelFaultKind.Blank, null, 1)]
    [InlineData(ModelFaultKind.OnlyTools, null, 1)]
    [InlineData(ModelFaultKind.OnlyReasoning, null, 1)]
    [InlineData(ModelFaultKind.NoRoomLeft, null, 1)]
    public async Task EveryFailureBeforeTheFirstTextUsesTheFallback(ModelFaultKind kind, int? status, int tries)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");
        await playground.Client.FailAsync(new ModelFault { Model = "gpt-test", Kind = kind, Status = status, AfterChunks = 0, Times = 100 }, Token);

        var events = await service.CompleteAsync(CompletionService.Ask("hello"));

        Assert.Equal((PlaygroundAnswers.Greeting, "b"), (PlaygroundAnswers.TextOf(events), Assert.IsType<CompletionCompleted>(events[^1]).Model));
        Assert.Equal([.. Enumerable.Repeat("gpt-test", tries), "b"], (await playground.CallsAsync()).Select(call => call.Model));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"id":"c1","choices":[{"ind""")]
    [InlineData("""{"choices":"none"}""")]
    public async Task AnUnreadableStreamUsesTheFallback(string data)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
            answer.Request.GetProperty("model").GetString() == "b" ? answer.GreetAsync() : answer.DataAsync(data));
        await using var service = await CompletionService.StartAsync(provider, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((FakeProvider.Greeting, 3), (PlaygroundAnswers.TextOf(events), provider.Requests.Count));
    }

    [Fact]
    public async Task FallbacksHaveTheirOwnAllowanceWithACallForEach()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(
            playground, redis: null,
            "--Models:0:Name=gpt-test", "--Models:0:Fallback=b", "--Models:1:Name=b", "--Models:1:Fallback=c", "--Models:2:Name=c", "--Models:2:Fallback=d",
            "--Models:3:Name=d", "--Models:3:Fallback=e");
        await playground.Client.FailAsync(Fault(null, "server_error"), Token);

        Assert.Equal(FailureKind.Unavailable, Assert.IsType<CompletionFailed>((await service.CompleteAsync(CompletionService.Ask()))[^1]).Kind);
        Assert.Equal(["gpt-test", "gpt-test", "gpt-test", "b", "c", "d"], (await playground.CallsAsync()).Select(call => call.Model));
    }

    [Theory]
    [InlineData("context_length_exceeded", "model_not_found", FailureKind.ContextTooLong)]
    [InlineData("model_not_found", "context_length_exceeded", FailureKind.ModelNotFound)]
    public async Task OnlyTheRequestedModelDecidesWhetherThePromptIsTooLong(string asked, string fallback, FailureKind expected)
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");
        await playground.Client.FailAsync(Fault("gpt-test", asked), Token);
        await playground.Client.FailAsync(Fault("b", fallback), Token);

        Assert.Equal(expected, Assert.IsType<CompletionFailed>((await service.CompleteAsync(CompletionService.Ask()))[^1]).Kind);
    }

    [Fact]
    public async Task ARefusalDoesNotUseTheFallback()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");
        await playground.Client.FailAsync(Fault("gpt-test", "content_filter") with { Status = 400 }, Token);

        Assert.Equal([new CompletionFailed(FailureKind.Refused)], await service.CompleteAsync(CompletionService.Ask()));
        Assert.Single(await playground.CallsAsync());
    }

    [Fact]
    public async Task AFailureAfterTheFirstTextDoesNotUseTheFallback()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:Fallback=b");
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Cut, AfterChunks = 1 }, Token);

        Assert.Equal(
            [new CompletionDelta("Hello!"), new CompletionFailed(FailureKind.CutOff)], await service.CompleteAsync(CompletionService.Ask("hello")));
        Assert.Single(await playground.CallsAsync());
    }

    private static ModelFault Fault(string? model, string fault) => fault == "hang"
        ? new() { Model = model, Kind = ModelFaultKind.Hang, Times = 100 }
        : new() { Model = model, Code = fault, Times = 100 };
}
