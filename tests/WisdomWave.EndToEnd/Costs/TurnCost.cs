using WisdomWave.EndToEnd.Faults;
using WisdomWave.Load.Measuring;

namespace WisdomWave.EndToEnd.Costs;

/// <summary>What the services have done so far, read from their metrics, the playground's call log and Redis.</summary>
internal sealed class TurnCost
{
    /// <summary>Routes that are called without a turn; the tests ask for the undelivered turns.</summary>
    private static readonly string[] OtherRoutes = ["/metrics", "/alive", "/health", "/bots/{botId:long}/turns"];

    /// <summary>Commands of a connection, and of this method.</summary>
    private static readonly string[] OtherCommands =
        ["info", "ping", "client", "config", "hello", "echo", "cluster", "subscribe", "sentinel", "quit", "auth", "select"];

    private readonly Dictionary<string, double> _counts = [];

    /// <summary>Reads all counters, one service after the other. Nothing may be in progress.</summary>
    public static async Task<TurnCost> ReadAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        var cost = new TurnCost();
        foreach (var service in fleet.Services)
            cost.AddMetrics(service.Name, new MetricsText(await fleet.MetricsAsync(service, cancellationToken)));
        foreach (var (call, count) in (await fleet.Outside.Client.CallLogSummaryAsync(cancellationToken)).BotCalls)
        {
            // Long polls depend on time, not on turns.
            if (!call.StartsWith("getUpdates", StringComparison.Ordinal))
                cost._counts[$"Telegram: {call}"] = count;
        }

        var commands = await RedisCommands.ReadAsync(fleet.RedisPort, cancellationToken);
        cost._counts["Redis: commands"] = commands.Where(command => !OtherCommands.Contains(command.Key.Split('|')[0])).Sum(command => command.Value);
        return cost;
    }

    /// <summary>The difference to an earlier reading, for each of a number of turns; what has not changed is left out.</summary>
    public IReadOnlyDictionary<string, double> Since(TurnCost before, int turns) => _counts
        .Select(count => KeyValuePair.Create(count.Key, (count.Value - before._counts.GetValueOrDefault(count.Key)) / turns))
        .Where(count => count.Value != 0)
        .ToDictionary();

    private void AddMetrics(string service, MetricsText metrics)
    {
        foreach (var (request, count) in metrics.RequestsByRoute().Where(request => !OtherRoutes.Contains(request.Key.Split(' ')[1])))
            _counts[$"{service}: {request}"] = count;
        _counts[$"{service}: closed connections"] = metrics.Sum("kestrel_connection_duration_seconds_count") ?? 0;
        _counts[$"{service}: exceptions"] = metrics.ExceptionsByType().Values.Sum();
        _counts[$"{service}: allocated KB"] = metrics.Sum("dotnet_gc_heap_total_allocated_bytes_total")!.Value / 1024;
        if (metrics.Sum("wisdomwave_database_commit_writes_sum") is not { } writes)
            return;

        _counts["database: writes"] = writes;
        _counts["database: commits"] = metrics.Sum("wisdomwave_database_commit_writes_count")!.Value;
    }
}
