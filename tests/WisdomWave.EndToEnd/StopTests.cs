using Xunit.Sdk;
using Xunit.v3;

namespace WisdomWave.EndToEnd;

/// <summary>The ways in which the application can end while it does nothing else.</summary>
[Collection(DashboardApplication.Collection)]
public sealed class StopTests(DashboardApplication running) : IAsyncLifetime
{
    private Application _application = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        _application = await running.GetAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task SigtermLeavesNothing()
    {
        Assert.Contains(_application.Processes(), process => process.Runs("dcp"));

        // Fails when a process is left: the orchestrator, the dashboard and the cache included.
        await _application.StopAsync();
    }

    [Fact]
    public async Task AKilledAppHostLeavesNothing()
    {
        ProcessTable.Signal(_application.ProcessOf("WisdomWave.AppHost").Id, ProcessTable.SigKill);

        await _application.UntilNothingIsLeftAsync();
    }
}

/// <summary>Runs the tests that end the application after those that use it: in any other order it would start more often.</summary>
public sealed class StopTestsLast : ITestClassOrderer
{
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : notnull, ITestClass =>
        [.. testClasses.OrderBy(test => test?.TestClassName == typeof(StopTests).FullName)];
}
