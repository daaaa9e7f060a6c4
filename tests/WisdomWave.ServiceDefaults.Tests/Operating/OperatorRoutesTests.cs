using System.Net;
using Microsoft.AspNetCore.Builder;
using WisdomWave.ServiceDefaults.Operating;

namespace WisdomWave.ServiceDefaults.Tests.Operating;

public sealed class OperatorRoutesTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://example.org")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task WhatABrowserSendsIsRefusedAndDoesNothing(string header, string value)
    {
        var calls = 0;
        await using var app = await StartAsync(() => calls++);
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/try");
        request.Headers.Add(header, value);

        using var response = await http.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.Forbidden, 0), (response.StatusCode, calls));
        Assert.Contains("do not answer web pages", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheAppHostAndCurlAreAnswered()
    {
        var calls = 0;
        await using var app = await StartAsync(() => calls++);
        using var http = new HttpClient { BaseAddress = app.Address() };

        using var response = await http.PostAsync("/operator/try", null, Token);

        Assert.Equal((HttpStatusCode.OK, 1), (response.StatusCode, calls));
    }

    private static async Task<WebApplication> StartAsync(Action called)
    {
        var app = TestService.CreateBuilder().Build();
        app.MapOperator().MapPost("/try", () =>
        {
            called();
            return new OperatorAnswer("Done.");
        });
        await app.StartAsync(Token);
        return app;
    }
}
