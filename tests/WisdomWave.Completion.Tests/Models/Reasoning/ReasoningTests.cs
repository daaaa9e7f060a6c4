using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Models.Reasoning;

/// <summary>Models that reason before they answer.</summary>
public sealed class ReasoningTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>The ways in which servers send reasoning.</summary>
    public static TheoryData<string> Ways => ["reasoning_content", "reasoning", "thinking", "<think>", "</think>", "parts"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ReasoningIsNeverPartOfTheAnswerOrTheCache(string way)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync((answer, _) => ThinkAsync(answer, way));
        await using var service = await CompletionService.StartAsync(provider, redis);

        var all = await service.AllEventsAsync(CompletionService.Ask() with { ShowReasoning = true });
        await redis.KeysAsync(atLeast: 1);
        var cached = await service.AllEventsAsync(CompletionService.Ask() with { ShowReasoning = true });

        var answered = all.Skip(all.FindLastIndex(e => e is CompletionTextDiscarded) + 1);
        var retracted = PlaygroundAnswers.TextOf(all[..(all.FindLastIndex(e => e is CompletionTextDiscarded) + 1)]);
        var reasoning = string.Concat(all.OfType<CompletionReasoning>().Select(piece => piece.Text));
        Assert.Equal(("Hello", "I wonder."), (PlaygroundAnswers.TextOf(answered), retracted + reasoning));
        Assert.Equal([new CompletionDelta("Hello")], cached[..^1]);
        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(cached));
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    [InlineData("<think>")]
    [InlineData("parts")]
    public async Task ReasoningIsOnlyAnnouncedUnlessItIsRequested(string way)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => ThinkAsync(answer, way));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal([new CompletionReasoning()], (await service.AllEventsAsync(CompletionService.Ask())).OfType<CompletionReasoning>());
    }

    [Theory]
    [InlineData(null, null, null, 100)]
    [InlineData(ReasoningEffort.Minimal, 1000, "minimal", 1100)]
    [InlineData(ReasoningEffort.High, 16_000, "high", 16_100)]
    [InlineData(null, 8000, null, 8100)]
    public async Task TheEffortAndTheReasoningTokensAreSentToTheProvider(ReasoningEffort? effort, int? room, string? sent, int total)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider);

        await service.CompleteAsync(CompletionService.Ask() with { MaxOutputTokens = 100, ReasoningEffort = effort, MaxReasoningTokens = room });

        var request = Assert.Single(provider.Requests);
        Assert.Equal(
            (sent, total),
            (request.TryGetProperty("reasoning_effort", out var word) ? word.GetString() : null, request.GetProperty("max_completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task TheOperatorSetsAModelsDefaultEffortAndReasoningTokens()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(
            provider, "--Models:0:Name=gpt-test", "--Models:0:ReasoningEffort=Low", "--Models:0:ReasoningTokens=500", "--Models:0:MaxTokensParameter=max_tokens");

        await service.CompleteAsync(CompletionService.Ask() with { MaxOutputTokens = 100 });

        var request = Assert.Single(provider.Requests);
        Assert.Equal(("low", 600), (request.GetProperty("reasoning_effort").GetString(), request.GetProperty("max_tokens").GetInt32()));
    }

    [Fact]
    public async Task AReasoningModelMayTakeLongerForItsFirstText()
    {
        var goOn = new TaskCompletionSource();
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await goOn.Task.WaitAsync(answer.Aborted);
            await answer.GreetAsync();
        });
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(
            provider, time, "--Completion:FirstTokenLimit=00:00:02", "--Completion:NextTokenLimit=00:00:02", "--Completion:ReasoningLimit=00:01:00");

        var reasoning = service.Start(CompletionService.Ask() with { MaxOutputTokens = 100, MaxReasoningTokens = 1000 });
        var other = service.Start(CompletionService.Ask("Again"));
        await Eventually.HoldsAsync(() => provider.Requests.Count == 2, "both questions have reached the provider");
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(FailureKind.TimedOut, Assert.IsType<CompletionFailed>((await other.Completed)[^1]).Kind);
        goOn.SetResult();
        Assert.IsType<CompletionCompleted>((await reasoning.Completed)[^1]);
    }

    [Fact]
    public async Task ReasoningThatUsesAllOutputTokensFailsAndIsPaidFor()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(
            playground, redis: null, "--Models:0:Name=gpt-test", "--Models:0:InputPrice=1", "--Models:0:OutputPrice=10");

        var events = await service.CompleteAsync(CompletionService.Ask("think about it") with { MaxOutputTokens = 40, MaxReasoningTokens = 10 });

        var call = Assert.Single(await playground.CallsAsync());
        var failed = Assert.IsType<CompletionFailed>(Assert.Single(events));
        var spent = Assert.Single(failed.Wasted!);
        Assert.Equal(FailureKind.NoRoomLeft, failed.Kind);
        Assert.Equal(
            new ModelUsage("gpt-test", new(call.PromptTokens, call.CompletionTokens, 0, call.ReasoningTokens), (call.PromptTokens + (10m * call.CompletionTokens)) / 1_000_000), spent);
        Assert.True(call.ReasoningTokens > 0);
    }

    [Fact]
    public async Task TheUsageIncludesReasoningTokens()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);

        var events = await service.CompleteAsync(CompletionService.Ask("think aloud, hello") with { ReasoningEffort = ReasoningEffort.Low });

        var call = Assert.Single(await playground.CallsAsync());
        var end = Assert.IsType<CompletionCompleted>(events[^1]);
        Assert.Equal(("low", call.ReasoningTokens, call.CompletionTokens), (call.ReasoningEffort, end.Usage.ReasoningTokens, end.Usage.OutputTokens));
        Assert.True(call.ReasoningTokens > 0);
        Assert.DoesNotContain("<think>", PlaygroundAnswers.TextOf(events), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-5-mini", true)]
    [InlineData("gpt-5.1", true)]
    [InlineData("openai/o4-mini", true)]
    [InlineData("o3", true)]
    [InlineData("deepseek-r1:8b", true)]
    [InlineData("deepseek/deepseek-reasoner", true)]
    [InlineData("qwq:32b", true)]
    [InlineData("gpt-oss-120b", true)]
    [InlineData("Qwen3-30B-A3B-Thinking", true)]
    [InlineData("gpt-5-chat-latest", false)]
    [InlineData("gpt-4o", false)]
    [InlineData("gpt-4.1-mini", false)]
    [InlineData("olmo-2", false)]
    [InlineData("llama-3", false)]
    [InlineData("gpt-test", false)]
    public void AReasoningModelIsRecognizedByItsName(string model, bool thinks) => Assert.Equal(thinks, ReasoningModels.Includes(model));

    private static async Task ThinkAsync(ProviderAnswer answer, string way)
    {
        await answer.RoleAsync();
        if (way is "<think>" or "</think>")
        {
            foreach (var piece in (way == "<think>" ? "<think>I wonder.</think>Hello" : "I wonder.</think>Hello").Chunk(5))
                await answer.TextAsync(new string(piece));
        }
        else
        {
            var delta = way == "parts"
                ? """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"I wonder."}]}]}"""
                : JsonSerializer.Serialize(new Dictionary<string, string?> { [way] = "I wonder.", ["content"] = null });
            await answer.DataAsync($$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""");
            await answer.TextAsync("Hello");
        }

        await answer.FinishAsync("stop");
        await answer.DoneAsync();
    }
}
