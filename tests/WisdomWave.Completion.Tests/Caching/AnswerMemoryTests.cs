using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class AnswerMemoryTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task ARepeatedQuestionIsAnsweredWithoutRedis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using (var before = await CompletionService.StartAsync(playground, redis))
            await before.CompleteAsync(CompletionService.Ask());
        await using var service = await CompletionService.StartAsync(playground, redis);

        // The first time it is read from Redis.
        Assert.Equal(PlaygroundAnswers.FromCache, await service.CompleteAsync(CompletionService.Ask()));
        await redis.StopAsync();
        Assert.Equal(PlaygroundAnswers.FromCache, await service.CompleteAsync(CompletionService.Ask()));

        Assert.Equal(new() { ["hit"] = 2 }, await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
    }

    /// <summary>An answer can be asked for again as soon as it is complete, although Redis does not store it yet.</summary>
    [Fact]
    public async Task ANewAnswerIsKeptBeforeRedisStoresIt()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:Leases=false");
        await redis.Database.ExecuteAsync("CLIENT", "PAUSE", 3_600_000, "WRITE");

        await service.CompleteAsync(CompletionService.Ask());
        Assert.Equal(PlaygroundAnswers.FromCache, await service.CompleteAsync(CompletionService.Ask()));
        await redis.Database.ExecuteAsync("CLIENT", "UNPAUSE");
    }

    [Fact]
    public async Task AClearedAnswerIsMadeAgainByEveryReplica()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var first = await CompletionService.StartAsync(playground, redis);
        await using var second = await CompletionService.StartAsync(playground, redis);
        await AskBothAsync("Hi");
        await AskBothAsync("Hello?");

        using (var cleared = await first.Http.PostAsync("/operator/cache/clear", null, Token))
            Assert.True(cleared.IsSuccessStatusCode);

        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await first.CompleteAsync(CompletionService.Ask("Hi"))));
        // It is told by a message, which may arrive later.
        await Eventually.HoldsAsync(
            async () => PlaygroundAnswers.SourceOf(await second.CompleteAsync(CompletionService.Ask("Hello?"))) == AnswerSource.Provider,
            "the second replica makes the answer again");

        async Task AskBothAsync(string question)
        {
            await first.CompleteAsync(CompletionService.Ask(question));
            await Eventually.HoldsAsync(
                async () => PlaygroundAnswers.SourceOf(await second.CompleteAsync(CompletionService.Ask(question))) == AnswerSource.Cache,
                "the second replica has the answer");
        }
    }

    [Fact]
    public void AnAnswerIsKeptUntilItExpires()
    {
        var memory = Memory(maxBytes: 10_000);
        memory.Add("a", Answer("text", expiresIn: 60), memory.Clearings);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("text", memory.Find("a")?.Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(memory.Find("a"));
        memory.Add("a", Answer("newer", expiresIn: 60), memory.Clearings);
        Assert.Equal("newer", memory.Find("a")?.Text);
    }

    [Fact]
    public void TheAnswersUsedLastAreKeptWithinTheLimit()
    {
        // Room for three.
        var memory = Memory(maxBytes: 10_000);
        var text = new string('a', 1_300);
        memory.Add("a", Answer(text), memory.Clearings);
        memory.Add("b", Answer(text), memory.Clearings);
        memory.Add("c", Answer(text), memory.Clearings);
        Assert.NotNull(memory.Find("a"));
        memory.Add("d", Answer(text), memory.Clearings);

        Assert.Null(memory.Find("b"));
        Assert.All("acd", key => Assert.NotNull(memory.Find(key.ToString())));
    }

    [Fact]
    public void AnAnswerThatDoesNotFitRemovesNoOther()
    {
        var memory = Memory(maxBytes: 10_000);
        memory.Add("a", Answer("text"), memory.Clearings);
        memory.Add("b", Answer(new string('b', 10_000)), memory.Clearings);

        Assert.Equal(("text", null), (memory.Find("a")?.Text, memory.Find("b")));
    }

    /// <summary>It may have been read from Redis just before it was removed there.</summary>
    [Fact]
    public void AnAnswerThatWasReadBeforeTheCacheWasClearedIsNotKept()
    {
        var memory = Memory(maxBytes: 10_000);
        var clearings = memory.Clearings;
        memory.Clear();
        memory.Add("a", Answer("text"), clearings);

        Assert.Null(memory.Find("a"));
    }

    /// <summary>An earlier version stored answers without it.</summary>
    [Fact]
    public void AnAnswerWithoutAnExpiryIsNotKept()
    {
        var memory = Memory(maxBytes: 10_000);
        memory.Add("a", Answer("text") with { ExpiresAt = null }, memory.Clearings);

        Assert.Null(memory.Find("a"));
    }

    private AnswerMemory Memory(int maxBytes) => new(Options.Create(new CacheOptions { MemoryBytes = maxBytes }), _time);

    private CachedAnswer Answer(string text, double expiresIn = 60) =>
        new(text, "gpt-test", new TokenUsage(1, 1)) { ExpiresAt = _time.GetUtcNow() + TimeSpan.FromSeconds(expiresIn) };
}
