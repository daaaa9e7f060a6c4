using static WisdomWave.AppHost.Processes.ProcessRestarter;

namespace WisdomWave.AppHost.Tests;

public sealed class ProcessRestarterTests
{
    private TimeSpan _ran = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("Exited", 137)]
    [InlineData("Finished", 134)]
    public void WhatEndsUnexpectedlyRestarts(string state, int exitCode)
    {
        var policy = Running();
        Assert.Equal(TimeSpan.FromSeconds(1), policy.Next(state, exitCode));
    }

    [Fact]
    public void AnEndThatIsReportedTwiceRestartsOnce()
    {
        var policy = Running();
        Assert.NotNull(policy.Next("Finished", 137));
        Assert.Null(policy.Next("Finished", 137));
    }

    [Fact]
    public void WhatWasStoppedInTheDashboardStaysStopped()
    {
        var policy = Running();
        Assert.Null(policy.Next("Stopping", null));
        Assert.Null(policy.Next("Finished", 137));
    }

    [Fact]
    public void WhatEndedInGoodOrderStaysStopped()
    {
        var policy = Running();
        Assert.Null(policy.Next("Finished", 0));
    }

    [Fact]
    public void WhatNeverRanIsNotRestarted() => Assert.Null(new RestartPolicy(_ => _ran).Next("FailedToStart", 1));

    [Fact]
    public void ThePausesGrowToHalfAMinute()
    {
        var policy = new RestartPolicy(_ => _ran);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Pauses(policy, 7));
    }

    [Fact]
    public void AfterAStableRunThePausesStartAgain()
    {
        var policy = new RestartPolicy(_ => _ran);
        Pauses(policy, 4);
        _ran = TimeSpan.FromMinutes(2);
        Assert.Equal([1], Pauses(policy, 1));
    }

    private RestartPolicy Running()
    {
        var policy = new RestartPolicy(_ => _ran);
        Assert.Null(policy.Next("Running", null));
        return policy;
    }

    private static List<double> Pauses(RestartPolicy policy, int count)
    {
        var pauses = new List<double>();
        for (var i = 0; i < count; i++)
        {
            policy.Next("Running", null);
            pauses.Add(policy.Next("Finished", 137)!.Value.TotalSeconds);
        }

        return pauses;
    }
}
