using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

public sealed class HttpClientKindsTests
{
    [Fact]
    public async Task AnIdempotentCallIsRepeatedAndFindsItsServiceByName()
    {
        var tries = 0;
        await using var dialog = TestService.CreateBuilder().Build();
        dialog.MapPost("/turns", () => ++tries < 3 ? Results.StatusCode(503) : Results.Ok());
        await dialog.StartAsync(TestContext.Current.CancellationToken);

        using var response = await CallAsync(dialog, http => http.ForIdempotentCalls());

        Assert.Equal((3, true), (tries, response.IsSuccessStatusCode));
    }

    [Fact]
    public async Task AStreamingCallIsNotRepeated()
    {
        var tries = 0;
        await using var dialog = TestService.CreateBuilder().Build();
        dialog.MapPost("/turns", () =>
        {
            tries++;
            return Results.StatusCode(503);
        });
        await dialog.StartAsync(TestContext.Current.CancellationToken);

        using var response = await CallAsync(dialog, http => http.ForEventStreams());

        Assert.Equal((1, 503), (tries, (int)response.StatusCode));
    }

    private static async Task<HttpResponseMessage> CallAsync(WebApplication dialog, Action<IHttpClientBuilder> kind)
    {
        var builder = TestService.CreateBuilder($"--services:dialog:http:0={dialog.Address()}");
        kind(builder.Services.AddHttpClient("dialog").ToService("dialog"));
        await using var app = builder.Build();
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");
        return await client.PostAsync("/turns", null, TestContext.Current.CancellationToken);
    }
}
