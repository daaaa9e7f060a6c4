namespace WisdomWave.AppHost.Tests;

public sealed class TopologyTests
{
    [Fact]
    public void WithoutTokenAndKeyThereIsAPlayground() =>
        Assert.Equal(["cache", "completion", "dialog", "ingress", "playground"], TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine).Names);

    [Fact]
    public void WithTokenAndKeyThereIsNoPlayground() =>
        Assert.Equal(["cache", "completion", "dialog", "ingress"], TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine).Names);

    [Fact]
    public void WithYourOwnModelServerThereIsNoPlayground()
    {
        var settings = TestSettings.Empty with { TelegramBotToken = TestSettings.Token, OpenAiBaseUrl = new Uri("http://localhost:11434/v1") };
        Assert.Equal(["cache", "completion", "dialog", "ingress"], TopologyModel.Of(settings, TestSettings.BareMachine).Names);
    }

    [Fact]
    public void IngressWaitsForEverythingThatAnAnswerNeeds()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.Equal(["playground"], model.WaitsOf("completion"));
        Assert.Empty(model.WaitsOf("dialog"));
        Assert.Equal(["completion", "dialog", "playground"], model.WaitsOf("ingress"));
    }

    [Fact]
    public void NoServiceWaitsForTheCache()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine);
        Assert.Empty(model.WaitsOf("completion"));
    }

    [Fact]
    public void EveryServiceHasItsPort()
    {
        var ports = new Ports { Playground = 1, Ingress = 2, Dialog = 3, Completion = 4, Cache = 5 };
        var model = TopologyModel.Of(TestSettings.Empty with { Ports = ports }, TestSettings.BareMachine);
        Assert.Equal(1, model.PortOf("playground"));
        Assert.Equal(2, model.PortOf("ingress"));
        Assert.Equal(3, model.PortOf("dialog"));
        Assert.Equal(4, model.PortOf("completion"));
        Assert.Equal(5, model.PortOf("cache"));
    }

    [Fact]
    public void ASingleReplicaListensOnItsPortDirectly()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.All(["playground", "completion", "dialog", "ingress"], name =>
        {
            Assert.Equal(1, model.ReplicasOf(name));
            Assert.False(model.EndpointOf(name).IsProxied);
        });
    }

    /// <summary>Over HTTP/2 all calls share a connection, and the proxy chooses a replica for each connection.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task ASingleReplicaTakesCallsOverHttp2(int completions, bool isHttp2)
    {
        var ports = new Ports { Dialog = 3, Completion = 4, DialogHttp2 = 5, CompletionHttp2 = 6 };
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { Ports = ports, Replicas = new Replicas { Completion = completions } }, TestSettings.BareMachine);
        Assert.Equal((5, false), (model.Http2EndpointOf("dialog")?.Port, model.Http2EndpointOf("dialog")?.IsProxied));
        Assert.Equal(isHttp2 ? 6 : null, model.Http2EndpointOf("completion")?.Port);
        Assert.Equal(isHttp2, (await model.EnvironmentOf("dialog")).ContainsKey("services__completion__http2__0"));
        Assert.Contains("services__completion__http__0", (await model.EnvironmentOf("dialog")).Keys);
    }

    [Fact]
    public void SeveralReplicasShareTheirPortBehindAProxy()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { Replicas = new Replicas { Ingress = 2, Completion = 3 } }, TestSettings.BareMachine);
        Assert.Equal(2, model.ReplicasOf("ingress"));
        Assert.Equal(3, model.ReplicasOf("completion"));
        Assert.All(["completion", "ingress"], name =>
        {
            Assert.True(model.EndpointOf(name).IsProxied);
            Assert.Null(model.EndpointOf(name).TargetPort);
        });
    }

    [Theory]
    [InlineData(1, "false")]
    [InlineData(2, "true")]
    public async Task OnlySeveralCompletionsNeedLeases(int completions, string leases)
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { Replicas = new Replicas { Completion = completions } }, TestSettings.BareMachine);
        Assert.Equal(leases, (await model.EnvironmentOf("completion"))["Cache__Leases"]);
    }

    [Fact]
    public void EveryResourceHasAHealthCheck()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.All(model.Names, name => Assert.Single(model[name].Annotations.OfType<HealthCheckAnnotation>()));
    }
}
