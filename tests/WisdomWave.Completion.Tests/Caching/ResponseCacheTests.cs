using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class ResponseCacheTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>A miss, a joined call, a hit, a bypass and a call without Redis: 3 × (8 + 26) tokens are paid for, 2 × (8 + 26) saved.</summary>
    [Fact]
    public async Task EverySourceOfAnAnswerIsCountedWithItsSavings()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(
            playground, redis, "--Models:0:Name=gpt-test", "--Models:0:InputPrice=1", "--Models:0:OutputPrice=2");

        await playground.HoldAsync();
        var miss = service.Start(CompletionService.Ask());
        await miss.CallStartsAsync();
        var joined = service.Start(CompletionService.Ask());
        await joined.CallStartsAsync();
        await playground.Client.ClearFaultsAsync(Token);
        await Task.WhenAll(miss.Completed, joined.Completed);
        await redis.KeysAsync(atLeast: 1);
        var hit = await service.CompleteAsync(CompletionService.Ask());
        var bypass = await service.CompleteAsync(CompletionService.Ask() with { Fresh = true });
        await redis.StopAsync();
        // Another question with as many tokens, because the finished call can still be joined for a moment.
        var unavailable = await service.CompleteAsync(CompletionService.Ask("hi"));

        const decimal Cost = 60m / 1_000_000;
        Assert.Equal(
            [
                PlaygroundAnswers.FromProvider with { Cost = Cost },
                PlaygroundAnswers.FromProvider with { Source = AnswerSource.Joined, Cost = 0 },
                PlaygroundAnswers.FromProvider with { Source = AnswerSource.Cache, Cost = 0 },
                PlaygroundAnswers.FromProvider with { Cost = Cost },
                PlaygroundAnswers.FromProvider with { Cost = Cost },
            ],
            new[] { await miss.Completed, await joined.Completed, hit, bypass, unavailable }.Select(events => events[^1]));
        Assert.Equal(3, (await playground.CallsAsync()).Count);
        Assert.Equal(
            new() { ["miss"] = 1, ["joined"] = 1, ["hit"] = 1, ["bypass"] = 1, ["unavailable"] = 1 },
            await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
        Assert.Equal(new() { ["input"] = 16, ["output"] = 52 }, await service.CountsAsync("wisdomwave_cache_saved_tokens_total", "kind"));
        Assert.Equal(3 * (double)Cost, await service.MetricAsync("wisdomwave_completion_cost_total", "operation=\"chat\""), 9);
        Assert.Equal(2 * (double)Cost, await service.MetricAsync("wisdomwave_cache_saved_cost_total"), 9);
    }

    [Fact]
    public async Task AnotherInstanceAnswersFromTheSameCache()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using (var first = await CompletionService.StartAsync(playground, redis))
            await first.CompleteAsync(CompletionService.Ask());

        // The first instance stored all queued answers before it stopped.
        await using var second = await CompletionService.StartAsync(playground, redis);
        Assert.Equal(PlaygroundAnswers.FromCache, await second.CompleteAsync(CompletionService.Ask()));
    }

    [Fact]
    public async Task AnotherQuestionModelOrTokenLimitIsAnotherEntry()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);

        await service.CompleteAsync(CompletionService.Ask());
        await service.CompleteAsync(CompletionService.Ask("Hi!"));
        await service.CompleteAsync(CompletionService.Ask() with { Model = "gpt-other" });
        await service.CompleteAsync(CompletionService.Ask() with { MaxOutputTokens = 100 });

        Assert.Equal(4, (await playground.CallsAsync()).Count);
        Assert.Equal(4, (await redis.KeysAsync(atLeast: 4)).Length);
    }

    [Fact]
    public async Task EveryEntryExpires()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:TimeToLive=00:10:00");

        await service.CompleteAsync(CompletionService.Ask());

        var key = Assert.Single(await redis.KeysAsync(atLeast: 1));
        Assert.StartsWith("wisdomwave:answer:3:", key.ToString());
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(key))!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task AFreshAnswerBypassesTheCacheAndDoesNotReplaceTheEntry()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync(async (answer, call) =>
        {
            await answer.TextAsync($"answer {call}");
            await answer.FinishAsync("stop");
        });
        await using var another = await CompletionService.StartAsync(provider, redis);
        var service = await CompletionService.StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask());
        var key = Assert.Single(await redis.KeysAsync(atLeast: 1));
        var before = await redis.Database.StringGetAsync(key);
        var fresh = await service.CompleteAsync(CompletionService.Ask() with { Fresh = true });
        // Before it stops, a service stores all answers that it still has to.
        await service.DisposeAsync();
        var after = await another.CompleteAsync(CompletionService.Ask());

        Assert.Equal((new CompletionDelta("answer 2"), new CompletionDelta("answer 1")), (fresh[0], after[0]));
        Assert.Equal((AnswerSource.Cache, before), (PlaygroundAnswers.SourceOf(after), await redis.Database.StringGetAsync(key)));
    }

    [Fact]
    public async Task AnAnswerThatIsTooLargeForTheCacheIsCountedAndNotStored()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:MaxEntryBytes=512");

        await service.CompleteAsync(CompletionService.Ask("long 5"));
        await service.CompleteAsync(CompletionService.Ask());

        // An answer is counted after Redis has confirmed it.
        await Eventually.HoldsAsync(async () => await service.MetricAsync("wisdomwave_cache_stores_total") == 2, "both answers are counted");
        Assert.Equal(new() { ["too_large"] = 1, ["stored"] = 1 }, await service.CountsAsync("wisdomwave_cache_stores_total", "result"));
        Assert.Single(await redis.KeysAsync(atLeast: 1));
    }

    [Fact]
    public async Task AnEmptyAnswerIsNotStored()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.FinishAsync("stop"));
        await using (var service = await CompletionService.StartAsync(provider, redis))
        {
            await service.CompleteAsync(CompletionService.Ask());
            provider.Answer = (answer, _) => answer.GreetAsync();
            await service.CompleteAsync(CompletionService.Ask("Another"));
        }

        // Before it stopped, the service has stored all answers that it had to.
        Assert.Single(await redis.KeysAsync(atLeast: 1));
    }

    [Fact]
    public async Task ALongAnswerIsReplayedCompletelyInPieces()
    {
        // Some surrogate pairs are at the end of a piece.
        var text = string.Concat(Enumerable.Range(0, 700).Select(i => $"{i} 😀 "));
        await using var redis = await RedisServer.StartAsync();
        await using var provider = await FakeProvider.StartAsync(async (answer, _) =>
        {
            await answer.TextAsync(text);
            await answer.FinishAsync("stop");
        });
        await using var service = await CompletionService.StartAsync(provider, redis);

        await service.CompleteAsync(CompletionService.Ask());
        await redis.KeysAsync(atLeast: 1);
        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal((text, AnswerSource.Cache), (PlaygroundAnswers.TextOf(events), PlaygroundAnswers.SourceOf(events)));
        Assert.InRange(events.Count - 1, 4, 8);
    }

    [Fact]
    public async Task WithoutRedisQuestionsAreAnsweredAndLaterCachedAgain()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await service.CompleteAsync(CompletionService.Ask());

        await redis.StopAsync();
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(await service.CompleteAsync(CompletionService.Ask("Still there?"))));
        Assert.Equal(new() { ["miss"] = 1, ["unavailable"] = 1 }, await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
        await Eventually.HoldsAsync(async () => await service.Http.GetStringAsync("/health", Token) == "Degraded", "the service is degraded and still answers 200");

        await redis.StartAgainAsync();
        await Eventually.HoldsAsync(async () => await service.Http.GetStringAsync("/health", Token) == "Healthy", "the service is healthy again");
        await service.CompleteAsync(CompletionService.Ask("And now?"));
        // The new server was empty.
        Assert.Single(await redis.KeysAsync(atLeast: 1));
    }

    /// <summary>Redis never answers here, and both answers are in the cache: a question that waited for Redis would never end.</summary>
    [Fact]
    public async Task ASlowRedisDoesNotDelayAnAnswer()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using (var before = await CompletionService.StartAsync(playground, redis))
        {
            await before.CompleteAsync(CompletionService.Ask());
            await before.CompleteAsync(CompletionService.Ask("Still there?"));
        }

        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:Timeout=00:00:00.050");
        await redis.HangAsync(TimeSpan.FromHours(1));
        var first = await service.CompleteAsync(CompletionService.Ask());
        var second = await service.CompleteAsync(CompletionService.Ask("Still there?"));

        Assert.Equal((PlaygroundAnswers.Greeting, PlaygroundAnswers.FromProvider), (PlaygroundAnswers.TextOf(first), first[^1]));
        Assert.Equal(AnswerSource.Provider, PlaygroundAnswers.SourceOf(second));
        Assert.Equal(new() { ["unavailable"] = 2 }, await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
        // Otherwise the service would wait for Redis when it stops.
        await redis.StopAsync();
    }

    /// <summary>As many as come in a second under full load: Redis answers reads but no writes, as when it stalls.</summary>
    [Fact]
    public async Task AThousandAnswersWaitWhileRedisIsSlowAndAllAreStored()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        // A lease could not be written, and a read would wait behind the first write.
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:Leases=false", "--Cache:Timeout=00:00:00.050");

        await redis.Database.ExecuteAsync("CLIENT", "PAUSE", 3_600_000, "WRITE");
        await Task.WhenAll(Enumerable.Range(1, 1000).Select(number => service.CompleteAsync(CompletionService.Ask($"Question {number}"))));
        await redis.Database.ExecuteAsync("CLIENT", "UNPAUSE");

        await Eventually.HoldsAsync(async () => await service.MetricAsync("wisdomwave_cache_stores_total") == 1000, "all answers are counted");
        Assert.Equal(new() { ["stored"] = 1000 }, await service.CountsAsync("wisdomwave_cache_stores_total", "result"));
    }

    [Fact]
    public async Task AnUnresponsiveRedisDoesNotDelayTheStart()
    {
        // Accepts connections but never responds.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, $"--ConnectionStrings:cache={silent.LocalEndpoint},connectTimeout=3600000");
        var events = await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(PlaygroundAnswers.FromProvider, events[^1]);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task OnlyALostCacheConnectionIsReported(bool goesAway, int warnings)
    {
        using var log = new LogLines();
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using (var service = await CompletionService.StartAsync(playground, redis, "--Logging:LogLevel:WisdomWave=Warning"))
        {
            service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
            await service.CompleteAsync(CompletionService.Ask());
            if (goesAway)
            {
                await redis.StopAsync();
                await Eventually.HoldsAsync(() => log.Of(LogLevel.Warning).Count > 0, "it is reported");
            }
        }

        Assert.Equal(warnings, log.Of(LogLevel.Warning).Count);
    }

    [Fact]
    public async Task ADisabledCacheIsNotQueried()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:Enabled=false");

        await service.CompleteAsync(CompletionService.Ask());
        await service.CompleteAsync(CompletionService.Ask());

        Assert.Equal(2, (await playground.CallsAsync()).Count);
        Assert.Equal(new() { ["bypass"] = 2 }, await service.CountsAsync("wisdomwave_cache_requests_total", "result"));
    }
}
