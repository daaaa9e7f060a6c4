using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WisdomWave.EndToEnd.Faults;

namespace WisdomWave.EndToEnd.Costs;

/// <summary>What the services have done so far, read from their metrics, the playground's call log and Redis.</summary>
internal sealed class TurnCost
{
    private readonly Dictionary<string, double> _counts = [];

    /// <summary>Reads all counters, one service after the other. Nothing may be in progress.</summary>
    public static async Task<TurnCost> ReadAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        var cost = new TurnCost();
        foreach (var service in fleet.Services)
            cost.AddMetrics(service.Name, await fleet.MetricsAsync(service, cancellationToken));
        foreach (var (call, count) in (await fleet.Outside.Client.CallLogSummaryAsync(cancellationToken)).BotCalls)
        {
            // Long polls depend on time, not on turns.
            if (!call.StartsWith("getUpdates", StringComparison.Ordinal))
                cost.Add($"Telegram: {call}", count);
        }

        cost.Add("Redis: commands", await RedisCommandsAsync(fleet.RedisPort, cancellationToken));
        return cost;
    }

    /// <summary>The difference to an earlier reading, for each of a number of turns; what has not changed is left out.</summary>
    public IReadOnlyDictionary<string, double> Since(TurnCost before, int turns) => _counts
        .Select(count => KeyValuePair.Create(count.Key, (count.Value - before._counts.GetValueOrDefault(count.Key)) / turns))
        .Where(count => count.Value != 0)
        .ToDictionary();

    private void Add(string name, double value) => _counts[name] = _counts.GetValueOrDefault(name) + value;

    // http_server_request_duration_seconds_count{http_request_method="POST",http_route="/messages",network_protocol_version="2",…} 12 1790000000000
    private void AddMetrics(string service, string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var name = line[..line.IndexOfAny(['{', ' '])];
            var labelsEnd = line.LastIndexOf('}');
            var value = double.Parse(line[(labelsEnd < 0 ? name.Length : labelsEnd + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
            switch (name)
            {
                // The tests ask for the undelivered turns.
                case "http_server_request_duration_seconds_count" when Label(line, "http_route") is not ("/metrics" or "/alive" or "/health" or "/bots/{botId:long}/turns"):
                    Add($"{service}: {Label(line, "http_request_method")} {Label(line, "http_route")} HTTP/{Label(line, "network_protocol_version")}", value);
                    break;
                case "kestrel_connection_duration_seconds_count":
                    Add($"{service}: closed connections", value);
                    break;
                case "dotnet_exceptions_total":
                    Add($"{service}: exceptions", value);
                    break;
                case "dotnet_gc_heap_total_allocated_bytes_total":
                    Add($"{service}: allocated KB", value / 1024);
                    break;
                case "wisdomwave_database_commit_writes_sum":
                    Add("database: writes", value);
                    break;
                case "wisdomwave_database_commit_writes_count":
                    Add("database: commits", value);
                    break;
            }
        }
    }

    private static string Label(string line, string name)
    {
        var start = line.IndexOf($"{name}=\"", StringComparison.Ordinal);
        if (start < 0)
            return "";
        start += name.Length + 2;
        return line[start..line.IndexOf('"', start)];
    }

    // cmdstat_get:calls=2,usec=5,…
    private static async Task<double> RedisCommandsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync("INFO commandstats\r\nQUIT\r\n"u8.ToArray(), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return (await reader.ReadToEndAsync(cancellationToken)).Split('\n')
            .Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal)
                // Connections and this method, not turns.
                && !new[] { "info", "ping", "client", "config", "hello", "echo", "cluster", "subscribe", "sentinel", "quit", "auth", "select" }.Contains(line[8..line.IndexOfAny([':', '|'])]))
            .Sum(line => double.Parse(line[(line.IndexOf("calls=", StringComparison.Ordinal) + 6)..line.IndexOf(',')], CultureInfo.InvariantCulture));
    }
}
