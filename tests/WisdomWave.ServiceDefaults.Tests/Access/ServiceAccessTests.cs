using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;
using WisdomWave.ServiceDefaults.Operating;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Access;

public sealed class ServiceAccessTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://example.org")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task ARequestFromABrowserIsRejectedAndHasNoEffect(string header, string value)
    {
        foreach (var path in (string[])["/operator/try", "/messages"])
        {
            var calls = 0;
            await using var app = await StartAsync(() => calls++);

            using var response = await PostAsync(app, path, (header, value));

            Assert.Equal((HttpStatusCode.Forbidden, 0), (response.StatusCode, calls));
            Assert.Contains("does not answer web pages", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Key)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer 0123456789abcdef0123456789abcdeF")]
    [InlineData("Bearer 0123456789abcdef0123456789abcde")]
    [InlineData("Bearer 0123456789abcdef0123456789abcdef0")]
    [InlineData("Basic " + Key)]
    public async Task ARequestWithoutTheKeyIsRejectedAndHasNoEffect(string? shown)
    {
        foreach (var path in (string[])["/operator/try", "/messages"])
        {
            var calls = 0;
            await using var app = await StartAsync(() => calls++, $"--WISDOMWAVE_SERVICE_KEY={Key}");

            using var response = await PostAsync(app, path, ("Authorization", shown));

            Assert.Equal((HttpStatusCode.Unauthorized, 0), (response.StatusCode, calls));
        }
    }

    [Theory]
    [InlineData("/operator/try")]
    [InlineData("/messages")]
    public async Task ARequestWithTheKeyIsAccepted(string path)
    {
        var calls = 0;
        await using var app = await StartAsync(() => calls++, $"--WISDOMWAVE_SERVICE_KEY={Key}");

        using var response = await PostAsync(app, path, ("Authorization", $"Bearer {Key}"));

        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, calls));
    }

    [Fact]
    public async Task EveryProgramIsAcceptedWhenNoKeyIsSet()
    {
        var calls = 0;
        await using var app = await StartAsync(() => calls++);

        using var response = await PostAsync(app, "/operator/try");

        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, calls));
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/alive", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/open", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task ProbesAndOpenEndpointsNeedNoKey(string path, HttpStatusCode status)
    {
        await using var app = await StartAsync(() => { }, $"--WISDOMWAVE_SERVICE_KEY={Key}");
        using var http = new HttpClient { BaseAddress = app.Address() };

        using var response = await http.GetAsync(path, Token);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task AServiceSendsItsKeyToAnotherService()
    {
        var calls = 0;
        await using var dialog = await StartAsync(() => calls++, $"--WISDOMWAVE_SERVICE_KEY={Key}");
        var builder = TestService.CreateBuilder($"--services:dialog:http:0={dialog.Address()}", $"--WISDOMWAVE_SERVICE_KEY={Key}");
        builder.Services.AddHttpClient("dialog").ToService("dialog").ForEventStreams();
        await using var ingress = builder.Build();

        using var response = await ingress.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog").PostAsync("/messages", null, Token);

        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, calls));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("0123456789abcdef 0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdeї")]
    public void TheErrorAboutAnInvalidKeyOmitsItsValue(string key)
    {
        var app = TestService.CreateBuilder($"--WISDOMWAVE_SERVICE_KEY={key}").Build();

        var exception = Assert.Throws<StartupException>(app.UseServiceAccess);

        Assert.StartsWith("WISDOMWAVE_SERVICE_KEY must have at least 32 characters and only letters, digits, - or _; ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACreatedKeyIsNewAndValid()
    {
        Assert.True(ServiceKey.IsGood(ServiceKey.Create()));
        Assert.NotEqual(ServiceKey.Create(), ServiceKey.Create());
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task WithoutAKeyAServiceListensOnLoopbackOnly(string url)
    {
        var keyless = TestService.CreateBuilder().Build();
        keyless.Urls.Clear();
        keyless.Urls.Add(url);
        var exception = await Assert.ThrowsAsync<StartupException>(() => keyless.StartAsync(Token));
        Assert.StartsWith("WISDOMWAVE_SERVICE_KEY is not set, but other machines can reach this service (http://", exception.Message, StringComparison.Ordinal);
        await keyless.DisposeAsync();

        await using var keyed = TestService.CreateBuilder($"--WISDOMWAVE_SERVICE_KEY={Key}").Build();
        keyed.Urls.Clear();
        keyed.Urls.Add(url);
        await keyed.StartAsync(Token);
    }

    private static async Task<HttpResponseMessage> PostAsync(WebApplication app, string path, params (string Name, string? Value)[] headers)
    {
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, Token);
    }

    private static async Task<WebApplication> StartAsync(Action called, params string[] settings)
    {
        var app = TestService.CreateBuilder(settings).Build();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        app.MapGet("/open", () => "open").IsOpenToOthers();
        app.MapPost("/messages", called);
        app.MapOperator().MapPost("/try", called);
        await app.StartAsync(Token);
        return app;
    }
}
