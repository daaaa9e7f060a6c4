using StackExchange.Redis;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.ServiceDefaults.Redis;

namespace WisdomWave.Completion.Tests.Caching;

/// <summary>The leases of completion and ingress, in Redis and in the embedded cache, which does not support scripts.</summary>
public sealed class OwnedKeysTests
{
    /// <summary>Longer than any test takes.</summary>
    private static readonly TimeSpan Term = TimeSpan.FromHours(1);

    [Fact]
    public async Task InRedisOneCommandReleasesAllKeysOfTheirOwner()
    {
        await using var redis = await RedisServer.StartAsync();

        await OnlyTheOwnerReleasesAsync(redis.Database);

        Assert.Empty(await TransactionsOfAsync(redis.Database));
    }

    [Fact]
    public async Task InRedisOneCommandRenewsAllKeysOfTheirOwner()
    {
        await using var redis = await RedisServer.StartAsync();

        await OnlyTheOwnerRenewsAsync(redis.Database);

        Assert.Empty(await TransactionsOfAsync(redis.Database));
    }

    [Fact]
    public async Task InTheEmbeddedCacheOnlyTheOwnerReleasesAKey()
    {
        await using var cache = await EmbeddedCache.StartAsync();

        await OnlyTheOwnerReleasesAsync(cache.Database);
    }

    [Fact]
    public async Task InTheEmbeddedCacheOnlyTheOwnerRenewsAKey()
    {
        await using var cache = await EmbeddedCache.StartAsync();

        await OnlyTheOwnerRenewsAsync(cache.Database);
    }

    private static async Task OnlyTheOwnerReleasesAsync(IDatabase redis)
    {
        var keys = new OwnedKeys();
        Assert.True(await OwnedKeys.TakeAsync(redis, "a", "owner", Term));
        Assert.False(await OwnedKeys.TakeAsync(redis, "a", "another", Term));
        Assert.True(await OwnedKeys.TakeAsync(redis, "b", "another", Term));

        await keys.ReleaseAsync(redis, ["a", "b"], "owner");

        Assert.False(await redis.KeyExistsAsync("a"));
        Assert.Equal("another", await redis.StringGetAsync("b"));
    }

    private static async Task OnlyTheOwnerRenewsAsync(IDatabase redis)
    {
        var keys = new OwnedKeys();
        await OwnedKeys.TakeAsync(redis, "owned", "owner", Term);
        await OwnedKeys.TakeAsync(redis, "taken", "another", Term);

        var owned = await keys.RenewAsync(redis, ["owned", "taken", "lost"], "owner", 2 * Term);
        Assert.Equal([true, false, true], owned);

        Assert.True(await redis.KeyTimeToLiveAsync("owned") > Term);
        Assert.True(await redis.KeyTimeToLiveAsync("lost") > Term);
        Assert.True(await redis.KeyTimeToLiveAsync("taken") <= Term);
        Assert.Equal("owner", await redis.StringGetAsync("lost"));
        Assert.Equal("another", await redis.StringGetAsync("taken"));
    }

    private static async Task<string[]> TransactionsOfAsync(IDatabase redis) =>
        [.. ((string?)await redis.ExecuteAsync("INFO", "commandstats"))!.Split('\n').Where(line => line.StartsWith("cmdstat_exec:", StringComparison.Ordinal))];
}
