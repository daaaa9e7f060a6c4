using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.Testing.Proxies;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

/// <summary>Runs clients against a real proxy. Only the proxy can resolve the servers' names.</summary>
public sealed class ProxiedClientTests
{
    private static readonly NetworkCredential Ann = new("ann", "p@ss:w/rd");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", "GET http://model.test:8080/", true)]
    [InlineData("http", "GET http://model.test:8080/", false)]
    [InlineData("socks5", "SOCKS5 model.test:8080", true)]
    [InlineData("socks5", "SOCKS5 model.test:8080", false)]
    public async Task AServerOnTheInternetIsReachedThroughTheProxy(string scheme, string asked, bool hasPassword)
    {
        await using var server = await StartAsync("http://127.0.0.1:0");
        await using var proxy = new ProxyServer(hasPassword ? Ann : null);
        proxy.Names["model.test"] = server.Address();
        await using var app = Build($"--ALL_PROXY={proxy.Setting(scheme)}");

        Assert.Equal("hello", await Client(app, "model").GetStringAsync("http://model.test:8080/", Token));
        Assert.Equal([asked], proxy.Asked);
    }

    [Theory]
    [InlineData("http", "CONNECT telegram.test:443")]
    [InlineData("socks5", "SOCKS5 telegram.test:443")]
    public async Task AProxyCannotReadHttpsTraffic(string scheme, string asked)
    {
        using var certificate = Certificate();
        await using var server = await StartAsync("https://127.0.0.1:0", certificate);
        await using var proxy = new ProxyServer(Ann);
        proxy.Names["telegram.test"] = server.Address();
        await using var app = Build($"--TELEGRAM_PROXY={proxy.Setting(scheme)}", "--HTTPS_PROXY=http://127.0.0.1:1");

        Assert.Equal("hello", await Client(app, "telegram").GetStringAsync("https://telegram.test/?secret", Token));
        Assert.Equal([asked], proxy.Asked);
        Assert.DoesNotContain(proxy.Read, read => read.Contains("hello", StringComparison.Ordinal) || read.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AServiceIsNeverReachedThroughAProxy()
    {
        await using var dialog = await StartAsync("http://127.0.0.1:0");
        await using var proxy = new ProxyServer();
        await using var app = Build(
            $"--services:dialog:http:0={dialog.Address()}", $"--HTTP_PROXY={proxy.Setting("http")}", $"--ALL_PROXY={proxy.Setting("socks5")}");

        Assert.Equal("hello", await Client(app, "dialog").GetStringAsync("/", Token));
        Assert.Empty(proxy.Asked);
    }

    /// <summary>In a container network, a service has a host name of its own and is not on this machine.</summary>
    [Fact]
    public async Task AServiceOnAnotherHostIsNeverReachedThroughAProxy()
    {
        await using var proxy = new ProxyServer();
        await using var app = Build("--services:dialog:http:0=http://dialog.invalid", $"--HTTP_PROXY={proxy.Setting("http")}");

        await Assert.ThrowsAsync<HttpRequestException>(() => Client(app, "dialog").GetStringAsync("/", Token));
        Assert.Empty(proxy.Asked);
    }

    [Fact]
    public async Task AServerOnThisMachineIsNeverReachedThroughAProxy()
    {
        await using var server = await StartAsync("http://127.0.0.1:0");
        await using var proxy = new ProxyServer();
        await using var app = Build($"--ALL_PROXY={proxy.Setting("http")}", $"--TELEGRAM_PROXY={proxy.Setting("http")}");

        Assert.Equal("hello", await Client(app, "model").GetStringAsync(server.Address(), Token));
        Assert.Equal("hello", await Client(app, "telegram").GetStringAsync(server.Address(), Token));
        Assert.Empty(proxy.Asked);
    }

    private static HttpClient Client(WebApplication app, string name) => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    private static WebApplication Build(params string[] settings)
    {
        var builder = TestService.CreateBuilder(settings);
        builder.Services.AddHttpClient("dialog").ToService("dialog").ForEventStreams();
        builder.Services.AddHttpClient("model").ForEventStreams().ToInternet();
        builder.Services.AddHttpClient("telegram").ForEventStreams().ToInternet(OutboundProxy.Telegram)
            .UseSocketsHttpHandler((handler, _) => handler.SslOptions = new SslClientAuthenticationOptions
            {
                // Accept the certificate that this test created.
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=telegram.test",
            });
        return builder.Build();
    }

    private static async Task<WebApplication> StartAsync(string url, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        var app = builder.Build();
        app.MapGet("/", () => "hello");
        await app.StartAsync(Token);
        return app;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=telegram.test", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
