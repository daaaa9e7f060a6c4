using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models.Wire.Quirks;

/// <summary>
/// When a server rejects a parameter that the answer does not depend on, sends the request again without it, and remembers this for
/// later requests. A rejected request costs nothing.
/// </summary>
internal sealed partial class QuirkHandler(KnownQuirks known, ILogger<QuirkHandler> logger) : DelegatingHandler
{
    /// <summary>The number of different quirks, which limits the retries of one request.</summary>
    private const int MaxRetries = 6;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } content || !request.RequestUri!.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);

        // The usual case: no server has ever rejected a parameter.
        string? server = null;
        JsonObject? body = null;
        if (!known.IsEmpty)
        {
            server = ServerOf(request);
            body = await AdaptAsync(request, content, server, cancellationToken);
        }

        for (var retries = 0; ; retries++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity) || retries == MaxRetries)
                return response;

            await response.Content.LoadIntoBufferAsync(cancellationToken);
            server ??= ServerOf(request);
            body ??= await ReadAsync(content, cancellationToken);
            var error = ProviderError.FromBody(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (body is null || error is null || !Learn(server, body, error, (int)response.StatusCode))
                return response;

            response.Dispose();
            body = await AdaptAsync(request, content, server, cancellationToken);
        }
    }

    private bool Learn(string server, JsonObject body, ProviderError error, int status)
    {
        if (FailureClassifier.Classify(status, error) is FailureKind.ContextTooLong)
            return false;

        var model = ModelOf(body);
        var quirks = known.Of(server, model);
        if (QuirkFinder.Find(quirks, body, error) is not var (found, name) || found == quirks)
            return false;

        known.Set(server, model, found);
        LogLearned(model, server, name);
        return true;
    }

    /// <returns>The body as it is sent; null if it is not JSON.</returns>
    private async Task<JsonObject?> AdaptAsync(HttpRequestMessage request, HttpContent content, string server, CancellationToken cancellationToken)
    {
        if (await ReadAsync(content, cancellationToken) is not { } body)
            return null;

        var quirks = known.Of(server, ModelOf(body));
        if (quirks == ServerQuirks.None)
            return body;

        RequestAdapter.Adapt(body, quirks);
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

    private static string ServerOf(HttpRequestMessage request) => request.RequestUri!.GetLeftPart(UriPartial.Path);

    private static string ModelOf(JsonObject body) => (string?)body["model"] ?? "";

    [LoggerMessage(LogLevel.Warning, "{Model} at {Server} rejects {Parameter}. Requests are adapted to this until the next start.")]
    private partial void LogLearned(string model, string server, string parameter);
}

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CompactJson : JsonSerializerContext;
