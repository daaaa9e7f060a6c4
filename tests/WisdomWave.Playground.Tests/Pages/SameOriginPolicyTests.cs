using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace WisdomWave.Playground.Tests.Pages;

/// <summary>A page of another origin, in a browser on this machine, can do nothing.</summary>
public sealed class SameOriginPolicyTests : PlaygroundTest
{
    private const string Update = """{"message":{"text":"x"}}""";
    private const string Bot110 = "/bot110201543:playground-token-of-the-tests/sendMessage";

    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET", "/api/state" },
        { "GET", "/api/events" },
        { "POST", "/api/people" },
        { "POST", "/api/bots/0/updates" },
        { "POST", "/api/bots/0/raw-updates" },
        { "POST", "/api/chats/1001/files" },
        { "POST", "/api/chats/1001/drafts/1/stop" },
        { "POST", "/faults/bot" },
        { "DELETE", "/faults" },
        { "GET", "/ledger/bot" },
        { "DELETE", "/ledger" },
        { "POST", Bot110 },
        { "GET", Bot110 },
        { "POST", "/v1/chat/completions" },
        { "POST", "/v1/audio/transcriptions" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task APageOfAnotherOriginIsRejected(string method, string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Sec-Fetch-Site", "cross-site")));
        // A page that another program on this machine serves.
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Sec-Fetch-Site", "same-site")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Origin", "null")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(method, path, ("Host", "evil.example")));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task ThePlaygroundsOwnPageIsAllowed(string header, string value)
    {
        var own = Playground.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/api/state", (header, value)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("DELETE", "/ledger", (header, value), ("Origin", own)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page/js/api.js")]
    public async Task ALinkOfAnotherOriginOpensThePage(string path) =>
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", path, ("Sec-Fetch-Site", "cross-site")));

    /// <summary>Covers browsers that send neither header and need no preflight request for these types.</summary>
    [Theory]
    [InlineData("/api/bots/0/raw-updates", "text/plain")]
    [InlineData("/api/bots/0/raw-updates", "application/x-www-form-urlencoded")]
    [InlineData("/api/bots/0/raw-updates", "multipart/form-data; boundary=x")]
    [InlineData("/api/bots/0/raw-updates", null)]
    [InlineData("/api/bots/0/updates", "text/plain")]
    [InlineData("/api/people", "text/plain")]
    [InlineData("/api/chats/1001/messages", null)]
    [InlineData("/faults/bot", "text/plain")]
    [InlineData("/api/chats/1001/files", "text/plain")]
    public async Task ABodyOfASimpleTypeIsRejected(string path, string? type)
    {
        using var http = new HttpClient { BaseAddress = Playground.Address };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Update));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        using var response = await http.PostAsync(path, content, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Empty(await Bot.SendRequest(new Telegram.Bot.Requests.GetUpdatesRequest(), Cancellation));
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient { BaseAddress = Playground.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Authorization", "Bearer some-key");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return response.StatusCode;
    }
}
