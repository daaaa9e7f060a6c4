using System.Globalization;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>
/// What an answer costs, in counts that do not depend on the machine's speed. WisdomWave.Load measures the time, and TurnCostTests the
/// allocation of a whole turn.
/// </summary>
public sealed class CompletionCostTests
{
    /// <summary>Commands with which a client looks after its connection.</summary>
    private static readonly string[] Upkeep = ["auth", "client", "cluster", "command", "config", "echo", "hello", "info", "ping", "select", "sentinel", "subscribe", "unsubscribe"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ANewAnswerTakesTwoRedisCommandsAndARepeatedOneNone()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        // As the app host starts a single replica.
        await using var service = await CompletionService.StartAsync(playground, redis, "--Cache:Leases=false");

        var before = await CommandsAsync(redis);

        await service.CompleteAsync(CompletionService.Ask());
        // Counted after Redis has confirmed it.
        await Eventually.HoldsAsync(async () => await service.MetricAsync("wisdomwave_cache_stores_total", "result=\"stored\"") == 1, "the answer is stored");
        Assert.Equal(new() { ["get"] = 1, ["setex"] = 1 }, await SinceAsync());

        Assert.Equal(PlaygroundAnswers.FromCache, await service.CompleteAsync(CompletionService.Ask()));
        Assert.Equal(new() { ["get"] = 1, ["setex"] = 1 }, await SinceAsync());

        async Task<Dictionary<string, int>> SinceAsync() => (await CommandsAsync(redis))
            .Select(command => KeyValuePair.Create(command.Key, command.Value - before.GetValueOrDefault(command.Key)))
            .Where(command => command.Value > 0)
            .ToDictionary();
    }

    /// <summary>Duration, time to the first text, and for a provider call also duration, time to its first chunk, input and output tokens.</summary>
    [Fact]
    public async Task ANewAnswerTakesSixMeasurementsAndARepeatedOneTwo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis);

        await service.CompleteAsync(CompletionService.Ask());
        Assert.Equal(6, await MeasurementsAsync(service));
        await service.CompleteAsync(CompletionService.Ask());
        Assert.Equal(8, await MeasurementsAsync(service));
    }

    /// <summary>A prompt of 100 KB.</summary>
    [Fact]
    public void TheKeyOfALongPromptIsComputedWithoutCopyingIt()
    {
        ChatMessage[] prompt = [.. Enumerable.Range(0, 100).Select(_ => new ChatMessage(ChatRole.User, new string('a', 1_000)))];
        var options = new AnswerOptions { ModelId = "gpt-test" };
        CacheKey.For("https://api.openai.com/v1", scope: null, prompt, options);

        var before = GC.GetAllocatedBytesForCurrentThread();
        CacheKey.For("https://api.openai.com/v1", scope: null, prompt, options);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }

    /// <summary>How often each command was executed, without upkeep.</summary>
    private static async Task<Dictionary<string, int>> CommandsAsync(RedisServer redis)
    {
        // cmdstat_get:calls=2,usec=5,usec_per_call=2.50,…
        var statistics = (string)(await redis.Database.ExecuteAsync("INFO", "commandstats"))!;
        return statistics.Split("\r\n")
            .Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal))
            .Select(line => (Name: line["cmdstat_".Length..line.IndexOf(':', StringComparison.Ordinal)], Calls: line.Split("calls=")[1].Split(',')[0]))
            .Where(command => !Upkeep.Contains(command.Name.Split('|')[0]))
            .ToDictionary(command => command.Name, command => int.Parse(command.Calls, CultureInfo.InvariantCulture));
    }

    /// <summary>Records of the histograms that belong to completions.</summary>
    private static async Task<double> MeasurementsAsync(CompletionService service)
    {
        // wisdomwave_completion_duration_seconds_count{source="provider",…} 1 1764316800000
        var metrics = await service.Http.GetStringAsync("/metrics", Token);
        return metrics.Split('\n')
            .Where(line => line.Contains("_count{", StringComparison.Ordinal))
            .Where(line => line.StartsWith("gen_ai_", StringComparison.Ordinal) || line.StartsWith("wisdomwave_", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
