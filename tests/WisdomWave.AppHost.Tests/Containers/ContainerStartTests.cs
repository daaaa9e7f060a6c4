namespace WisdomWave.AppHost.Tests.Containers;

/// <summary>Runs the whole application on a real engine, with the images that tests/containers/images.sh creates.</summary>
public sealed class ContainerStartTests : IAsyncDisposable
{
    private const string Spare = "wisdomwave-tests/tunnel-base:1";

    private readonly string _data = Directory.CreateTempSubdirectory("wisdomwave-").FullName;

    public ContainerStartTests() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("WISDOMWAVE_CONTAINER_TESTS") == "1",
        "Needs a container engine of its own; run tests/containers/run.sh.");

    [Fact]
    public async Task PrometheusScrapesThroughTheTunnelAndTheContainersDataIsKept()
    {
        string[] instances;
        DateTimeOffset scraped;
        await using (var first = RunningApplication.Start(_data))
        {
            instances = await first.PrometheusScrapesAllServicesAsync();
            await first.GrafanaAnswersAsync();
            await first.CacheAnswersAsync("SET before-the-stop kept", "+OK\r\n+OK");
            await RunningApplication.NoContainerShowsTheCachesPasswordAsync();
            scraped = DateTimeOffset.UtcNow;
            await first.StopAsync();
        }

        string[] volumes = ["wisdomwave-cache", "wisdomwave-grafana", "wisdomwave-prometheus"];
        Assert.Empty(volumes.Except(await RunningApplication.DockerAsync("volume", "ls", "-q")));

        await using var second = RunningApplication.Start(_data);
        await second.CacheAnswersAsync("GET before-the-stop", "kept");
        await second.PrometheusRemembersAsync(instances, scraped);
        await second.StopAsync();
    }

    [Fact]
    public async Task WithoutTheTunnelsBaseImageThisMachinesPrometheusScrapesAndTheReasonIsReported()
    {
        await WithoutTunnelAsync();
        await using var application = RunningApplication.Start(_data);
        await application.HasWrittenAsync($"docker has no {ContainerImage.TunnelBase.Reference} (");
        await application.PrometheusScrapesAllServicesAsync();
        await application.CacheAnswersAsync("PING", "+PONG");
        var container = Assert.Single(await RunningApplication.DockerAsync("ps", "--format", "{{.Names}}"));
        Assert.StartsWith("cache-", container);
        await application.StopAsync();
    }

    [Fact]
    public async Task WithAlwaysAMissingBaseImageFailsTheStart()
    {
        await WithoutTunnelAsync();
        await using var application = RunningApplication.Start(_data, "always");
        Assert.Equal(1, await application.WaitForExitAsync());
        await application.HasWrittenAsync($"WISDOMWAVE_CONTAINERS is always, but docker has no {ContainerImage.TunnelBase.Reference} (");
        Assert.Empty(await RunningApplication.DockerAsync("ps", "-aq"));
    }

    [Fact]
    public async Task ATunnelThatFailsDelaysOnlyPrometheus()
    {
        // With Grafana's image as its base, the tunnel's image can be built, but its program finds no C library.
        await WithoutTunnelAsync();
        await RunningApplication.DockerAsync("tag", ContainerImage.Grafana.Reference, ContainerImage.TunnelBase.Reference);
        await using var application = RunningApplication.Start(_data);
        await application.ChatPageAnswersAsync();
        await application.GrafanaAnswersAsync();
        await application.CacheAnswersAsync("PING", "+PONG");
        await application.StopAsync();
    }

    [Fact]
    public async Task AKilledCacheContainerIsRestarted()
    {
        await using var application = RunningApplication.Start(_data);
        await application.PrometheusScrapesAllServicesAsync();
        var container = Assert.Single(await RunningApplication.DockerAsync("ps", "-q", "--filter", "name=cache-"));
        await RunningApplication.DockerAsync("kill", container);
        await application.CacheAnswersAsync("PING", "+PONG");
        await application.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable("WISDOMWAVE_CONTAINER_TESTS") == "1" && (await RunningApplication.DockerAsync("images", "-q", Spare)).Length > 0)
        {
            await RunningApplication.DockerAsync("tag", Spare, ContainerImage.TunnelBase.Reference);
            await RunningApplication.DockerAsync("image", "rm", Spare);
        }

        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Renames the base image and removes the images that were built from it.</summary>
    private static async Task WithoutTunnelAsync()
    {
        await RunningApplication.DockerAsync("tag", ContainerImage.TunnelBase.Reference, Spare);
        await RunningApplication.DockerAsync("image", "rm", ContainerImage.TunnelBase.Reference);
        foreach (var built in await RunningApplication.DockerAsync("images", "dcptun_developer_ms", "--format", "{{.Repository}}:{{.Tag}}"))
            await RunningApplication.DockerAsync("image", "rm", "--force", built);
    }
}
