using System.Net;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Completion.Tests;

public sealed class OpenApiTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task InDevelopmentItListsTheDocumentedEndpoints()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--environment=Development");

        var document = await HttpDocuments.ReadOpenApiAsync(service.Http, Token);

        Assert.Equal(HttpDocuments.InDocumentation("completion"), HttpDocuments.InOpenApi(document));
        Assert.Empty(HttpDocuments.Undescribed(document));
    }

    [Fact]
    public async Task InProductionThereIsNone()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var service = await CompletionService.StartAsync(playground, redis: null, "--environment=Production");

        using var response = await service.Http.GetAsync(HttpDocuments.OpenApi, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
