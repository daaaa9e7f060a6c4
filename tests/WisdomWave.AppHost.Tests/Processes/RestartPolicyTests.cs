using Microsoft.Extensions.Time.Testing;

namespace WisdomWave.AppHost.Tests.Processes;

public sealed class RestartPolicyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RestartPolicy _policy;

    public RestartPolicyTests() => _policy = new RestartPolicy(_time);

    [Theory]
    [InlineData("Exited", 137)]
    [InlineData("Finished", 134)]
    [InlineData("Finished", -1)]
    [InlineData("FailedToStart", null)]
    public void AnUnexpectedEndRestartsOnceEvenIfItIsReportedTwice(string state, int? exitCode)
    {
        _policy.Next("Running", null);
        Assert.Equal(Restart(1), _policy.Next(state, exitCode));
        Assert.Equal(new RestartStep.Nothing(), _policy.Next(state, exitCode));
        Assert.True(_policy.TryBeginRestart());
    }

    [Fact]
    public void AResourceStoppedInTheDashboardStaysStopped()
    {
        _policy.Next("Running", null);
        Assert.Equal(new RestartStep.Nothing(), _policy.Next("Stopping", null));
        Assert.Equal(new RestartStep.Nothing(), _policy.Next("Finished", 137));
        Assert.False(_policy.TryBeginRestart());
    }

    [Fact]
    public void AResourceStoppedDuringThePauseStaysStopped()
    {
        _policy.Next("Running", null);
        _policy.Next("Finished", 137);
        _policy.Next("Stopping", null);
        Assert.False(_policy.TryBeginRestart());
    }

    [Fact]
    public void AResourceStartedDuringThePauseIsNotStartedTwice()
    {
        _policy.Next("Running", null);
        _policy.Next("Finished", 137);
        _policy.Next("Running", null);
        Assert.False(_policy.TryBeginRestart());
    }

    [Fact]
    public void AnOrderlyEndIsReportedAndNotRestarted()
    {
        _policy.Next("Running", null);
        Assert.Equal(new RestartStep.ReportExit(), _policy.Next("Finished", 0));
        Assert.False(_policy.TryBeginRestart());
    }

    [Fact]
    public void AResourceThatNeverRanIsNotRestarted() => Assert.Equal(new RestartStep.Nothing(), _policy.Next("FailedToStart", null));

    [Fact]
    public void AFailedRestartIsRetried()
    {
        _policy.Next("Running", null);
        _policy.Next("Finished", -1);
        _policy.TryBeginRestart();
        Assert.Equal(new RestartStep.Nothing(), _policy.Next("Starting", null));
        Assert.Equal(Restart(2), _policy.Next("FailedToStart", null));
    }

    [Fact]
    public void ThePausesGrowToHalfAMinuteAndResetAfterAStableRun()
    {
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => PauseAfter(TimeSpan.FromSeconds(5))));
        Assert.Equal(1, PauseAfter(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void AStopInTheDashboardResetsThePauses()
    {
        PauseAfter(TimeSpan.FromSeconds(5));
        _policy.Next("Running", null);
        _policy.Next("Stopping", null);
        _policy.Next("Finished", 0);
        Assert.Equal(1, PauseAfter(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void OnlyASuccessfulRestartIsARecovery()
    {
        _policy.Next("Running", null);
        Assert.False(_policy.TakeRecovery());
        _policy.Next("Finished", -1);
        _policy.TryBeginRestart();
        Assert.False(_policy.TakeRecovery());
        _policy.Next("Running", null);
        Assert.True(_policy.TakeRecovery());
        Assert.False(_policy.TakeRecovery());
    }

    private static RestartStep.Restart Restart(int seconds) => new(TimeSpan.FromSeconds(seconds));

    private double PauseAfter(TimeSpan run)
    {
        _policy.Next("Running", null);
        _time.Advance(run);
        return Assert.IsType<RestartStep.Restart>(_policy.Next("Finished", 137)).Pause.TotalSeconds;
    }
}
