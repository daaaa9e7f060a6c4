using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Inbound;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.Testing;

namespace WisdomWave.ServiceDefaults.Tests.Inbound;

public sealed class Http2PortTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly int _http = FreePort.OnLoopback();
    private readonly int _http2 = FreePort.OnLoopback();

    // An answer that nobody refers to would end when it is collected.
    private readonly List<HttpResponseMessage> _answers = [];

    [Fact]
    public async Task ServicesCallTheHttp2PortAndOthersUseHttp1()
    {
        await using var dialog = await StartDialogAsync();
        await using var ingress = Ingress($"--services:dialog:http2:0={AddressOf(_http2)}", $"--services:dialog:http:0={AddressOf(_http)}");
        using var client = ClientOf(ingress);
        using var others = new HttpClient();

        // Extension methods use the client's version, but a request that is created by hand has its own.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/protocol");
        using var response = await client.SendAsync(request, Token);
        Assert.Equal("HTTP/2", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("HTTP/2", await client.GetStringAsync("/protocol", Token));
        Assert.Equal("HTTP/1.1", await others.GetStringAsync($"{AddressOf(_http)}/protocol", Token));
    }

    [Fact]
    public async Task WithoutAnHttp2AddressServicesUseHttp1()
    {
        await using var dialog = await StartDialogAsync();
        await using var ingress = Ingress($"--services:dialog:http:0={AddressOf(_http)}");
        using var client = ClientOf(ingress);

        Assert.Equal("HTTP/1.1", await client.GetStringAsync("/protocol", Token));
    }

    /// <summary>By default, a server allows 100 streams, and a client opens one connection: the next call would wait for the end of another.</summary>
    [Fact]
    public async Task AThousandAnswersStreamOnOneConnectionAndMoreOnFurtherOnes()
    {
        await using var dialog = await StartDialogAsync();
        await using var ingress = Ingress($"--services:dialog:http2:0={AddressOf(_http2)}");
        using var client = ClientOf(ingress);

        // The first answer brings the server's limit with it. Calls that do not wait for it would open a connection for each hundred.
        var first = await ConnectionsAsync(client, answers: 1);
        var next = await ConnectionsAsync(client, answers: 999);
        Assert.Equal(first, next.Distinct());

        var more = await ConnectionsAsync(client, answers: 200);
        Assert.DoesNotContain(first.Single(), more);
    }

    [Fact]
    public async Task ARestartedServiceIsReachedAgain()
    {
        await using var ingress = Ingress($"--services:dialog:http2:0={AddressOf(_http2)}");
        using var client = ClientOf(ingress);
        await using (await StartDialogAsync())
            Assert.Equal("HTTP/2", await client.GetStringAsync("/protocol", Token));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/protocol", Token));

        await using var restarted = await StartDialogAsync();
        Assert.Equal("HTTP/2", await client.GetStringAsync("/protocol", Token));
    }

    [Theory]
    [InlineData("http2")]
    [InlineData("0")]
    [InlineData("65536")]
    public void AnInvalidPortIsReported(string port)
    {
        var exception = Assert.Throws<StartupException>(() => TestService.CreateBuilder($"--{Http2Port.Setting}={port}"));
        Assert.Equal("WISDOMWAVE_HTTP2_PORT is not a port number from 1 to 65535; a good value is 5202.", exception.Message);
    }

    /// <summary>Begins answers that never end, and returns the connection of each.</summary>
    private async Task<string[]> ConnectionsAsync(HttpClient client, int answers)
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, answers).Select(_ => client.GetAsync("/answer", HttpCompletionOption.ResponseHeadersRead, Token)))
            .WaitAsync(Eventually.Limit, Token);
        _answers.AddRange(responses);
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        return [.. responses.Select(response => response.Headers.GetValues("connection-id").Single())];
    }

    private async Task<WebApplication> StartDialogAsync()
    {
        var builder = TestService.CreateBuilder($"--{Http2Port.Setting}={_http2}");
        builder.WebHost.UseUrls(AddressOf(_http), AddressOf(_http2));
        var app = builder.Build();
        app.MapGet("/protocol", (HttpContext context) => context.Request.Protocol);
        app.MapGet("/answer", async (HttpContext context) =>
        {
            context.Response.Headers["connection-id"] = context.Connection.Id;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await app.StartAsync(Token);
        return app;
    }

    private static WebApplication Ingress(params string[] settings)
    {
        var builder = TestService.CreateBuilder(settings);
        builder.Services.AddHttpClient("dialog").ToService("dialog").ForEventStreams();
        return builder.Build();
    }

    private static HttpClient ClientOf(WebApplication app) => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");

    private static string AddressOf(int port) => $"http://127.0.0.1:{port}";
}
