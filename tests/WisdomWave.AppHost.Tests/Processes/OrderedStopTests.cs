using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Processes;

/// <summary>Runs the real orchestrator with shells instead of services.</summary>
public sealed class OrderedStopTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>More than the 6 s after which the orchestrator kills a process that it stops.</summary>
    private const int DrainSeconds = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _log = Path.GetTempFileName();

    [Fact]
    public async Task EachStageEndsBeforeTheNextStopsAndNoDrainIsAborted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends signals to shell processes; run this test on Linux or macOS.");

        var builder = TopologyModel.CreateBuilder();
        var first = AddShell(builder, "first", DrainSeconds);
        var third = AddShell(builder, "third", 0);
        var second = AddShell(builder, "second", 0);
        builder.StopInOrder(Patience, [first, null], [second], [third]);
        await using var app = builder.Build();
        await app.StartAsync(Token);
        var processes = app.Services.GetRequiredService<RunningProcesses>();
        await Task.WhenAll(
            Eventually.HoldsAsync(async () => (await LogAsync()).Count(line => line.EndsWith(" ready", StringComparison.Ordinal)) == 3, "the shells set their traps"),
            Eventually.HoldsAsync(() => builder.Resources.All(shell => processes.Of(shell).Count == 1), "the orchestrator reports the shells' processes"));

        await app.StopAsync(Token);

        Assert.Equal(
            ["first stopping", "first done", "second stopping", "second done", "third stopping", "third done"],
            (await LogAsync()).Where(line => !line.EndsWith(" ready", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AHungProcessIsKilledAndTheNextStageStops()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends signals to shell processes; run this test on Linux or macOS.");

        var builder = TopologyModel.CreateBuilder();
        var hangs = AddShell(builder, "hangs", 3600);
        var next = AddShell(builder, "next", 0);
        builder.StopInOrder(Patience);
        await using var app = builder.Build();
        await app.StartAsync(Token);
        var processes = app.Services.GetRequiredService<RunningProcesses>();
        await Eventually.HoldsAsync(async () => (await LogAsync()).Length == 2, "the shells set their traps");
        await Eventually.HoldsAsync(() => builder.Resources.All(shell => processes.Of(shell).Count == 1), "the orchestrator reports the shells' processes");
        using var hanging = processes.Of(hangs.Resource)[0];

        var stop = new OrderedStop([[hangs.Resource], [next.Resource]], processes, limit: TimeSpan.FromSeconds(1), grace: TimeSpan.FromMinutes(2));
        await stop.StoppingAsync(Token);

        await Eventually.HoldsAsync(() => hanging.HasExited, "the hung process is killed");
        Assert.Equal(["next stopping", "next done"], (await LogAsync()).Where(line => line is "next stopping" or "next done"));
        await app.StopAsync(Token);
    }

    public void Dispose() => File.Delete(_log);

    /// <summary>Adds a shell that takes some time to stop. A shell runs its trap only between two commands, so it sleeps in short steps.</summary>
    private IResourceBuilder<ExecutableResource> AddShell(IDistributedApplicationBuilder builder, string name, int seconds) =>
        builder.AddExecutable(name, "sh", ".", "-c",
            $"""
            trap 'echo {name} stopping >> {_log}; sleep {seconds}; echo {name} done >> {_log}; exit 0' TERM
            echo {name} ready >> {_log}
            while true; do sleep 0.1; done
            """);

    private Task<string[]> LogAsync() => File.ReadAllLinesAsync(_log, Token);
}
