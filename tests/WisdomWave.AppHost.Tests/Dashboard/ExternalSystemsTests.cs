using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.AppHost.Dashboard;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.Testing;
using WisdomWave.Testing.Proxies;

namespace WisdomWave.AppHost.Tests.Dashboard;

public sealed class ExternalSystemsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly OutboundProxy NoProxy = Through();

    [Fact]
    public void RealSystemsAreExternalServicesAtTheirOrigin()
    {
        var settings = TestSettings.TokenAndKey with
        {
            TelegramApiBaseUrl = new Uri("http://user:password@localhost:8081/bots?secret=1"),
            OpenAiBaseUrl = new Uri("https://models.example.org/v1/key-in-the-path"),
        };
        var model = TopologyModel.Of(settings, TestSettings.BareMachine);

        Assert.Equal(new Uri("http://localhost:8081"), Assert.IsType<ExternalServiceResource>(model["telegram"]).Uri);
        Assert.Equal(new Uri("https://models.example.org"), Assert.IsType<ExternalServiceResource>(model["model"]).Uri);
    }

    [Fact]
    public void TheDefaultSystemsAreTelegramAndOpenAi()
    {
        var model = TopologyModel.Of(TestSettings.TokenAndKey, TestSettings.BareMachine);
        Assert.Equal(new Uri("https://api.telegram.org"), Assert.IsType<ExternalServiceResource>(model["telegram"]).Uri);
        Assert.Equal(new Uri("https://api.openai.com"), Assert.IsType<ExternalServiceResource>(model["model"]).Uri);
        Assert.Equal("Telegram is reachable", Assert.Single(model["telegram"].Annotations.OfType<HealthCheckAnnotation>()).Key);
        Assert.Equal("The model's server is reachable", Assert.Single(model["model"].Annotations.OfType<HealthCheckAnnotation>()).Key);
    }

    [Fact]
    public void ASimulatedSystemIsAChildOfThePlayground()
    {
        var model = TopologyModel.Of(TestSettings.Empty with { TelegramBotToken = TestSettings.Token }, TestSettings.BareMachine);
        Assert.IsType<ExternalServiceResource>(model["telegram"]);
        Assert.Equal("playground", Assert.IsType<IResourceWithParent>(model["model"], exactMatch: false).Parent.Name);
    }

    [Fact]
    public void TheServicesReferenceThemButNoResourceWaitsForThem()
    {
        foreach (var settings in new[] { TestSettings.Empty, TestSettings.TokenAndKey })
        {
            var model = TopologyModel.Of(settings, TestSettings.MachineWith("prometheus", "grafana"));
            Assert.Contains("telegram", model.RelationsOf("ingress", "Reference"));
            Assert.Contains("model", model.RelationsOf("completion", "Reference"));
            Assert.All(model.Names, name => Assert.DoesNotContain(model.WaitsOf(name), waited => waited is "telegram" or "model"));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", HealthStatus.Healthy, "127.0.0.1 answers.")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere", HealthStatus.Healthy, "127.0.0.1 answers.")]
    [InlineData("HTTP/1.1 401 Unauthorized", HealthStatus.Healthy, "127.0.0.1 answers.")]
    [InlineData("HTTP/1.1 503 Service Unavailable", HealthStatus.Unhealthy, "127.0.0.1 answers with status 503, a server error.")]
    public async Task TheCheckRequestsTheOriginWithoutSecrets(string answer, HealthStatus status, string sentence)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AnswerOnceAsync(listener, answer);

        var result = await CheckAsync(new Uri($"http://{listener.LocalEndpoint}"), NoProxy);

        Assert.Equal((status, sentence), (result.Status, result.Description));
        Assert.Equal(["GET / HTTP/1.1", $"Host: {listener.LocalEndpoint}"], await asked);
    }

    [Fact]
    public async Task AnUnreachableServerIsReportedInOneSentence()
    {
        // No program listens on the first port.
        var result = await CheckAsync(new Uri("http://127.0.0.1:1"), NoProxy);

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.StartsWith("127.0.0.1 cannot be reached from this machine: ", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerBehindAProxyIsCheckedThroughTheProxy()
    {
        await using var proxy = new ProxyServer(new NetworkCredential("ann", "p@ss:word"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        proxy.Names["telegram.test"] = new Uri($"http://{listener.LocalEndpoint}");
        var asked = AnswerOnceAsync(listener, "HTTP/1.1 200 OK");

        var result = await CheckAsync(new Uri("http://telegram.test"), Through(KeyValuePair.Create("HTTP_PROXY", (string?)proxy.Setting("socks5"))));

        Assert.Equal((HealthStatus.Healthy, "telegram.test answers."), (result.Status, result.Description));
        Assert.Equal(["GET / HTTP/1.1", "Host: telegram.test"], await asked);
        Assert.Equal(["SOCKS5 telegram.test:80"], proxy.Asked);
    }

    private static Task<HealthCheckResult> CheckAsync(Uri origin, IWebProxy proxy) =>
        new ReachableCheck(origin, proxy) { Patience = Eventually.Limit }.CheckHealthAsync(new(), Token);

    private static OutboundProxy Through(params KeyValuePair<string, string?>[] settings) =>
        OutboundProxy.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

    /// <returns>The request line and the headers of the only request.</returns>
    private static async Task<string[]> AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Token) is { Length: > 0 } line)
            lines.Add(line);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Token);
        return [.. lines];
    }
}
