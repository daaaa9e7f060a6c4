using Garnet;
using StackExchange.Redis;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Testing;

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
        var port = Machine.FreePort();
        using var garnet = new GarnetServer(["--bind", "127.0.0.1", "--port", $"{port}", "--memory", "64m", "--page", "1m", "--index", "8m", "--logger-level", "Warning"]);
        garnet.Start();
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");

        await ReleaseAsync(connection.GetDatabase());
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
