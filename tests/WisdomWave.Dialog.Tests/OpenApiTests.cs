using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

public sealed class OpenApiTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-openapi-").FullName;

    [Fact]
    public async Task InDevelopmentItListsTheDocumentedEndpoints()
    {
        await using var app = await StartAsync("Development");
        using var http = ClientOf(app, Key);

        var document = await HttpDocuments.ReadOpenApiAsync(http, Token);

        Assert.Equal(HttpDocuments.InDocumentation("dialog"), HttpDocuments.InOpenApi(document));
        Assert.Empty(HttpDocuments.Undescribed(document));
    }

    [Fact]
    public async Task ItIsForCallersWithTheServiceKeyOnly()
    {
        await using var app = await StartAsync("Development");
        using var stranger = ClientOf(app, key: null);
        using var page = ClientOf(app, Key);
        page.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var withoutKey = await stranger.GetAsync(HttpDocuments.OpenApi, Token);
        using var ofAPage = await page.GetAsync(HttpDocuments.OpenApi, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (withoutKey.StatusCode, ofAPage.StatusCode));
    }

    [Fact]
    public async Task InProductionThereIsNone()
    {
        await using var app = await StartAsync("Production");
        using var http = ClientOf(app, Key);

        using var response = await http.GetAsync(HttpDocuments.OpenApi, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<WebApplication> StartAsync(string environment)
    {
        MigratedDatabase.CopyTo(Path.Combine(_folder, "dialog.db"));
        var app = DialogApp.Build(
            ["--urls=http://127.0.0.1:0", $"--environment={environment}", $"--WISDOMWAVE_DATA_DIR={_folder}", $"--WISDOMWAVE_SERVICE_KEY={Key}", "--Stopping:Timeout=0"],
            builder => builder.Logging.ClearProviders());
        await app.StartAsync(Token);
        return app;
    }

    private static HttpClient ClientOf(WebApplication app, string? key)
    {
        var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return http;
    }
}
