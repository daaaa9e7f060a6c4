using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

public sealed class HttpClientKindsTests
{

    [Fact]
    public async Task AStreamingCallIsNotRetried()
    {
        var tries = 0;
        await using var dialog = TestService.CreateBuilder().Build();
        dialog.MapPost("/turns", () =>
        {
            tries++;
            return Results.StatusCode(503);
        });
        await dialog.StartAsync(TestContext.Current.CancellationToken);

        var builder = TestService.CreateBuilder($"--services:dialog:http:0={dialog.Address()}");
        builder.Services.AddHttpClient("dialog").ToService("dialog").ForEventStreams();
        await using var ingress = builder.Build();
        using var client = ingress.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");

        using var response = await client.PostAsync("/turns", null, TestContext.Current.CancellationToken);

        Assert.Equal((1, 503), (tries, (int)response.StatusCode));
    }
}
