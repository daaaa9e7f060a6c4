using WisdomWave.AppHost.Alerts;

namespace WisdomWave.AppHost.Tests.Alerts;

public sealed class AlertTopologyTests
{
    private static readonly Settings Telling = TestSettings.Empty with { TellsAdminsOfAlerts = true };

    [Theory]
    [InlineData("prometheus-alertmanager")]
    [InlineData("alertmanager")]
    public async Task TheMachinesAlertmanagerIsUsed(string program)
    {
        var model = TopologyModel.Of(Telling, TestSettings.MachineWith("prometheus", program));
        var data = Path.Combine(Telling.DataDirectory, "alertmanager");
        Assert.Equal($"/usr/bin/{program}", Assert.IsType<ExecutableResource>(model["alertmanager"]).Command);
        Assert.Equal(
            [
                $"--config.file={Path.Combine(data, "alertmanager.yml")}", $"--storage.path={Path.Combine(data, "data")}",
                "--web.listen-address=127.0.0.1:9093", "--cluster.listen-address=", "--log.level=warn",
            ],
            await model.ArgumentsOf("alertmanager"));
        Assert.Equal(["ingress"], model.WaitsOf("alertmanager"));
        Assert.Equal(["alertmanager is ready"], model.ChecksOf("alertmanager"));
        Assert.Equal(["prometheus"], model.RelationsOf("alertmanager", "Parent"));
        Assert.Single(model["alertmanager"].Annotations.OfType<ResourceIconAnnotation>());
        Assert.Equal(["Alerts → http://localhost:9093"], await model.LinksOf("alertmanager"));
    }

    [Fact]
    public void WithoutPrometheusOrTheSettingThereIsNoAlertmanager()
    {
        Assert.DoesNotContain("alertmanager", TopologyModel.Of(Telling, TestSettings.MachineWith("alertmanager")).Names);
        Assert.DoesNotContain("alertmanager", TopologyModel.Of(TestSettings.Empty, TestSettings.MachineWith("prometheus", "alertmanager")).Names);
    }

    [Fact]
    public void TheAppHostWatchesAlertsIfTheOperatorWantsThatAndThereIsAPrometheus()
    {
        Machine[] monitored = [TestSettings.MachineWith("prometheus"), TestSettings.MachineWith("prometheus", "alertmanager"), TestSettings.ContainerMachine];
        Assert.All(monitored, machine => Assert.True(Watches(Telling, machine)));
        Assert.All(monitored, machine => Assert.False(Watches(TestSettings.Empty, machine)));
        Assert.False(Watches(Telling, TestSettings.BareMachine));
    }

    [Fact]
    public async Task DialogGetsTheSetting() => Assert.Equal(
        "true", (await TopologyModel.Of(Telling, TestSettings.BareMachine, new KeyValuePair<string, string?>("Alerts:Admins", "true")).EnvironmentOf("dialog"))["Alerts__Admins"]);

    private static bool Watches(Settings settings, Machine machine) =>
        TopologyModel.Of(settings, machine).Services.Any(service => service.ServiceType == typeof(AlertWatch));
}
