using StackExchange.Redis;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Tests.Fixtures;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class LeaseReleaseTests
{
    [Fact]
    public async Task OnlyTheHolderReleasesALeaseWithOneCommand()
    {
        await using var redis = await RedisServer.StartAsync();

        await ReleaseAsync(redis.Database);

        var stats = (string?)await redis.Database.ExecuteAsync("INFO", "commandstats");
        Assert.Contains("cmdstat_eval", stats);
        Assert.DoesNotContain("cmdstat_exec", stats);
    }

    [Fact]
    public async Task OnlyTheHolderReleasesALeaseInTheEmbeddedCacheToo()
    {
        await using var cache = await EmbeddedCache.StartAsync();

        await ReleaseAsync(cache.Database);
    }

    private static async Task ReleaseAsync(IDatabase redis)
    {
        var release = new LeaseRelease();
        await redis.StringSetAsync("lease", "the holder");

        await release.DeleteAsync(redis, "lease", "another");
        Assert.Equal("the holder", await redis.StringGetAsync("lease"));

        await release.DeleteAsync(redis, "lease", "the holder");
        Assert.False(await redis.KeyExistsAsync("lease"));
    }
}
