using System.Text;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models.Wire.Repair;

/// <summary>The real service with the real SDK, and a provider that answers in the dialect that the question names.</summary>
public sealed class DialectFixture : IAsyncLifetime
{
    private FakeProvider _provider = null!;

    internal CompletionService Service { get; private set; } = null!;

    internal IEnumerable<string> Questions => _provider.Requests.Select(request => request.GetProperty("messages")[0].GetProperty("content").GetString()!);

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync((answer, _) => answer.BytesAsync(Dialects.All[answer.Question]().ToBytes()));
        Service = await CompletionService.StartAsync(_provider);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _provider.DisposeAsync();
    }
}

public sealed class DialectTests(DialectFixture fixture) : IClassFixture<DialectFixture>
{
    public static TheoryData<string> Names => [.. Dialects.All.Keys];

    [Fact]
    public void ThereAreMoreThanAHundredDialects() => Assert.True(Dialects.All.Count > 100, $"{Dialects.All.Count}");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryDialectIsReadAsTheWholeAnswer(string dialect)
    {
        var events = await fixture.Service.CompleteAsync(CompletionService.Ask(dialect));

        var end = Assert.IsType<CompletionCompleted>(events[^1]);
        Assert.Equal((DialectWriter.Text, FinishKind.Stop, 1), (PlaygroundAnswers.TextOf(events), end.Finish, fixture.Questions.Count(question => question == dialect)));
        var wire = Dialects.All[dialect]();
        Assert.Equal(wire.UsageAtTheEnd is null || (wire.Finish is null && !wire.UsageHasOwnChunk) ? end.Usage : new TokenUsage(21, 5), end.Usage);
    }

    [Theory]
    [InlineData("""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]},"finish_reason":"eos"}],"usage":{"prompt_tokens":2.0,"completion_tokens":1}}""")]
    [InlineData("""{"choices":[{"text":"Hello","finish_reason":null}],"usage":{"prompt_tokens":2,"completion_tokens":1}}""")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1}}\n")]
    [InlineData("[{\"choices\":[{\"message\":{\"content\":\"Hello\"}}],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1}}]")]
    public async Task JsonInsteadOfAStreamIsReadAsTheAnswer(string json)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.JsonAsync(json));
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        var end = Assert.IsType<CompletionCompleted>(events[^1]);
        Assert.Equal(("Hello", FinishKind.Stop, new TokenUsage(2, 1), 1), (PlaygroundAnswers.TextOf(events), end.Finish, end.Usage, provider.Requests.Count));
    }

    [Theory]
    [InlineData("length", FinishKind.Length)]
    [InlineData("max_tokens", FinishKind.Length)]
    [InlineData("MAX_TOKENS", FinishKind.Length)]
    [InlineData("model_length", FinishKind.Length)]
    [InlineData("content_filter", FinishKind.ContentFilter)]
    [InlineData("sensitive", FinishKind.ContentFilter)]
    [InlineData("SAFETY", FinishKind.ContentFilter)]
    [InlineData("tool_calls", FinishKind.Stop)]
    public async Task AFinishReasonIsMapped(string word, FinishKind finish)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.BytesAsync(new DialectWriter { Finish = $"\"{word}\"" }.ToBytes()));
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((DialectWriter.Text, finish), (PlaygroundAnswers.TextOf(events), Assert.IsType<CompletionCompleted>(events[^1]).Finish));
    }

    [Theory]
    [InlineData("error")]
    [InlineData("abort")]
    [InlineData("insufficient_system_resource")]
    public async Task AnAbortedAnswerKeepsItsTextAndIsNotRetried(string word)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.BytesAsync(new DialectWriter { Finish = $"\"{word}\"" }.ToBytes()));
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((DialectWriter.Text, FailureKind.CutOff, 1), (PlaygroundAnswers.TextOf(events), Assert.IsType<CompletionFailed>(events[^1]).Kind, provider.Requests.Count));
    }

    [Theory]
    [InlineData("event: error\ndata: {\"message\":\"overloaded\",\"type\":\"overloaded_error\"}\n\n")]
    [InlineData("event: error\ndata: Something went wrong\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"Provider returned error\",\"code\":502},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"EngineCore died\",\"type\":\"InternalServerError\",\"code\":500}\n\n")]
    [InlineData("{\"error\":{\"message\":\"boom\"}}\n\n")]
    [InlineData("data: {\"id\":\"c1\",\"choices\":[{\"ind\n\ndata: [DONE]\n\n")]
    public async Task AnErrorInTheStreamKeepsTheTextBeforeIt(string error)
    {
        var beginning = new DialectWriter { Finish = null, HasDone = false, UsageAtTheEnd = null };
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.BytesAsync([.. beginning.ToBytes(), .. Encoding.UTF8.GetBytes(error)]));
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((DialectWriter.Text, FailureKind.CutOff, 1), (PlaygroundAnswers.TextOf(events), Assert.IsType<CompletionFailed>(events[^1]).Kind, provider.Requests.Count));
    }

    [Fact]
    public async Task InvalidBytesAndLoneSurrogatesAreReplacedAndTheRestIsKept()
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.BytesAsync(
            new DialectWriter { Pieces = [[.. "\"a"u8, 0xFF, .. "b\""u8], [.. "\"c\\udc00d\""u8], [.. "\"e\\ud800f\""u8], [.. "\"g\\ud83d\""u8]] }.ToBytes()));
        await using var service = await CompletionService.StartAsync(provider);

        Assert.Equal("a\uFFFDbc\uFFFDde\uFFFDfg", PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask())));
    }

    [Fact]
    public async Task ACompleteAnswerIsKeptWhenTheConnectionBreaksAfterIt()
    {
        var complete = new DialectWriter { HasDone = false, UsageAtTheEnd = null };
        // The Content-Length exceeds the content, so the service reads all of it before the connection breaks.
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.BytesAsync(complete.ToBytes(), announced: 1_000_000));
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(DialectWriter.Text, PlaygroundAnswers.TextOf(events));
        Assert.IsType<CompletionCompleted>(events[^1]);
    }

    /// <summary>An answer is complete if it has <c>[DONE]</c> or a finish reason; only complete answers are stored.</summary>
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task OnlyAnAnswerWithAnEndIsCompleteAndCached(bool hasDone, bool hasFinish, bool isComplete)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync((answer, _) =>
            answer.BytesAsync(new DialectWriter { HasDone = hasDone, Finish = hasFinish ? "\"stop\"" : null }.ToBytes()));
        await using var service = await CompletionService.StartAsync(provider, redis);

        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((DialectWriter.Text, isComplete), (PlaygroundAnswers.TextOf(events), events[^1] is CompletionCompleted));
        Assert.Equal(isComplete ? 1 : 0, (await redis.KeysAsync(isComplete ? 1 : 0)).Length);
    }
}
