using System.Net;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Testing;

namespace WisdomWave.Ingress.Tests;

public sealed class OpenApiTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task InDevelopmentItListsTheDocumentedEndpoints()
    {
        await using var host = await IngressHost.StartAsync("environment=Development");

        var document = await HttpDocuments.ReadOpenApiAsync(host.Http, Token);

        Assert.Equal(HttpDocuments.InDocumentation("ingress"), HttpDocuments.InOpenApi(document));
        Assert.Empty(HttpDocuments.Undescribed(document));
    }

    [Fact]
    public async Task InProductionThereIsNone()
    {
        await using var host = await IngressHost.StartAsync("environment=Production");

        using var response = await host.Http.GetAsync(HttpDocuments.OpenApi, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
