using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using StackExchange.Redis;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class CacheClearingTests
{
    private const string Clear = "/operator/cache/clear";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AClearedAnswerIsMadeAgain()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await using var another = await CompletionService.StartAsync(playground, redis);
        await service.CompleteAsync(CompletionService.Ask());
        await redis.KeysAsync(atLeast: 1);

        Assert.Equal("1 answer was removed from the response cache.", await ClearAsync(service));
        Assert.Equal("The response cache was already empty.", await ClearAsync(service));

        // In the instance that made the answer, a call could still join it for a moment; another instance has only the cache.
        var again = (CompletionCompleted)(await another.CompleteAsync(CompletionService.Ask()))[^1];
        Assert.Equal(AnswerSource.Provider, again.Source);
    }

    [Fact]
    public async Task OnlyThisApplicationsKeysAreRemovedWithoutKeysOrFlush()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);
        await PlantAsync(redis.Database);

        Assert.Equal("1201 answers were removed from the response cache.", await ClearAsync(service));

        // Before this test itself looks for the keys.
        var used = (string)(await redis.Database.ExecuteAsync("INFO", "commandstats"))!;
        Assert.Equal(
            ["other:key", "wisdomwave:answer:2:aa:lease", "wisdomwave:something"],
            (await redis.KeysAsync(0)).Select(key => key.ToString()).Append("wisdomwave:answer:2:aa:lease").Order(StringComparer.Ordinal));
        Assert.True(await redis.Database.KeyExistsAsync("wisdomwave:answer:2:aa:lease"));
        Assert.Contains("cmdstat_scan:", used, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_keys:", used, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_flush", used, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEmbeddedCacheIsClearedTheSameWay()
    {
        await using var cache = await EmbeddedCache.StartAsync();
        await PlantAsync(cache.Database);
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartWithAsync(playground, cache.Address);

        Assert.Equal("1201 answers were removed from the response cache.", await ClearAsync(service));

        Assert.Equal(["other:key", "wisdomwave:answer:2:aa:lease", "wisdomwave:something"], cache.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnUnavailableCacheIsReported()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, $"--ConnectionStrings:cache={RedisServer.Nowhere}");

        using var response = await service.Http.PostAsync(Clear, null, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            "The response cache cannot be reached, so nothing was removed.",
            (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["detail"]);
    }

    [Fact]
    public async Task AWebPageCannotClearIt()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, Clear) { Headers = { { "Origin", "http://localhost:3000" } } };

        using var response = await service.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    /// <summary>Adds answers of two versions, more than one step of a scan, a question family, a lease, and keys of others.</summary>
    private static async Task PlantAsync(IDatabase redis)
    {
        await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => redis.StringSetAsync($"wisdomwave:answer:2:{i}", "answer")));
        await redis.StringSetAsync("wisdomwave:answer:1:old", "answer");
        await redis.StringSetAsync("wisdomwave:answer:2:aa:lease", "running");
        await redis.SortedSetAddAsync("wisdomwave:questions:1:family", "question", 1);
        await redis.StringSetAsync("wisdomwave:something", "else");
        await redis.StringSetAsync("other:key", "theirs");
    }

    private static async Task<string?> ClearAsync(CompletionService service)
    {
        using var response = await service.Http.PostAsync(Clear, null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["message"];
    }
}
