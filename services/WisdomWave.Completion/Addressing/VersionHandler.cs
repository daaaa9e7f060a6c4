using System.Collections.Concurrent;
using System.Net;

namespace WisdomWave.Completion.Addressing;

/// <summary>Finds out whether a server whose base URL has no path wants <c>/v1</c> in front of the methods, with one call of <c>/v1/models</c>.</summary>
internal sealed partial class VersionHandler(KnownVersions known, ILogger<VersionHandler> logger) : DelegatingHandler
{
    private const string Version = "/v1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (IsUnderVersion(address))
            return await base.SendAsync(request, cancellationToken);

        var server = address.GetLeftPart(UriPartial.Authority);
        var version = known.Find(server) ?? await FindOutAsync(server, request, cancellationToken);
        if (version.Length > 0)
            request.RequestUri = new Uri($"{server}{version}{address.PathAndQuery}");
        return await base.SendAsync(request, cancellationToken);
    }

    // "/chat/completions" and "/models" are all that stands behind a base URL without a path.
    private static bool IsUnderVersion(Uri address) => address.AbsolutePath is not ("/chat/completions" or "/embeddings" or "/audio/transcriptions" or "/models");

    private async Task<string> FindOutAsync(string server, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, $"{server}{Version}/models");
        question.Headers.Authorization = request.Headers.Authorization;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await base.SendAsync(question, patience.Token);
            var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
            if (isJson && (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                LogMissing(server, server + Version);
                return known.Note(server, Version);
            }

            return (int)response.StatusCode is >= 500 or 429 ? "" : known.Note(server, "");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Away: the next call asks again.
            return "";
        }
    }

    [LoggerMessage(LogLevel.Warning, "The base URL {Server} lacks its version: {Address} is used, and should be set")]
    private partial void LogMissing(string server, string address);
}

/// <summary>The version of each server whose base URL has no path; empty where the methods stand at the root.</summary>
internal sealed class KnownVersions
{
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    public string? Find(string server) => _versions.GetValueOrDefault(server);

    public string Note(string server, string version) => _versions[server] = version;
}
