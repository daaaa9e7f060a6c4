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
    public void EveryServiceListensOnItsPortDirectly()
    {
        var model = TopologyModel.Of(TestSettings.Empty with { Replicas = new Replicas { Ingress = 2, Completion = 2 } }, TestSettings.BareMachine);
        Assert.All(["playground", "completion", "completion-2", "dialog", "ingress", "ingress-2"], name =>
        {
            Assert.Equal(1, model.ReplicasOf(name));
            Assert.False(model.EndpointOf(name).IsProxied);
        });
    }

    [Fact]
    public async Task ServicesCallEachOtherOverHttp2()
    {
        var ports = new Ports { Dialog = 3, Completion = 4, DialogHttp2 = 5, CompletionHttp2 = 6 };
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { Ports = ports }, TestSettings.BareMachine);
        Assert.Equal((5, false), (model.Http2EndpointOf("dialog")?.Port, model.Http2EndpointOf("dialog")?.IsProxied));
        Assert.Equal((6, false), (model.Http2EndpointOf("completion")?.Port, model.Http2EndpointOf("completion")?.IsProxied));
        Assert.Contains("services__completion__http2__0", (await model.EnvironmentOf("dialog")).Keys);
        Assert.Contains("services__completion__http__0", (await model.EnvironmentOf("dialog")).Keys);
    }

    [Fact]
    public async Task EachReplicaIsAResourceWithAPortThatItsCallersKnow()
    {
        var ports = new Ports { Ingress = 3, IngressReplicas = [4], Completion = 5, CompletionReplicas = [6, 7], CompletionHttp2 = 8, CompletionHttp2Replicas = [9, 10] };
        var settings = TestSettings.TokenAndKey with { Ports = ports, Replicas = new Replicas { Ingress = 2, Completion = 3 } };
        var model = TopologyModel.Of(settings, TestSettings.BareMachine);
        Assert.Equal(["cache", "completion", "completion-2", "completion-3", "dialog", "ingress", "ingress-2"], model.Names);
        Assert.Equal((3, 4), (model.PortOf("ingress"), model.PortOf("ingress-2")));
        Assert.Equal((5, 6, 7), (model.PortOf("completion"), model.PortOf("completion-2"), model.PortOf("completion-3")));
        Assert.Equal(10, model.Http2EndpointOf("completion-3")?.Port);
        Assert.Equal(["completion"], model.RelationsOf("completion-3", "Parent"));

        var dialog = await model.EnvironmentOf("dialog");
        Assert.Equal(
            ["services__completion__http2__0", "services__completion__http2__1", "services__completion__http2__2", "services__ingress__http__0", "services__ingress__http__1"],
            dialog.Keys.Where(name => name.StartsWith("services__completion__http2", StringComparison.Ordinal) || name.StartsWith("services__ingress", StringComparison.Ordinal)));
        Assert.Equal(["completion", "completion-2", "completion-3", "dialog"], model.WaitsOf("ingress-2"));
    }

    /// <summary>Apart from their addresses, all replicas are configured alike.</summary>
    [Theory]
    [InlineData("completion")]
    [InlineData("ingress")]
    public async Task AllReplicasHaveTheSameSettings(string service)
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { Replicas = new Replicas { Ingress = 2, Completion = 2 } }, TestSettings.BareMachine);
        Assert.Equal(Named(await model.EnvironmentOf(service)), Named(await model.EnvironmentOf($"{service}-2")));

        static IEnumerable<KeyValuePair<string, string>> Named(SortedDictionary<string, string> environment) =>
            environment.Where(variable => variable.Key != "WISDOMWAVE_HTTP2_PORT");
    }

    /// <summary>Telegram calls a webhook at one address.</summary>
    [Fact]
    public async Task WithWebhooksTheIngressesShareTheirPortBehindAProxy()
    {
        var settings = TestSettings.TokenAndKey with { PublicUrl = new Uri("https://bots.example.org"), Replicas = new Replicas { Ingress = 2 } };
        var model = TopologyModel.Of(settings, TestSettings.BareMachine);
        Assert.Equal(2, model.ReplicasOf("ingress"));
        Assert.True(model.EndpointOf("ingress").IsProxied);
        Assert.Null(model.EndpointOf("ingress").TargetPort);
        Assert.DoesNotContain("Polling__Leases", (await model.EnvironmentOf("ingress")).Keys);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "true")]
    public async Task OnlySeveralPollingIngressesNeedLeasesInRedis(int ingresses, string? leases)
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey with { Replicas = new Replicas { Ingress = ingresses } }, TestSettings.BareMachine);
        var environment = await model.EnvironmentOf("ingress");
        Assert.Equal(leases, environment.GetValueOrDefault("Polling__Leases"));
        Assert.Equal(leases is not null, environment.ContainsKey("ConnectionStrings__cache"));
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
