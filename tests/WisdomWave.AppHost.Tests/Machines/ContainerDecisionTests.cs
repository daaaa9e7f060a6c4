namespace WisdomWave.AppHost.Tests.Machines;

public sealed class ContainerDecisionTests
{
    private const string Redis = "docker.io/library/redis:8.6";
    private const string Base = "mcr.microsoft.com/azurelinux/base/core:3.0";

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _problems = [];
    private readonly List<string> _reported = [];

    public ContainerDecisionTests() => FakeEngine.SkipWithoutShell();

    [Fact]
    public async Task WithAllImagesEverythingRunsInContainersWithoutAMessage()
    {
        using var fake = new FakeEngine();
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["cache", "grafana", "prometheus"], decision.Resources.Order());
        Assert.Equal("docker", decision.Engine);
        Assert.Null(decision.Note);
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task AMissingImageIsDownloadedAndReported()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana, ContainerImage.TunnelBase], InRegistry = [ContainerImage.Cache] };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(3, decision.Resources.Count);
        Assert.Null(decision.Note);
        Assert.Equal([$"docker downloads {Redis}. This happens once and takes at most 5 minutes."], _reported);
    }

    [Fact]
    public async Task AnUnavailableImageIsReplacedByAProgramAndReported()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana, ContainerImage.TunnelBase] };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["grafana", "prometheus"], decision.Resources.Order());
        Assert.Equal(
            $"docker has no {Redis} (no such host), so cache will run as programs on this machine, if installed, instead of containers; to use containers, run \"docker pull {Redis}\", then start WisdomWave again.",
            decision.Note);
    }

    [Fact]
    public async Task WithoutTheTunnelsBaseImageMonitoringRunsAsPrograms()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Cache, ContainerImage.Prometheus, ContainerImage.Grafana] };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["cache"], decision.Resources);
        Assert.StartsWith($"docker has no {Base} (no such host), so prometheus and grafana will run as programs on this machine,", decision.Note);
    }

    [Fact]
    public async Task WithoutTheNewBuilderMonitoringRunsAsPrograms()
    {
        using var fake = new FakeEngine { HasNewBuilder = false };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Equal(["cache"], decision.Resources);
        Assert.Equal(
            "docker has no BuildKit (Aspire builds the image of its container tunnel with it), so prometheus and grafana will run as programs on this machine, if installed, instead of containers; to use containers, install the buildx plugin, then start WisdomWave again.",
            decision.Note);
    }

    [Fact]
    public async Task ASilentRegistryDoesNotDelayTheStart()
    {
        using var fake = new FakeEngine { Present = [], RegistryIsSilent = true, Patience = FakeEngine.Unhurried with { FirstSign = Moment } };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Empty(decision.Resources);
        Assert.Contains("(it took too long)", decision.Note);
    }

    [Fact]
    public async Task AnEndlessDownloadDoesNotDelayTheStart()
    {
        using var fake = new FakeEngine { Present = [], DownloadStalls = true, Patience = FakeEngine.Unhurried with { Download = Moment } };
        Assert.Empty((await DecideAsync(fake, "Auto")).Resources);
    }

    [Fact]
    public async Task AnEngineThatIsNotRunningIsReported()
    {
        using var fake = new FakeEngine { Info = """{"containers":{"runtime":"docker","installed":true,"running":false,"error":"exit code 1\nIs the docker daemon running?"}}""" };
        var decision = await DecideAsync(fake, "Auto");
        Assert.Empty(decision.Resources);
        Assert.Equal(
            "Docker is not running, so the cache and monitoring run as programs on this machine, if installed. To use containers, start Docker, then start WisdomWave again. (Is the docker daemon running?)",
            decision.Note);
    }

    [Theory]
    [InlineData("panic: no such file")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"containers":{"runtime":"docker","installed":"yes"}}""")]
    public async Task AnInvalidAnswerOfTheOrchestratorMeansNoEngineAndIsReported(string info)
    {
        using var fake = new FakeEngine { Info = info };

        Assert.Null(await fake.FindAsync());

        var sentence = Assert.Single(fake.Reported);
        Assert.StartsWith("WisdomWave starts without containers, because \"", sentence);
        Assert.EndsWith(
            "/dcp info\" (Aspire's orchestrator) returned an invalid answer; rebuild the app host to restore the orchestrator.", sentence);
    }

    [Theory]
    [InlineData("""{"version":"0.26.6"}""")]
    [InlineData("""{"containers":{"runtime":"docker","installed":false,"running":false,"error":"not found"}}""")]
    [InlineData("""{"containers":{"runtime":"podman","installed":true,"running":true}}""")]
    public async Task AMissingEngineIsNotReported(string info)
    {
        using var fake = new FakeEngine { Info = info };
        Assert.Null(await fake.FindAsync());
        Assert.Empty(fake.Reported);
        Assert.Same(ContainerDecision.None, await ContainerDecision.MakeAsync(ContainerUse.Auto, null, _problems, _reported.Add));
        Assert.Empty(_problems);
    }

    [Fact]
    public async Task WithNeverTheEngineIsNotUsed()
    {
        using var fake = new FakeEngine { Present = [] };
        Assert.Same(ContainerDecision.None, await DecideAsync(fake, "Never"));
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task WithAlwaysAnUnavailableImageIsAProblem()
    {
        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana] };
        Assert.Same(ContainerDecision.None, await DecideAsync(fake, "Always"));
        Assert.Equal(
            [$"WISDOMWAVE_CONTAINERS is always, but docker has no {Redis} and {Base} (no such host); run \"docker pull {Redis}\" and run \"docker pull {Base}\", or set it to auto."],
            _problems);
    }

    [Fact]
    public async Task WithAlwaysAMissingEngineIsAProblem()
    {
        await ContainerDecision.MakeAsync(ContainerUse.Always, null, _problems, _reported.Add);
        Assert.Equal(["WISDOMWAVE_CONTAINERS is always, but neither docker nor podman answers; start one of them, or set it to auto."], _problems);
    }

    [Fact]
    public async Task TheOrchestratorIsAskedAboutTheChosenEngine()
    {
        using var fake = new FakeEngine();
        await fake.FindAsync("docker");
        Assert.Equal(["info --container-runtime docker"], await fake.AskedAsync());
    }

    [Fact]
    public async Task TheTunnelsBaseImageIsTheOneInTheOrchestrator()
    {
        var orchestrator = Orchestrator.Find(TopologyModel.CreateBuilder().Configuration);
        Assert.NotNull(orchestrator);
        var program = await File.ReadAllBytesAsync(orchestrator, TestContext.Current.CancellationToken);
        Assert.True(program.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Base)) >= 0, $"{orchestrator} does not name {Base}.");
        Assert.Equal(Base, ContainerImage.TunnelBase.Reference);
    }

    private async Task<ContainerDecision> DecideAsync(FakeEngine fake, string use) =>
        await ContainerDecision.MakeAsync(Enum.Parse<ContainerUse>(use), await fake.FindAsync(), _problems, _reported.Add);
}
