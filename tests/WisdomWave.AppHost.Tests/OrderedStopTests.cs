using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests;

/// <summary>Over the real orchestrator, with shells in the place of services.</summary>
public sealed class OrderedStopTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Longer than the 6 s after which the orchestrator kills a process that it has asked to stop.</summary>
    private const int DrainSeconds = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _log = Path.GetTempFileName();

    [Fact]
    public async Task EachStageEndsBeforeTheNextIsAskedToAndNoDrainIsCut()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals shell processes: run this test on Linux or macOS");

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { AssemblyName = "WisdomWave.AppHost", DisableDashboard = true });
        var door = AddShell(builder, "door", DrainSeconds);
        var beside = AddShell(builder, "beside", 0);
        var store = AddShell(builder, "store", 0);
        builder.StopsInOrder(Patience, [door, null], [store], [beside]);
        await using var app = builder.Build();
        await app.StartAsync(Token);
        var processes = app.Services.GetRequiredService<RunningProcesses>();
        await Task.WhenAll(
            Eventually.HoldsAsync(async () => (await LogAsync()).Count(line => line.EndsWith(" ready", StringComparison.Ordinal)) == 3, "the shells set their traps"),
            Eventually.HoldsAsync(() => builder.Resources.All(shell => processes.Of(shell).Count == 1), "the orchestrator reports the shells' processes"));

        await app.StopAsync(Token);

        Assert.Equal(
            ["door asked", "door done", "store asked", "store done", "beside asked", "beside done"],
            (await LogAsync()).Where(line => !line.EndsWith(" ready", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AProcessThatHangsIsKilledAndTheNextStageStops()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals shell processes: run this test on Linux or macOS");

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { AssemblyName = "WisdomWave.AppHost", DisableDashboard = true });
        var hangs = AddShell(builder, "hangs", 3600);
        var store = AddShell(builder, "store", 0);
        builder.StopsInOrder(Patience);
        await using var app = builder.Build();
        await app.StartAsync(Token);
        var processes = app.Services.GetRequiredService<RunningProcesses>();
        await Eventually.HoldsAsync(async () => (await LogAsync()).Length == 2, "the shells set their traps");
        await Eventually.HoldsAsync(() => builder.Resources.All(shell => processes.Of(shell).Count == 1), "the orchestrator reports the shells' processes");
        using var hanging = processes.Of(hangs.Resource)[0];

        var stop = new OrderedStop([[hangs.Resource], [store.Resource]], processes, limit: TimeSpan.FromSeconds(1), grace: TimeSpan.FromMinutes(2));
        await stop.StoppingAsync(Token);

        await Eventually.HoldsAsync(() => hanging.HasExited, "the process that hangs is killed");
        Assert.Equal(["store asked", "store done"], (await LogAsync()).Where(line => line.StartsWith("store a", StringComparison.Ordinal) || line == "store done"));
        await app.StopAsync(Token);
    }

    public void Dispose() => File.Delete(_log);

    /// <summary>Takes some time to stop. A shell runs its trap between two commands, so it sleeps in short pieces.</summary>
    private IResourceBuilder<ExecutableResource> AddShell(IDistributedApplicationBuilder builder, string name, int seconds) =>
        builder.AddExecutable(name, "sh", ".", "-c",
            $"""
            trap 'echo {name} asked >> {_log}; sleep {seconds}; echo {name} done >> {_log}; exit 0' TERM
            echo {name} ready >> {_log}
            while true; do sleep 0.1; done
            """);

    private Task<string[]> LogAsync() => File.ReadAllLinesAsync(_log, Token);
}
