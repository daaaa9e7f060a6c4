using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Boards;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Boards;

/// <summary>The server of the boards on a real port, with a Prometheus that repeats what it was asked.</summary>
public sealed class BoardServerTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private WebApplication _prometheus = null!;
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _prometheus = builder.Build();
        _prometheus.UseRouting();
        _prometheus.MapGet("/{**path}", context => context.Response.WriteAsync($"asked {context.Request.Path}{context.Request.QueryString}"));
        await _prometheus.StartAsync(Token);
        (_server, _http.BaseAddress) = await StartAsync(() => AddressOf(_prometheus));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _prometheus.DisposeAsync();
    }

    [Theory]
    [InlineData("/board", "text/html")]
    [InlineData("/board/wisdomwave-system", "text/html")]
    [InlineData("/board/files/js/panels/stat.js", "text/javascript")]
    [InlineData("/board/files/uplot/uPlot.iife.min.js", "text/javascript")]
    [InlineData("/board/files/uplot/LICENSE", "text/plain")]
    [InlineData("/board/boards", "application/json")]
    [InlineData("/board/boards/wisdomwave-bots", "application/json")]
    [InlineData("/docs/operations.md", "text/html")]
    [InlineData("/docs/chat.png", "image/png")]
    public async Task ThePageItsFilesTheBoardsAndTheDocumentsAreServed(string path, string type)
    {
        using var response = await _http.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("/board/files/js/none.js")]
    [InlineData("/board/files/../../appsettings.json")]
    [InlineData("/board/boards/none")]
    [InlineData("/docs/none.md")]
    [InlineData("/docs/..%2Fglobal.json")]
    [InlineData("/board/prometheus/api/v1/admin/tsdb/snapshot")]
    [InlineData("/board/prometheus/-/quit")]
    [InlineData("/board/prometheus/api/v1/label/..%5C..%5C..%5Cstatus%5Cconfig%3F/values")]
    public async Task NothingElseIsServed(string path)
    {
        using var response = await _http.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/query?query=up%7Bjob%3D%22a%22%7D")]
    [InlineData("/api/v1/query_range?query=up&start=1&end=2&step=5")]
    [InlineData("/api/v1/label/bot/values?match%5B%5D=up")]
    public async Task QueriesReachPrometheusUnchanged(string query) =>
        Assert.Equal($"asked {query}", await _http.GetStringAsync("/board/prometheus" + query, Token));

    [Fact]
    public async Task OnlyReadingIsPassedOn()
    {
        using var response = await _http.PostAsync("/board/prometheus/api/v1/query", null, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task AnotherHostNameIsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/board") { Headers = { Host = "rebound.example.org" } };
        using var response = await _http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/board", HttpStatusCode.OK)]
    [InlineData("/docs/operations.md", HttpStatusCode.OK)]
    [InlineData("/board/boards", HttpStatusCode.Forbidden)]
    [InlineData("/board/prometheus/api/v1/query?query=up", HttpStatusCode.Forbidden)]
    public async Task AnotherPageMayLinkToAPageButReadNothing(string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        using var response = await _http.SendAsync(request, Token);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task WithoutPrometheusOneSentenceSaysWhatToDo()
    {
        var (server, address) = await StartAsync(null);
        await using var _ = server;
        using var response = await _http.GetAsync(new Uri(address, "/board/prometheus/api/v1/query?query=up"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(PrometheusQueries.Missing, await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task APrometheusThatDoesNotAnswerIsReported()
    {
        await _prometheus.StopAsync(Token);
        using var response = await _http.GetAsync("/board/prometheus/api/v1/query?query=up", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(PrometheusQueries.Unreachable, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task<(WebApplication Server, Uri Address)> StartAsync(Func<Uri?>? prometheus)
    {
        var folder = Path.Combine(Repository.Root, "WisdomWave.AppHost");
        var app = new BoardServer(0, null, new BoardFiles(folder, new Ports()), new PrometheusQueries(prometheus), Path.Combine(Repository.Root, "docs")).Build();
        await app.StartAsync(Token);
        return (app, AddressOf(app));
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
