using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WisdomWave.Completion.Tests.Parts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class ResponseCacheTests
{
    private static readonly CompletionCompleted FromProvider = new(FinishKind.Stop, AnswerSource.Provider, "gpt-test-2026", new TokenUsage(21, 5, 3));
    private static readonly CompletionEvent[] FromCache = [new CompletionDelta(TestProvider.Greeting), FromProvider with { Source = AnswerSource.Cache }];

    [Fact]
    public async Task TheSameQuestionIsAnsweredFromTheCacheAndCounted()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, redis);

        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask()))[^1]);
        await redis.KeysAsync(atLeast: 1);
        Assert.Equal(FromCache, await service.CompleteAsync(CompletionService.Ask()));

        Assert.Single(provider.Requests);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"miss\""));
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"hit\""));
        Assert.Equal(21, await service.MetricAsync("wisdomwave_cache_saved_tokens_total", "kind=\"input\""));
        Assert.Equal(5, await service.MetricAsync("wisdomwave_cache_saved_tokens_total", "kind=\"output\""));
    }

    [Fact]
    public async Task AnotherInstanceAnswersFromTheSameCache()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using (var first = await CompletionService.StartAsync(provider, redis))
            await first.CompleteAsync(CompletionService.Ask());

        // What waited to be stored was stored before the first had ended.
        await using var second = await CompletionService.StartAsync(provider, redis);
        Assert.Equal(FromCache, await second.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnotherQuestionModelOrRoomIsAnotherEntry()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask());
        await service.CompleteAsync(CompletionService.Ask("Hi!"));
        await service.CompleteAsync(CompletionService.Ask() with { Model = "gpt-other" });
        await service.CompleteAsync(CompletionService.Ask() with { MaxOutputTokens = 100 });

        Assert.Equal(4, provider.Requests.Count);
        Assert.Equal(4, (await redis.KeysAsync(atLeast: 4)).Length);
    }

    [Fact]
    public async Task EveryEntryEndsByItself()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, redis, "--Cache:TimeToLive=00:10:00");

        await service.CompleteAsync(CompletionService.Ask());

        var key = Assert.Single(await redis.KeysAsync(atLeast: 1));
        Assert.StartsWith("wisdomwave:answer:2:", key.ToString());
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task AFreshAnswerGoesPastTheCacheAndReplacesWhatIsThere()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync(async (answer, call) =>
        {
            await answer.TextAsync($"answer {call}");
            await answer.FinishAsync("stop");
        });
        await using var service = await CompletionService.StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask());
        var key = Assert.Single(await redis.KeysAsync(atLeast: 1));
        var before = await redis.Database.StringGetAsync(key);
        var fresh = await service.CompleteAsync(CompletionService.Ask() with { Fresh = true });
        while (await redis.Database.StringGetAsync(key) == before)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        var after = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((new CompletionDelta("answer 2"), new CompletionDelta("answer 2")), (fresh[0], after[0]));
        Assert.Equal(AnswerSource.Cache, Assert.IsType<CompletionCompleted>(after[^1]).Source);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"bypass\""));
    }

    public static TheoryData<string> NotWhole => ["length", "content_filter", "cut off", "failed", "empty", "too long"];

    [Theory]
    [MemberData(nameof(NotWhole))]
    public async Task WhatIsNotAWholeAnswerIsNotStored(string what)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            if (what == "failed")
            {
                await answer.ErrorAsync(400, "unsupported_parameter");
                return;
            }

            if (what != "empty")
                await answer.TextAsync(new string('x', what == "too long" ? 300 : 3));
            if (what != "cut off")
                await answer.FinishAsync(what is "length" or "content_filter" ? what : "stop");
        });
        await using var service = await CompletionService.StartAsync(provider, redis, "--Cache:MaxEntryBytes=256");

        await service.CompleteAsync(CompletionService.Ask());
        // A whole one behind it: when that is there, the other would have been too.
        provider.Answer = (answer, _) => answer.GreetAsync();
        await service.CompleteAsync(CompletionService.Ask("Another"));

        Assert.Single(await redis.KeysAsync(atLeast: 1));
    }

    [Fact]
    public async Task ALongAnswerIsReplayedInPiecesAndWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 700).Select(i => $"{i} 😀 "));
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync(text);
            await answer.FinishAsync("stop");
        });
        await using var service = await CompletionService.StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask());
        await redis.KeysAsync(atLeast: 1);
        var events = await service.CompleteAsync(CompletionService.Ask());

        var deltas = events.OfType<CompletionDelta>().Select(d => d.Text).ToArray();
        Assert.Equal(text, string.Concat(deltas));
        Assert.InRange(deltas.Length, 4, 8);
        Assert.Equal(AnswerSource.Cache, Assert.IsType<CompletionCompleted>(events[^1]).Source);
    }

    [Fact]
    public async Task ADeadRedisCostsNobodyAnAnswer()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, redis);
        await service.CompleteAsync(CompletionService.Ask());

        await redis.StopAsync();
        Assert.Equal(FromProvider, (await service.CompleteAsync(CompletionService.Ask("Still there?")))[^1]);
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"unavailable\""));
        using var health = await service.Http.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (health.StatusCode, await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));

        await redis.StartAgainAsync();
        for (var source = AnswerSource.Provider; source != AnswerSource.Cache;)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            source = Assert.IsType<CompletionCompleted>((await service.CompleteAsync(CompletionService.Ask()))[^1]).Source;
        }
    }

    [Fact]
    public async Task ARedisThatHangsIsNotWaitedFor()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, redis);
        await service.CompleteAsync(CompletionService.Ask());
        await redis.KeysAsync(atLeast: 1);

        await redis.HangAsync(TimeSpan.FromSeconds(3));
        var clock = Stopwatch.StartNew();
        var events = await service.CompleteAsync(CompletionService.Ask("Still there?"));

        Assert.Equal(FromProvider, events[^1]);
        Assert.True(clock.ElapsedMilliseconds < 500, $"took {clock.Elapsed}");
        Assert.Equal(1, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"unavailable\""));
    }

    [Fact]
    public async Task ARedisThatWasNeverThereDoesNotHoldUpTheStart()
    {
        // Takes the connection and says nothing: the connect timeout would be 5 s.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var provider = await TestProvider.StartAsync();
        var clock = Stopwatch.StartNew();
        await using var service = await CompletionService.StartAsync(provider, $"--ConnectionStrings:cache={silent.LocalEndpoint}");
        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(FromProvider, events[^1]);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task ACacheThatIsSwitchedOffIsNotAsked()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await TestProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, redis, "--Cache:Enabled=false");

        await service.CompleteAsync(CompletionService.Ask());
        await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(2, provider.Requests.Count);
        Assert.Equal(2, await service.MetricAsync("wisdomwave_cache_requests_total", "result=\"bypass\""));
    }
}
