using System.Diagnostics;
using StackExchange.Redis;
using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.SemanticCaching;

public sealed class SemanticCacheTests
{
    private const string Question = "What is the capital of France?";
    private const string Near = "Which city is France's capital?";
    private const string Far = "Who wrote the first part of Faust?";

    private static readonly CompletionCompleted FromProvider = new(FinishKind.Stop, AnswerSource.Provider, "gpt-test-2026", new TokenUsage(21, 5, 3));
    private static readonly CompletionEvent[] FromCache = [new CompletionDelta(TestProvider.Greeting), FromProvider with { Source = AnswerSource.Cache }];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ANearQuestionIsAnsweredWithoutTheProviderAndCounted(bool vectorsAreNumbers)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        provider.EmbedsAsNumbers = vectorsAreNumbers;
        await using var service = await StartAsync(provider, redis);

        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Question)))[^1]);
        await RememberedAsync(redis, 1);
        Assert.Equal(FromCache, await service.CompleteAsync(CompletionService.Ask(Near)));

        Assert.Single(provider.Requests);
        Assert.Equal([Question, Near], provider.Embedded);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"miss\""));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"similar\""));
        Assert.Equal(0, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"joined\""));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_similar_lookups_total", "result=\"none\""));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_similar_lookups_total", "result=\"found\""));
        Assert.Equal(21, await service.MetricAsync("wisdomwave_cache_saved_tokens_total", "kind=\"input\""));
        Assert.Equal(2, await service.MetricAsync("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name=\"embeddings\""));
    }

    [Fact]
    public async Task AnotherMeaningNumberPersonaModelOrRoomAsksTheProvider()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        await using var service = await StartAsync(provider, redis);
        var asked = CompletionService.Ask("What is 2+2, please?");
        await service.CompleteAsync(asked);
        await RememberedAsync(redis, 1);

        CompletionRequest[] others =
        [
            CompletionService.Ask(Far),
            CompletionService.Ask("What is 2+3, please?"),
            asked with { Messages = [new(PromptRole.System, "You are a pirate."), new(PromptRole.User, "Please, what is 2+2?")] },
            CompletionService.Ask("Please, what is 2+2?") with { Model = "gpt-other" },
            CompletionService.Ask("Please, what is 2+2?") with { MaxOutputTokens = 100 },
        ];
        foreach (var other in others)
            Assert.Equal(FromProvider, (await service.CompleteAsync(other))[^1]);

        Assert.Equal(1 + others.Length, provider.Requests.Count);
        // It was the differences that mattered.
        Assert.Equal(FromCache, await service.CompleteAsync(CompletionService.Ask("Please, what is 2+2?")));
    }

    [Fact]
    public async Task APromptWithHistoryOrAPictureAShortOneAndAFreshOneAreNotLookedUp()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        await using var service = await StartAsync(provider, redis);

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
            Assert.Equal(FromProvider, (await service.CompleteAsync(request))[^1]);

        Assert.Empty(provider.Embedded);
    }

    [Theory]
    [InlineData("--SemanticCache:Threshold=0.9")]
    [InlineData("--SemanticCache:Enabled=true", "--Cache:Shared=false")]
    [InlineData("--SemanticCache:Enabled=true", "--Cache:Enabled=false")]
    [InlineData("--SemanticCache:Enabled=true", "--ConnectionStrings:cache=")]
    public async Task OffByDefaultAndWithoutASharedCacheItEmbedsNothing(params string[] settings)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        await using var service = await CompletionService.StartAsync(provider, redis, settings);

        await service.CompleteAsync(CompletionService.Ask(Question) with { Scope = "chat" });
        await service.CompleteAsync(CompletionService.Ask(Near) with { Scope = "chat" });

        Assert.Equal((2, 0), (provider.Requests.Count, provider.Embedded.Count));
    }

    [Fact]
    public async Task AnotherReplicaAnswersFromTheSameQuestions()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        await using var second = await StartAsync(provider, redis);
        // Has read the family before there was anything in it.
        await second.CompleteAsync(CompletionService.Ask(Far));
        await using (var first = await StartAsync(provider, redis))
            await first.CompleteAsync(CompletionService.Ask(Question));

        Assert.Equal(FromCache, await second.CompleteAsync(CompletionService.Ask(Near)));
    }

    [Fact]
    public async Task ManyWhoAskTheSameAtOnceCostOneVector()
    {
        var all = new TaskCompletionSource();
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync(async (answer, _) =>
        {
            await all.Task;
            await answer.GreetAsync();
        });
        await using var service = await StartAsync(provider, redis);

        var answers = Enumerable.Range(0, 20).Select(_ => service.CompleteAsync(CompletionService.Ask(Question))).ToArray();
        await provider.Asked;
        all.SetResult();
        await Task.WhenAll(answers);

        Assert.Equal((1, 1), (provider.Requests.Count, provider.Embedded.Count));
    }

    [Fact]
    public async Task TheOldestQuestionsLeaveAndAllEndByThemselves()
    {
        string[] questions = ["How high is the Zugspitze?", "How deep is Lake Constance?", "How long is the Danube?"];
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        provider.Embed = (text, _) => Task.FromResult(Enumerable.Range(0, 3).Select(i => text.Contains(questions[i], StringComparison.Ordinal) ? 1f : 0f).ToArray());
        await using var service = await StartAsync(provider, redis, "--SemanticCache:MaxEntries=2", "--Cache:TimeToLive=00:10:00");

        for (var i = 0; i < questions.Length; i++)
        {
            await service.CompleteAsync(CompletionService.Ask(questions[i]));
            await redis.KeysAsync(atLeast: i + 2);
        }

        var family = await RememberedAsync(redis, 2);
        Assert.Equal(FromCache, await service.CompleteAsync(CompletionService.Ask($"Tell me: {questions[2]}")));
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask($"Tell me: {questions[0]}")))[^1]);
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(family))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task AQuestionWhoseAnswerIsGoneIsForgotten()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        await using var service = await StartAsync(provider, redis);
        await service.CompleteAsync(CompletionService.Ask(Question));
        var family = await RememberedAsync(redis, 1);
        var old = await redis.Database.SortedSetRangeByRankAsync(family);

        await redis.Database.KeyDeleteAsync((await redis.KeysAsync(atLeast: 2)).Single(key => key != family));
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Near)))[^1]);

        for (var tries = 0; (await redis.Database.SortedSetRangeByRankAsync(family)).SequenceEqual(old) && tries < 50; tries++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Null(await redis.Database.SortedSetScoreAsync(family, old[0]));
    }

    [Fact]
    public async Task AnAnswerThatIsNotWholeIsNotRemembered()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync(async (answer, call) =>
        {
            await answer.TextAsync("Paris is");
            await answer.FinishAsync(call == 1 ? "length" : "stop");
        });
        await using var service = await StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask(Question));
        // A whole one behind it: when that is there, the other would have been too.
        await service.CompleteAsync(CompletionService.Ask(Far));

        await RememberedAsync(redis, 1);
        Assert.Equal(AnswerSource.Provider, Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask(Near)))[^1]).Source);
    }

    [Fact]
    public async Task AVectorThatComesTooLateServesTheNextQuestion()
    {
        var isLate = new TaskCompletionSource();
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        var vectors = provider.Embed!;
        provider.Embed = async (text, cancellationToken) =>
        {
            if (text == Question)
                await isLate.Task.WaitAsync(cancellationToken);
            return await vectors(text, cancellationToken);
        };
        provider.Answer = async (answer, _) =>
        {
            await answer.TextAsync("Hello, ");
            isLate.TrySetResult();
            await Task.Delay(300, TestContext.Current.CancellationToken);
            await answer.TextAsync("Ada!");
            await answer.FinishAsync("stop");
            await answer.UsageAsync(21, 5, 3);
            await answer.DoneAsync();
        };
        await using var service = await StartAsync(provider, redis, "--SemanticCache:Patience=00:00:00.5");

        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Question)))[^1]);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_similar_lookups_total", "result=\"too_slow\""));
        await RememberedAsync(redis, 1);
        Assert.Equal(FromCache, await service.CompleteAsync(CompletionService.Ask(Near)));
    }

    [Fact]
    public async Task EmbeddingsThatHangCostNobodyAnAnswer()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        provider.Embed = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        };
        await using var service = await StartAsync(provider, redis, "--SemanticCache:Patience=00:00:00.3");

        var clock = Stopwatch.StartNew();
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Question)))[^1]);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"took {clock.Elapsed}");
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_similar_lookups_total", "result=\"too_slow\""));
        // The call does not outlive the answer.
        await provider.Aborted.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("no such route")]
    [InlineData("no vector")]
    [InlineData("no direction")]
    public async Task EmbeddingsThatFailCostNobodyAnAnswer(string how)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        provider.Embed = how == "no such route" ? null : (_, _) => Task.FromResult<float[]>(how == "no vector" ? [] : [0, 0, 0]);
        await using var service = await StartAsync(provider, redis);

        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Question)))[^1]);
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Near)))[^1]);

        Assert.Equal(2, await service.MetricAsync("wisdomwave_cache_similar_lookups_total", "result=\"not_embedded\""));
        // A server that does not answer as it should is not asked with every question.
        Assert.Equal(how == "no direction" ? 2 : 1, provider.Embedded.Count);
    }

    [Fact]
    public async Task ADeadRedisCostsNobodyAnAnswerAndNoVector()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        await using var service = await StartAsync(provider, redis);
        await service.CompleteAsync(CompletionService.Ask(Question));
        await RememberedAsync(redis, 1);

        await redis.StopAsync();
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Near)))[^1]);

        Assert.Equal((2, 1), (provider.Requests.Count, provider.Embedded.Count));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"unavailable\""));
    }

    [Fact]
    public async Task ARedisThatDiesDuringTheLookUpCostsNobodyAnAnswer()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await StartProviderAsync();
        var vectors = provider.Embed!;
        await using var service = await StartAsync(provider, redis);
        await service.CompleteAsync(CompletionService.Ask(Question));
        await RememberedAsync(redis, 1);

        provider.Embed = async (text, cancellationToken) =>
        {
            await redis.StopAsync();
            return await vectors(text, cancellationToken);
        };
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask(Near)))[^1]);

        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_similar_lookups_total", "result=\"unavailable\""));
    }

    private static async Task<TestProvider> StartProviderAsync(Func<ProviderAnswer, int, Task>? answer = null)
    {
        var provider = await TestProvider.StartAsync(answer);
        // The cosine of all but the far one is above 0.95; not normalised, as from some local models.
        provider.Embed = (text, _) => Task.FromResult<float[]>(text switch
        {
            Far => [0, 2, 0],
            Near => [2, 0.4f, 0],
            _ => [2, 0, 0],
        });
        return provider;
    }

    /// <summary>With patience enough for a busy machine.</summary>
    private static Task<CompletionService> StartAsync(TestProvider provider, RedisServer redis, params string[] settings) => CompletionService.StartAsync(
        provider, redis, ["--SemanticCache:Enabled=true", "--SemanticCache:Patience=00:00:05", "--Cache:Patience=00:00:01", .. settings]);

    /// <summary>The one family, when it has as many questions: they are stored behind the callers' backs.</summary>
    private static async Task<RedisKey> RememberedAsync(RedisServer redis, int questions)
    {
        for (var tries = 0; ; tries++)
        {
            var families = (await redis.KeysAsync(atLeast: 2)).Where(key => key.ToString().StartsWith("wisdomwave:questions:1:", StringComparison.Ordinal)).ToArray();
            if (families is [var family] && (await redis.Database.SortedSetLengthAsync(family) == questions || tries == 50))
            {
                Assert.Equal(questions, await redis.Database.SortedSetLengthAsync(family));
                return family;
            }

            Assert.True(tries < 100, "There is no family of questions.");
            await Task.Delay(20);
        }
    }
}
