using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

public sealed class OutboundProxyTests
{
    private const string Telegram = "https://api.telegram.org/";

    [Theory]
    // By the destination's scheme.
    [InlineData(Telegram, "http://a:3128/", "HTTPS_PROXY=http://a:3128", "HTTP_PROXY=http://b:3128")]
    [InlineData("http://example.org/", "http://b:3128/", "HTTPS_PROXY=http://a:3128", "HTTP_PROXY=http://b:3128")]
    [InlineData("http://example.org/", null, "HTTPS_PROXY=http://a:3128")]
    [InlineData("http://example.org/", "socks5://c:1080/", "HTTPS_PROXY=http://a:3128", "ALL_PROXY=socks5://c:1080")]
    [InlineData(Telegram, "http://a:3128/", "HTTPS_PROXY=http://a:3128", "ALL_PROXY=socks5://c:1080")]
    // The spellings that other programs accept.
    [InlineData(Telegram, "http://a:3128/", "https_proxy=a:3128")]
    [InlineData(Telegram, "https://a/", "HTTPS_PROXY=https://a")]
    [InlineData(Telegram, "socks5://a:1080/", "ALL_PROXY=socks5h://a")]
    [InlineData(Telegram, "socks4a://a:9050/", "ALL_PROXY= socks4a://a:9050/ ")]
    [InlineData(Telegram, null, "HTTPS_PROXY=")]
    // TELEGRAM_PROXY is for Telegram only.
    [InlineData(Telegram, "socks5://t:1080/", "HTTPS_PROXY=http://a:3128", "TELEGRAM_PROXY=socks5://t:1080")]
    [InlineData("http://bots.example.org:8081/", "socks5://t:1080/", "TELEGRAM_PROXY=socks5://t:1080")]
    // Calls to this machine use no proxy.
    [InlineData("http://127.0.0.1:5100/", null, "HTTP_PROXY=http://a:3128", "TELEGRAM_PROXY=socks5://t:1080")]
    [InlineData("http://localhost:5100/", null, "ALL_PROXY=http://a:3128")]
    [InlineData("https://[::1]:5100/", null, "ALL_PROXY=http://a:3128")]
    [InlineData("http://playground.localhost:5100/", null, "ALL_PROXY=http://a:3128")]
    // NO_PROXY lists exceptions.
    [InlineData(Telegram, null, "ALL_PROXY=http://a:3128", "NO_PROXY=*")]
    [InlineData(Telegram, null, "ALL_PROXY=http://a:3128", "no_proxy=example.org, .telegram.org")]
    [InlineData(Telegram, null, "ALL_PROXY=http://a:3128", "NO_PROXY=telegram.org")]
    [InlineData(Telegram, null, "ALL_PROXY=http://a:3128", "NO_PROXY=*.telegram.org")]
    [InlineData(Telegram, "http://a:3128/", "ALL_PROXY=http://a:3128", "NO_PROXY=gram.org api.telegram.org:8443")]
    [InlineData("http://bots.lan:8081/", null, "TELEGRAM_PROXY=socks5://t:1080", "NO_PROXY=bots.lan:8081")]
    [InlineData("http://10.1.2.3/", null, "ALL_PROXY=http://a:3128", "NO_PROXY=10.0.0.0/8")]
    [InlineData("http://11.1.2.3/", "http://a:3128/", "ALL_PROXY=http://a:3128", "NO_PROXY=10.0.0.0/8,10.1.2.3")]
    [InlineData("http://[fd00::7]:8081/", null, "ALL_PROXY=http://a:3128", "NO_PROXY=[fd00::7]:8081")]
    [InlineData("http://[fd00::7]/", null, "ALL_PROXY=http://a:3128", "NO_PROXY=fd00::/8")]
    public void EachDestinationUsesItsProxy(string destination, string? proxy, params string[] settings)
    {
        var proxies = Read(settings);

        Assert.Equal(proxy, proxies.GetProxy(new Uri(destination))?.AbsoluteUri);
        Assert.Equal(proxy is null, proxies.IsBypassed(new Uri(destination)));
    }

    [Fact]
    public void EachProxyHasItsOwnCredentialsAndNoAddressContainsThem()
    {
        var proxies = Read("HTTPS_PROXY=http://ann:p%40ss%3Aword@a:3128", "HTTP_PROXY=http://boris@b:3128");
        var credentials = proxies.Credentials!;

        Assert.Equal(("ann", "p@ss:word"), Of("https://example.org"));
        Assert.Equal(("boris", ""), Of("http://example.org"));
        Assert.Null(credentials.GetCredential(new Uri("http://c:3128"), "Basic"));

        (string?, string?) Of(string destination)
        {
            var address = proxies.GetProxy(new Uri(destination))!;
            Assert.Empty(address.UserInfo);
            var credential = credentials.GetCredential(address, "Basic");
            return (credential?.UserName, credential?.Password);
        }
    }

    [Theory]
    [InlineData("HTTPS_PROXY=ftp://a")]
    [InlineData("HTTP_PROXY=http://")]
    [InlineData("ALL_PROXY=http://secret@a:port")]
    [InlineData("TELEGRAM_PROXY=https://t.me/proxy?server=a&port=443&secret=b")]
    public void TheErrorAboutAnInvalidProxyAddressOmitsItsValue(string setting)
    {
        var exception = Assert.Throws<StartupException>(() => Read(setting));

        Assert.Equal(OutboundProxy.Complaint(setting.Split('=')[0]), exception.Message);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    private static OutboundProxy Read(params string[] settings) => OutboundProxy.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]))).Build(),
        OutboundProxy.Telegram);
}
