using Garnet;
using StackExchange.Redis;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class CachePasswordTests
{
    private const string Password = "0f8e61b2a4d94c1fb7e5f23d60c8a917";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheEmbeddedCacheStoresAnswersWithItsPassword()
    {
        var port = Machine.FreePort();
        using var garnet = new GarnetServer(
            ["--bind", "127.0.0.1", "--port", $"{port}", "--memory", "64m", "--page", "1m", "--index", "8m", "--logger-level", "Warning", "--auth", "Password", "--password", Password]);
        garnet.Start();
        var connectionString = $"127.0.0.1:{port},password={Password}";
        await using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString);
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartWithAsync(playground, connectionString);
        await using var another = await CompletionService.StartWithAsync(playground, connectionString);

        await service.CompleteAsync(CompletionService.Ask());
        await Eventually.HoldsAsync(
            () => connection.GetServers()[0].Keys(pattern: "wisdomwave:answer:*").Any(key => !key.ToString().EndsWith(":lease", StringComparison.Ordinal)),
            "the answer is in the cache");

        var again = (CompletionCompleted)(await another.CompleteAsync(CompletionService.Ask()))[^1];
        Assert.Equal(AnswerSource.Cache, again.Source);
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},password=another,connectRetry=0"));
    }
}
