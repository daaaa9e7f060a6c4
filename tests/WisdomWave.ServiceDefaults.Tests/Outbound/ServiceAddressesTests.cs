using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.Testing;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

public sealed class ServiceAddressesTests
{
    [Theory]
    [InlineData("--services:dialog:http:0=http://127.0.0.1:5102", "http://127.0.0.1:5102/")]
    [InlineData("--services:dialog:http:0=https://dialog.example:8443", "https://dialog.example:8443/")]
    // In a container network, each service is a host.
    [InlineData("--services:dialog:http:0=", "http://dialog/")]
    public async Task AServiceHasTheAddressThatTheAppHostSets(string setting, string address)
    {
        await using var app = Build(setting);
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");

        Assert.Equal(address, client.BaseAddress?.AbsoluteUri);
    }

    [Fact]
    public async Task AnInvalidServiceAddressIsReported()
    {
        await using var app = Build("--services:dialog:http:0=127.0.0.1");

        var exception = Assert.Throws<StartupException>(() => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog"));
        Assert.StartsWith("services:dialog:http:0 is not an absolute http(s) address", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData("http2", HttpProtocols.Http2, "HTTP/2")]
    public async Task CallsAreSpreadOverAllReplicasAndLeaveADeadOne(string endpoint, HttpProtocols protocols, string protocol)
    {
        await using var first = await StartReplicaAsync("first", protocols);
        await using var second = await StartReplicaAsync("second", protocols);
        await using var app = Build($"--services:dialog:{endpoint}:0={first.Address()}", $"--services:dialog:{endpoint}:1={second.Address()}");
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");

        string[] inTurn = [$"first {protocol}", $"second {protocol}", $"first {protocol}", $"second {protocol}"];
        Assert.Equal(inTurn, await CallAsync(client));
        await first.DisposeAsync();
        Assert.Equal(Enumerable.Repeat($"second {protocol}", 4), await CallAsync(client, failures: 3));
    }

    /// <summary>A timer or registration that outlives its host would keep the whole host in memory.</summary>
    [Fact]
    public async Task AStoppedHostIsCollected()
    {
        var host = await CallAndStopAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !host.IsAlive;
            },
            "the host is collected");
    }

    private static async Task<WeakReference> CallAndStopAsync()
    {
        await using var dialog = TestService.CreateBuilder().Build();
        await dialog.StartAsync(TestContext.Current.CancellationToken);
        await using var app = Build($"--services:dialog:http:0={dialog.Address()}");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");
        using var response = await client.GetAsync("/alive", TestContext.Current.CancellationToken);
        return new WeakReference(app.Services);
    }

    /// <param name="client">The client.</param>
    /// <param name="failures">
    /// How many calls may fail: one that is being sent when its connection breaks may have arrived, so it is not sent to another replica.
    /// </param>
    private static async Task<List<string>> CallAsync(HttpClient client, int failures = 0)
    {
        var answers = new List<string>();
        while (answers.Count < 4)
        {
            try
            {
                answers.Add(await client.GetStringAsync("/name", TestContext.Current.CancellationToken));
            }
            catch (HttpRequestException) when (failures-- > 0)
            {
            }
        }

        return answers;
    }

    private static async Task<WebApplication> StartReplicaAsync(string name, HttpProtocols protocols)
    {
        var builder = TestService.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.MapGet("/name", (HttpContext context) => $"{name} {context.Request.Protocol}");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static WebApplication Build(params string[] settings)
    {
        var builder = TestService.CreateBuilder(settings);
        builder.Services.AddHttpClient("dialog").ToService("dialog").ForEventStreams();
        return builder.Build();
    }
}
