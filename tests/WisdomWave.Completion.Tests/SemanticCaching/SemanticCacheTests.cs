using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.SemanticCaching;

/// <summary>Uses the playground's vectors, which are equal for texts with the same words in any order.</summary>
public sealed class SemanticCacheTests
{
    private const string Question = "What is the capital of France?";
    private const string Near = "The capital of France is what?";
    private const string Far = "Who wrote the first part of Faust?";
    private const string EmbeddingModel = "text-embedding-3-small";

    /// <summary>A clock that is moved step by step does not reach them.</summary>
    private static readonly string[] FarTokenLimits =
        ["--Completion:FirstTokenLimit=10:00:00", "--Completion:NextTokenLimit=10:00:00", "--Completion:TotalLimit=10:00:00"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASimilarQuestionIsAnsweredWithoutTheProviderAndCounted()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(
            playground, redis, "--Models:0:Name=gpt-test", "--Models:0:InputPrice=1", "--Models:0:OutputPrice=2", "--SemanticCache:InputPrice=0.02");

        var first = await service.CompleteAsync(CompletionService.Ask(Question));
        await redis.QuestionFamilyAsync(1);
        var second = await service.CompleteAsync(CompletionService.Ask(Near));

        // Both paid for their embedding: 30 characters, about 8 tokens.
        var asked = Assert.IsType<CompletionCompleted>(first[^1]);
        Assert.Equal(new ModelUsage(EmbeddingModel, new(8, 0), 0.00000016m), asked.Embedding);
        Assert.Equal((PlaygroundAnswers.TextOf(first), asked with { Source = AnswerSource.Cache, Cost = 0 }), (PlaygroundAnswers.TextOf(second), second[^1]));
        Assert.Equal([Question], (await playground.CallsAsync()).Select(call => call.Messages[^1].Text));
        Assert.Equal([Question, Near], await EmbeddedAsync(playground));
        Assert.Equal(new() { ["miss"] = 1, ["similar"] = 1 }, await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
        Assert.Equal(new() { ["none"] = 1, ["found"] = 1 }, await service.CountsAsync("wisdomwave_cache_similar_lookups_total", "result"));
        Assert.Equal(
            new() { ["input"] = asked.Usage.InputTokens, ["output"] = asked.Usage.OutputTokens },
            await service.CountsAsync("wisdomwave_cache_saved_tokens_total", "kind"));
        Assert.Equal(0.00000032, await service.MetricAsync("wisdomwave_completion_cost_total", "operation=\"embeddings\""), 12);
        Assert.Equal(2, await service.MetricAsync("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name=\"embeddings\""));
    }

    [Fact]
    public async Task AnotherMeaningNumberPersonaModelOrTokenLimitIsAnsweredByTheProvider()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis);
        var asked = CompletionService.Ask("What is 2+2, please?");
        await service.CompleteAsync(asked);
        await redis.QuestionFamilyAsync(1);

        CompletionRequest[] others =
        [
            CompletionService.Ask(Far),
            CompletionService.Ask("What is 2-2, please?"),
            asked with { Messages = [new(PromptRole.System, "You are a pirate."), new(PromptRole.User, "Please, what is 2+2?")] },
            CompletionService.Ask("Please, what is 2+2?") with { Model = "gpt-other" },
            CompletionService.Ask("Please, what is 2+2?") with { MaxOutputTokens = 100 },
        ];
        foreach (var other in others)
            Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(other)));

        Assert.Equal(1 + others.Length, (await playground.CallsAsync()).Count);
        // Without these differences the answer is reused.
        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask("Please, what is 2+2?"))));
    }

    [Fact]
    public async Task PromptsWithHistoryOrImagesShortOnesAndFreshOnesAreNotLookedUp()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis);

        CompletionRequest[] requests =
        [
            CompletionService.Ask() with { Messages = [new(PromptRole.User, Question), new(PromptRole.Assistant, "Paris."), new(PromptRole.User, "And how large is it?")] },
            CompletionService.Ask() with { Messages = [new(PromptRole.User, Question), new(PromptRole.User, Question)] },
            CompletionService.Ask() with { Messages = [new(PromptRole.User, Question) { Images = [new("image/png", [1, 2, 3])] }] },
            CompletionService.Ask("Why not?"),
            CompletionService.Ask(string.Join(' ', Enumerable.Repeat("long", 300))),
            CompletionService.Ask(Question) with { Fresh = true },
        ];
        foreach (var request in requests)
            Assert.Null(Assert.IsType<CompletionCompleted>((await service.CompleteAsync(request))[^1]).Embedding);

        Assert.Empty(await EmbeddedAsync(playground));
    }

    [Theory]
    [InlineData("--SemanticCache:Threshold=0.9")]
    [InlineData("--SemanticCache:Enabled=true", "--Cache:Shared=false")]
    [InlineData("--SemanticCache:Enabled=true", "--Cache:Enabled=false")]
    [InlineData("--SemanticCache:Enabled=true", "--ConnectionStrings:cache=")]
    public async Task ItIsOffByDefaultAndWithoutASharedCache(params string[] settings)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, settings);

        await service.CompleteAsync(CompletionService.Ask(Question) with { Scope = "chat" });
        await service.CompleteAsync(CompletionService.Ask(Near) with { Scope = "chat" });

        Assert.Equal([Question, Near], (await playground.CallsAsync(operation: null)).Select(call => call.Messages[^1].Text));
    }

    [Fact]
    public async Task AnotherReplicaFindsTheSameQuestions()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var second = await StartAsync(playground, redis);
        // This replica reads the family while it is still empty.
        await second.CompleteAsync(CompletionService.Ask(Far));
        await using (var first = await StartAsync(playground, redis))
            await first.CompleteAsync(CompletionService.Ask(Question));

        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(await second.CompleteAsync(CompletionService.Ask(Near))));
    }

    [Fact]
    public async Task SimultaneousIdenticalQuestionsCostOneEmbedding()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis);
        await playground.HoldAsync(model: "gpt-test");

        var running = Enumerable.Range(0, 20).Select(_ => service.Start(CompletionService.Ask(Question))).ToArray();
        await Task.WhenAll(running.Select(completion => completion.CallStartsAsync()));
        await playground.Client.ClearFaultsAsync(Token);
        var all = await Task.WhenAll(running.Select(completion => completion.Completed));

        Assert.Equal(["embeddings", "chat"], (await playground.CallsAsync(operation: null)).Select(call => call.Operation));
        Assert.Single(all, events => ((CompletionCompleted)events[^1]).Embedding is not null);
    }

    [Fact]
    public async Task TheOldestQuestionsAreRemovedAndAllExpire()
    {
        string[] questions = ["How high is the Zugspitze?", "How deep is Lake Constance?", "How long is the Danube?"];
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        string[] settings = ["--SemanticCache:MaxEntries=2", "--Cache:TimeToLive=00:10:00"];

        await using (var before = await StartAsync(playground, redis, settings))
        {
            foreach (var question in questions)
                await before.CompleteAsync(CompletionService.Ask(question));
        }

        // Before it stopped, that service has stored all questions.
        await using var service = await StartAsync(playground, redis, settings);
        var family = await redis.QuestionFamilyAsync(2);
        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask("The Danube is how long?"))));
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask("The Zugspitze is how high?"))));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(family))!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task AQuestionWhoseAnswerWasRemovedIsRemovedToo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis, OnlyInRedis);
        await service.CompleteAsync(CompletionService.Ask(Question));
        var family = await redis.QuestionFamilyAsync(1);
        var old = await redis.Database.SortedSetRangeByRankAsync(family);

        await redis.Database.KeyDeleteAsync((await redis.KeysAsync(atLeast: 2)).Single(key => key != family));
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));

        await Eventually.HoldsAsync(async () => await redis.Database.SortedSetScoreAsync(family, old[0]) is null, "the old question is removed");
    }

    [Fact]
    public async Task AnIncompleteAnswerIsNotReused()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis);
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Length, Model = "gpt-test" }, Token);

        await service.CompleteAsync(CompletionService.Ask(Question));
        // Questions are stored in order: once this complete one is stored, the incomplete one would be too.
        await service.CompleteAsync(CompletionService.Ask(Far));

        await redis.QuestionFamilyAsync(1);
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));
    }

    [Fact]
    public async Task ALateVectorHelpsTheNextQuestionAndIsPaidFor()
    {
        await using var redis = await RedisServer.StartAsync();
        var (embedding, chat) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await chat.Task.WaitAsync(answer.Aborted);
            await answer.GreetAsync();
        });
        (provider.Embed, provider.EmbeddingsReleased) = (_ => [1, 2, 3], embedding.Task);
        var time = new FakeTimeProvider();
        await using var service = await CompletionService.StartAsync(
            provider, redis, time, ["--SemanticCache:Enabled=true", "--SemanticCache:InputPrice=1", .. FarTokenLimits]);

        var running = service.Start(CompletionService.Ask(Question));
        await Eventually.HoldsAsync(() => provider.Embedded.Count == 1, "the embedding is requested");
        await time.AdvanceUntilAsync(running.CallStartsAsync(), TimeSpan.FromSeconds(1), "the lookup times out and the provider is called");
        embedding.SetResult();
        await Eventually.HoldsAsync(
            async () => await service.MetricAsync("wisdomwave_completion_cost_total", "operation=\"embeddings\"") > 0, "the service has the vector");
        chat.SetResult();

        var completed = Assert.IsType<CompletionCompleted>((await running.Completed)[^1]);
        Assert.Equal((AnswerSource.Provider, new ModelUsage(EmbeddingModel, new(8, 0), 0.000008m)), (completed.Source, completed.Embedding));
        Assert.Equal(new() { ["too_slow"] = 1 }, await service.CountsAsync("wisdomwave_cache_similar_lookups_total", "result"));
        await redis.QuestionFamilyAsync(1);
        Assert.Equal(AnswerSource.Cache, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));
    }

    [Fact]
    public async Task HangingEmbeddingsDoNotPreventAnAnswer()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var time = new FakeTimeProvider();
        await using var service = await StartAsync(playground, redis, time, FarTokenLimits);
        await playground.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hang, Model = EmbeddingModel }, Token);

        var running = service.Start(CompletionService.Ask(Question));
        await playground.WaitForCallsAsync(1);
        await time.AdvanceUntilAsync(running.Completed, TimeSpan.FromSeconds(1), "the lookup times out and the provider answers");

        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await running.Completed));
        Assert.Equal(new() { ["too_slow"] = 1 }, await service.CountsAsync("wisdomwave_cache_similar_lookups_total", "result"));
        // The embedding call ends with the answer.
        Assert.True(Assert.Single(await playground.CallsAsync("embeddings")).Cancelled);
    }

    [Theory]
    [InlineData(ModelFaultKind.Error)]
    [InlineData(ModelFaultKind.Html)]
    public async Task FailingEmbeddingsDoNotPreventAnAnswerAndPause(ModelFaultKind kind)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        // The clock stands still, so the pause lasts.
        await using var service = await StartAsync(playground, redis, new FakeTimeProvider());
        await playground.Client.FailAsync(new ModelFault { Kind = kind, Model = EmbeddingModel, Times = 100 }, Token);

        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Question))));
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));

        Assert.Equal(new() { ["not_embedded"] = 2 }, await service.CountsAsync("wisdomwave_cache_similar_lookups_total", "result"));
        Assert.Single(await playground.CallsAsync("embeddings"));
    }

    [Fact]
    public async Task WithoutRedisQuestionsAreAnsweredAndNotEmbedded()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis);
        await service.CompleteAsync(CompletionService.Ask(Question));
        await redis.QuestionFamilyAsync(1);

        await redis.StopAsync();
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask(Near))));

        Assert.Equal([Question], await EmbeddedAsync(playground));
        Assert.Equal(new() { ["miss"] = 1, ["unavailable"] = 1 }, await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
    }

    [Fact]
    public async Task ALostRedisConnectionDuringTheLookupDoesNotPreventAnAnswer()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await StartAsync(playground, redis, OnlyInRedis);
        await service.CompleteAsync(CompletionService.Ask(Question));
        await redis.QuestionFamilyAsync(1);

        await playground.HoldAsync(model: EmbeddingModel);
        var answering = service.CompleteAsync(CompletionService.Ask(Near));
        await playground.WaitForCallsAsync(1);
        await redis.StopAsync();
        await playground.Client.ClearFaultsAsync(Token);

        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await answering));
        Assert.Equal(new() { ["none"] = 1, ["unavailable"] = 1 }, await service.CountsAsync("wisdomwave_cache_similar_lookups_total", "result"));
    }

    /// <summary>The service itself keeps no answers.</summary>
    private const string OnlyInRedis = "--Cache:MemoryBytes=0";

    private static Task<CompletionService> StartAsync(PlaygroundServer playground, RedisServer redis, params string[] settings) =>
        StartAsync(playground, redis, time: null, settings);

    private static Task<CompletionService> StartAsync(PlaygroundServer playground, RedisServer redis, FakeTimeProvider? time, params string[] settings) =>
        CompletionService.StartAsync(playground, redis, time, ["--SemanticCache:Enabled=true", .. settings]);

    private static async Task<IEnumerable<string>> EmbeddedAsync(PlaygroundServer playground) =>
        (await playground.CallsAsync("embeddings")).Select(call => call.Messages[^1].Text);
}
