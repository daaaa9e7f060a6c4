using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WisdomWave.Load.Measuring;

/// <summary>How often a Redis has executed each command.</summary>
internal static class RedisCommands
{
    private const string Prefix = "cmdstat_";

    /// <returns>By command; empty if Redis does not report it.</returns>
    public static async Task<Dictionary<string, double>> ReadAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync("INFO commandstats\r\n"u8.ToArray(), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);

        // $1234
        // # Commandstats
        // cmdstat_get:calls=2,usec=5,usec_per_call=2.50,…
        var commands = new Dictionary<string, double>();
        var header = await reader.ReadLineAsync(cancellationToken);
        if (header is not ['$', .. var length])
            return commands;
        for (var left = int.Parse(length, CultureInfo.InvariantCulture); left > 0;)
        {
            if (await reader.ReadLineAsync(cancellationToken) is not { } line)
                break;
            left -= line.Length + 2;
            var colon = line.IndexOf(":calls=", StringComparison.Ordinal);
            if (!line.StartsWith(Prefix, StringComparison.Ordinal) || colon < 0)
                continue;
            var name = line[Prefix.Length..colon];
            var calls = line[(colon + ":calls=".Length)..];
            // Commands of this program are not part of the load.
            if (name != "info")
                commands[name] = double.Parse(calls.AsSpan(0, calls.IndexOf(',')), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return commands;
    }
}
