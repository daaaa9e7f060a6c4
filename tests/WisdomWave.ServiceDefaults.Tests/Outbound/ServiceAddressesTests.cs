using Microsoft.AspNetCore.Builder;
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

    private static WebApplication Build(string setting)
    {
        var builder = TestService.CreateBuilder(setting);
        builder.Services.AddHttpClient("dialog").ToService("dialog").ForEventStreams();
        return builder.Build();
    }
}
