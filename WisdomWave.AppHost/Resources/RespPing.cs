using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.AppHost.Resources;

/// <summary>Checks that a Redis-compatible server answers PING, which it does once it has opened its port and loaded its data.</summary>
internal sealed class RespPing(EndpointReference endpoint, ParameterResource password) : IHealthCheck
{
    private static readonly byte[] Expected = "+OK\r\n+PONG\r\n"u8.ToArray();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(Command("AUTH", await password.GetValueAsync(cancellationToken) ?? ""), cancellationToken);
            await stream.WriteAsync(Command("PING"), cancellationToken);
            var answer = new byte[Expected.Length];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return answer.AsSpan().SequenceEqual(Expected) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }

    /// <summary>The form that every server reads; the embedded cache does not know the form of one line. ASCII only.</summary>
    internal static byte[] Command(params string[] words) =>
        Encoding.ASCII.GetBytes($"*{words.Length}\r\n{string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))}");
}
