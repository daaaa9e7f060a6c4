namespace WisdomWave.AppHost.Tests;

public sealed class ContainerDecisionTests
{
    private const string Redis = "docker.io/library/redis:8.6";
    private const string Base = "mcr.microsoft.com/azurelinux/base/core:3.0";

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _problems = [];
    private readonly List<string> _told = [];

    public ContainerDecisionTests() => FakeEngine.SkipWhereThereIsNoShell();

    [Fact]
    public async Task WithEveryImageAllThreeRunInContainersAndNothingIsSaid()
    {
        using var fake = new FakeEngine();
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["cache", "grafana", "prometheus"], decision.Resources.Order());
        Assert.Equal("docker", decision.Engine);
        Assert.Null(decision.Note);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task AnImageThatIsNotThereIsDownloadedOnceAndThatIsSaid()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana, ContainerImage.TunnelBase], InRegistry = [ContainerImage.Cache] };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(3, decision.Resources.Count);
        Assert.Null(decision.Note);
        Assert.Equal([$"docker downloads {Redis}; this is done once and takes 5 minutes at most."], _told);
    }

    [Fact]
    public async Task AnImageThatCannotBeHadLeavesItsResourceToTheMachineWithOneSentence()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana, ContainerImage.TunnelBase] };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["grafana", "prometheus"], decision.Resources.Order());
        Assert.Equal(
            $"docker has no {Redis} (no such host), so there is no container for cache, and programs on this machine take their place where they are installed; to have containers, run \"docker pull {Redis}\", then start again.",
            decision.Note);
    }

    [Fact]
    public async Task WithoutTheTunnelsBaseWhatScrapesTheServicesIsLeftToTheMachine()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Cache, ContainerImage.Prometheus, ContainerImage.Grafana] };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["cache"], decision.Resources);
        Assert.StartsWith($"docker has no {Base} (no such host), so there is no container for prometheus and grafana,", decision.Note);
    }

    [Fact]
    public async Task WithoutTheNewBuilderThereIsNoTunnel()
    {
        using var fake = new FakeEngine { HasNewBuilder = false };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["cache"], decision.Resources);
        Assert.Equal(
            "docker has no BuildKit (Aspire builds the image of its container tunnel with it), so there is no container for prometheus and grafana, and programs on this machine take their place where they are installed; to have containers, install the buildx plugin, then start again.",
            decision.Note);
    }

    [Fact]
    public async Task ARegistryThatDoesNotAnswerHoldsNobody()
    {
        using var fake = new FakeEngine { Present = [], RegistryIsSilent = true, Patience = EnginePatience.Standard with { FirstSign = Moment } };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Empty(decision.Resources);
        Assert.Contains("(it took too long)", decision.Note);
    }

    [Fact]
    public async Task ADownloadThatDoesNotEndHoldsNobody()
    {
        using var fake = new FakeEngine { Present = [], DownloadStalls = true, Patience = EnginePatience.Standard with { Download = Moment } };
        Assert.Empty((await DecideAsync(fake, "Auto")).Resources);
    }

    [Fact]
    public async Task AnEngineThatDoesNotRunIsSaidSo()
    {
        using var fake = new FakeEngine { Info = """{"containers":{"runtime":"docker","installed":true,"running":false,"error":"exit code 1\nIs the docker daemon running?"}}""" };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Empty(decision.Resources);
        Assert.Equal(
            "Docker is not running, so the cache and monitoring run as programs of this machine where they are installed. To use containers, start Docker and start again. (Is the docker daemon running?)",
            decision.Note);
    }

    [Theory]
    [InlineData("panic: no such file")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"containers":{"runtime":"docker","installed":"yes"}}""")]
    public async Task AnOrchestratorWhoseAnswerCannotBeReadMeansNoEngineAndIsSaidSo(string info)
    {
        using var fake = new FakeEngine { Info = info };

        Assert.Null(await fake.FindAsync());

        var sentence = Assert.Single(fake.Told);
        Assert.StartsWith("The start goes on without containers, because \"", sentence);
        Assert.EndsWith(
            "/dcp info\" of Aspire's orchestrator gave an answer that cannot be read; build the app host again to restore the orchestrator.", sentence);
    }

    [Theory]
    [InlineData("""{"version":"0.26.6"}""")]
    [InlineData("""{"containers":{"runtime":"docker","installed":false,"running":false,"error":"not found"}}""")]
    [InlineData("""{"containers":{"runtime":"podman","installed":true,"running":true}}""")]
    public async Task WithoutAnEngineNothingIsSaid(string info)
    {
        using var fake = new FakeEngine { Info = info };
        Assert.Null(await fake.FindAsync());
        Assert.Empty(fake.Told);
        Assert.Same(ContainerDecision.None, await ContainerDecision.TakeAsync(ContainerUse.Auto, null, _problems, _told.Add));
        Assert.Empty(_problems);
    }

    [Fact]
    public async Task NeverAsksNothing()
    {
        using var fake = new FakeEngine { Present = [] };
        Assert.Same(ContainerDecision.None, await DecideAsync(fake, "Never"));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task AlwaysRefusesAnImageThatCannotBeHad()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana] };
        Assert.Same(ContainerDecision.None, await DecideAsync(fake, "Always"));
        Assert.Equal(
            [$"WISDOMWAVE_CONTAINERS is always, but docker has no {Redis} and {Base} (no such host); run \"docker pull {Redis}\" and run \"docker pull {Base}\", or set it to auto."],
            _problems);
    }

    [Fact]
    public async Task AlwaysRefusesAMachineWithoutAnEngine()
    {
        await ContainerDecision.TakeAsync(ContainerUse.Always, null, _problems, _told.Add);
        Assert.Equal(["WISDOMWAVE_CONTAINERS is always, but neither docker nor podman answers; start one of them, or set it to auto."], _problems);
    }

    [Fact]
    public async Task TheOrchestratorIsAskedForTheEngineThatAspireIsToldToUse()
    {
        using var fake = new FakeEngine();
        await fake.FindAsync("docker");
        Assert.Equal(["info --container-runtime docker"], await fake.AskedAsync());
    }

    [Fact]
    public async Task TheTunnelsBaseIsTheOneThatTheOrchestratorBuildsOn()
    {
        var orchestrator = Orchestrator.Find(Model.CreateBuilder().Configuration);
        Assert.NotNull(orchestrator);
        var program = await File.ReadAllBytesAsync(orchestrator, TestContext.Current.CancellationToken);
        Assert.True(program.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Base)) >= 0, $"{orchestrator} does not name {Base}.");
        Assert.Equal(Base, ContainerImage.TunnelBase.Reference);
    }

    private async Task<ContainerDecision> DecideAsync(FakeEngine fake, string use) =>
        await ContainerDecision.TakeAsync(Enum.Parse<ContainerUse>(use), await fake.FindAsync(), _problems, _told.Add);
}
