using System.Net;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Testing.Proxies;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class ProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task TelegramIsReachedThroughItsProxyAndDialogIsNot(string scheme)
    {
        await using var proxy = new ProxyServer(new NetworkCredential("ann", "s3cret:p@ss"));
        await using var host = await IngressHost.PrepareAsync(
            "TELEGRAM_API_BASE_URL=http://telegram.test:8081", $"TELEGRAM_PROXY={proxy.Setting(scheme)}", $"HTTP_PROXY={proxy.Setting("http")}");
        proxy.Names["telegram.test"] = host.Playground.Address;
        await host.StartIngressAsync();

        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        Assert.Equal("milk", await host.Http.GetStringAsync($"/bots/110201543/files/{sent.Document!.FileId}", Token));

        Assert.NotEmpty(proxy.Asked);
        Assert.All(proxy.Asked, asked => Assert.Contains("telegram.test:8081", asked, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnUnreachableProxyCountsAsUnreachableTelegram()
    {
        // Nothing listens on port 1.
        await using var host = await IngressHost.PrepareAsync("TELEGRAM_API_BASE_URL=http://telegram.test:8081", "TELEGRAM_PROXY=socks5://127.0.0.1:1");
        await host.StartIngressAsync();

        await Eventually.HoldsAsync(() => host.Log.All.Any(line => line.Contains("bot cannot receive updates from Telegram", StringComparison.Ordinal)), "the log line");
    }
}
