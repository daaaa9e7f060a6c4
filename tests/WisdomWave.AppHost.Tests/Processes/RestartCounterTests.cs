namespace WisdomWave.AppHost.Tests.Processes;

public sealed class RestartCounterTests
{
    [Fact]
    public async Task AServiceIsToldHowOftenItWasRestarted()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine);
        Assert.DoesNotContain("WISDOMWAVE_RESTARTS", (await model.EnvironmentOf("dialog")).Keys);

        RestartCounter.CountRestartOf(model["dialog"]);
        RestartCounter.CountRestartOf(model["dialog"]);

        Assert.Equal("2", (await model.EnvironmentOf("dialog"))["WISDOMWAVE_RESTARTS"]);
        Assert.DoesNotContain("WISDOMWAVE_RESTARTS", (await model.EnvironmentOf("ingress")).Keys);
    }
}
