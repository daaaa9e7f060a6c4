using System.Collections.Concurrent;
using System.Net;

namespace WisdomWave.Completion.Models.Wire.Addresses;

/// <summary>Adds <c>/v1</c> to requests for a server whose base URL has no path, if one call of <c>/v1/models</c> shows that the server needs it.</summary>
internal sealed partial class ApiVersionHandler(KnownApiVersions known, TimeProvider time, ILogger<ApiVersionHandler> logger) : DelegatingHandler
{
    private const string Version = "/v1";

    private static readonly TimeSpan DetectionTimeout = TimeSpan.FromSeconds(5);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        HasBasePath(request.RequestUri!) ? base.SendAsync(request, cancellationToken) : SendVersionedAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendVersionedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var server = address.GetLeftPart(UriPartial.Authority);
        var version = known.Find(server) ?? await DetectAsync(server, request, cancellationToken);
        if (version.Length > 0)
            request.RequestUri = new Uri($"{server}{version}{address.PathAndQuery}");
        return await base.SendAsync(request, cancellationToken);
    }

    // Without a path in the base URL, the request's path is exactly the SDK's.
    private static bool HasBasePath(Uri address) => address.AbsolutePath is not ("/chat/completions" or "/embeddings" or "/audio/transcriptions" or "/models");

    private async Task<string> DetectAsync(string server, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var probe = new HttpRequestMessage(HttpMethod.Get, $"{server}{Version}/models");
        probe.Headers.Authorization = request.Headers.Authorization;
        using var timeout = new CancellationTokenSource(DetectionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await base.SendAsync(probe, either.Token);
            var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
            if (isJson && (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                LogMissing(server, server + Version);
                return known.Add(server, Version);
            }

            return (int)response.StatusCode is >= 500 or 429 ? "" : known.Add(server, "");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The server is unavailable; the next call tries again.
            return "";
        }
    }

    [LoggerMessage(LogLevel.Warning, "The base URL {Server} lacks the API version. {Address} is used instead; set the base URL to it.")]
    private partial void LogMissing(string server, string address);
}

/// <summary>The detected API version of each server whose base URL has no path; empty for a server without one.</summary>
internal sealed class KnownApiVersions
{
    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    public string? Find(string server) => _versions.GetValueOrDefault(server);

    public string Add(string server, string version) => _versions[server] = version;
}
