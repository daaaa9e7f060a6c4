using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Adapting;

/// <summary>What servers refused, for as long as the process runs.</summary>
internal sealed class KnownQuirks
{
    private readonly ConcurrentDictionary<(string Server, string Model), ServerQuirks> _quirks = new();

    public bool IsEmpty => _quirks.IsEmpty;

    public ServerQuirks Of(string server, string model) => _quirks.GetValueOrDefault((server, model), ServerQuirks.None);

    public void Note(string server, string model, ServerQuirks quirks) => _quirks[(server, model)] = quirks;
}

/// <summary>Asks again, without it, when a server refuses something that an answer does not depend on. A refusal costs nothing.</summary>
internal sealed partial class AdaptingHandler(KnownQuirks known, ILogger<AdaptingHandler> logger) : DelegatingHandler
{
    /// <summary>One request learns no more: every quirk that there is, once.</summary>
    private const int MostLessons = 6;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content || !request.RequestUri!.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);

        var server = request.RequestUri.GetLeftPart(UriPartial.Path);
        JsonObject? asked = null;
        if (!known.IsEmpty)
            asked = await AdaptAsync(request, content, server, cancellationToken);

        for (var lessons = 0; ; lessons++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity) || lessons == MostLessons)
                return response;

            await response.Content.LoadIntoBufferAsync(cancellationToken);
            asked ??= await ReadAsync(content, cancellationToken);
            var error = ProviderError.FromBody(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (asked is null || error is null || !Learn(server, asked, error, (int)response.StatusCode))
                return response;

            response.Dispose();
            asked = await AdaptAsync(request, content, server, cancellationToken);
        }
    }

    private bool Learn(string server, JsonObject asked, ProviderError error, int status)
    {
        if (FailureTable.KindOf(status, error) is FailureKind.ContextTooLong)
            return false;

        var model = ModelOf(asked);
        var quirks = known.Of(server, model);
        if (QuirkFinder.Learn(quirks, asked, error) is not var (learned, what) || learned == quirks)
            return false;

        known.Note(server, model, learned);
        LogLearned(model, server, what);
        return true;
    }

    /// <returns>The request as it goes out; null when it is no JSON.</returns>
    private async Task<JsonObject?> AdaptAsync(HttpRequestMessage request, HttpContent content, string server, CancellationToken cancellationToken)
    {
        if (await ReadAsync(content, cancellationToken) is not { } body)
            return null;

        var quirks = known.Of(server, ModelOf(body));
        if (quirks == ServerQuirks.None)
            return body;

        AdaptedRequest.Adapt(body, quirks);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, CompactJson.Default.JsonObject))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        return body;
    }

    private static async Task<JsonObject?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await content.ReadAsByteArrayAsync(cancellationToken)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ModelOf(JsonObject body) => (string?)body["model"] ?? "";

    [LoggerMessage(LogLevel.Warning, "{Model} at {Server} does not take {What}: it is asked without from now on")]
    private partial void LogLearned(string model, string server, string what);
}
