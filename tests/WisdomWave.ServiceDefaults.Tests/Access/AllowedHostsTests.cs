using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace WisdomWave.ServiceDefaults.Tests.Access;

public sealed class AllowedHostsTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1:5102", true)]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:5102", true)]
    [InlineData("[::1]:5102", true)]
    // DNS rebinding: a page at a name that its owner points at this machine.
    [InlineData("evil.example", false)]
    [InlineData("evil.example:5102", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.nip.io", false)]
    [InlineData("2130706433", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("", false)]
    // The service's own name in a container network, and the configured name.
    [InlineData("dialog", true)]
    [InlineData("completion", false)]
    [InlineData("dialog.example.org", true)]
    [InlineData("other.example.org", false)]
    public async Task AnswersOnlyToItsOwnHostNames(string host, bool isAllowed)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--AllowedHosts=dialog.example.org;*.wisdomwave.test"], ApplicationName = "WisdomWave.Dialog" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapGet("/", () => "hello");
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.BadRequest, await StatusAsync(app, host));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "dialog.wisdomwave.test"));
    }

    [Fact]
    public async Task TheHostOfAListeningAddressIsAllowed()
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.2:0"]);
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapGet("/", () => "hello");
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "127.0.0.2"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(app, "127.0.0.3"));
    }

    private static async Task<HttpStatusCode> StatusAsync(WebApplication app, string host)
    {
        using var http = new HttpClient { BaseAddress = app.Address() };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Host", host);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
