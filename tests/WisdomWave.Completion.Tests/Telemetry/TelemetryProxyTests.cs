using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using WisdomWave.Testing;
using WisdomWave.Testing.Proxies;

namespace WisdomWave.Completion.Tests.Telemetry;

/// <summary>The telemetry exporter creates its own HTTP client, which uses the proxies of the environment.</summary>
public sealed class TelemetryProxyTests
{
    [Fact]
    public async Task TelemetryForThisMachineBypassesTheProxy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receiver = builder.Build();
        var received = 0;
        receiver.MapPost("/v1/metrics", () => Interlocked.Increment(ref received));
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        await using var proxy = new ProxyServer();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WisdomWave.Completion.dll"), "--urls=http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["OPENAI_API_KEY"] = "sk-test-0123456789",
                ["OPENAI_BASE_URL"] = "http://127.0.0.1:1/v1",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Urls.Single(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
                ["HTTP_PROXY"] = proxy.Setting("http"),
                ["ALL_PROXY"] = proxy.Setting("http"),
                ["NO_PROXY"] = "",
            },
        };

        using var process = Process.Start(start)!;
        try
        {
            await Eventually.HoldsAsync(() => Volatile.Read(ref received) > 0 || !proxy.Asked.IsEmpty, "telemetry is sent");
        }
        finally
        {
            process.Kill();
        }

        Assert.Empty(proxy.Asked);
    }
}
