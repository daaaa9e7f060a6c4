using System.Net;
using System.Net.Http.Headers;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>A reverse proxy that forwards too much, and callers without a key.</summary>
public sealed class PublicHostFilterTests
{
    private const string Key = "key-of-the-tests-of-the-public-name";

    private static readonly string[] Paths =
        ["/health", "/alive", "/metrics", "/bots/110201543/files/nothing", "/bots/110201543/chats/1/admins/2", "/", "/TELEGRAM/110201543", "/telegrams/110201543"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host", "bots.example.org")]
    [InlineData("Host", "BOTS.example.org:8443")]
    [InlineData("X-Forwarded-Host", "bots.example.org")]
    [InlineData("X-Forwarded-Host", "BOTS.example.org:8443")]
    [InlineData("X-Forwarded-Host", "bots.example.org.")]
    [InlineData("X-Forwarded-Host", "bots.example.org.:443")]
    [InlineData("X-Forwarded-Host", "bots.example.org, evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example,bots.example.org")]
    [InlineData("X-Forwarded-Host", "evil.example:80 , , Bots.Example.Org.:443 ,10.0.0.7")]
    public async Task OnlyTheWebhookIsServedUnderThePublicName(string header, string name)
    {
        await using var host = await IngressHost.StartAsync("PublicUrl=https://bots.example.org/wisdom");

        foreach (var path in Paths)
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, HttpMethod.Get, path, (header, name)));
        // The webhook still requires its secret.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, HttpMethod.Post, "/telegram/110201543", (header, name)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, "/health"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("bots.example.org.evil.example")]
    [InlineData("bots.example.org.")]
    public async Task AnUnknownHostNameIsRejected(string name)
    {
        await using var host = await IngressHost.StartAsync("PublicUrl=https://bots.example.org");
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(host, HttpMethod.Post, "/telegram/110201543", ("Host", name)));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(host, HttpMethod.Get, "/metrics", ("Host", name)));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("evil.example, bots.example.org.evil.example")]
    [InlineData("xbots.example.org")]
    public async Task OtherForwardedNamesAreNotThePublicOne(string name)
    {
        await using var host = await IngressHost.StartAsync("PublicUrl=https://bots.example.org./wisdom");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, "/health", ("X-Forwarded-Host", name)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, HttpMethod.Get, "/health", ("X-Forwarded-Host", "bots.example.org")));
    }

    [Fact]
    public async Task FilesRequireTheServiceKeyAndTheWebhookRequiresItsSecret()
    {
        await using var host = await IngressHost.StartAsync("PublicUrl=https://bots.example.org", $"WISDOMWAVE_SERVICE_KEY={Key}");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, HttpMethod.Get, "/bots/110201543/files/nothing"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, HttpMethod.Get, "/bots/110201543/chats/1/admins/2"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, HttpMethod.Get, "/bots/110201543/files/nothing", ("Authorization", $"Bearer {Key}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, "/health"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, HttpMethod.Get, "/metrics"));
        // Rejected by the webhook itself, because Telegram's secret is missing.
        using var webhook = await SendAsync(host, HttpMethod.Post, "/telegram/110201543");
        Assert.Equal((HttpStatusCode.Unauthorized, ""), (webhook.StatusCode, await webhook.Content.ReadAsStringAsync(Token)));
    }

    private static async Task<HttpStatusCode> StatusAsync(IngressHost host, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(host, method, path, headers);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(IngressHost host, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await host.Http.SendAsync(request, Token);
    }
}
